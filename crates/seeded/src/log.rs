use std::sync::{Mutex, PoisonError};

use crate::bug::Operation;

/// A bug that has fired.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Fired {
    /// Its id.
    pub bug: &'static str,
    /// What it fired on.
    pub operation: Operation,
    /// The number of the request or frame that it fired for, from 1.
    pub number: u64,
}

/// What has fired, the first so many times of it.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    number: u64,
    fired: Vec<Fired>,
}

impl Log {
    /// Counts a request, and returns its number.
    pub(crate) fn arrival(&self) -> u64 {
        self.with(|kept| {
            kept.number += 1;
            kept.number
        })
    }

    pub(crate) fn note(&self, fired: Fired) {
        self.with(|kept| {
            if kept.fired.len() < MOST {
                kept.fired.push(fired);
            }
        });
    }

    pub(crate) fn all(&self) -> Vec<Fired> {
        self.with(|kept| kept.fired.clone())
    }

    /// Returns what has fired since this was last asked.
    pub(crate) fn take(&self) -> Vec<Fired> {
        self.with(|kept| std::mem::take(&mut kept.fired))
    }

    /// Returns how many requests and frames have come.
    pub(crate) fn count(&self) -> u64 {
        self.with(|kept| kept.number)
    }

    fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        // A list stays a list, whoever has panicked with it in the hand.
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A long search fires bugs hundreds of thousands of times.
const MOST: usize = 1_000_000;
