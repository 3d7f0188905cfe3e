//! The recording format: its types, strict about typos when read, redacted when written.

mod body;
mod exchange;
mod expectation;
mod headers;
mod line;
mod members;
mod origin;
mod read;
mod timestamp;

pub use body::Body;
pub use exchange::{Direction, Recording, Transport};
pub use expectation::{Expectation, Expected};
pub use headers::Headers;
pub use line::to_line;
pub use origin::{ContractVersion, Origin, OriginKind};
pub use read::{MalformedRecording, ReadRecording, UnknownMember};
pub use timestamp::{Timestamp, TimestampParseError};

pub(crate) use read::{is_recording_member, looks_like_recording};
