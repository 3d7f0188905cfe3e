use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Findings that are known and accepted, by their ids.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// What is accepted.
    pub accepted: BTreeMap<String, Accepted>,
}

/// A finding that is accepted.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// What it said when it was accepted.
    pub message: String,
    /// Why nobody has to act on it.
    pub reason: String,
    /// The last day on which it is accepted, as year, month and day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

impl Baseline {
    /// Tells whether a finding is accepted on a day, written as year, month and day.
    #[must_use]
    pub fn accepts(&self, id: &str, today: &str) -> bool {
        let entry = self.accepted.get(id);
        // Days that are written in this order are compared as texts.
        entry.is_some_and(|entry| entry.until.as_deref().is_none_or(|until| today <= until))
    }
}

#[cfg(test)]
mod tests {
    use super::{Accepted, Baseline};

    #[test]
    fn what_is_over_is_not_accepted() {
        let mut baseline = Baseline::default();
        let until = |until: Option<&str>| Accepted {
            message: String::new(),
            reason: "known".to_owned(),
            until: until.map(str::to_owned),
        };
        baseline
            .accepted
            .insert("a".to_owned(), until(Some("2027-03-31")));
        baseline.accepted.insert("b".to_owned(), until(None));
        assert!(baseline.accepts("a", "2027-03-31"));
        assert!(!baseline.accepts("a", "2027-04-01"));
        assert!(baseline.accepts("b", "2999-01-01"));
        assert!(!baseline.accepts("c", "2027-03-31"));
    }
}
