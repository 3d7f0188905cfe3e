use crate::recording::{Body, ContractVersion, Expectation, Headers, Origin, Timestamp};

/// One observed exchange or frame: one line of a corpus.
///
/// [`Recording::from_value`] reads one, [`to_line`](crate::to_line) writes one.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// When it was observed; for what was documented, when the source was read.
    pub at: Timestamp,
    /// What carried it.
    pub transport: Transport,
    /// Who wrote it.
    pub direction: Direction,
    /// Which message of the contract the body is, such as `reception.request`.
    pub message: String,
    /// The HTTP status that came with it.
    pub status: Option<u16>,
    /// The headers that came with it, already redacted.
    pub headers: Headers,
    /// What was sent.
    pub body: Body,
    /// The contract that was spoken.
    pub contract: ContractVersion,
    /// Where it comes from.
    pub origin: Origin,
    /// What the judges are expected to say of the body; without it the reader must accept.
    pub expect: Option<Expectation>,
}

/// What carried a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Transport {
    /// A REST exchange.
    Rest,
    /// A WebSocket frame.
    WebSocket,
}

impl Transport {
    /// Returns the name that recordings use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::WebSocket => "websocket",
        }
    }

    /// Finds the transport that has this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Rest, Self::WebSocket]
            .into_iter()
            .find(|transport| transport.as_str() == name)
    }
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    /// The client wrote it, the server reads it.
    Request,
    /// The server wrote it, the client reads it.
    Response,
}

impl Direction {
    /// Returns the name that recordings use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }

    /// Finds the direction that has this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Request, Self::Response]
            .into_iter()
            .find(|direction| direction.as_str() == name)
    }
}
