//! From paths to documents: nothing here judges what a document says.

mod documents;
mod format;
mod lines;
mod open;
mod place;
mod walk;

pub use documents::{Document, Documents, Entry, documents};
pub use place::Place;

pub(crate) use walk::STDIN;
