use jsonschema::Validator;
use serde_json::{Value, json};

/// A regular expression as schemas read it: ECMA-262, found anywhere in the text.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    translated: Option<String>,
    tester: Validator,
}

/// A named format of strings, as the first judge checks it.
#[derive(Debug)]
pub struct Format {
    tester: Validator,
}

impl Pattern {
    /// Compiles an expression, `None` when it is none.
    #[must_use]
    pub fn new(source: &str) -> Option<Self> {
        let tester = jsonschema::options()
            .offline()
            .build(&json!({ "pattern": source }))
            .ok()?;
        Some(Self {
            source: source.to_owned(),
            translated: jsonschema_regex::to_rust_regex(source)
                .ok()
                .map(std::borrow::Cow::into_owned),
            tester,
        })
    }

    /// Returns the expression as written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns the expression in the syntax of the `regex` crates, where it could be read.
    ///
    /// Look-around and back-references stand in it as they are; those crates refuse them.
    #[must_use]
    pub fn translated(&self) -> Option<&str> {
        self.translated.as_deref()
    }

    /// Tells whether the expression is found in `text`.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.tester.is_valid(&Value::String(text.to_owned()))
    }
}

impl Format {
    /// Names a format; an unknown name accepts every text.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let tester = jsonschema::options()
            .offline()
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true)
            .build(&json!({ "format": name }))
            .ok()?;
        Some(Self { tester })
    }

    /// Tells whether `text` is of the format.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.tester.is_valid(&Value::String(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Pattern};

    #[test]
    fn digits_are_ascii_as_in_ecma_262() {
        let pattern = Pattern::new(r"^\d$").unwrap();
        assert!(pattern.matches("7"));
        assert!(!pattern.matches("७"));
        assert!(pattern.translated().is_some());
    }

    #[test]
    fn look_ahead_is_understood() {
        let pattern = Pattern::new("^(?!a)b").unwrap();
        assert!(pattern.matches("b"));
        assert!(!pattern.matches("a"));
        assert!(Pattern::new("(").is_none());
    }

    #[test]
    fn formats_are_tested_by_name() {
        assert!(!Format::new("ipv4").unwrap().matches("300.1.1.1"));
        assert!(Format::new("no-such-format").unwrap().matches("anything"));
    }
}
