use frontdesk_json::Pointer;

use crate::recording::{Direction, Headers, Timestamp, Transport};

/// What a HAR file tells of the exchange or connection that a document was part of.
///
/// It holds no secret: the query, the fragment and the user of the URL are left out, and headers
/// are redacted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Exchange {
    /// What carried the document.
    pub transport: Transport,
    /// Who wrote it.
    pub direction: Direction,
    /// When the exchange began, or the frame was sent or else its connection opened; absent where the
    /// file does not say it.
    pub at: Option<Timestamp>,
    /// The request's method.
    pub method: Option<String>,
    /// The request's URL, up to the query.
    pub url: Option<String>,
    /// The response's status; absent for requests and frames.
    pub status: Option<u16>,
    /// The headers that came with the document, redacted.
    pub headers: Headers,
    /// Where in the file the document stands.
    pub pointer: Pointer,
}
