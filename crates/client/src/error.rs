//! Why a call has failed.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_json::CanonicalError;
use thiserror::Error as ThisError;

use crate::{EndpointFault, Explanation, Failure};

/// Says why a call, or making a client, has failed.
///
/// There is one error type, because every call can fail in most of the ways; [`Error::kind`] tells
/// them apart. Neither the client secret nor the token is in it or in its sources.
#[derive(Clone, Debug)]
pub struct Error(Arc<Inner>);

impl Error {
    /// Returns what went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.cause.kind
    }

    /// Returns what was being done.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.0.stage
    }

    /// Returns how many requests the call has tried at this stage, with each of its tokens; none if
    /// it failed before the first.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the HTTP status with which the service has answered, if that was the failure.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self.kind() {
            ErrorKind::BadCredentials { status, .. }
            | ErrorKind::RefusedRequest { status, .. }
            | ErrorKind::ServerError { status, .. }
            | ErrorKind::UnexpectedStatus { status } => Some(*status),
            ErrorKind::TooLarge { limit: None, .. } => Some(413),
            ErrorKind::RateLimited { .. } => Some(429),
            _ => None,
        }
    }

    /// Returns how long the service asks to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self.kind() {
            ErrorKind::RateLimited { retry_after } | ErrorKind::ServerError { retry_after, .. } => {
                *retry_after
            }
            _ => None,
        }
    }

    /// Returns the failures of superpowers that the response names.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        match self.kind() {
            ErrorKind::ErrorReply { failures } => failures,
            ErrorKind::BadCredentials { explanation, .. }
            | ErrorKind::RefusedRequest { explanation, .. }
            | ErrorKind::ServerError { explanation, .. } => &explanation.failures,
            _ => &[],
        }
    }

    /// Returns the place in the response that has the wrong shape.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self.kind() {
            ErrorKind::WrongShape { path, .. } => Some(path),
            _ => None,
        }
    }

    /// Returns the body of the answer that was the failure, without the secrets of this client.
    ///
    /// Answers to token requests are not kept: there may be a token in them.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.cause.body.as_ref().map(|body| &*body.0)
    }

    /// Returns the same error after more attempts, unless it counts more itself.
    pub(crate) fn after(&self, attempts: u32) -> Self {
        Self::new(
            self.0.stage,
            self.0.attempts.max(attempts),
            self.0.cause.clone(),
        )
    }

    pub(crate) fn new(stage: Stage, attempts: u32, cause: impl Into<Cause>) -> Self {
        Self(Arc::new(Inner {
            stage,
            attempts,
            cause: cause.into(),
        }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.stage(), self.kind())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.cause.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}

/// Says what was being done when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// The client was being made; nothing was sent.
    Setup,
    /// A token was being fetched.
    Token,
    /// A WebSocket connection was being opened.
    Connect,
    /// A reception request was being sent, or its response read.
    Reception,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Setup => "set up the client",
            Self::Token => "fetch a token",
            Self::Connect => "open the connection",
            Self::Reception => "call reception",
        })
    }
}

/// Tells failures apart.
#[derive(Clone, Debug, PartialEq, ThisError)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The endpoint cannot be used.
    #[error("the endpoint {0}")]
    InvalidEndpoint(EndpointFault),
    /// The HTTP client could not be made.
    #[error("the HTTP client cannot be made")]
    Setup,
    /// A header of the caller's own cannot be sent.
    #[error("the header {name} cannot be sent: {reason}")]
    UnusableHeader {
        /// The name as it was given.
        name: String,
        /// Why not.
        reason: &'static str,
    },
    /// The token is empty or has characters that no header can carry.
    #[error("the token cannot be sent in a header")]
    UnusableToken,
    /// The request has no canonical form; the source names the place.
    #[error("the request cannot be written")]
    Unwritable,
    /// The request body is too large.
    #[error("the request of {size} bytes is larger than {}", limit_shown(*limit))]
    TooLarge {
        /// The size of the body in bytes.
        size: usize,
        /// The client's own limit, which kept the request from being sent; without it the service
        /// has answered 413.
        limit: Option<usize>,
    },
    /// Client id and secret, or the token, are not accepted.
    #[error("the credentials are refused with status {status}{explanation}")]
    BadCredentials {
        /// The HTTP status: 401 anywhere, also 403 when a token is fetched or a WebSocket opened,
        /// and 400 when a token is fetched.
        status: u16,
        /// What the response says.
        explanation: Explanation,
    },
    /// The service refuses the request.
    #[error("the request is refused with status {status}{explanation}")]
    RefusedRequest {
        /// The HTTP status: one of 400 to 499 that has no kind of its own.
        status: u16,
        /// What the response says.
        explanation: Explanation,
    },
    /// The service asks to send less (429).
    #[error("too many requests{}", wait_shown(*retry_after))]
    RateLimited {
        /// How long to wait, if the response says so.
        retry_after: Option<Duration>,
    },
    /// The service fails.
    #[error("the service fails with status {status}{}{explanation}", wait_shown(*retry_after))]
    ServerError {
        /// The HTTP status, one of 500 to 599.
        status: u16,
        /// How long to wait, if the response says so.
        retry_after: Option<Duration>,
        /// What the response says.
        explanation: Explanation,
    },
    /// The service answers with a status that the contract has no meaning for, such as a redirect.
    #[error("the response has the unexpected status {status}")]
    UnexpectedStatus {
        /// The HTTP status.
        status: u16,
    },
    /// Every superpower in the response has failed.
    #[error("every superpower has failed: {}", listed(failures))]
    ErrorReply {
        /// The failures in the order of the response.
        failures: Vec<Failure>,
    },
    /// The response is not JSON.
    #[error("the response is not JSON: {detail}")]
    NotJson {
        /// What is wrong with the text.
        detail: String,
    },
    /// The response is JSON of another shape.
    #[error("the response has the wrong shape at `{path}`: {detail}")]
    WrongShape {
        /// The place, such as `message.results[0].response`; the root is `.`.
        path: String,
        /// What is wrong there.
        detail: String,
    },
    /// The response is larger than the client reads.
    #[error("the response is larger than {limit} bytes")]
    ResponseTooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The time was up.
    #[error("the time is up{}", sent_shown(*sent))]
    Timeout {
        /// Whether a byte of the request may have reached the service.
        sent: bool,
    },
    /// The connection could not be made, broke, or carried something other than HTTP.
    #[error("the connection is lost{}", sent_shown(*sent))]
    ConnectionLost {
        /// Whether a byte of the request may have reached the service.
        sent: bool,
    },
    /// The service has closed the WebSocket.
    #[error("the service has closed the connection{}{}", closed_shown(*code, reason), sent_shown(*sent))]
    ConnectionClosed {
        /// The close code, if there was one: 1008 means that this client never connects again.
        code: Option<u16>,
        /// What the service says about it.
        reason: String,
        /// Whether a byte of the request may have reached the service.
        sent: bool,
    },
    /// The service does not keep to the WebSocket protocol.
    #[error("the connection carries no proper WebSocket: {detail}")]
    NotWebSocket {
        /// What is wrong.
        detail: String,
    },
    /// The ready-made token has opened a connection, and a token opens only one.
    #[error("the token has opened a connection already, and opens no other one")]
    TokenSpent,
    /// Another open request has the same correlation id.
    #[error("the correlation id is that of another open request")]
    IdInUse,
    /// The events of the request were not read for so long that all others had to wait.
    #[error("the events of the request are not read, and {limit} of them are waiting")]
    ReaderTooSlow {
        /// How many events are kept.
        limit: usize,
    },
    /// The client was closed.
    #[error("the client is closed")]
    Closed,
}

