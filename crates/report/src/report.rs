use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Exit, Finding};

/// What a command found, ready to be rendered.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Totals by name.
    pub summary: Map<String, Value>,
    /// The parts of a composed command, in the order they ran.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// What a person must act on, in a stable order.
    pub findings: Vec<Finding>,
}

/// One part of a composed command: what it held and how much of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// The part's name.
    pub name: String,
    /// What was counted, in the order to be shown: (what, how many).
    pub counts: Vec<(String, u64)>,
    /// How many findings it made.
    pub findings: u64,
    /// How long it took, in milliseconds; shown to people only, so that reports stay byte-stable.
    #[serde(skip)]
    pub milliseconds: u64,
}

impl Report {
    /// Sets a total.
    pub fn count(&mut self, name: &str, value: impl Into<Value>) {
        self.summary.insert(name.to_owned(), value.into());
    }

    /// Tells how the command ends: the worst of its findings.
    #[must_use]
    pub fn exit(&self) -> Exit {
        self.findings
            .iter()
            .map(|finding| finding.exit)
            .max()
            .unwrap_or_default()
    }
}
