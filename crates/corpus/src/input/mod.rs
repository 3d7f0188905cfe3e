//! From paths to documents: nothing here judges what a document says.

mod chunks;
mod documents;
mod elements;
mod exchange;
mod format;
mod har;
mod open;
mod pieces;
mod place;
mod seen;
mod source;
mod walk;

pub use documents::{Document, Documents, Entry, documents};
pub use exchange::Exchange;
pub use place::Place;

pub(crate) use chunks::{Chunk, Content};
pub(crate) use open::{Stdin, too_long};
pub(crate) use pieces::{Piece, Pieces, Reading};
pub(crate) use walk::{STDIN, no_documents};
