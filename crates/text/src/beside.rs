//! What assertions ask about the characters beside a position.

use regex_syntax::hir::{Look, LookSet};

/// Properties of the character on one side of a position.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub(super) struct Beside(u8);

impl Beside {
    /// Nothing that an assertion asks about.
    pub(super) const NOTHING: Self = Self(0);
    /// The start or the end of the text.
    pub(super) const EDGE: Self = Self(1);
    /// A line feed.
    pub(super) const LINE_FEED: Self = Self(1 << 1);
    /// A carriage return.
    pub(super) const CARRIAGE_RETURN: Self = Self(1 << 2);
    /// A word character of ASCII.
    pub(super) const WORD: Self = Self(1 << 3);
    /// A word character of Unicode.
    pub(super) const UNICODE_WORD: Self = Self(1 << 4);

    /// Tells whether any of the `other` properties is among these.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Adds the `other` properties.
    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Keeps those properties that are also among the `other`.
    pub(super) fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Lists what the assertions ask about the character before a position.
    pub(super) fn asked_before(looks: LookSet) -> Self {
        looks
            .iter()
            .map(|look| match look {
                Look::Start => Self::EDGE,
                Look::End | Look::EndLF | Look::WordEndHalfAscii | Look::WordEndHalfUnicode => {
                    Self::NOTHING
                }
                Look::StartLF => Self::EDGE.with(Self::LINE_FEED),
                Look::StartCRLF => Self::EDGE.with(Self::LINE_FEED).with(Self::CARRIAGE_RETURN),
                Look::EndCRLF => Self::CARRIAGE_RETURN,
                word => word_kind(word),
            })
            .fold(Self::NOTHING, Self::with)
    }

    /// Lists what the assertions ask about the characters on either side.
    pub(super) fn asked(looks: LookSet) -> Self {
        looks
            .iter()
            .map(|look| match look {
                Look::Start | Look::End => Self::EDGE,
                Look::StartLF | Look::EndLF => Self::LINE_FEED,
                Look::StartCRLF | Look::EndCRLF => Self::LINE_FEED.with(Self::CARRIAGE_RETURN),
                word => word_kind(word),
            })
            .fold(Self::NOTHING, Self::with)
    }
}

/// Tells whether an assertion holds between two characters.
pub(super) fn holds(look: Look, before: Beside, after: Beside) -> bool {
    let line_edge = Beside::EDGE.with(Beside::LINE_FEED);
    let left = before.has(word_kind(look));
    let right = after.has(word_kind(look));
    match look {
        Look::Start => before.has(Beside::EDGE),
        Look::End => after.has(Beside::EDGE),
        Look::StartLF => before.has(line_edge),
        Look::EndLF => after.has(line_edge),
        Look::StartCRLF => {
            before.has(line_edge)
                || before.has(Beside::CARRIAGE_RETURN) && !after.has(Beside::LINE_FEED)
        }
        Look::EndCRLF => {
            after.has(Beside::EDGE.with(Beside::CARRIAGE_RETURN))
                || after.has(Beside::LINE_FEED) && !before.has(Beside::CARRIAGE_RETURN)
        }
        Look::WordAscii | Look::WordUnicode => left != right,
        Look::WordAsciiNegate | Look::WordUnicodeNegate => left == right,
        Look::WordStartAscii | Look::WordStartUnicode => !left && right,
        Look::WordEndAscii | Look::WordEndUnicode => left && !right,
        Look::WordStartHalfAscii | Look::WordStartHalfUnicode => !left,
        Look::WordEndHalfAscii | Look::WordEndHalfUnicode => !right,
    }
}

/// Names the kind of word that an assertion is about.
fn word_kind(look: Look) -> Beside {
    match look {
        Look::Start | Look::End | Look::StartLF | Look::EndLF | Look::StartCRLF | Look::EndCRLF => {
            Beside::NOTHING
        }
        Look::WordAscii
        | Look::WordAsciiNegate
        | Look::WordStartAscii
        | Look::WordEndAscii
        | Look::WordStartHalfAscii
        | Look::WordEndHalfAscii => Beside::WORD,
        Look::WordUnicode
        | Look::WordUnicodeNegate
        | Look::WordStartUnicode
        | Look::WordEndUnicode
        | Look::WordStartHalfUnicode
        | Look::WordEndHalfUnicode => Beside::UNICODE_WORD,
    }
}
