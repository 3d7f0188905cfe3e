//! The outcomes as a table of counts.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use super::outcome::{Outcome, Valid};

/// The counts of all outcomes, and by name those that are not as they should be.
#[derive(Debug, Default)]
pub(crate) struct Table {
    text: String,
    remarks: String,
}

impl Table {
    /// Adds a line for each file of a section, and the total.
    pub(crate) fn section(&mut self, title: &str, outcomes: &[(String, Outcome)]) {
        let mut files: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
        for (file, outcome) in outcomes {
            files.entry(file).or_default().push(outcome);
        }
        line(&mut self.text, title, HEAD);
        for (file, outcomes) in &files {
            line(&mut self.text, file, &Counts::of(outcomes).to_string());
        }
        let all: Vec<&Outcome> = outcomes.iter().map(|(_, outcome)| outcome).collect();
        line(&mut self.text, "total", &Counts::of(&all).to_string());
        self.text.push('\n');
        for outcome in all {
            self.remark(title, outcome);
        }
    }

    /// Returns the counts, then the remarks.
    pub(crate) fn finish(self) -> String {
        format!("{}{}", self.text, self.remarks)
    }

    fn remark(&mut self, title: &str, outcome: &Outcome) {
        let what = if outcome.wrongly() {
            "wrongly called unsatisfiable"
        } else if outcome.missed() {
            match outcome.valid {
                Valid::Uncompiled => "not compiled",
                Valid::Unjudged => "not read by the second judge",
                Valid::GaveUp | Valid::Generated | Valid::Unsatisfiable => "missed",
            }
        } else if outcome.accepts_nothing_known() && !outcome.recognised() {
            "perhaps unsatisfiable and not recognised"
        } else if outcome.refuses && !outcome.broken && outcome.valid == Valid::Generated {
            "refuses and not broken"
        } else {
            return;
        };
        // Writing to a string does not fail.
        let _ = writeln!(self.remarks, "{title}, {}: {what}", outcome.name);
    }
}

fn line(text: &mut String, name: &str, rest: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{name:<31}{rest}");
}

struct Counts {
    groups: usize,
    uncompiled: usize,
    unjudged: usize,
    satisfiable: usize,
    generated: usize,
    missed: usize,
    unsatisfiable: usize,
    wrongly: usize,
    recognised: usize,
    nothing_known: usize,
    refusing: usize,
    broken: usize,
    keywords: usize,
    keywords_broken: usize,
}

impl Counts {
    fn of(outcomes: &[&Outcome]) -> Self {
        let count =
            |is: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| is(outcome)).count();
        Self {
            groups: outcomes.len(),
            uncompiled: count(|outcome| outcome.valid == Valid::Uncompiled),
            unjudged: count(|outcome| outcome.valid == Valid::Unjudged),
            satisfiable: count(|outcome| outcome.satisfiable),
            generated: count(|outcome| outcome.valid == Valid::Generated),
            missed: count(Outcome::missed),
            unsatisfiable: count(|outcome| outcome.valid == Valid::Unsatisfiable),
            wrongly: count(Outcome::wrongly),
            recognised: count(Outcome::recognised),
            nothing_known: count(Outcome::accepts_nothing_known),
            refusing: count(|outcome| outcome.refuses),
            broken: count(|outcome| outcome.broken),
            keywords: outcomes.iter().map(|outcome| outcome.keywords).sum(),
            keywords_broken: outcomes.iter().map(|outcome| outcome.keywords_broken).sum(),
        }
    }
}

/// `recognised`: of those that accept nothing known, how many were called unsatisfiable.
const HEAD: &str = "groups  uncompiled  unjudged  satisfiable  generated  missed  unsatisfiable  wrongly  \
    recognised  refusing  broken  keywords";

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let recognised = format!("{}/{}", self.recognised, self.nothing_known);
        write!(
            formatter,
            "{:>6}  {:>10}  {:>8}  {:>11}  {:>9}  {:>6}  {:>13}  {:>7}  {:>10}  {:>8}  {:>6}  {:>4}/{}",
            self.groups,
            self.uncompiled,
            self.unjudged,
            self.satisfiable,
            self.generated,
            self.missed,
            self.unsatisfiable,
            self.wrongly,
            recognised,
            self.refusing,
            self.broken,
            self.keywords_broken,
            self.keywords
        )
    }
}
