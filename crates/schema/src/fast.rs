//! Judging records as they lie in a file, for the many that need no explanation.

#[cfg(test)]
mod differential;
mod node;

use std::sync::Arc;

use frontdesk_json::{Tape, TapeDocument, TapeValue};
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
    validator: Option<Arc<Validator<OnTape>>>,
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
            Arc::new(Compiled {
                plan: Plan::new(self),
                validator: self.on_tape().cloned(),
            })
        });
        FastJudge::new(Arc::clone(compiled))
    }

    /// Asks the first judge alone of a value on a tape, as [`Schema::accepts`] does of others.
    #[must_use]
    pub fn accepts_on_tape(&self, value: TapeValue<'_>) -> bool {
        match self.on_tape() {
            Some(validator) => validator.is_valid(TapeNode::Value(value)),
            None => self.accepts(&value.to_value()),
        }
    }

    fn on_tape(&self) -> Option<&Arc<Validator<OnTape>>> {
        let on_tape = self.on_tape.get_or_init(|| {
            let (document, options) = self.prepared();
            first_judge(document, options).ok().map(Arc::new)
        });
        on_tape.as_ref()
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
        match self.accepted(record) {
            Some(_) => Quick::Valid,
            None => Quick::Look,
        }
    }

    /// Returns what a record holds, if [`FastJudge::accepts_by_tape`] would say that it is valid.
    ///
    /// ```
    /// use frontdesk_schema::{Options, Schema};
    /// use serde_json::json;
    ///
    /// let schema = Schema::compile(json!({"required": ["id"]}), &Options::default())?;
    /// let mut judge = schema.fast();
    /// let document = judge.accepted(br#"{"id": [1, 2]}"#).expect("it has an id");
    /// let members = document.root().members();
    /// assert_eq!(members.map(|(_, value)| value.count()).sum::<usize>(), 2);
    /// assert!(judge.accepted(b"{}").is_none());
    /// # Ok::<(), frontdesk_schema::SchemaError>(())
    /// ```
    pub fn accepted<'j>(&'j mut self, record: &'j [u8]) -> Option<TapeDocument<'j>> {
        let validator = self.compiled.validator.as_ref()?;
        let document = self.tape.0.read(record)?;
        let accepted = validator.is_valid(TapeNode::Value(document.root()));
        accepted.then_some(document)
    }
}
