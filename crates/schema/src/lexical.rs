use std::panic::{AssertUnwindSafe, catch_unwind};

use jsonschema::Validator;
use regex::Regex;
use serde_json::{Value, json};

use crate::fast::{OnTape, TapeNode};

/// A regular expression as schemas read it: ECMA-262, found anywhere in the text.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    translated: Option<String>,
    /// The translation compiled, where it needs neither look-around nor back-references.
    ///
    /// The first judge uses the same engine for these, but asks for a whole value each time.
    plain: Option<Regex>,
    tester: Validator,
}

/// A named format of strings, as the first judge checks it.
#[derive(Debug)]
pub struct Format {
    tester: Validator<OnTape>,
}

impl Pattern {
    /// Compiles an expression, `None` when it is none.
    #[must_use]
    pub fn new(source: &str) -> Option<Self> {
        let tester = jsonschema::options()
            .offline()
            .build(&json!({ "pattern": source }))
            .ok()?;
        let translated = jsonschema_regex::to_rust_regex(source)
            .ok()
            .map(std::borrow::Cow::into_owned);
        Some(Self {
            source: source.to_owned(),
            plain: translated.as_deref().and_then(|text| Regex::new(text).ok()),
            translated,
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
        let found = self.plain.as_ref().and_then(|plain| {
            // The engine panics on some expressions (rust-lang/regex#1344); the tester knows how
            // the first judge answers then.
            catch_unwind(AssertUnwindSafe(|| plain.is_match(text))).ok()
        });
        found.unwrap_or_else(|| self.tester.is_valid(&Value::String(text.to_owned())))
    }
}

impl Format {
    /// Names a format; an unknown name accepts every text.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let tester = jsonschema::options_for::<OnTape>()
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
        self.tester.is_valid(TapeNode::Text(text))
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Pattern};
    use serde_json::Value;

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
    fn the_short_way_and_the_tester_agree() {
        for source in SOURCES {
            let Some(pattern) = Pattern::new(source) else {
                continue;
            };
            for text in TEXTS {
                let tester = pattern.tester.is_valid(&Value::String((*text).to_owned()));
                assert_eq!(pattern.matches(text), tester, "{source:?} {text:?}");
            }
        }
    }

    #[test]
    fn formats_are_tested_by_name() {
        assert!(!Format::new("ipv4").unwrap().matches("300.1.1.1"));
        assert!(Format::new("no-such-format").unwrap().matches("anything"));
    }

    const SOURCES: &[&str] = &[
        "",
        "a",
        "^a",
        "a$",
        "^a$",
        "^(a|b)$",
        "^\\S*$",
        r"^\d+$",
        r"^\D$",
        r"^\w{2,3}$",
        r"\W",
        r"^\s$",
        r"\S",
        ".",
        "^.$",
        r"^\u00e9$",
        "^é",
        r"\bb",
        r"a\Bb",
        r"^\cA$",
        r"[\d\-]",
        "^[a-z]{1,3}$",
        "^[^a-z]*$",
        "a{2}",
        "(a)(b)?",
        "(?:a|ab)c",
        "^a.c$",
        "[.]",
        r"\.",
        r"\/",
        "^x-",
        "^[A-Z][a-z]+( [A-Z][a-z]+)*$",
        r"^\p{L}+$",
        r"\p{Lu}",
        "[&&a]",
        "[a--b]",
        "[~~]",
        "(?!a)b",
        "^(?=a)",
        r"(a)\1",
        "$^",
        "^$",
        "\n",
        r"\t",
        "[\\s\\S]",
        "^(19|20)\\d\\d$",
        "(?i)a",
        "(?<n>a)",
        "a+?",
        "a|",
        "|",
        "^\\$",
        "\\^",
        "[[:alpha:]]",
        "\\x41",
        r"\z",
        r"\A",
    ];

    const TEXTS: &[&str] = &[
        "",
        "a",
        "b",
        "A",
        "aa",
        "ab",
        "abc",
        "b a",
        "é",
        "éa",
        "7",
        "७",
        "12",
        "1999",
        " ",
        "\t",
        "\n",
        "a\n",
        "\na",
        "\u{2028}",
        "\u{85}",
        "\u{feff}",
        "\u{1}",
        "x-y",
        "a.c",
        "a/c",
        "-",
        ".",
        "&",
        "~",
        "^",
        "$",
        "[:alpha:]",
        "Ann Lee",
        "ünïcode",
        "a\u{301}",
        "\u{1F600}",
        "z",
        "\\",
    ];
}
