//! What a comparison comes to.

use std::fmt;

use frontdesk_json::Pointer;
use frontdesk_schema::Violation;
use serde_json::Value;

/// What a comparison comes to.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Whatever is written is read: proved.
    Compatible(Proof),
    /// Something that may be written is refused: here it is.
    Breaking(Box<Witness>),
    /// Neither was found in the budget.
    Undecided(Reason),
}

/// How a comparison was proved.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Proof {
    /// No value satisfies the one and fails the other: so many demands were refuted for that.
    Refuted {
        /// How many demands the proof rests on.
        demands: usize,
    },
    /// The algebra of the first judge covers the one by the other.
    Covered,
    /// Both sides are one schema.
    Same,
}

/// A payload that the one side may write and the other refuses.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The payload, as small as it was made.
    pub payload: Value,
    /// What the reader says of it.
    pub violations: Vec<Violation>,
}

/// Why a comparison is undecided.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reason {
    /// The place of the reader that is too hard, or the root.
    pub pointer: Pointer,
    /// Why, in words.
    pub text: String,
    /// Whether it was the time that was over, so that more of it may decide.
    pub late: bool,
}

impl Reason {
    /// Says that the time was over before an answer was found.
    #[must_use]
    pub fn late() -> Self {
        Self {
            pointer: Pointer::root(),
            text: "the time was over before a proof or a payload was found".to_owned(),
            late: true,
        }
    }
}

impl Verdict {
    /// Returns the word that reports use.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Compatible(_) => "compatible",
            Self::Breaking(_) => "breaking",
            Self::Undecided(_) => "undecided",
        }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refuted { demands: 1 } => formatter.write_str("1 demand refuted"),
            Self::Refuted { demands } => write!(formatter, "{demands} demands refuted"),
            Self::Same => formatter.write_str("one schema"),
            Self::Covered => formatter.write_str("covered by the algebra of the first judge"),
        }
    }
}
