//! The verdict on one direction.

use std::time::Instant;

use frontdesk_contract::Direction;
use frontdesk_json::Pointer;
use frontdesk_proof::{Budget, Outcome, difference, examine};
use frontdesk_schema::outline::Outline;
use frontdesk_schema::{Options, Schema};

use crate::assumptions::{Assumptions, Undeclared};
use crate::closed::closed;
use crate::endless::endless;
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
    let written = written(writer, assumptions.undeclared);
    decide(
        writer,
        reader,
        &written,
        reader.outline(),
        assumptions,
        until,
    )
}

/// Outlines what a writer sends.
pub(crate) fn written(writer: &Schema, undeclared: Undeclared) -> Outline {
    match undeclared {
        Undeclared::Never => closed(writer.outline()),
        Undeclared::Maybe => Outline::clone(writer.outline()),
    }
}

/// Decides whether all that is written is read.
pub(crate) fn decide(
    writer: &Schema,
    reader: &Schema,
    written: &Outline,
    read: &Outline,
    assumptions: &Assumptions,
    until: Instant,
) -> Verdict {
    if let Some(pointer) = endless(writer.outline()).or_else(|| endless(reader.outline())) {
        return Verdict::Undecided(Reason {
            pointer,
            text: "it applies itself to the same value again, which means nothing".to_owned(),
        });
    }
    let lost = difference(written, read);
    // Numbers that were rounded when they were read prove nothing.
    let exact = writer.rounded().is_empty() && reader.rounded().is_empty();
    let examined = if exact {
        let half = until.checked_sub(until.saturating_duration_since(Instant::now()) / 2);
        examine(
            &lost,
            Budget {
                until: half,
                ..Budget::default()
            },
        )
    } else {
        Outcome::TooHard
    };
    let (candidates, too_hard) = match examined {
        Outcome::Empty { demands } => return Verdict::Compatible(Proof::Refuted { demands }),
        Outcome::Open { candidates } => (candidates, false),
        Outcome::TooHard => (Vec::new(), true),
    };
    let sides = Sides {
        writer,
        reader,
        closed: (assumptions.undeclared == Undeclared::Never)
            .then(|| Schema::compile(written.document()?, &Options::default()).ok())
            .flatten(),
        loosened: (read.len() != reader.outline().len())
            .then(|| Schema::compile(read.document()?, &Options::default()).ok())
            .flatten(),
    };
    let confirmed = candidates.into_iter().find(|value| sides.confirm(value));
    if let Some(value) = confirmed {
        return Verdict::Breaking(Box::new(sides.witness(value, until)));
    }
    let reason = match search(&sides, &lost, assumptions.seed, until) {
        Found::Witness(witness) => return Verdict::Breaking(witness),
        Found::Nothing(reason) => reason,
    };
    if exact && covered(&lost) {
        return Verdict::Compatible(Proof::Covered);
    }
    Verdict::Undecided(Reason {
        pointer: Pointer::root(),
        text: if too_hard {
            format!("no proof in the budget, and no witness: {reason}")
        } else {
            format!("no proof and no witness: {reason}")
        },
    })
}

/// Tells whether the algebra of the first judge proves that nothing is lost.
fn covered(lost: &Outline) -> bool {
    lost.document()
        .and_then(|document| Schema::compile(document, &Options::default()).ok())
        .is_some_and(|schema| schema.unsatisfiable().is_some())
}
