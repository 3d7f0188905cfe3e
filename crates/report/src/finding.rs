use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::Exit;

/// The stable name of what a finding reports, in kebab case.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct RuleId(&'static str);

impl RuleId {
    /// Names a rule.
    ///
    /// # Panics
    ///
    /// When `name` is not kebab case; in a constant this is a compile error.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        let bytes = name.as_bytes();
        assert!(!bytes.is_empty(), "a rule needs a name");
        let mut at = 0;
        while at < bytes.len() {
            assert!(
                matches!(bytes[at], b'a'..=b'z' | b'0'..=b'9' | b'-'),
                "a rule is named in kebab case"
            );
            at += 1;
        }
        Self(name)
    }

    /// Names a rule whose name is put together from parts, as from a direction and a change.
    ///
    /// There are only so many rules: each name is kept for the life of the process.
    ///
    /// # Panics
    ///
    /// When `name` is not kebab case.
    #[must_use]
    pub fn composed(name: &str) -> Self {
        static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
        let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = names.get(name) {
            return Self(known);
        }
        let rule = Self::new(Box::leak(name.into()));
        names.insert(rule.0);
        rule
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

/// Something a person must act on: the rule, where, the evidence.
///
/// In JSON the absent places are left out, and `evidence` members stand beside the named ones.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// A fingerprint of the rule and the place, stable between runs.
    pub id: String,
    /// What kind of finding this is.
    pub rule: RuleId,
    /// What a person reads first.
    pub message: String,
    /// The file, as a path from where the command ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Which document of the file, from 0, where a line does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// JSON Pointer to the value at fault; for `required`, the object that lacks the member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// JSON Pointer to the subschema that holds the keyword, `$ref` resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The keyword that refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword: Option<String>,
    /// Where in Rust the types say so, when it came from types.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<Declared>,
    /// What proves it and what replays it, by name.
    #[serde(flatten)]
    pub evidence: Map<String, Value>,
    /// What people read in the place of the evidence, where that says too much; by name.
    #[serde(skip)]
    pub shown: Vec<(String, String)>,
    /// How bad it is for the exit code.
    #[serde(skip)]
    pub exit: Exit,
}

/// The Rust declaration that a finding is about.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Declared {
    /// The name, such as `Booking::guest_name`.
    pub name: String,
    /// The file, as a path from where the command ran.
    pub file: String,
    /// The line in the file, from 1.
    pub line: u64,
}

impl Finding {
    /// Starts a finding of `rule`, with no place yet.
    #[must_use]
    pub fn new(rule: RuleId, message: impl Into<String>) -> Self {
        let finding = Self {
            id: String::new(),
            rule,
            message: message.into(),
            file: None,
            line: None,
            entry: None,
            instance: None,
            schema: None,
            keyword: None,
            declared: None,
            evidence: Map::new(),
            shown: Vec::new(),
            exit: Exit::Findings,
        };
        finding.identified()
    }

    /// Sets the file and, where known, the line.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>, line: Option<u64>) -> Self {
        self.file = Some(file.into());
        self.line = line;
        self.identified()
    }

    /// Sets which document of the file it is, from 0.
    #[must_use]
    pub fn at_entry(mut self, entry: u64) -> Self {
        self.entry = Some(entry);
        self.identified()
    }

    /// Sets the value at fault.
    #[must_use]
    pub fn at_instance(mut self, instance: impl fmt::Display) -> Self {
        self.instance = Some(instance.to_string());
        self.identified()
    }

    /// Sets the subschema and the keyword that refused.
    #[must_use]
    pub fn by_keyword(mut self, schema: impl fmt::Display, keyword: impl Into<String>) -> Self {
        self.schema = Some(schema.to_string());
        self.keyword = Some(keyword.into());
        self.identified()
    }

    /// Sets the Rust declaration that it is about; the fingerprint stays.
    #[must_use]
    pub fn declared(mut self, declared: Declared) -> Self {
        self.declared = Some(declared);
        self
    }

    /// Adds a named piece of evidence.
    ///
    /// # Panics
    ///
    /// When `name` is a member that every finding has: the rendered object would hold it twice.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        const OWN: [&str; 10] = [
            "id", "rule", "message", "file", "line", "entry", "instance", "schema", "keyword",
            "declared",
        ];
        assert!(!OWN.contains(&name), "{name} is a member of every finding");
        self.evidence.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a line that people read in the place of the evidence.
    #[must_use]
    pub fn showing(mut self, name: &str, text: impl Into<String>) -> Self {
        self.shown.push((name.to_owned(), text.into()));
        self
    }

    /// Sets how bad it is for the exit code.
    #[must_use]
    pub fn exits(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// Derives the fingerprint from the rule and the place; the message may change freely.
    fn identified(mut self) -> Self {
        let mut hash = Sha256::new();
        let number = |value: Option<u64>| value.map(|value| value.to_string());
        for part in [
            Some(self.rule.as_str().to_owned()),
            self.file.clone(),
            number(self.line),
            number(self.entry),
            self.instance.clone(),
            self.schema.clone(),
            self.keyword.clone(),
        ] {
            // The separator keeps ("a", "bc") apart from ("ab", "c").
            hash.update(part.as_deref().unwrap_or("\u{1}"));
            hash.update([0]);
        }
        let hash = hash.finalize();
        let start = hash.iter().take(6);
        let number = start.fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        self.id = format!("{number:012x}");
        self
    }
}
