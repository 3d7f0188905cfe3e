//! Regular expressions with look-around and back-references, as ECMA-262 reads them.

use std::fmt::Write as _;

use fancy_regex::Regex;

/// Tells whether the engine of the second judge can read an expression itself.
pub(super) fn is_plain(source: &str) -> bool {
    regex_syntax::parse(source).is_ok()
}

/// Compiles an expression that is not plain, `None` when it is none.
pub(super) fn compile(source: &str) -> Option<Regex> {
    let translated = jsonschema_regex::to_rust_regex(source).ok()?;
    // Expressions with look-around come back as they were, their classes too.
    Regex::new(&with_ascii_classes(&translated)).ok()
}

/// Spells out the classes that mean more characters here than in ECMA-262.
fn with_ascii_classes(source: &str) -> String {
    let mut spelled = String::with_capacity(source.len());
    let mut inside = false;
    let mut characters = source.chars();
    while let Some(character) = characters.next() {
        match character {
            '[' => inside = true,
            ']' => inside = false,
            '\\' => {
                let escaped = characters.next().unwrap_or('\\');
                push_escaped(&mut spelled, escaped, inside);
                continue;
            }
            _ => {}
        }
        spelled.push(character);
    }
    spelled
}

fn push_escaped(spelled: &mut String, escaped: char, inside: bool) {
    let members = match escaped.to_ascii_lowercase() {
        'd' => DIGITS,
        'w' => WORD,
        's' => SPACE,
        _ => {
            spelled.extend(['\\', escaped]);
            return;
        }
    };
    // Writing to a string does not fail.
    let _ = match (escaped.is_ascii_uppercase(), inside) {
        (true, _) => write!(spelled, "[^{members}]"),
        (false, true) => write!(spelled, "{members}"),
        (false, false) => write!(spelled, "[{members}]"),
    };
}

const DIGITS: &str = "0-9";
const WORD: &str = "A-Za-z0-9_";
/// White space and line terminators of ECMA-262.
const SPACE: &str = r"\t\n\x0B\x0C\r\x20\u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";

#[cfg(test)]
mod tests {
    use super::{compile, is_plain};

    #[test]
    fn look_around_is_not_plain() {
        assert!(is_plain(r"^\d+$"));
        for source in ["(?!a)b", "(?<=a)b", r"(a)\1"] {
            assert!(!is_plain(source), "{source}");
            assert!(compile(source).is_some(), "{source}");
        }
        assert!(compile("(?!").is_none());
    }

    #[test]
    fn classes_are_those_of_ecma_262() {
        for (source, text, found) in [
            (r"^(?!0)\d+$", "12", true),
            (r"^(?!0)\d+$", "\u{967}", false),
            (r"^(?!0)[\d.]+$", "1.2", true),
            (r"^(?!0)[\d.]+$", "\u{967}", false),
            (r"^(?!0)\D$", "\u{967}", true),
            (r"^(?!0)[\Da]$", "\u{967}", true),
            (r"^(?!0)\w$", "é", false),
            (r"^(?!0)\s$", "\u{2003}", true),
            (r"^(?!0)\s$", "\u{85}", false),
            (r"^(?!0)\\d$", r"\d", true),
            (r"^(?!0)[\]\d]$", "]", true),
            (r"^(.)\1$", "aa", true),
            (r"^(.)\1$", "ab", false),
        ] {
            let expression = compile(source).unwrap();
            assert_eq!(expression.is_match(text).unwrap(), found, "{source} {text}");
        }
    }
}
