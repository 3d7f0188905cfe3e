//! Reports of parts of a corpus, which merge to the report of the whole.

mod finding;
mod partition;
mod read;
mod report;

pub use read::PartialError;
pub use report::Partial;
