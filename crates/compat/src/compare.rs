//! The verdict on one direction.

use std::cell::OnceCell;
use std::time::Instant;

use frontdesk_contract::Direction;
use frontdesk_json::Pointer;
use frontdesk_proof::{Budget, Outcome, difference, examine, intersection};
use frontdesk_schema::outline::Outline;
use frontdesk_schema::{Options, Schema};

use crate::assumptions::{Assumptions, Undeclared};
use crate::closed::closed;
use crate::endless::endless;
use crate::exact::is_exact;
use crate::search::{Found, Sides, search};
use crate::verdict::{Proof, Reason, Verdict};

/// Compares two versions of a schema in one direction.
///
/// `request`: does the new reader accept all that old writers send; `response`: does the old
/// reader accept all that new writers send. For a contract with both sides, hand in the schemas of
/// the sides that are meant: old writer and new reader, or old reader and new writer.
#[must_use]
pub fn compare(
    old: &Schema,
    new: &Schema,
    direction: Direction,
    assumptions: &Assumptions,
) -> Verdict {
    let (writer, reader) = match direction {
        Direction::Request => (old, new),
        Direction::Response => (new, old),
    };
    let until = Instant::now() + assumptions.budget;
    if let Some(verdict) = at_a_glance(writer, reader) {
        return verdict;
    }
    let written = written(writer, assumptions.undeclared);
    Question::new(writer, reader, &written, assumptions, until).decide(reader.outline())
}

/// Decides what needs no search: one schema twice, and those that mean nothing.
pub(crate) fn at_a_glance(writer: &Schema, reader: &Schema) -> Option<Verdict> {
    if let Some(pointer) = endless(writer.outline()).or_else(|| endless(reader.outline())) {
        return Some(Verdict::Undecided(Reason {
            pointer,
            text: "it applies itself to the same value again, which means nothing".to_owned(),
            late: false,
        }));
    }
    let (one, other) = (writer.options(), reader.options());
    let same = is_exact(writer, reader)
        && writer.draft() == reader.draft()
        && one.formats == other.formats
        && one.resources == other.resources
        && writer.document() == reader.document();
    same.then_some(Verdict::Compatible(Proof::Same))
}

/// Outlines what a writer sends.
pub(crate) fn written(writer: &Schema, undeclared: Undeclared) -> Outline {
    match undeclared {
        Undeclared::Never => closed(writer.outline()),
        Undeclared::Maybe => Outline::clone(writer.outline()),
    }
}

/// What is asked of two schemas, once or again with some refusals of the reader left out.
pub(crate) struct Question<'s> {
    writer: &'s Schema,
    reader: &'s Schema,
    written: &'s Outline,
    assumptions: &'s Assumptions,
    /// When no stage is begun any more.
    until: Instant,
    /// The writer's schema with its objects closed, once it was needed.
    closed: OnceCell<Option<Schema>>,
}

impl<'s> Question<'s> {
    pub(crate) fn new(
        writer: &'s Schema,
        reader: &'s Schema,
        written: &'s Outline,
        assumptions: &'s Assumptions,
        until: Instant,
    ) -> Self {
        Self {
            writer,
            reader,
            written,
            assumptions,
            until,
            closed: OnceCell::new(),
        }
    }

    pub(crate) fn is_late(&self) -> bool {
        Instant::now() > self.until
    }

    /// Decides whether all that is written is read, by the reader or by what is left of it.
    pub(crate) fn decide(&self, read: &Outline) -> Verdict {
        if self.is_late() {
            return Verdict::Undecided(Reason::late());
        }
        let lost = difference(self.written, read);
        // Numbers that were rounded when they were read prove nothing.
        let exact = is_exact(self.writer, self.reader);
        let examined = if exact {
            examine(&lost, self.half())
        } else {
            Outcome::TooHard
        };
        let (candidates, too_hard) = match examined {
            Outcome::Empty { demands } => return Verdict::Compatible(Proof::Refuted { demands }),
            Outcome::Open { candidates } => (candidates, false),
            Outcome::TooHard => (Vec::new(), true),
        };
        // What was built is looked at in any case: to have it and not to say so would be a shame.
        if candidates.is_empty() && self.is_late() {
            return Verdict::Undecided(Reason::late());
        }
        let sides = self.sides(read);
        let confirmed = candidates.into_iter().find(|value| sides.confirm(value));
        if let Some(value) = confirmed {
            return Verdict::Breaking(Box::new(sides.witness(value, self.until)));
        }
        let reason = match search(&sides, &lost, self.assumptions.seed, self.until) {
            Found::Witness(witness) => return Verdict::Breaking(witness),
            Found::Nothing(reason) => reason,
        };
        if self.is_late() {
            return Verdict::Undecided(Reason::late());
        }
        let rounds = !self.writer.rounded().is_empty() || !self.reader.rounded().is_empty();
        if !rounds && covered(&lost) {
            return Verdict::Compatible(Proof::Covered);
        }
        if exact && let Some(verdict) = self.look_again(read, &sides) {
            return verdict;
        }
        Verdict::Undecided(Reason {
            pointer: Pointer::root(),
            text: if too_hard {
                format!("no proof in the budget, and no witness: {reason}")
            } else {
                format!("no proof and no witness: {reason}")
            },
            late: too_hard && exact,
        })
    }

    /// Decides by what is written as its schema has it and as it is closed, both together.
    ///
    /// Where parts are closed, fewer branches of a `oneOf` accept them and more members are
    /// evaluated, so that the closed schema alone accepts more in rare cases.
    fn look_again(&self, read: &Outline, sides: &Sides<'_>) -> Option<Verdict> {
        if self.assumptions.undeclared == Undeclared::Maybe {
            return None;
        }
        let written = intersection(self.written, self.writer.outline());
        match examine(&difference(&written, read), self.half()) {
            Outcome::Empty { demands } => Some(Verdict::Compatible(Proof::Refuted { demands })),
            Outcome::Open { candidates } => {
                let value = candidates.into_iter().find(|value| sides.confirm(value))?;
                let witness = sides.witness(value, self.until);
                Some(Verdict::Breaking(Box::new(witness)))
            }
            Outcome::TooHard => None,
        }
    }

    /// Leaves half of the time that is left for the search.
    fn half(&self) -> Budget {
        let left = self.until.saturating_duration_since(Instant::now());
        Budget {
            until: self.until.checked_sub(left / 2),
            ..Budget::default()
        }
    }

    fn sides(&self, read: &Outline) -> Sides<'_> {
        let closed = self.closed.get_or_init(|| {
            (self.assumptions.undeclared == Undeclared::Never)
                .then(|| Schema::compile(self.written.document()?, &Options::default()).ok())
                .flatten()
        });
        Sides {
            writer: self.writer,
            reader: self.reader,
            closed: closed.as_ref(),
            loosened: (!std::ptr::eq(read, self.reader.outline().as_ref()))
                .then(|| Schema::compile(read.document()?, &Options::default()).ok())
                .flatten(),
        }
    }
}

/// Tells whether the algebra of the first judge proves that nothing is lost.
fn covered(lost: &Outline) -> bool {
    lost.document()
        .and_then(|document| Schema::compile(document, &Options::default()).ok())
        .is_some_and(|schema| schema.unsatisfiable().is_some())
}
