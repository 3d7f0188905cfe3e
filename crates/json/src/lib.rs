//! JSON as text: strict reading, pointers and the canonical writer.
//!
//! A [`serde_json::Value`] has already forgotten what a document really said: which member was
//! written twice, how a number was spelled, where a byte was not UTF-8. This crate stands before
//! it and knows no schema.
//!
//! ```
//! use frontdesk_json::{ReadErrorKind, read, to_canonical_string};
//!
//! let value = read(br#" {"b": [1.0, "\u0041"], "a": null} "#)?;
//! assert_eq!(to_canonical_string(&value)?, r#"{"a":null,"b":[1.0,"A"]}"#);
//!
//! let twice = read(br#"{"user": {"id": 1, "id": 2}}"#).unwrap_err();
//! assert_eq!(*twice.kind(), ReadErrorKind::DuplicateMember { name: "id".to_owned() });
//! assert_eq!((twice.line(), twice.column()), (1, 20));
//! assert_eq!(twice.pointer().to_string(), "/user/id");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What [`read`] accepts and what [`to_canonical_vec`] writes are made for each other: reading
//! canonical bytes always succeeds and gives the value that was written.

mod canonical;
mod equal;
mod excerpt;
mod line;
mod names;
mod parser;
mod pointer;
mod read;
mod read_error;
mod rounded;
mod scan;
mod secret;
mod tape;

pub use canonical::{
    CanonicalError, CanonicalErrorKind, pretty, to_canonical_string, to_canonical_vec,
};
pub use equal::equal;
pub use excerpt::excerpt;
pub use line::line_of;
pub use names::{Name, Names, NamesOfOne, name_hash};
pub use pointer::{Pointer, PointerParseError};
pub use read::{Reading, read, read_noting};
pub use read_error::{ReadError, ReadErrorKind};
pub use rounded::Rounded;
pub use scan::{Expected, Numeral, Scanner, ScannerPlace, Written, unescape};
pub use secret::is_secret;
pub use tape::{Tape, TapeDocument, TapeItems, TapeKind, TapeMembers, TapeName, TapeValue};

/// How many containers may be open at once; one more is refused.
///
/// It is what `serde_json` allows, so that both sides of a comparison stop at the same depth.
pub const MAX_DEPTH: usize = 127;
