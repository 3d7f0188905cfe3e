use std::sync::Arc;

use frontdesk_json::Pointer;
use frontdesk_report::{Finding, RuleId};

use crate::input::chunks::Position;

/// Where a document stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The file, as a path from where the command ran; `-` for standard input.
    pub file: Arc<str>,
    /// The line, from 1; absent where the file is not read by lines.
    pub line: Option<u64>,
    /// Which document of the file it is, from 0; in a HAR file, which entry.
    pub entry: u64,
    /// Where the document begins, in bytes from the start of the unpacked file; in a HAR file,
    /// where the entry begins.
    pub offset: u64,
    /// The text of the file that holds the document, where it is not the document itself.
    pub within: Option<Pointer>,
}

impl Place {
    /// Names the line at a position of a file.
    pub(crate) fn of_line(file: &Arc<str>, at: Position) -> Self {
        Self {
            file: Arc::clone(file),
            line: Some(at.lines + 1),
            entry: at.entries,
            offset: at.offset,
            within: None,
        }
    }

    /// Starts a finding that stands here.
    pub(crate) fn finding(&self, rule: RuleId, message: impl Into<String>) -> Finding {
        let finding = Finding::new(rule, message)
            .in_file(self.file.as_ref(), self.line)
            .at_entry(self.entry);
        let finding = match self.line {
            None if self.offset == 0 => finding,
            _ => finding.with("offset", self.offset),
        };
        match &self.within {
            Some(pointer) => finding.with("within", pointer.to_string()),
            None => finding,
        }
    }
}
