//! What was read although no sample has it.

use std::fmt;

use crate::State;

/// Something that was read although no sample of the contract has it.
///
/// Reading is lenient where the sources disagree; deviations are what a person should hear of
/// afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// What deviates.
    pub kind: DeviationKind,
    /// Where, as a JSON pointer into the reply without its envelope.
    pub pointer: String,
}

/// Tells deviations apart.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeviationKind {
    /// A `response` is an object, as in the prose of the docs page, instead of an array (C-15).
    ResponseObject,
    /// A state that no current source names: that of AsyncAPI 3.1.1, or an unknown one (C-19).
    UnknownState(State),
}

impl Deviation {
    pub(super) fn of_state(state: &State) -> Option<Self> {
        match state {
            State::Started | State::Completed | State::Error => None,
            State::Processing | State::Other(_) => Some(Self {
                kind: DeviationKind::UnknownState(state.clone()),
                pointer: "/state".to_owned(),
            }),
        }
    }

    /// Reports the results whose `response` was an object.
    pub(super) fn of_responses(
        were_objects: impl Iterator<Item = bool>,
    ) -> impl Iterator<Item = Self> {
        were_objects
            .enumerate()
            .filter(|(_, was_object)| *was_object)
            .map(|(index, _)| Self {
                kind: DeviationKind::ResponseObject,
                pointer: format!("/message/results/{index}/response"),
            })
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            DeviationKind::ResponseObject => {
                write!(f, "{}: an object instead of an array", self.pointer)
            }
            DeviationKind::UnknownState(state) => {
                write!(
                    f,
                    "{}: the state `{state}` is in no current source",
                    self.pointer
                )
            }
        }
    }
}
