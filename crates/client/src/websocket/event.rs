//! What comes back while a request is open.

use std::fmt;

use frontdesk_model::{
    ErrorResponse, Reply, ResponsePayload, State, Superpower, SuperpowerResponse,
};
use serde_json::Value;

/// Something that a request has brought.
///
/// Replies are told apart by their state and by whether they hold items, since no source shows
/// which state a streamed update carries. What a superpower says replaces what it said before: an
/// update carries the whole text so far.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// How far a superpower is, without items.
    State(Box<Reply>),
    /// What a superpower says so far; its state is not `completed`.
    Partial(Box<Reply>),
    /// What a superpower has found: its state is `completed`.
    Result(Box<Reply>),
    /// How a superpower has failed: its state is `error`.
    Failure(Box<Reply>),
    /// A document that is no reply of the contract.
    Unknown(Unknown),
    /// The connection was lost and the request sent again, with the same ids; what was at work
    /// begins anew. Only with [`RetryPolicy::repeat_sent`](crate::RetryPolicy::repeat_sent).
    Repeated {
        /// How many times the request has been sent.
        attempts: u32,
    },
}

impl Event {
    /// Returns the reply as it was read.
    #[must_use]
    pub fn reply(&self) -> Option<&Reply> {
        match self {
            Self::State(reply)
            | Self::Partial(reply)
            | Self::Result(reply)
            | Self::Failure(reply) => Some(reply),
            Self::Unknown(_) | Self::Repeated { .. } => None,
        }
    }

    /// Returns the superpower that has replied.
    #[must_use]
    pub fn superpower(&self) -> Option<&Superpower> {
        self.reply().map(|reply| reply.payload().superpower())
    }

    /// Returns what a superpower says: a state, a part or a result.
    #[must_use]
    pub fn response(&self) -> Option<&SuperpowerResponse> {
        match self.reply()?.payload() {
            ResponsePayload::Superpower(response) => Some(response),
            ResponsePayload::Error(_) => None,
        }
    }

    /// Returns how a superpower has failed.
    #[must_use]
    pub fn failure(&self) -> Option<&ErrorResponse> {
        match self.reply()?.payload() {
            ResponsePayload::Superpower(_) => None,
            ResponsePayload::Error(error) => Some(error),
        }
    }

    pub(crate) fn of(reply: Reply) -> Self {
        let reply = Box::new(reply);
        match reply.payload() {
            ResponsePayload::Error(_) => Self::Failure(reply),
            ResponsePayload::Superpower(response) if response.state == State::Completed => {
                Self::Result(reply)
            }
            ResponsePayload::Superpower(response) if response.items().next().is_some() => {
                Self::Partial(reply)
            }
            ResponsePayload::Superpower(_) => Self::State(reply),
        }
    }
}

/// A document that is no reply of the contract, kept as it came.
///
/// Its text is not in `Debug`, since nothing is known about what is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Unknown {
    raw: Vec<u8>,
    reason: String,
}

impl Unknown {
    /// Returns the bytes as they came.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Returns the document, if it is JSON at all.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.raw).ok()
    }

    /// Says why it is no reply.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    pub(super) fn new(raw: &[u8], reason: String) -> Self {
        Self {
            raw: raw.to_vec(),
            reason,
        }
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown")
            .field("bytes", &self.raw.len())
            .field("reason", &self.reason)
            .finish()
    }
}
