//! The types of API 3.1.1, frozen as a witness.
//!
//! The contract of today is `frontdesk-model`. This crate holds what clients and services of 3.1.1
//! spoke, so that a payload which a comparison of schemas calls breaking can be shown to the old
//! types themselves: [`messages`] lists them, and [`OldMessage::read`] reads a document and writes
//! it again. Either the type refuses it, or what is gone afterwards is what an old reader loses.
//!
//! | message | type |
//! | --- | --- |
//! | `reception.request` | [`Payload`] |
//! | `reception.envelope` | [`Frame`] |
//! | `superpower.response` | [`SuperpowerResponse`] |
//! | `superpower.error` | [`ErrorResponse`] |
//!
//! Reception itself came with 3.2: the two requests are those that all seven messages of 3.1.1
//! shared, under the names by which `schemas/sources/asyncapi-3.1` speaks of them.
//!
//! # Sources
//!
//! Docs of members name their source. *AsyncAPI* is the document of `info.version` 3.1.1 in the
//! vendor's SDK repository; it goes one level deep into requests and states the replies whole.
//! *SDK* is the `src/main.js` of 3.1.1, as of 2025-08-15, the last of several lists of members
//! that went by that number. Marks such as C-07 number the contradictions in
//! `schemas/sources/README.md`.
//!
//! What they do not tell is not here: no envelope around replies (there was none), no token
//! documents (only the flow is stated), no rule on which member which message needs, and nothing
//! on what the service refused. So requests ask for `request` alone, as AsyncAPI does.
//!
//! # Reading and writing
//!
//! The SDK of 3.1.1 dropped the members that it did not know; so do these requests. Replies were
//! handed to the client as they came; so [`Extra`] keeps the members that no source names. Strings
//! that a source lists are closed: an old client was never told of another state. What is read is
//! written as it was, empty lists and texts included.
//!
//! The schemas of these types are the release `schemas/reception/3.1.1`, which is sealed: a change
//! here shows there.
//!
//! # Example
//!
//! ```
//! let message = frontdesk_model_3_1::find("reception.request").expect("it is in the list");
//! let read = message.read(br#"{"request":{"request_id":"r-1","requestId":"r-1"}}"#)?;
//! assert_eq!(read, serde_json::json!({"request": {"request_id": "r-1"}}));
//! assert!(message.read(br#"{"request":[]}"#).is_err());
//! # Ok::<(), frontdesk_model_3_1::ReadError>(())
//! ```

mod extra;
mod messages;
mod object;
mod optional;
mod read;
mod reply;
mod request;
mod text;

pub use extra::Extra;
pub use messages::{Direction, OldMessage, VERSION, find, messages};
pub use optional::Optional;
pub use read::{ReadError, from_slice};
pub use reply::{
    ErrorItem, ErrorMessage, ErrorResponse, ErrorResult, ErrorState, ReplyAction, State,
    SuperpowerItem, SuperpowerMessage, SuperpowerResponse, SuperpowerResult,
};
pub use request::{
    Agent, Attributes, Channel, Code, Connections, Context, ConversationMessage, Cursor, Frame,
    FrameAction, Interaction, Interface, Link, NamedId, Network, Payload, Reference, Request,
    Resources, Scope, Session, Settings,
};
