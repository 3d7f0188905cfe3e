//! A local Reception service, for work without the vendor.
//!
//! It speaks the contract on one port (token, REST, WebSocket), analyses what it is sent with
//! [superpowers] of its own, answers by the rules of a [`Scenario`], misbehaves by
//! [`Fault`]s that have names, and says what happened. In a test:
//!
//! ```
//! use frontdesk_client::{Client, Credentials, Endpoint};
//! use frontdesk_model::{Conversation, ConversationMessage, ReceptionRequest};
//! use frontdesk_server::Service;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let service = Service::start().await?;
//! let client = Client::builder(Endpoint::base(&service.url())?)
//!     .build(Credentials::new("demo", "demo"))?;
//!
//! let request = ReceptionRequest::builder()
//!     .thread_id("t-1")
//!     .organization_id("o-1")
//!     .conversation(Conversation::new().message(ConversationMessage::new("Thanks, great help!")))
//!     .build();
//! let reception = client.reception(&request).await?;
//! let sentiment = reception.results().next().ok_or("a superpower has answered")?;
//! let item = sentiment.items().next().ok_or("it has found something")?;
//! assert_eq!(item["label"], "positive");
//!
//! assert_eq!(service.received().last().map(|received| received.status), Some(Some(200)));
//! service.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! # What is known, and what is made up
//!
//! Requests are held against the reader schema of the contract, replies against the writer schema
//! before they leave. Where the public sources are silent the service has to choose, and everything
//! of this list is *illustrative*:
//!
//! - the items of superpowers, and three of their five names ([`superpowers`]);
//! - that a part of a streamed result has the state `started`;
//! - that REST answers with the superpower that finished first, alone; the header
//!   `x-frontdesk-superpower` asks for another, or for `all` of them as an array;
//! - HTTP statuses of refusals, and the codes in them; that what concerns no superpower has the
//!   `actionType` `error`;
//! - claims and lifetime of tokens; that a token serves any number of REST messages, while it opens
//!   one connection as documented;
//! - limits beside the documented 128 KB of an envelope.
//!
//! # Headers that override
//!
//! `x-frontdesk-fault: NAME, NAME` sends faults to one request, `x-frontdesk-status: NNN` forces a
//! status over REST, `x-frontdesk-superpower: NAME` lets one superpower answer. Over WebSocket they
//! stand among the headers of the envelope, and those of faults also among those of the upgrade.
//! Faults whose names begin with `token-` go to requests for a token alone.

mod builder;
mod connection;
mod contract;
mod dice;
mod error;
mod faults;
mod held;
mod http;
mod journal;
mod limits;
mod log;
mod overrides;
mod record;
mod respond;
mod scenario;
mod service;
mod shared;
pub mod superpowers;
mod timeline;
mod tokens;
mod websocket;
mod wire;

pub use builder::ServiceBuilder;
pub use contract::Problem;
pub use error::{ServiceError, ServiceErrorKind};
pub use faults::{Fault, Reach, TokenMishap, UnknownFault};
pub use journal::{Received, ReceivedKind};
pub use limits::Limits;
pub use log::{Entry, EntryKind, Listener};
pub use scenario::{Difference, NoMatch, Scenario, ScenarioProblem, scenario_schema};
pub use service::Service;
