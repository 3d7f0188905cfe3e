use std::fmt;

use serde_json::Value;

use crate::config::Judges;
use crate::input::Exchange;
use crate::judging::candidates::{accepting, candidates, nearest};
use crate::judging::envelope::{self, Envelope};
use crate::judging::quick::Readers;
use crate::judging::shapes::Shapes;
use crate::recording::looks_like_recording;

/// Tells messages apart by their shapes and by what carried them.
///
/// It says of a document what [`Target::Auto`](crate::Target::Auto) judges it as.
///
/// ```
/// use frontdesk_corpus::{Judges, MessageJudges, Teller, Told};
/// use frontdesk_schema::{Options, Schema};
/// use serde_json::json;
///
/// let reader = |schema| Schema::compile(schema, &Options::default()).map(MessageJudges::of_reader);
/// let judges = Judges::from_iter([
///     ("greeting", reader(json!({"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}))?),
///     ("farewell", reader(json!({"type": "object", "required": ["until"]}))?),
/// ]);
/// let mut teller = Teller::new(&judges);
/// assert_eq!(teller.tell_bytes(br#"{"until": 7}"#, None), Some("farewell"));
/// assert_eq!(teller.tell(&json!({"until": 7}), None), Told::Message("farewell"));
/// assert_eq!(teller.tell(&json!({"text": 7}), None), Told::Nearest("greeting"));
/// assert_eq!(teller.tell(&json!([7]), None), Told::Nothing);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Teller<'j> {
    judges: &'j Judges,
    shapes: Shapes,
    readers: Readers<'j>,
}

/// What a document was told to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Told<'j> {
    /// A recording, which names its message itself.
    Recording,
    /// This message, which accepts it.
    Message(&'j str),
    /// No message, and this one is the nearest: a tag or most of its members are of it.
    Nearest(&'j str),
    /// No message, nor like one.
    Nothing,
}

impl<'j> Teller<'j> {
    /// Looks at the schemas of every message.
    #[must_use]
    pub fn new(judges: &'j Judges) -> Self {
        Self {
            judges,
            shapes: Shapes::of(judges),
            readers: Readers::default(),
        }
    }

    /// Finds the message that a document plainly is by its bytes, as most are; where none is found,
    /// [`tell`](Self::tell) has to be asked.
    pub fn tell_bytes(&mut self, bytes: &[u8], exchange: Option<&Exchange>) -> Option<&'j str> {
        match envelope::open(bytes) {
            Envelope::Other => self.readers.only_one(bytes, exchange, self.judges),
            Envelope::Recording { .. } | Envelope::Odd => None,
        }
    }

    /// Finds out what a document is.
    #[must_use]
    pub fn tell(&self, value: &Value, exchange: Option<&Exchange>) -> Told<'j> {
        if looks_like_recording(value) {
            return Told::Recording;
        }
        let candidates = candidates(value, exchange, self.judges, &self.shapes);
        if let Some(best) = accepting(&candidates, value).first() {
            return Told::Message(best.name);
        }
        match nearest(&candidates, value) {
            Some((nearest, _)) if nearest.is_meant(value) => Told::Nearest(nearest.name),
            Some(_) | None => Told::Nothing,
        }
    }
}

impl fmt::Debug for Teller<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Teller")
            .field("judges", &self.judges)
            .finish_non_exhaustive()
    }
}
