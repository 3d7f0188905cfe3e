use std::sync::Arc;

use frontdesk_report::{Finding, RuleId};

/// Where a document stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The file, as a path from where the command ran; `-` for standard input.
    pub file: Arc<str>,
    /// The line, from 1; absent where the whole file is one document.
    pub line: Option<u64>,
    /// Which document of the file it is, from 0.
    pub entry: u64,
    /// Where the document begins, in bytes from the start of the file.
    pub offset: u64,
}

impl Place {
    /// Starts a finding that stands here.
    pub(crate) fn finding(&self, rule: RuleId, message: impl Into<String>) -> Finding {
        Finding::new(rule, message)
            .in_file(self.file.as_ref(), self.line)
            .at_entry(self.entry)
    }
}
