//! What is said over the WebSocket: correctly, or as the switches say.

use std::time::Duration;

use frontdesk_schema::Schema;
use serde_json::{Value, json};

use crate::bug::{Mistake, Operation};
use crate::bugs;
use crate::case::Problem;
use crate::desk::{Desk, booked, refusal};
use crate::log::Fired;
use crate::switches::Switches;

/// A message of the client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Frame {
    /// Whether it is a text, rather than binary.
    pub is_text: bool,
    /// What it says.
    pub bytes: Vec<u8>,
}

/// A frame, and what a correct service thinks of it.
pub(crate) struct Talk<'t> {
    pub(crate) frame: &'t Frame,
    /// The message, where it is JSON.
    pub(crate) document: Option<&'t Value>,
    pub(crate) problem: Option<&'t Problem>,
    /// The id of the message, where it has one that is good.
    pub(crate) id: Option<&'t str>,
    /// The other messages to which something is still to be said.
    pub(crate) open: &'t [Open],
    /// Whether an earlier message of the connection was refused.
    pub(crate) has_failed: bool,
}

/// A message to which something is still to be said.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Open {
    pub(crate) id: String,
    pub(crate) room: String,
}

/// Something that happens on the connection, and when after the message.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) at: Duration,
    pub(crate) act: Act,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Act {
    Send(Value),
    Close(u16),
    /// The end of the connection without a close.
    Vanish,
}

/// One connection.
#[derive(Debug, Default)]
pub(crate) struct Conversation {
    open: Vec<Open>,
    has_failed: bool,
}

/// What a message brings.
#[derive(Debug)]
pub(crate) struct Brought {
    pub(crate) steps: Vec<Step>,
    /// What is to be closed with [`Conversation::finish`] after the last step.
    pub(crate) open: Option<Open>,
}

impl Conversation {
    /// Works out what a message brings.
    pub(crate) fn hear(&mut self, desk: &Desk, switches: &Switches, frame: &Frame) -> Brought {
        let number = desk.log.arrival();
        let (document, problem) = read(&desk.schemas.stream, frame);
        let id = document.as_ref().and_then(|document| id(document));
        let talk = Talk {
            frame,
            document: document.as_ref(),
            problem: problem.as_ref(),
            id,
            open: &self.open,
            has_failed: self.has_failed,
        };
        let mut steps = correct(&talk);
        for bug in bugs::all().filter(|bug| switches.has(bug)) {
            if let Mistake::Stream(mistake) = bug.mistake
                && mistake(&talk, &mut steps)
            {
                desk.log.note(Fired {
                    bug: bug.id,
                    operation: Operation::Stream,
                    number,
                });
            }
        }
        let open = id.filter(|_| problem.is_none()).map(|id| Open {
            id: id.to_owned(),
            room: room(document.as_ref()).to_owned(),
        });
        self.has_failed |= problem.is_some();
        self.open.extend(open.clone());
        Brought { steps, open }
    }

    /// Forgets a message to which nothing more is to be said.
    pub(crate) fn finish(&mut self, open: &Open) {
        if let Some(at) = self.open.iter().position(|known| known == open) {
            self.open.swap_remove(at);
        }
    }
}

/// Says what a message brings that is accepted.
pub(crate) fn answered(id: &str, body: &Value) -> Vec<Step> {
    let extras = body["extras"].as_array().map_or(0, Vec::len);
    let parts = extras.clamp(1, MOST_PARTS);
    let accepted = json!({"type": "accepted", "id": id});
    let progress =
        (1..=parts).map(|part| json!({"type": "progress", "id": id, "done": 100 * part / parts}));
    let confirmed = json!({"type": "confirmed", "id": id, "body": booked(body, "b-1")});
    let said = std::iter::once(accepted).chain(progress).chain([confirmed]);
    said.zip(0..)
        .map(|(said, milliseconds)| Step {
            at: Duration::from_millis(milliseconds),
            act: Act::Send(said),
        })
        .collect()
}

/// Returns the room of a message.
pub(crate) fn room(document: Option<&Value>) -> &str {
    let room = document.and_then(|document| document.pointer("/body/room"));
    room.and_then(Value::as_str).unwrap_or_default()
}

/// Ends a connection with a code, and says nothing else.
pub(crate) fn close(code: u16) -> Vec<Step> {
    vec![Step {
        at: Duration::ZERO,
        act: Act::Close(code),
    }]
}

impl Frame {
    /// Makes a text.
    #[must_use]
    pub fn text(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            is_text: true,
            bytes: bytes.into(),
        }
    }

    /// Makes what is no text.
    #[must_use]
    pub fn binary(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            is_text: false,
            bytes: bytes.into(),
        }
    }

    /// Returns how many bytes it says.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Tells whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

fn correct(talk: &Talk<'_>) -> Vec<Step> {
    if !talk.frame.is_text {
        return close(1003);
    }
    match (talk.problem, talk.document, talk.id) {
        (None, Some(document), Some(id)) => answered(id, &document["body"]),
        (problem, ..) => {
            let reply = problem.map(refusal);
            let body: Option<Value> = reply
                .as_ref()
                .and_then(|reply| serde_json::from_slice(&reply.body).ok());
            let mut failed = json!({"type": "failed", "body": body});
            if let Some(id) = talk.id {
                failed["id"] = id.into();
            }
            vec![Step {
                at: Duration::ZERO,
                act: Act::Send(failed),
            }]
        }
    }
}

fn read(schema: &Schema, frame: &Frame) -> (Option<Value>, Option<Problem>) {
    match frontdesk_json::read(&frame.bytes) {
        Err(error) => (None, Some(Problem::Unreadable(error))),
        Ok(document) if schema.accepts(&document) => (Some(document), None),
        Ok(document) => {
            let violations = schema.violations(&document);
            (Some(document), Some(Problem::Invalid(violations)))
        }
    }
}

fn id(document: &Value) -> Option<&str> {
    let id = document["id"].as_str()?;
    (1..=64).contains(&id.chars().count()).then_some(id)
}

/// How often progress is said at most.
const MOST_PARTS: usize = 5;
