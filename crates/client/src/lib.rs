//! A typed client of the Reception API.
//!
//! One call sends a [`ReceptionRequest`](frontdesk_model::ReceptionRequest) over REST or WebSocket
//! and returns what the superpowers say, or an [`Error`] whose [kind](ErrorKind) says what went
//! wrong and whether the request may have reached the service.
//!
//! ```no_run
//! use frontdesk_client::{Client, Credentials, Endpoint, ErrorKind};
//! use frontdesk_model::{Conversation, ConversationMessage, Participant, ReceptionRequest};
//!
//! # async fn run() -> Result<(), frontdesk_client::Error> {
//! let client = Client::builder(Endpoint::base("http://127.0.0.1:8080")?)
//!     .build(Credentials::new("my-client", "my-secret"))?;
//!
//! let request = ReceptionRequest::builder()
//!     .thread_id("9e8d7c6b-5a49-3827-1605-948372615abc")
//!     .organization_id("f7e8d9c0-b1a2-3456-7890-123456789abc")
//!     .conversation(
//!         Conversation::new()
//!             .participant(Participant::user("p-1"))
//!             .message(ConversationMessage::new("Hi, can you help me?").by("p-1")),
//!     )
//!     .build();
//!
//! match client.reception(&request).await {
//!     Ok(reception) => {
//!         for result in reception.results() {
//!             assert!(!result.action_type.as_str().is_empty());
//!         }
//!     }
//!     Err(error) => match error.kind() {
//!         ErrorKind::RateLimited { retry_after } => assert!(retry_after.is_some()),
//!         _ => return Err(error),
//!     },
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Over WebSocket
//!
//! With [`ClientBuilder::websocket`] the same calls go over one connection that many requests share.
//! [`Client::send`] returns what comes back as it comes: states, parts, results, and failures of
//! single superpowers.
//!
//! ```
//! use std::time::Duration;
//!
//! use frontdesk_client::{Client, Credentials, End, Endpoint, Event, Until, WebSocket};
//! use frontdesk_model::{Conversation, ReceptionRequest, Superpower};
//!
//! # async fn run(endpoint: Endpoint) -> Result<(), frontdesk_client::Error> {
//! let client = Client::builder(endpoint)
//!     .websocket(WebSocket::standard())
//!     .build(Credentials::new("my-client", "my-secret"))?;
//!
//! let request = ReceptionRequest::builder()
//!     .thread_id("t-1")
//!     .organization_id("o-1")
//!     .conversation(Conversation::new())
//!     .build();
//! let until = Until::all([Superpower::SentimentAnalysis, Superpower::RiskAssessment])
//!     .or(Until::deadline(Duration::from_secs(20)));
//!
//! let mut events = client.send_until(&request, until).await?;
//! let (mut results, mut failures) = (0, 0);
//! while let Some(event) = events.next().await {
//!     match event? {
//!         Event::Result(_) => results += 1,
//!         Event::Failure(_) => failures += 1,
//!         _ => {}
//!     }
//! }
//! assert_eq!(events.end(), Some(End::AllDone));
//! assert_eq!((results, failures), (1, 1));
//! client.close().await;
//! # Ok(())
//! # }
//! #
//! # mod service {
//! #     include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/example/service.rs"));
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! #     run(service::start().await).await.unwrap();
//! # });
//! ```
//!
//! When a reception ends is in no source, so the caller says it: [`Until`]. A reply belongs to the
//! request whose correlation id it names; any other one is [uncorrelated](Client::uncorrelated).
//!
//! Each connection is opened with a token of its own, since a token opens only one. A lost
//! connection is opened again for the next request, after a backoff with jitter unless the service
//! has closed it in order; after the close code 1008 it never is. Messages that were written when
//! it was lost are not sent again unless [`RetryPolicy::repeat_sent`] asks for that and their
//! envelope has an idempotency key.
//!
//! Buffers are bounded. A reader who does not read lets its events pile up, and then nothing more
//! is read from the connection, so that all requests wait for it; after the
//! [request timeout](ClientBuilder::request_timeout) its request fails with
//! [`ErrorKind::ReaderTooSlow`], and the others go on.
//!
//! # What is sent, and how often
//!
//! The body is the request in its one spelling ([`frontdesk_json::to_canonical_vec`]). REST has no
//! documented place for an idempotency key, so a request is repeated only when no byte of it was
//! sent, or when the service answered 429 or 503 and said by `Retry-After` when to come back;
//! [`RetryPolicy`] holds the limits and the way to ask for more. Redirects are not followed, because
//! they would carry the credentials elsewhere.
//!
//! The token is fetched before the first call and used until the service refuses it; then it is
//! fetched anew, once for each call, and the request sent again if [`RetryPolicy::max_attempts`]
//! leaves an attempt. Calls at the same time share one fetch.
//!
//! # Secrets
//!
//! The client secret and the token are in no `Debug` and in no error: URLs are taken out of the
//! errors of the transport, and texts of the service are searched for both before an error keeps
//! them; a text with a secret of less than four characters is not kept at all. Plain `http://` is for loopback unless
//! [asked for](ClientBuilder::allow_plain_http), and never goes through a proxy.
//!
//! # Feature `tls`
//!
//! `https://` endpoints, and so [`Endpoint::tenant`], need the cargo feature `tls`. It is off by
//! default, because a library should not choose the cryptography of the binary; without it
//! [`ClientBuilder::build`] refuses such an endpoint with [`EndpointFault::NeedsTls`]. A rustls
//! provider that the binary has installed for the process is used, ring otherwise. The authorities of
//! the system are trusted, and those that `ClientBuilder::authorities` names.

mod answers;
mod builder;
mod client;
mod credentials;
mod endpoint;
mod error;
mod explanation;
mod http;
mod reception;
mod redact;
mod rest;
mod retry;
mod retry_after;
mod surroundings;
mod tokens;
mod websocket;

pub use builder::{ClientBuilder, REQUEST_LIMIT, RESPONSE_LIMIT};
pub use client::Client;
pub use credentials::Credentials;
pub use endpoint::{Endpoint, EndpointFault};
pub use error::{Error, ErrorKind, Stage};
pub use explanation::{Explanation, Failure};
pub use reception::{Reception, ReplyDeviation};
pub use retry::RetryPolicy;
pub use surroundings::{Sleep, Surroundings};
pub use websocket::{
    BareReplies, End, Event, Events, First, TokenPlace, Uncorrelated, UncorrelatedReplies, Unknown,
    Until, WebSocket,
};