/// A kind with the error that caused it.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    pub(crate) kind: ErrorKind,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    body: Option<Body>,
}

/// What has come back; no log shows it.
#[derive(Clone)]
struct Body(Arc<str>);

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.0.len())
    }
}

impl Cause {
    /// Says what is wrong with an answer that has this body.
    pub(crate) fn answered(kind: ErrorKind, body: &str) -> Self {
        Self {
            body: Some(Body(body.into())),
            ..kind.into()
        }
    }

    /// Says that the HTTP client could not be made.
    pub(crate) fn setup(error: reqwest::Error) -> Self {
        Self::of(ErrorKind::Setup, error)
    }

    /// Says why a request brought no response.
    pub(crate) fn unanswered(error: reqwest::Error) -> Self {
        let sent = !error.is_connect();
        let kind = if error.is_timeout() {
            ErrorKind::Timeout { sent }
        } else {
            ErrorKind::ConnectionLost { sent }
        };
        Self::of(kind, error)
    }

    /// Says why a response could not be read to its end.
    pub(crate) fn cut(error: reqwest::Error) -> Self {
        let kind = if error.is_timeout() {
            ErrorKind::Timeout { sent: true }
        } else {
            ErrorKind::ConnectionLost { sent: true }
        };
        Self::of(kind, error)
    }

    /// Keeps the error without its URL, whose query holds the secret.
    pub(crate) fn of(kind: ErrorKind, error: reqwest::Error) -> Self {
        Self {
            kind,
            source: Some(Arc::new(error.without_url())),
            body: None,
        }
    }
}

impl From<ErrorKind> for Cause {
    fn from(kind: ErrorKind) -> Self {
        Self {
            kind,
            source: None,
            body: None,
        }
    }
}

#[cfg(feature = "tls")]
impl From<frontdesk_tls::TlsError> for Cause {
    fn from(error: frontdesk_tls::TlsError) -> Self {
        Self {
            kind: ErrorKind::Setup,
            source: Some(Arc::new(error)),
            body: None,
        }
    }
}

impl From<CanonicalError> for Cause {
    fn from(error: CanonicalError) -> Self {
        Self {
            kind: ErrorKind::Unwritable,
            source: Some(Arc::new(error)),
            body: None,
        }
    }
}

#[derive(Debug)]
struct Inner {
    stage: Stage,
    attempts: u32,
    cause: Cause,
}

fn limit_shown(limit: Option<usize>) -> String {
    limit.map_or_else(
        || "the service takes (status 413)".to_owned(),
        |limit| format!("the limit of {limit}"),
    )
}

fn wait_shown(retry_after: Option<Duration>) -> String {
    retry_after.map_or_else(String::new, |wait| {
        format!(", to be repeated after {wait:?}")
    })
}

fn sent_shown(sent: bool) -> &'static str {
    if sent {
        ", the request may have arrived"
    } else {
        ", nothing was sent"
    }
}

fn closed_shown(code: Option<u16>, reason: &str) -> String {
    let code = code.map_or_else(String::new, |code| format!(" with code {code}"));
    if reason.is_empty() {
        code
    } else {
        format!("{code} ({reason})")
    }
}

fn listed(failures: &[Failure]) -> String {
    failures
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}
