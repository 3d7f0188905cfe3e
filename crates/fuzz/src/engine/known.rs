use frontdesk_json::Pointer;
use serde_json::Value;

use super::feature::{Feature, Trait};
use crate::case::{Case, Repeat, Twist};
use crate::finding::Finding;
use crate::moment::Moment;
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
    /// Whether everything was asked that there was to ask.
    pub(super) complete: bool,
}

/// One change that takes a cause away.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cure {
    /// Puts another value where a trait is.
    Put(Pointer, Trait, Value),
    /// Takes a member away.
    Remove(Pointer),
    /// Puts a value, whatever is there.
    Set(Pointer, Value),
    /// Lets two values change places.
    Swap(Pointer, Pointer),
    /// Leaves out what is done besides, by its place among the features.
    Untwist(Twist),
}

impl Cure {
    /// Returns the place that it changes, where it is one.
    pub(super) fn place(&self) -> Option<&Pointer> {
        match self {
            Self::Put(place, ..) | Self::Remove(place) | Self::Set(place, _) => Some(place),
            Self::Swap(..) | Self::Untwist(_) => None,
        }
    }

    /// Changes a case as it says; `None` where that changes nothing.
    pub(super) fn applied(&self, case: &Case) -> Option<Case> {
        let mut repaired = case.clone();
        match self {
            Self::Untwist(twist) => repaired.twists.retain(|done| !twist.stands_for(done)),
            Self::Set(place, value) => {
                for at in place::instances(place, &case.value) {
                    place::put(&mut repaired.value, &at, value.clone());
                }
            }
            Self::Swap(one, two) => {
                let first = |place| place::instances(place, &case.value).into_iter().next();
                let (one, two) = (first(one)?, first(two)?);
                let value = |at: &Pointer| at.resolve(&case.value).cloned();
                place::put(&mut repaired.value, &one, value(&two)?);
                place::put(&mut repaired.value, &two, value(&one)?);
            }
            Self::Remove(place) => {
                for at in place::instances(place, &case.value).iter().rev() {
                    place::remove(&mut repaired.value, at);
                }
            }
            Self::Put(place, Trait::Absent, value) => {
                let name = place.last()?;
                for parent in place::instances(&place.parent()?, &case.value) {
                    let at = parent.member(name);
                    if at.resolve(&case.value).is_none() {
                        place::put(&mut repaired.value, &at, value.clone());
                    }
                }
            }
            Self::Put(place, is, value) => {
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

impl Known {
    /// Takes over what an earlier run has found, which says no cures.
    pub(super) fn of(finding: Finding, signature: &str) -> Self {
        let (coarse, fine) = super::probe::halves(signature);
        Self {
            operation: finding.case.operation,
            coarse: coarse.to_owned(),
            fine: fine.to_owned(),
            cures: Vec::new(),
            complete: true,
            finding,
        }
    }

    /// Tells whether every case of the other cause is one of this.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let one = |feature: &Feature| other.finding.cause.iter().any(|of| feature.covers(of));
        let has_cause = !self.finding.cause.is_empty();
        self.is_like(other) && has_cause && self.finding.cause.iter().all(one)
    }

    /// Tells whether the same check has found both, by answers that look the same.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.operation == other.operation
            && self.finding.check == other.finding.check
            && self.coarse == other.coarse
    }

    /// Returns the place of a cause that is one feature.
    pub(super) fn place(&self) -> Pointer {
        match self.finding.cause.as_slice() {
            [feature] => feature.place.parse().unwrap_or_default(),
            _ => Pointer::root(),
        }
    }

    /// Returns the text that a cause is, where it is one and nothing more.
    fn text(&self) -> Option<&str> {
        match self.finding.cause.as_slice() {
            [
                Feature {
                    is: Trait::Exactly(Value::String(text)) | Trait::Holds(text),
                    ..
                },
            ] => Some(text),
            _ => None,
        }
    }

    /// Finds a piece that two failing texts have and no good one has.
    pub(super) fn piece_with(&self, other: &Self, good: &[Value]) -> Option<String> {
        if !self.is_like(other) || self.place() != other.place() {
            return None;
        }
        let (one, two) = (self.text()?, other.text()?);
        if Moment::of(one).is_some() || Moment::of(two).is_some() {
            // All of one form are alike.
            return None;
        }
        let good: Vec<&str> = good.iter().filter_map(Value::as_str).collect();
        let characters: Vec<char> = one.chars().collect();
        (1..=LONGEST_PIECE.min(characters.len()))
            .flat_map(|length| characters.windows(length))
            .map(|piece| piece.iter().collect::<String>())
            .find(|piece| two.contains(piece) && !good.iter().any(|good| good.contains(piece)))
            .filter(|_| good.len() >= ENOUGH_GOOD)
    }

    /// Says of the cause that it is a text that holds a piece.
    pub(super) fn generalise(&mut self, piece: String) {
        let is = Trait::Holds(piece);
        if let [feature] = self.finding.cause.as_mut_slice() {
            feature.is = is.clone();
        }
        if let Some(Cure::Put(_, old, _)) = self.cures.first_mut() {
            *old = is;
        }
        let what = self
            .finding
            .message
            .split(", when ")
            .next()
            .unwrap_or_default();
        self.finding.message = format!("{what}, {}", super::words::sentence(&self.finding.cause));
    }

    /// Tells whether a case has all features of the cause.
    pub(super) fn matches(&self, case: &Case) -> bool {
        self.operation == case.operation
            && (self.complete || !self.finding.cause.is_empty())
            && self
                .finding
                .cause
                .iter()
                .all(|feature: &Feature| feature.found_in(case))
    }

    /// Returns the keyword, subschema and place that are not looked at, where the cause is that.
    pub(super) fn breaks(&self) -> Option<(String, String, String)> {
        self.finding
            .cause
            .iter()
            .find_map(|feature| match &feature.is {
                Trait::Breaks(schema, keyword) => {
                    Some((keyword.clone(), schema.clone(), feature.place.clone()))
                }
                _ => None,
            })
    }

    /// Tells whether every request fails by it, whatever is in it.
    pub(super) fn is_always(&self) -> bool {
        self.finding.cause.is_empty() && self.complete
    }

    /// Tells whether nothing is known of it but that something fails.
    pub(super) fn is_unknown(&self) -> bool {
        self.finding.cause.is_empty() && !self.complete
    }

    /// Tells whether another cause says better what this one is: it has a cause where nothing is
    /// known, or tells that what seemed to come and go comes of what was sent before.
    pub(super) fn is_bettered_by(&self, other: &Self) -> bool {
        let seemed_to_come_and_go = self.finding.rate.is_some() && self.is_always();
        let has_cause = !other.finding.cause.is_empty();
        self.is_like(other)
            && (self.is_unknown() && has_cause || seemed_to_come_and_go && other.needs_history())
    }

    /// Tells whether it takes that the same was sent before.
    pub(super) fn needs_history(&self) -> bool {
        self.finding
            .cause
            .iter()
            .any(|feature| feature.is == Trait::Done(Twist::Repeat(Repeat::Again)))
    }

    /// Takes the cause out of a case; `None` where nobody knows how.
    pub(super) fn repaired(&self, case: &Case) -> Option<Case> {
        self.cures.first()?.applied(case)
    }
}

const LONGEST_PIECE: usize = 6;
const ENOUGH_GOOD: usize = 2;
