//! The fast judge beside the plain one: whatever it is certain of has to be so.

mod cases;
mod mutants;
mod suites;

use frontdesk_json::read_noting;

use super::{FastJudge, Quick};
use crate::Schema;
use crate::plan::Said;

/// How often what was said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) documents: usize,
    /// Documents that the plain way accepts.
    pub(super) accepted: usize,
    /// Of these, how many the plan accepts.
    pub(super) by_plan: usize,
    /// Of these, how many the tape accepts.
    pub(super) by_tape: usize,
    /// Documents of which the plan is not certain.
    pub(super) odd: usize,
}

impl Tally {
    /// Judges a document in all ways, and holds them to the plain one.
    #[track_caller]
    pub(super) fn judge(&mut self, schema: &Schema, judge: &mut FastJudge, document: &[u8]) {
        let shown = || {
            let document = String::from_utf8_lossy(document);
            format!("{document}\nagainst {}", schema.document())
        };
        let reading = read_noting(document).ok();
        let plain = reading
            .as_ref()
            .is_some_and(|reading| schema.accepts(&reading.value));
        let said = judge
            .compiled
            .plan
            .as_ref()
            .map(|plan| judge.walker.walk(plan, document));
        let on_tape = judge.accepts_by_tape(document) == Quick::Valid;
        let by_plan = said == Some(Said::Valid);
        assert!(plain || !by_plan, "the plan accepts {}", shown());
        assert!(plain || !on_tape, "the tape accepts {}", shown());
        assert!(
            !plain || said != Some(Said::Refused),
            "the plan refuses {}",
            shown()
        );
        let is_exact = reading.is_some_and(|reading| reading.rounded.is_empty());
        let is_odd = has_odd_number(document) || !is_exact;
        assert!(
            !plain || on_tape || is_odd,
            "the tape does not accept {}",
            shown()
        );
        let quick = judge.accepts_bytes(document);
        assert_eq!(quick == Quick::Valid, by_plan || on_tape, "{}", shown());
        self.documents += 1;
        self.accepted += usize::from(plain);
        self.by_plan += usize::from(by_plan);
        self.by_tape += usize::from(on_tape);
        self.odd += usize::from(said == Some(Said::Odd));
    }
}

/// Tells whether a number may be a negative zero, or written so that the tape leaves it alone.
fn has_odd_number(document: &[u8]) -> bool {
    let text = String::from_utf8_lossy(document);
    let ends = |character: char| !(character.is_ascii_alphanumeric() || "+-.".contains(character));
    text.split(ends).any(|word| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let is_double = word.contains(['.', 'e', 'E']);
        (word.starts_with('-') && word.parse() == Ok(0.0))
            || digits > 18
            || (is_double && digits > 15)
            || (is_double && word.contains(['e', 'E']))
    })
}

/// Numbers that look random and are the same each time.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let limit = u64::try_from(limit.max(1)).unwrap();
        usize::try_from((self.0 >> 11) % limit).unwrap()
    }

    pub(super) fn of<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}
