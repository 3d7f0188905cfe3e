//! What the end of a connection means.

use tokio_tungstenite::tungstenite;
use tungstenite::protocol::CloseFrame;

use crate::error::ErrorKind;
use crate::redact::Redactor;

/// How a connection has ended.
#[derive(Clone, Debug)]
pub(super) struct Loss {
    pub(super) reaction: Reaction,
    cause: Cause,
}

/// What the client does after a connection has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reaction {
    /// Connects again for the next request.
    Reconnect,
    /// Connects again after a backoff.
    Retry,
    /// Connects again after a longer backoff.
    BackOff,
    /// Never connects again.
    Stop,
}

#[derive(Clone, Debug)]
enum Cause {
    Closed { code: Option<u16>, reason: String },
    Lost,
    NotWebSocket { detail: String },
    TooLarge { limit: usize },
}

impl Loss {
    /// The service has closed the connection and may have said why.
    ///
    /// Docs page: 1000 normal, 1001 going away, 1006 retry, 1008 do not retry, 1011 retry with
    /// backoff. Of all other codes no source says anything; they are retried like 1006.
    pub(super) fn closed(frame: Option<&CloseFrame>, redactor: &Redactor) -> Self {
        let code = frame.map(|frame| u16::from(frame.code));
        let reaction = match code {
            Some(1000 | 1001) => Reaction::Reconnect,
            Some(1008) => Reaction::Stop,
            Some(1011) => Reaction::BackOff,
            _ => Reaction::Retry,
        };
        let reason = frame.map_or_else(String::new, |frame| redactor.clean(&frame.reason));
        Self {
            reaction,
            cause: Cause::Closed { code, reason },
        }
    }

    /// The connection has broken, or the service no longer answers on it: 1006.
    pub(super) fn lost() -> Self {
        Self {
            reaction: Reaction::Retry,
            cause: Cause::Lost,
        }
    }

    /// Reading or writing has failed.
    pub(super) fn failed(error: &tungstenite::Error, redactor: &Redactor) -> Self {
        use tungstenite::Error::{Capacity, Protocol, Utf8};
        use tungstenite::error::CapacityError::MessageTooLong;
        use tungstenite::error::ProtocolError::ResetWithoutClosingHandshake;
        let cause = match error {
            Protocol(ResetWithoutClosingHandshake) => Cause::Lost,
            Protocol(violation) => Cause::NotWebSocket {
                detail: redactor.clean(&violation.to_string()),
            },
            Utf8(_) => Cause::NotWebSocket {
                detail: "a text is not UTF-8".to_owned(),
            },
            Capacity(MessageTooLong { max_size, .. }) => Cause::TooLarge { limit: *max_size },
            _ => Cause::Lost,
        };
        Self {
            reaction: Reaction::Retry,
            cause,
        }
    }

    /// Returns what the loss means for a request.
    pub(super) fn kind(&self, sent: bool) -> ErrorKind {
        match &self.cause {
            Cause::Closed { code, reason } => ErrorKind::ConnectionClosed {
                code: *code,
                reason: reason.clone(),
                sent,
            },
            Cause::Lost => ErrorKind::ConnectionLost { sent },
            Cause::NotWebSocket { detail } => ErrorKind::NotWebSocket {
                detail: detail.clone(),
            },
            Cause::TooLarge { limit } => ErrorKind::ResponseTooLarge { limit: *limit },
        }
    }

    /// Returns the code with which the client closes, if the service has not closed already.
    pub(super) fn farewell(&self) -> Option<u16> {
        match &self.cause {
            Cause::Closed { .. } | Cause::Lost => None,
            Cause::NotWebSocket { .. } => Some(1002),
            Cause::TooLarge { .. } => Some(1009),
        }
    }
}
