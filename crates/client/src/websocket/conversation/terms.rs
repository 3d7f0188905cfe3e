//! What goes into a conversation, and what comes out.

use std::time::Duration;

use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::KeepAlive;
use crate::RetryPolicy;
use crate::error::Error;
use crate::websocket::{BareReplies, End, Event, Until};

/// Tells requests apart, in the order in which they were made.
pub(in crate::websocket) type Key = u64;

/// The span since the conversation began.
pub(in crate::websocket) type Time = Duration;

/// What a conversation keeps to.
#[derive(Clone, Debug)]
pub(in crate::websocket) struct Rules {
    pub(in crate::websocket) retry: RetryPolicy,
    /// The longest silence after a request and between its events.
    pub(in crate::websocket) silence: Duration,
    pub(in crate::websocket) keep_alive: KeepAlive,
    pub(in crate::websocket) bare_replies: BareReplies,
}

/// A request to be sent.
#[derive(Clone, Debug)]
pub(in crate::websocket) struct Outgoing {
    pub(in crate::websocket) correlation_id: String,
    pub(in crate::websocket) text: Utf8Bytes,
    /// Whether it has an idempotency key, without which it is never sent twice.
    pub(in crate::websocket) has_key: bool,
    pub(in crate::websocket) until: Until,
}

/// What the conversation asks for.
#[derive(Debug)]
pub(in crate::websocket) enum Output {
    /// Open a connection, after a backoff of so many steps and what the service has asked for.
    Connect { steps: u32, asked: Duration },
    /// Drop the connection: nobody answers on it.
    Disconnect,
    /// Hand over an event of a request.
    Event(Key, Event),
    /// A request is at its end; nothing more comes of it.
    End(Key, Result<End, Error>),
    /// Hand over a reply that belongs to no open request.
    Uncorrelated(Option<String>, Event),
}

/// A frame to be written.
#[derive(Debug, PartialEq)]
pub(in crate::websocket) enum Frame {
    Request(Utf8Bytes),
    Ping,
}
