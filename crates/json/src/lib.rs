//! JSON as text: strict reading, pointers and the canonical writer.
//!
//! A [`serde_json::Value`] has already forgotten what a document really said: which member was
//! written twice, how a number was spelled, where a byte was not UTF-8. This crate stands before
//! it and knows no schema.

mod pointer;

pub use pointer::{Pointer, PointerParseError};
