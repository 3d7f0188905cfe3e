//! Which recordings a break would have broken.

use frontdesk_schema::{Schema, Violation};
use serde_json::Value;

use crate::changes::{Change, Location};
use crate::shape::{self, parts};

/// What became of one change, held against recordings.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Impact {
    /// How many recordings were held that the writing side accepts.
    pub recordings: u64,
    /// How many of them the refusing side refuses for this change.
    pub broken: u64,
    /// The first few of those, by name.
    pub first: Vec<String>,
    /// How many recordings have the part that the change is about.
    pub observed: u64,
}

/// How many broken recordings are named.
const MAX_NAMED: usize = 3;

impl Impact {
    /// Holds one recording's body; `accepted` tells whether the writing side accepts it, and
    /// `violations` is what the refusing side says.
    pub fn hold(
        &mut self,
        change: &Change,
        writer: &Schema,
        accepted: bool,
        violations: &[Violation],
        (name, body): (&str, &Value),
    ) {
        if has_part(change, body) {
            self.observed += 1;
        }
        if !accepted {
            return;
        }
        self.recordings += 1;
        let blamed = violations
            .iter()
            .any(|violation| is_same(change, writer, violation, body));
        if blamed {
            self.broken += 1;
            if self.first.len() < MAX_NAMED {
                self.first.push(name.to_owned());
            }
        }
    }
}

/// Tells whether a payload has the part, or the member, that a change is about.
fn has_part(change: &Change, body: &Value) -> bool {
    parts(&change.shape, body)
        .into_iter()
        .any(|part| match &change.name {
            Some(name) => part.get(name).is_some(),
            None => change.value.as_ref().is_none_or(|value| value == part),
        })
}

/// Tells whether a violation is what a change predicts.
fn is_same(change: &Change, writer: &Schema, violation: &Violation, body: &Value) -> bool {
    let inner = violation.branches.iter().flatten();
    if inner
        .into_iter()
        .any(|inner| is_same(change, writer, inner, body))
    {
        return true;
    }
    if violation.keyword != change.keyword {
        return false;
    }
    let part = violation.instance.resolve(body);
    let named = match (&change.name, change.keyword.as_str(), part) {
        (Some(name), "required", Some(part)) => part.get(name).is_none(),
        (Some(name), _, Some(part)) => part.get(name).is_some(),
        _ => true,
    };
    let valued = change
        .value
        .as_ref()
        .is_none_or(|value| part == Some(value));
    let refuses = |location: &Location| {
        location.pointer == violation.schema && location.resource == violation.resource
    };
    let there = change.refusing().is_some_and(refuses)
        || shape::of(writer.outline(), body, &violation.instance).0 == change.shape;
    named && valued && there
}
