//! Recordings: walk, read, validate and write them.
//!
//! A [`Recording`] is one observed exchange or frame, one line of an NDJSON file; a folder of them
//! is a corpus. [`documents()`] yields what stands under the paths that a person names, as bytes with
//! their exact [`Place`]; [`validate`] holds each document against schemas handed in and against
//! what the recording itself expects of them, and [`validate_with`] does so side by side. None of
//! them prints, and none holds more of a file in memory than a few chunks.
//!
//! ```
//! use frontdesk_corpus::{Config, Judges, MessageJudges, Target, validate};
//! use frontdesk_schema::{Options, Schema};
//! use serde_json::json;
//!
//! let reader = Schema::compile(json!({"required": ["text"]}), &Options::default())?;
//! let judges = Judges::from_iter([("greeting", MessageJudges::of_reader(reader))]);
//! let config = Config {
//!     target: Target::message("greeting"),
//!     max_document_bytes: frontdesk_corpus::USUAL_MAX_DOCUMENT_BYTES,
//!     max_findings: frontdesk_corpus::USUAL_MAX_FINDINGS,
//! };
//! let stdin = &b"{\"text\": \"hello\"}\n{}\n"[..];
//! let outcome = validate(&["-".into()], stdin, &judges, &config)?;
//! assert_eq!((outcome.counts.valid, outcome.counts.invalid), (1, 1));
//! assert_eq!(outcome.findings[0].line, Some(2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod config;
mod error;
mod input;
mod judging;
mod outcome;
mod partial;
mod recording;
mod redact;
mod route;
pub mod rules;
mod suggest;
mod validate;
mod writer;

pub use config::{
    Config, Judges, MessageJudges, Side, Target, USUAL_MAX_DOCUMENT_BYTES, USUAL_MAX_FINDINGS,
};
pub use error::{CorpusError, CorpusErrorKind};
pub use input::{Document, Documents, Entry, Exchange, Place, documents};
pub use judging::{Teller, Told};
pub use outcome::{Counts, Outcome};
pub use partial::{Partial, PartialError};
pub use recording::{
    Body, ContractVersion, Direction, Expectation, Expected, Headers, MalformedRecording, Origin,
    OriginKind, ReadRecording, Recording, Timestamp, TimestampParseError, Transport, UnknownMember,
    to_line,
};
pub use redact::{Personal, REDACTED, RedactedBody, RedactionKey, Redactor, UnknownPersonal};
pub use route::Route;
pub use validate::{Running, validate, validate_with};
pub use writer::RecordingWriter;
