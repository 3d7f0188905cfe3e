//! The ledger, held against what is true.

use std::collections::BTreeSet;

use super::comparison::Comparison;
use crate::ledger::{Date, Entry, Ledger};

/// An entry of the ledger that a person must act on.
#[derive(Clone, Debug)]
pub struct LedgerFault {
    /// The entry.
    pub entry: Entry,
    /// What is wrong with it.
    pub kind: LedgerKind,
}

/// What is wrong with an entry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LedgerKind {
    /// Its last day is over, and the break is still there.
    Expired,
    /// The break is not there any more, against these.
    Stale(BTreeSet<String>),
    /// These are not compared, so that it says nothing of them.
    Unused(BTreeSet<String>),
}

/// Lists what is wrong with the ledger, in its order.
pub(super) fn faults(ledger: &Ledger, comparisons: &[Comparison], today: Date) -> Vec<LedgerFault> {
    let mut faults = Vec::new();
    for entry in ledger.entries() {
        let mut fault = |kind| {
            faults.push(LedgerFault {
                entry: entry.clone(),
                kind,
            });
        };
        let (mut stale, mut unused) = (BTreeSet::new(), BTreeSet::new());
        let mut still = false;
        for (version, name) in spoken_of(entry) {
            match state(entry, version, comparisons) {
                State::There => still = true,
                State::Gone => drop(stale.insert(name)),
                State::NotCompared => drop(unused.insert(name)),
                // What was not decided proves nothing against the entry.
                State::Unknown => {}
            }
        }
        if still && entry.is_expired(today) {
            fault(LedgerKind::Expired);
        }
        if !stale.is_empty() {
            fault(LedgerKind::Stale(stale));
        }
        if !unused.is_empty() {
            fault(LedgerKind::Unused(unused));
        }
    }
    faults
}

enum State {
    There,
    Gone,
    NotCompared,
    Unknown,
}

/// Lists what an entry speaks of: the versions, or the source.
fn spoken_of(entry: &Entry) -> Vec<(Option<&str>, String)> {
    if entry.versions.is_empty() {
        return vec![(None, entry.against.clone())];
    }
    let versions = entry.versions.iter();
    versions
        .map(|version| (Some(version.as_str()), version.clone()))
        .collect()
}

fn state(entry: &Entry, version: Option<&str>, comparisons: &[Comparison]) -> State {
    let mut compared = false;
    let mut decided = true;
    for comparison in comparisons {
        let against = &comparison.against;
        let spoken_of = comparison.gated
            && comparison.message == entry.message
            && against.class() == entry.against
            && against.version() == version;
        if !spoken_of {
            continue;
        }
        compared = true;
        decided &= comparison.reason().is_none();
        if comparison.breaks.iter().any(|found| found.id == entry.id) {
            return State::There;
        }
    }
    match (compared, decided) {
        (false, _) => State::NotCompared,
        (true, true) => State::Gone,
        (true, false) => State::Unknown,
    }
}
