//! A contract's messages and the schemas derived from its types.
//!
//! A [`Contract`] names an API, its version and its [`Message`]s: each one a Rust type with serde
//! and schemars, and who writes it. From the types come two schemas per message: the *writer*
//! schema of what the types emit of authored values, which is closed, and the *reader* schema of
//! what the types accept, which is open. [`export`] turns them into files, and a [`Store`] keeps
//! those files in a folder: what the types say today, the frozen releases, and the sources that
//! other people's statements of the contract are written down in.
//!
//! ```
//! use frontdesk_contract::{Contract, Direction, Message, Side, schema_text};
//!
//! /// Asks for one room.
//! #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
//! struct Booking {
//!     nights: u8,
//! }
//!
//! let contract = Contract::new("hotel", "1.0.0")
//!     .message(Message::of::<Booking>("booking.request", Direction::Request).title("Booking"))
//!     .finish()?;
//! let schema = contract.schema(contract.lookup("booking.request")?, Side::Reader)?;
//! assert_eq!(
//!     schema_text(&schema),
//!     r##"{
//!   "$schema": "https://json-schema.org/draft/2020-12/schema",
//!   "$id": "https://frontdesk.invalid/schemas/hotel/next/booking.request.reader.json",
//!   "title": "Booking",
//!   "description": "Asks for one room.",
//!   "$ref": "#/$defs/Booking",
//!   "$defs": {
//!     "Booking": {
//!       "description": "Asks for one room.",
//!       "type": "object",
//!       "properties": {
//!         "nights": {
//!           "type": "integer",
//!           "maximum": 255,
//!           "minimum": 0
//!         }
//!       },
//!       "required": [
//!         "nights"
//!       ]
//!     }
//!   }
//! }
//! "##,
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An [`Interface`] says where and how the messages travel, which makes an OpenAPI and an AsyncAPI
//! document of them; [`read_document`] reads such documents, anybody's, as messages with schemas.
//!
//! The crate knows no particular contract, prints nothing and touches no network.

mod contract;
mod derive;
mod difference;
mod document;
mod error;
mod export;
mod hash;
mod interface;
mod keywords;
mod manifest;
mod message;
mod probe;
mod publish;
mod rust;
mod side;
mod store;
mod text;
mod version;

#[cfg(test)]
mod testing;

pub use contract::{Contract, UnknownMessage};
pub use document::{
    ApiDocument, DocumentError, DocumentErrorKind, DocumentKind, DocumentMessage,
    DocumentOperation, kind_of, read_document,
};
pub use error::{
    ContractError, ContractErrorKind, DeriveError, DeriveErrorKind, StoreError, StoreErrorKind,
};
pub use export::{ExportedFiles, NEXT, export, export_release};
pub use hash::hash;
pub use interface::{
    Channel, Conversation, Host, Interface, Location, Operation, Parameter, Protocol, Reply,
    ReplyStatus, Scheme, Security, Variable,
};
pub use manifest::{Manifest, ManifestFile, ManifestMessage};
pub use message::{Message, MessageOf, Model};
pub use probe::KnownNames;
pub use rust::{RustPlace, RustSources};
pub use side::{Direction, Side, UnknownWord};
pub use store::{
    Exemption, Release, Source, SourceDocument, Staleness, StalenessKind, Status, Store, Tampering,
    TamperingKind, Written,
};
pub use text::schema_text;
pub use version::{Version, VersionError};
