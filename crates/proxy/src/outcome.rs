use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a proxy passed, and what of it was not recorded.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Outcome {
    /// The recordings that were written.
    pub recorded: u64,
    /// What could not be written, or came faster than it could be.
    pub lost: u64,
    /// Why it could not be written, the first time.
    pub failure: Option<String>,
    /// Bodies and frames that were too long to be recorded.
    pub too_large: u64,
    /// Bodies that were packed.
    pub encoded: u64,
    /// Bodies and connections that ended before they were complete.
    pub cut_off: u64,
    /// Requests for which the upstream could not be reached.
    pub unreachable: u64,
    /// Why it could not be reached, the first time.
    pub unreachable_because: Option<String>,
    /// Recordings of which the reader says something else than of what was passed.
    pub changed_verdicts: u64,
    /// What is no message of the contract, by method and path.
    pub unknown: BTreeMap<String, u64>,
}

impl Outcome {
    /// Tells whether everything that should have been recorded was.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.lost == 0
    }
}

/// What has been counted so far.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<Outcome>);

impl Tally {
    pub(crate) fn count(&self, change: impl FnOnce(&mut Outcome)) {
        change(&mut self.held());
    }

    /// Counts what came faster than it could be recorded.
    pub(crate) fn behind(&self) {
        self.count(|outcome| {
            outcome.lost += 1;
            outcome.failure.get_or_insert_with(|| BEHIND.to_owned());
        });
    }

    pub(crate) fn outcome(&self) -> Outcome {
        self.held().clone()
    }

    fn held(&self) -> MutexGuard<'_, Outcome> {
        // Counting does not panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const BEHIND: &str = "more came than could be written in time";
