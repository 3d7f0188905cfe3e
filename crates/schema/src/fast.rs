//! Judging records as they lie in a file, for the many that need no explanation.

#[cfg(test)]
mod differential;
mod node;

use std::sync::Arc;

use frontdesk_json::Tape;
use jsonschema::Validator;

pub(crate) use node::{OnTape, TapeNode};

use crate::Schema;
use crate::first::first_judge;
use crate::plan::{Plan, Said, Walker};

/// What a [`FastJudge`] says of a record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub enum Quick {
    /// It is strict JSON, and [`Schema::accepts`] its value.
    Valid,
    /// It has to be read and judged with care: it may be invalid, malformed, or just odd.
    Look,
}

/// Tells the records that are plainly valid, without building their values.
///
/// [`Quick::Valid`] is certain: [`read`](frontdesk_json::read) gives a value, no number of it was
/// rounded, and [`Schema::accepts`] it. Of everything else it only says to [`Quick::Look`]: at what
/// is invalid, and at what readers disagree on, such as names that come twice.
///
/// Two ways lead there. Most schemas become a plan that is walked together with the bytes; what a
/// plan does not know is judged on a [`Tape`]. The room that both need is kept from record to record.
///
/// ```
/// use frontdesk_schema::{Options, Quick, Schema};
/// use serde_json::json;
///
/// let schema = Schema::compile(json!({"required": ["id"]}), &Options::default())?;
/// let mut judge = schema.fast();
/// assert_eq!(judge.accepts_bytes(br#"{"id": 1}"#), Quick::Valid);
/// assert_eq!(judge.accepts_bytes(br#"{"name": 1}"#), Quick::Look);
/// assert_eq!(judge.accepts_bytes(br#"{"id": 1, "id": 2}"#), Quick::Look);
/// # Ok::<(), frontdesk_schema::SchemaError>(())
/// ```
///
/// A clone shares what was compiled and has room of its own: there is to be one for each thread.
#[derive(Clone, Debug)]
pub struct FastJudge {
    compiled: Arc<Compiled>,
    tape: TapeRoom,
    walker: Walker,
}

/// What all clones of a judge share.
#[derive(Debug)]
pub(crate) struct Compiled {
    plan: Option<Plan>,
    /// Nothing where the engine refuses for records what it compiled for values.
    validator: Option<Validator<OnTape>>,
}

/// The tape of one judge; a clone starts with an empty one.
#[derive(Debug, Default)]
struct TapeRoom(Tape);

impl Clone for TapeRoom {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Schema {
    /// Returns a judge of records as bytes; what it needs is compiled when first asked.
    #[must_use]
    pub fn fast(&self) -> FastJudge {
        let compiled = self.compiled.get_or_init(|| {
            let (document, options) = self.prepared();
            Arc::new(Compiled {
                plan: Plan::new(self),
                validator: first_judge(document, options).ok(),
            })
        });
        FastJudge::new(Arc::clone(compiled))
    }
}

impl FastJudge {
    fn new(compiled: Arc<Compiled>) -> Self {
        Self {
            compiled,
            tape: TapeRoom::default(),
            walker: Walker::default(),
        }
    }

    /// Judges a record: the bytes of one JSON document.
    pub fn accepts_bytes(&mut self, record: &[u8]) -> Quick {
        if let Some(plan) = &self.compiled.plan {
            match self.walker.walk(plan, record) {
                Said::Valid => return Quick::Valid,
                Said::Refused => return Quick::Look,
                Said::Odd => {}
            }
        }
        self.accepts_by_tape(record)
    }

    /// Tells whether a plan could be made of the schema; without one, everything goes to the tape.
    #[must_use]
    pub fn has_plan(&self) -> bool {
        self.compiled.plan.is_some()
    }

    /// Returns how many bytes of room are kept.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.tape.0.capacity() + self.walker.capacity()
    }

    /// Judges a record as [`FastJudge::accepts_bytes`] does, without the plan.
    pub fn accepts_by_tape(&mut self, record: &[u8]) -> Quick {
        let Some(validator) = &self.compiled.validator else {
            return Quick::Look;
        };
        let accepted = self
            .tape
            .0
            .read(record)
            .is_some_and(|document| validator.is_valid(TapeNode::Value(document.root())));
        if accepted { Quick::Valid } else { Quick::Look }
    }
}
