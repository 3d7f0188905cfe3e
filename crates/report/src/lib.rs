//! Findings, reports and exit codes, and how they are rendered.
//!
//! Every command ends in a [`Report`]: what was counted, and what a person must act on. This crate
//! prints nothing itself and knows no domain; callers hand in plain strings and JSON values.

mod exit;
mod finding;
mod report;

pub use exit::Exit;
pub use finding::{Finding, RuleId};
pub use report::{Part, Report};
