//! Figures as lines of a table: what was measured, what was hoped for, and whether it was reached.

use std::fmt::Write as _;

use super::{Figures, real};

/// Lines that are printed together, and whether one of them is wrong.
#[derive(Debug, Default)]
pub(super) struct Table {
    text: String,
    failed: bool,
}

/// What a figure is to be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    /// Nothing in particular.
    None,
    AtLeast(f64),
    Below(f64),
}

/// What a comparison said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) verdict: &'static str,
    /// Whether that is so.
    pub(super) right: bool,
}

impl Table {
    /// Begins a table with its heading.
    pub(super) fn new(title: &str) -> Self {
        let mut table = Self::default();
        table.line(title, ["median", "min..max", "target", ""]);
        table
    }

    /// Adds a speed, a time or a share; missing its target is no failure.
    pub(super) fn figure(&mut self, name: &str, unit: &str, figures: &Figures, target: Target) {
        let (least, most) = figures.spread();
        let median = figures.median();
        let (target, mark) = match target {
            Target::None => (String::new(), ""),
            Target::AtLeast(least) => (
                format!(">= {} {unit}", short(least)),
                mark(median >= least, "below"),
            ),
            Target::Below(most) => (
                format!("< {} {unit}", short(most)),
                mark(median < most, "above"),
            ),
        };
        let median = format!("{} {unit}", short(median));
        let spread = format!("{}..{}", short(least), short(most));
        self.line(name, [&median, &spread, &target, mark]);
    }

    /// Adds how long a verdict took, in milliseconds, and what it was; a wrong one is a failure.
    pub(super) fn verdict(&mut self, name: &str, figures: &Figures, most: f64, said: &Said) {
        let (least, greatest) = figures.spread();
        self.failed |= !said.right;
        let median = format!("{} ms", short(figures.median()));
        let spread = format!("{}..{}", short(least), short(greatest));
        let target = format!("< {} ms", short(most));
        let speed = mark(figures.median() < most, "above");
        let right = if said.right { "" } else { ", FAILED" };
        let mark = format!("{speed}, {}{right}", said.verdict);
        self.line(name, [&median, &spread, &target, &mark]);
    }

    /// Adds how many of all were right; one that was not is a failure.
    pub(super) fn correct(&mut self, name: &str, right: usize, all: usize) {
        let share = 100.0 * real(right) / real(all);
        // Nothing looked at is nothing found right.
        let reached = right == all && all > 0;
        self.failed |= !reached;
        let counts = format!("{right}/{all}");
        let share = format!("{} %", short(share));
        self.line(name, [&share, &counts, "100 %", mark(reached, "FAILED")]);
    }

    /// Adds a line of words.
    pub(super) fn words(&mut self, name: &str, words: &str) {
        self.line(name, [words, "", "", ""]);
    }

    /// Returns the text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Tells whether something was wrong, not just slow.
    pub(super) fn failed(&self) -> bool {
        self.failed
    }

    fn line(&mut self, name: &str, [median, spread, target, mark]: [&str; 4]) {
        let line = format!("{name:<38}{median:>18}  {spread:>22}  {target:>16}  {mark}");
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{}", line.trim_end());
    }
}

fn mark(reached: bool, otherwise: &'static str) -> &'static str {
    if reached { "reached" } else { otherwise }
}

/// Writes a figure with about three digits.
fn short(figure: f64) -> String {
    let digits = match figure.abs() {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    let text = format!("{figure:.digits$}");
    match text.trim_end_matches('0').strip_suffix('.') {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Figures;
    use super::{Table, Target, short};

    #[test]
    fn slow_is_marked_and_wrong_fails() {
        let mut table = Table::new("bench");
        let figures = Figures::new([1.0, 2.0, 3.0]);
        table.figure("slow", "/s", &figures, Target::AtLeast(5.0));
        table.figure("fast", "ms", &figures, Target::Below(5.0));
        assert!(!table.failed());
        table.correct("nothing", 0, 0);
        assert!(table.failed());
        let ends: Vec<_> = table
            .text()
            .lines()
            .filter_map(|line| line.split_whitespace().last())
            .collect();
        assert_eq!(ends, ["target", "below", "reached", "FAILED"]);
    }

    #[test]
    fn figures_are_short() {
        for (figure, text) in [
            (20_000.4, "20000"),
            (99.0, "99"),
            (12.34, "12.3"),
            (0.5, "0.50"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(short(figure), text);
        }
    }
}
