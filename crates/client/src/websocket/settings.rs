//! How messages travel over WebSocket.

use std::time::Duration;

use super::Until;

/// Says how messages travel over WebSocket.
///
/// No source states limits of the service, so the numbers of [`standard`](Self::standard) are this
/// client's choice. Connect and request timeout, the limit of a request and the
/// [`RetryPolicy`](crate::RetryPolicy) are those of the [`ClientBuilder`](crate::ClientBuilder).
///
/// ```
/// use std::time::Duration;
///
/// use frontdesk_client::{Client, Credentials, Endpoint, Until, WebSocket};
///
/// let settings = WebSocket {
///     until: Until::quiet(Duration::from_secs(1)),
///     ..WebSocket::standard()
/// };
/// let client = Client::builder(Endpoint::base("http://127.0.0.1:8080")?)
///     .websocket(settings)
///     .build(Credentials::new("my-client", "my-secret"))?;
/// # Ok::<_, frontdesk_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebSocket {
    /// When a reception is at its end, unless the call says otherwise.
    pub until: Until,
    /// Where the token stands when a connection is opened.
    pub token_place: TokenPlace,
    /// What happens to replies without an id.
    pub bare_replies: BareReplies,
    /// The header `tenantId` of every envelope.
    pub tenant_id: Option<String>,
    /// The query parameter `OptaveTraceChatSessionId`, which the SDK sends when it has a session id.
    pub chat_session_id: Option<String>,
    /// How many requests are open at once; further ones wait.
    pub in_flight: usize,
    /// How many events of one request are kept for whoever reads them. When they are full, nothing
    /// more is read from the connection until there is room.
    pub event_buffer: usize,
    /// How many uncorrelated replies are kept for each reader; the oldest give way.
    pub uncorrelated_buffer: usize,
    /// The largest frame that is read, in bytes.
    pub frame_limit: usize,
    /// The largest message that is read, in bytes, all its frames together.
    pub message_limit: usize,
    /// The silence after which the client asks by a ping whether the service is there.
    pub keep_alive: Duration,
    /// How long the service has to answer a ping by anything at all.
    pub keep_alive_timeout: Duration,
    /// How long the service has to answer a close.
    pub close_timeout: Duration,
}

impl WebSocket {
    /// Ends a reception after two quiet seconds, sends the token as a subprotocol, keeps 64
    /// requests open and 64 events each, reads messages of 8 MiB, and pings after 30 seconds.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            until: Until::quiet(Duration::from_secs(2)),
            token_place: TokenPlace::Subprotocol,
            bare_replies: BareReplies::Uncorrelated,
            tenant_id: None,
            chat_session_id: None,
            in_flight: 64,
            event_buffer: 64,
            uncorrelated_buffer: 64,
            frame_limit: 8 * 1024 * 1024,
            message_limit: 8 * 1024 * 1024,
            keep_alive: Duration::from_secs(30),
            keep_alive_timeout: Duration::from_secs(10),
            close_timeout: Duration::from_secs(2),
        }
    }
}

/// Where the token stands when a connection is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenPlace {
    /// The second subprotocol, after `optave-v1`: the way of the docs page and the SDK since 3.2.
    Subprotocol,
    /// The query parameter `Authorization`, without any subprotocol: the way before 3.2. The SDK
    /// warns against it, since URLs end up in logs.
    Query,
}

/// What happens to replies that name no request.
///
/// Vendor schema and typings put replies into envelopes with the id of the request; the docs pages
/// show them bare (C-12), and how bare ones are matched is in no source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BareReplies {
    /// They are handed over as [uncorrelated](crate::Client::uncorrelated).
    Uncorrelated,
    /// They belong to the only request that is open, if there is but one. This is a guess: a late
    /// reply to an earlier request is taken for one to this.
    OnlyRequest,
}
