//! JSON Schema documents: load, walk, judge and reduce.
//!
//! A [`Schema`] is a document that compiled: every reference resolves without a network, every
//! pattern is a regular expression. Two independent engines judge values against it, and this is
//! the only crate that names them.
//!
//! ```
//! use frontdesk_schema::{Options, Schema, Verdict};
//! use serde_json::json;
//!
//! let schema = Schema::compile(json!({"required": ["id"]}), &Options::default())?;
//! assert_eq!(schema.judge(&json!({"id": 1})), Verdict::Accepted);
//! let violations = schema.violations(&json!({}));
//! assert_eq!(violations[0].keyword, "required");
//! # Ok::<(), frontdesk_schema::SchemaError>(())
//! ```

mod algebra;
mod asked;
mod dispute;
mod ecma;
mod endless;
mod error;
mod fast;
mod first;
mod lexical;
mod options;
pub mod outline;
mod part;
mod plan;
mod positions;
mod prepared;
mod schema;
mod second;
mod tractable;
mod unknown;
mod violation;
mod yaml;

pub use algebra::Unsatisfiable;
pub use dispute::Dispute;
pub use error::{SchemaError, SchemaErrorKind};
pub use fast::{FastJudge, Quick};
pub use lexical::{Format, Pattern};
pub use options::{Draft, Formats, Options, UnknownDraft};
pub use schema::{Schema, Verdict};
pub use unknown::UnknownKeyword;
pub use violation::{Condition, Violation};
pub use yaml::{YamlError, YamlErrorKind, read_yaml, yaml_line_of};
