use frontdesk_json::Pointer;
use serde_json::Value;

use super::feature::{Feature, Trait};
use crate::case::Case;
use crate::finding::Finding;
use crate::place;

/// A cause that was found, and how requests are repaired that have it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) finding: Finding,
    pub(super) operation: usize,
    /// The part of the signature that stays the same while a request is changed.
    pub(super) coarse: String,
    pub(super) fine: String,
    pub(super) cures: Vec<Cure>,
}

/// One change that takes a cause away.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cure {
    /// Puts another value where a trait is.
    Put(Pointer, Trait, Value),
    /// Takes a member away.
    Remove(Pointer),
    /// Leaves out what is done besides, by its place among the features.
    Untwist(crate::case::Twist),
}

impl Known {
    /// Tells whether a case has all features of the cause.
    pub(super) fn matches(&self, case: &Case) -> bool {
        self.operation == case.operation
            && self
                .finding
                .cause
                .iter()
                .all(|feature: &Feature| feature.found_in(case))
    }

    /// Tells whether every request fails by it, whatever is in it.
    pub(super) fn is_always(&self) -> bool {
        self.finding.cause.is_empty()
    }

    /// Takes the cause out of a case; `None` where nobody knows how.
    pub(super) fn repaired(&self, case: &Case) -> Option<Case> {
        let cure = self.cures.first()?;
        let mut repaired = case.clone();
        match cure {
            Cure::Untwist(twist) => repaired.twists.retain(|known| known != twist),
            Cure::Remove(place) => {
                for at in place::instances(place, &case.value).iter().rev() {
                    place::remove(&mut repaired.value, at);
                }
            }
            Cure::Put(place, Trait::Absent, value) => {
                let name = place.last()?;
                for parent in place::instances(&place.parent()?, &case.value) {
                    let at = parent.member(name);
                    if at.resolve(&case.value).is_none() {
                        place::put(&mut repaired.value, &at, value.clone());
                    }
                }
            }
            Cure::Put(place, is, value) => {
                for at in place::instances(place, &case.value) {
                    if at.resolve(&case.value).is_some_and(|found| is.holds(found)) {
                        place::put(&mut repaired.value, &at, value.clone());
                    }
                }
            }
        }
        (repaired != *case).then_some(repaired)
    }
}
