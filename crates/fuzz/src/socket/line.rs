//! One connection, as it went.

use std::time::Duration;

use serde_json::{Value, json};

use super::frame::Garbled;
use super::handshake::NotOpened;
use super::label::Label;

/// What was sent over a connection and what came, in its order.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) sends: Vec<Sent>,
    pub(super) replies: Vec<Came>,
    pub(super) end: End,
}

/// A message that was sent.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) id: Option<String>,
    pub(super) label: Label,
}

/// A message that came.
#[derive(Clone, Debug)]
pub(super) struct Came {
    pub(super) at: Duration,
    pub(super) what: Message,
}

/// What a message of the service says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    Document(Value),
    /// A text that is no JSON, the beginning of it.
    NoJson(String),
    /// A text that is no UTF-8.
    NoText,
    /// Binary, so many bytes of it.
    Binary(usize),
}

/// How a connection ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum End {
    /// It was never open.
    NotOpened(NotOpened),
    /// We have closed it, and the service has answered with a code or with none.
    Ours(Option<u16>),
    /// We have closed it, and the service has not.
    Unanswered,
    /// The service has closed it.
    Closed(Option<u16>),
    /// It ended without a close; whether within a frame.
    Lost(bool),
    /// What came is no frame.
    Garbled(Garbled),
}

impl Line {
    /// Tells whether a step was sent that ends the connection.
    pub(super) fn is_provoked(&self) -> bool {
        self.sends.iter().any(|sent| sent.label == Label::Fatal)
    }

    /// Lists the documents that came.
    pub(super) fn documents(&self) -> impl Iterator<Item = &Value> {
        self.replies.iter().filter_map(|came| match &came.what {
            Message::Document(document) => Some(document),
            Message::NoJson(_) | Message::NoText | Message::Binary(_) => None,
        })
    }

    /// Lists what came as values, for whoever reads a finding.
    pub(super) fn shown(&self) -> Vec<Value> {
        let mut shown: Vec<Value> = self
            .replies
            .iter()
            .take(MOST_SHOWN)
            .map(|came| {
                let milliseconds = u64::try_from(came.at.as_millis()).unwrap_or(u64::MAX);
                let mut value = match &came.what {
                    Message::Document(document) => json!({"text": document}),
                    Message::NoJson(text) => json!({"raw": text}),
                    Message::NoText => json!({"bytes": "no UTF-8"}),
                    Message::Binary(count) => json!({"binary": count}),
                };
                value["ms"] = milliseconds.into();
                value
            })
            .collect();
        if self.replies.len() > MOST_SHOWN {
            shown.push(json!({"more": self.replies.len() - MOST_SHOWN}));
        }
        shown.push(match &self.end {
            End::NotOpened(why) => json!({"not-opened": why.said()}),
            End::Ours(code) => json!({"close-answered": code}),
            End::Unanswered => json!({"close-answered": "not at all"}),
            End::Closed(code) => json!({"close": code}),
            End::Lost(true) => json!({"end": "within a frame"}),
            End::Lost(false) => json!({"end": "without a close"}),
            End::Garbled(garbled) => json!({"end": garbled.as_str()}),
        });
        shown
    }
}

const MOST_SHOWN: usize = 100;
