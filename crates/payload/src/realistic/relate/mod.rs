//! Relations between the values of a finished payload.
//!
//! Knows no domain: it reads names and shapes alone. Values move or are copied, and neither a type
//! nor a member ever changes.

pub(super) mod references;
pub(super) mod times;
