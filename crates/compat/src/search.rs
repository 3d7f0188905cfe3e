//! The search for a payload that the one side may write and the other refuses.

use std::sync::Arc;
use std::time::Instant;

use frontdesk_payload::{Kind, NoPayload, Payloads, minimise_while};
use frontdesk_proof::Evaluator;
use frontdesk_schema::outline::Outline;
use frontdesk_schema::{Options, Schema, Verdict as Judged};
use serde_json::Value;

use crate::pool;
use crate::readable::readable;
use crate::verdict::Witness;

/// The two sides of a comparison as their judges see them.
#[derive(Debug)]
pub(crate) struct Sides<'s> {
    pub(crate) writer: &'s Schema,
    pub(crate) reader: &'s Schema,
    /// The writer's schema with every object closed, where undeclared members are never sent.
    pub(crate) closed: Option<&'s Schema>,
    /// The reader's schema without the refusals that are known already.
    pub(crate) loosened: Option<Schema>,
}

impl Sides<'_> {
    /// Tells whether both judges say that the writer may send it and the reader refuses it.
    pub(crate) fn confirm(&self, value: &Value) -> bool {
        !self.reader.accepts(value)
            && self
                .loosened
                .as_ref()
                .is_none_or(|loosened| !loosened.accepts(value))
            && self.may_write(value)
            && is_judged(self.reader, value, Judged::Refused)
            && is_judged(self.writer, value, Judged::Accepted)
    }

    fn may_write(&self, value: &Value) -> bool {
        self.writer.accepts(value) && self.closed.is_none_or(|closed| closed.accepts(value))
    }

    /// Makes a confirmed payload as small as it gets, within the time there is.
    pub(crate) fn witness(&self, value: Value, until: Instant) -> Witness {
        let goes_on = || Instant::now() < until;
        let payload = minimise_while(value, goes_on, |value| self.confirm(value));
        let outlines = [self.writer.outline(), self.reader.outline()].map(AsRef::as_ref);
        let payload = readable(payload, outlines, goes_on, |value| self.confirm(value));
        let violations = self.reader.violations(&payload);
        Witness {
            payload,
            violations,
        }
    }
}

/// Tells whether both judges say the same of a value that the first has looked at already.
///
/// The second compares numbers as doubles; where that is too coarse, exact evaluation stands in.
fn is_judged(schema: &Schema, value: &Value, said: Judged) -> bool {
    match schema.judge(value) {
        Judged::Undecided if is_beyond_doubles(value) => {
            let outline = schema.outline();
            let accepted = Some(said == Judged::Accepted);
            Evaluator::new(outline).holds(outline.root(), value) == accepted
        }
        judged => judged == said,
    }
}

/// Tells whether a value holds an integer that shares its double with others.
fn is_beyond_doubles(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            let size = number.as_i64().map(i64::unsigned_abs).or(number.as_u64());
            size.is_some_and(|size| size >= 1 << 53)
        }
        Value::Array(items) => items.iter().any(is_beyond_doubles),
        Value::Object(members) => members.values().any(is_beyond_doubles),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

/// What a search came to.
pub(crate) enum Found {
    Witness(Box<Witness>),
    /// Why not.
    Nothing(String),
}

/// Draws from what the one accepts and the other does not, then from all that is of interest.
pub(crate) fn search(sides: &Sides<'_>, lost: &Outline, seed: u64, until: Instant) -> Found {
    if Instant::now() > until {
        return Found::Nothing(OVER.to_owned());
    }
    let Some(document) = lost.document() else {
        return Found::Nothing("a reference leads to nothing that is known".to_owned());
    };
    let reason = match Schema::compile(document, &Options::default()) {
        Ok(schema) => match draw(sides, Arc::new(schema), seed, until) {
            Ok(witness) => return Found::Witness(witness),
            Err(reason) => reason,
        },
        Err(error) => format!("the difference does not compile: {error}"),
    };
    for value in pool::of_interest(sides, seed, until) {
        if Instant::now() > until {
            break;
        }
        if sides.confirm(&value) {
            return Found::Witness(Box::new(sides.witness(value, until)));
        }
    }
    Found::Nothing(reason)
}

fn draw(
    sides: &Sides<'_>,
    lost: Arc<Schema>,
    seed: u64,
    until: Instant,
) -> Result<Box<Witness>, String> {
    let mut payloads = Payloads::new(lost, seed);
    let mut disputed = false;
    for _ in 0..DRAWS {
        if Instant::now() > until {
            break;
        }
        match payloads.draw(Kind::Valid) {
            Ok(found) if sides.confirm(&found.payload) => {
                return Ok(Box::new(sides.witness(found.payload, until)));
            }
            Ok(_) => disputed = true,
            Err(NoPayload::GaveUp { reason, .. }) => return Err(reason),
            Err(error) => return Err(error.to_string()),
        }
    }
    Err(if disputed {
        "the judges disagree on every payload that was found".to_owned()
    } else {
        OVER.to_owned()
    })
}

const OVER: &str = "the time was over before a payload was found";

/// How many payloads are drawn, where the judges do not confirm the first.
const DRAWS: usize = 12;
