//! The outcomes as a table of counts.

use std::fmt::Write as _;

use super::suite::{Outcome, Suite};

const HEAD: &str =
    "groups  satisfiable  generated  missed  unsatisfiable  wrongly  refusing  broken  keywords";

/// Writes the table of one draft: a line for each file of the suite, and the total.
pub(crate) fn of(draft: &str, suite: &Suite) -> String {
    let mut text = String::new();
    let mut total = Counts::default();
    line(&mut text, &format!("draft {draft}"), HEAD);
    for (name, outcomes) in suite {
        let counts = Counts::of(outcomes);
        line(&mut text, name, &counts.to_string());
        total.add(&counts);
    }
    line(&mut text, "total", &total.to_string());
    text.push('\n');
    text
}

/// Writes the table of single documents.
pub(crate) fn of_documents(documents: &[(String, Outcome)]) -> String {
    let mut text = String::new();
    line(&mut text, "documents", HEAD);
    for (name, outcome) in documents {
        line(&mut text, name, &Counts::of(&[*outcome]).to_string());
    }
    text
}

fn line(text: &mut String, name: &str, rest: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{name:<28}{rest}");
}

#[derive(Default)]
struct Counts {
    groups: usize,
    satisfiable: usize,
    generated: usize,
    missed: usize,
    unsatisfiable: usize,
    wrongly: usize,
    refusing: usize,
    broken: usize,
    keywords: usize,
    keywords_broken: usize,
}

impl Counts {
    fn of(outcomes: &[Outcome]) -> Self {
        let count =
            |is: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| is(outcome)).count();
        Self {
            groups: outcomes.len(),
            satisfiable: count(|outcome| outcome.satisfiable),
            generated: count(|outcome| outcome.generated),
            missed: count(|outcome| outcome.satisfiable && !outcome.generated),
            unsatisfiable: count(|outcome| outcome.called_unsatisfiable),
            wrongly: count(|outcome| outcome.called_unsatisfiable && outcome.satisfiable),
            refusing: count(|outcome| outcome.refuses),
            broken: count(|outcome| outcome.broken),
            keywords: outcomes.iter().map(|outcome| outcome.keywords).sum(),
            keywords_broken: outcomes.iter().map(|outcome| outcome.keywords_broken).sum(),
        }
    }

    fn add(&mut self, other: &Self) {
        self.groups += other.groups;
        self.satisfiable += other.satisfiable;
        self.generated += other.generated;
        self.missed += other.missed;
        self.unsatisfiable += other.unsatisfiable;
        self.wrongly += other.wrongly;
        self.refusing += other.refusing;
        self.broken += other.broken;
        self.keywords += other.keywords;
        self.keywords_broken += other.keywords_broken;
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{:>6}  {:>11}  {:>9}  {:>6}  {:>13}  {:>7}  {:>8}  {:>6}  {:>4}/{}",
            self.groups,
            self.satisfiable,
            self.generated,
            self.missed,
            self.unsatisfiable,
            self.wrongly,
            self.refusing,
            self.broken,
            self.keywords_broken,
            self.keywords
        )
    }
}
