//! Which version has to come next.

use std::fmt;

use frontdesk_contract::{Direction, Version};

use super::comparison::{Comparison, Question};
use super::side::{Compiled, Edition, Sides, common};
use crate::assumptions::{Assumptions, Undeclared};
use crate::compare::compare;
use crate::verdict::Verdict;

/// Which version has to come next, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Advice {
    /// The newest release.
    pub newest: String,
    /// Which number has to grow at least.
    pub bump: Bump,
    /// Why.
    pub reasons: Vec<String>,
}

/// Which number of a version grows.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Bump {
    /// The documents are the same: only words changed, or nothing.
    Patch,
    /// The documents changed, and nobody is broken.
    Minor,
    /// Somebody is broken, whether that was accepted or not.
    Major,
}

impl Bump {
    /// Returns the word that names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl Advice {
    /// Returns the least version that may come next; none where the newest is no version.
    ///
    /// Before 1.0.0 the second number speaks of breaks, and the third of everything else.
    #[must_use]
    pub fn least(&self) -> Option<Version> {
        let newest: Version = self.newest.parse().ok()?;
        let [major, minor, patch] = newest.numbers();
        let least = match (self.bump, major) {
            (Bump::Major, 1..) => [major + 1, 0, 0],
            (Bump::Major, 0) | (Bump::Minor, 1..) => [major, minor + 1, 0],
            (Bump::Minor, 0) | (Bump::Patch, _) => [major, minor, patch + 1],
        };
        Some(Version::of(least))
    }

    /// Tells whether a version says as much as it has to.
    ///
    /// A candidate such as `4.0.0-rc.1` may come before the version that it leads to.
    #[must_use]
    pub fn allows(&self, version: &Version) -> bool {
        let newest = self.newest.parse::<Version>();
        let grows = newest.is_ok_and(|newest| *version > newest);
        let least = self.least();
        grows && least.is_some_and(|least| version.numbers() >= least.numbers())
    }
}

/// Compares the newest release with what the types say today.
pub(super) fn advise(
    newest: &Edition,
    next: &Edition,
    comparisons: &[Comparison],
    assumptions: &Assumptions,
) -> Advice {
    let ahead = || {
        comparisons.iter().filter(|comparison| {
            comparison.question == Question::Ahead
                && comparison.against.version() == Some(&newest.name)
        })
    };
    let mut breaks: Vec<String> = Vec::new();
    for comparison in ahead().filter(|comparison| !comparison.breaks.is_empty()) {
        let count = comparison.breaks.len();
        breaks.push(format!("{} has {}", comparison.message, counted(count)));
    }
    let (bump, reasons) = if breaks.is_empty() {
        let changes = changes(newest, next, assumptions);
        let bump = if changes.is_empty() {
            Bump::Patch
        } else {
            Bump::Minor
        };
        (bump, changes)
    } else {
        (Bump::Major, breaks)
    };
    Advice {
        newest: newest.name.clone(),
        bump,
        reasons,
    }
}

fn counted(breaks: usize) -> String {
    match breaks {
        1 => "1 break".to_owned(),
        more => format!("{more} breaks"),
    }
}

/// Lists the messages whose documents are not the same as before.
fn changes(newest: &Edition, next: &Edition, assumptions: &Assumptions) -> Vec<String> {
    let added = next
        .messages
        .iter()
        .filter(|(name, sides)| newest.written_by(name, sides.direction).is_none())
        .map(|(name, _)| format!("{name} is new"));
    let changed = common(newest, next)
        .into_iter()
        .filter(|(_, (old, new))| !are_same(old, new, assumptions))
        .map(|(name, _)| format!("{name} has other documents"));
    added.chain(changed).collect()
}

fn are_same(old: &Sides, new: &Sides, assumptions: &Assumptions) -> bool {
    let assumptions = Assumptions {
        undeclared: Undeclared::Maybe,
        ..assumptions.clone()
    };
    let covers = |one: &Compiled, other: &Compiled| {
        one.is(other)
            || matches!(
                compare(&one.schema, &other.schema, Direction::Request, &assumptions),
                Verdict::Compatible(_)
            )
    };
    [(&old.writer, &new.writer), (&old.reader, &new.reader)]
        .into_iter()
        .all(|(old, new)| covers(old, new) && covers(new, old))
}

#[cfg(test)]
mod tests {
    use super::{Advice, Bump};

    #[test]
    fn versions_grow_at_least_as_advised() {
        for (newest, bump, least, allowed, refused) in [
            ("3.2.3", Bump::Patch, "3.2.4", "3.2.4", "3.2.3"),
            ("3.2.3", Bump::Minor, "3.3.0", "4.0.0", "3.2.4"),
            ("3.2.3", Bump::Major, "4.0.0", "4.0.0-rc.1", "3.9.0"),
            ("0.2.3", Bump::Major, "0.3.0", "0.3.0", "0.2.9"),
            ("0.2.3", Bump::Minor, "0.2.4", "0.2.4", "0.2.3"),
        ] {
            let advice = Advice {
                newest: newest.to_owned(),
                bump,
                reasons: Vec::new(),
            };
            assert_eq!(advice.least().unwrap().to_string(), least);
            assert!(advice.allows(&allowed.parse().unwrap()), "{allowed}");
            assert!(!advice.allows(&refused.parse().unwrap()), "{refused}");
        }
    }
}
