//! Findings, reports and exit codes, and how they are rendered.
//!
//! Every command ends in a [`Report`]: what was counted, and what a person must act on. This crate
//! prints nothing itself and knows no domain; callers hand in plain strings and JSON values.
//!
//! ```
//! use frontdesk_report::{Exit, Finding, Format, Report, RuleId, Style, render};
//!
//! const STALE: RuleId = RuleId::new("stale-schema");
//!
//! let mut report = Report::default();
//! report.count("schemas", 14);
//! let finding = Finding::new(STALE, "the types say something else today");
//! report.findings.push(finding.in_file("schemas/request.json", Some(3)).exits(Exit::Stale));
//! report.sort();
//!
//! assert_eq!(report.exit().code(), 4);
//! assert_eq!(
//!     render(&report, Format::Human, Style { color: false, width: 80 }),
//!     "\
//! stale-schema: the types say something else today
//!   --> schemas/request.json:3
//!
//! schemas: 14
//! 1 finding
//! "
//! );
//! ```

mod exit;
mod finding;
mod format;
mod render;
mod report;
mod schema;

pub use exit::Exit;
pub use finding::{Declared, Finding, RuleId};
pub use format::{Format, Style, UnknownFormat};
pub use render::render;
pub use report::{Part, Report};
pub use schema::report_schema;
