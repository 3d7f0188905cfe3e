//! Labelled payloads from a JSON Schema: valid, boundary and invalid.
//!
//! A schema goes in, JSON values come out, each with a label that was checked on the value itself
//! by two independent judges after everything that could have changed it. The same seed gives the
//! same payloads.
//!
//! In a test, a schema is a proptest strategy whose values shrink and keep their label:
//!
//! ```
//! use std::sync::Arc;
//!
//! use frontdesk_schema::{Options, Schema};
//! use proptest::prelude::*;
//! use serde_json::json;
//!
//! let document = json!({"type": "object", "properties": {"n": {"type": "integer"}}});
//! let schema = Arc::new(Schema::compile(document, &Options::default())?);
//!
//! proptest!(|(payload in frontdesk_payload::valid(&schema))| {
//!     prop_assert!(schema.accepts(&payload.payload));
//! });
//! # Ok::<(), frontdesk_schema::SchemaError>(())
//! ```
//!
//! For payloads one after the other there is [`Payloads`]:
//!
//! ```
//! use std::sync::Arc;
//!
//! use frontdesk_payload::{Kind, Payloads};
//! use frontdesk_schema::{Options, Schema};
//! use serde_json::json;
//!
//! let schema = Schema::compile(json!({"minLength": 3, "type": "string"}), &Options::default())?;
//! let mut payloads = Payloads::new(Arc::new(schema), 7);
//! let broken = payloads.draw(Kind::Invalid)?;
//! let target = broken.target.expect("an invalid payload names what it breaks");
//! assert!(["minLength", "type"].contains(&target.keyword.as_str()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod boundary;
mod build;
mod coverage;
mod drawing;
mod every;
mod invalid;
mod label;
mod minimise;
mod no_payload;
mod payloads;
mod plan;
mod raw;
mod realistic;
mod strategy;
#[cfg(test)]
mod tests;
mod text;

pub use coverage::Coverage;
pub use every::{Every, every};
pub use frontdesk_text::{Bytes, Exhaustive, Seeded, Source};
pub use label::{Kind, Leaf, Payload, Target, UnknownKind};
pub use minimise::{minimise, minimise_while};
pub use no_payload::NoPayload;
pub use payloads::Payloads;
pub use raw::{RawCase, raw_cases};
pub use strategy::{Strategy, boundary, invalid, valid};
