use std::collections::BTreeSet;

use super::date::{Date, DateError};

/// One accepted break.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// The fingerprint of the break.
    pub id: String,
    /// Its rule.
    pub rule: String,
    /// The message that it is in.
    pub message: String,
    /// What it is a break of: `releases`, or `sources/<name>`.
    pub against: String,
    /// The releases that it is accepted for; none where it is a break of a source.
    pub versions: BTreeSet<String>,
    /// Where it is, for people.
    pub place: Option<String>,
    /// Why it was accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it is accepted.
    pub until: Option<Date>,
    /// Where the entry stands in its file, from 1; nothing that was not read has a line.
    pub line: u64,
}

impl Entry {
    /// Tells whether the entry speaks of a version.
    #[must_use]
    pub fn covers(&self, version: Option<&str>) -> bool {
        version.is_none_or(|version| self.versions.contains(version))
    }

    /// Tells whether the time of the entry is over.
    #[must_use]
    pub fn is_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

/// Why a ledger cannot be read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct LedgerError {
    /// Where, from 1.
    pub line: u64,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong with a line of a ledger.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// It is no TOML, or not what entries are made of.
    #[error("{0}")]
    Toml(String),
    /// The id is none.
    #[error("{0:?} is no id: write the ten characters that the gate prints")]
    Id(String),
    /// Two entries have one id.
    #[error("a second entry has the id {0}: keep one")]
    Twice(String),
    /// A text that people need is empty.
    #[error("the {0} is empty: write it down")]
    Empty(&'static str),
    /// A day is none.
    #[error(transparent)]
    Date(#[from] DateError),
    /// It is neither of releases nor of a source.
    #[error("{0:?} is nothing to compare with: write `releases` or `sources/` and a name")]
    Against(String),
    /// An entry of releases names none.
    #[error("no version is listed: an acceptance is for certain releases")]
    NoVersions,
}
