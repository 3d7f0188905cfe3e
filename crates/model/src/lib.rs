//! The Reception wire contract as types.
//!
//! Every document of the contract 3.2.x is a type here: the request payload, the WebSocket
//! envelopes, superpower and error responses, token response and token error. The types are the
//! source of the schemas: each derives what it writes and what it reads, and the descriptions in
//! those schemas are the docs of the fields.
//!
//! | message | type |
//! | --- | --- |
//! | `reception.request` | [`ReceptionRequest`] |
//! | `reception.envelope` | [`RequestEnvelope`] |
//! | `superpower.response` | [`SuperpowerResponse`] |
//! | `superpower.error` | [`ErrorResponse`] |
//! | `response.envelope` | [`ResponseEnvelope`] |
//! | `token.response` | [`TokenResponse`] |
//! | `token.error` | [`TokenError`] |
//!
//! [`Reply`] and [`Replies`] read what comes back without knowing its form: enveloped or bare, one
//! or an array.
//!
//! # Sources
//!
//! No single public document states the contract, and those that exist contradict each other. Docs
//! say who says what: the *docs page* ("Reception", 3.2.x) and its sister pages, the *vendor
//! schema* (in the SDK's validators, 3.2.3), the *SDK* (what version 3.2.3 does), *AsyncAPI*
//! (3.1.1). Marks such as C-06 number the contradictions.
//!
//! Requests are written here, so they keep to the strictest current source, and reading them asks
//! only for what the docs page requires. Replies are relayed, so reading keeps what it does not
//! know ([`Extra`], `Other`).
//!
//! # Example
//!
//! ```
//! use frontdesk_model::{Conversation, ConversationMessage, Participant, ReceptionRequest, from_slice};
//!
//! let request = ReceptionRequest::builder()
//!     .thread_id("9e8d7c6b-5a49-3827-1605-948372615abc")
//!     .organization_id("f7e8d9c0-b1a2-3456-7890-123456789abc")
//!     .language("en-US")
//!     .conversation(
//!         Conversation::new()
//!             .participant(Participant::user("p-1").named("John Doe"))
//!             .message(ConversationMessage::new("Hi, can you help me?").by("p-1")),
//!     )
//!     .build();
//!
//! let body = serde_json::to_vec(&request)?;
//! let read: ReceptionRequest = from_slice(&body)?;
//! assert_eq!(read, request);
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```

mod envelope;
mod extra;
mod ids;
mod names;
mod optional;
mod read;
mod reply;
mod request;
mod strict;
mod text;
mod time;
mod token;

pub use envelope::{RequestEnvelope, RequestHeaders};
pub use extra::Extra;
pub use ids::{MalformedId, MessageId};
pub use names::{
    EnvelopeAction, ErrorState, Identifier, MessageName, ReplyAction, RequestSchemaRef,
    ResponseSchemaRef, State, Superpower,
};
pub use read::{ReadError, ReadErrorKind, from_slice};
pub use reply::{
    Deviation, DeviationKind, ErrorItem, ErrorMessage, ErrorResponse, ErrorResult, Items, Replies,
    Reply, ResponseEnvelope, ResponseHeaders, ResponsePayload, SuperpowerItem, SuperpowerMessage,
    SuperpowerResponse, SuperpowerResult,
};
pub use request::{
    Agent, Attributes, Channel, Code, Connections, Context, Conversation, ConversationMessage,
    Cursor, Given, Interaction, Interface, Link, Medium, Missing, NamedId, Participant, Product,
    ReceptionBuilder, ReceptionRequest, Reference, Request, Resources, Role, Scope, Session,
    Settings,
};
pub use time::{MalformedTimestamp, Timestamp};
pub use token::{AccessToken, TokenError, TokenErrorCause, TokenErrorDetail, TokenResponse};
