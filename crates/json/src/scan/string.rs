use super::Scanner;
use super::special::next_special;

/// A string of a document as it stands between its quotes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Written {
    start: usize,
    end: usize,
    escaped: bool,
}

impl Written {
    /// Returns where it starts, after the quote.
    #[inline]
    #[must_use]
    pub fn start(&self) -> usize {
        self.start
    }

    /// Returns where it ends, before the quote.
    #[inline]
    #[must_use]
    pub fn end(&self) -> usize {
        self.end
    }

    /// Tells whether something in it does not stand for itself.
    #[inline]
    #[must_use]
    pub fn escaped(&self) -> bool {
        self.escaped
    }
}

impl<'t> Scanner<'t> {
    /// Passes a string whose opening quote is next.
    #[inline]
    pub fn string(&mut self) -> Option<Written> {
        let start = self.at + 1;
        let end = next_special(self.bytes, start);
        if self.bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            return Some(Written {
                start,
                end,
                escaped: false,
            });
        }
        self.escaped_string(start, end)
    }

    /// Passes a string that is known to start with these bytes and its opening quote, if it does.
    ///
    /// It is how a member name that is expected is passed, in one comparison.
    #[inline]
    pub fn exactly(&mut self, quoted: &[u8]) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let found = rest.starts_with(quoted);
        if found {
            self.at += quoted.len();
        }
        found
    }

    /// Returns how a string is spelled, escapes included.
    #[inline]
    #[must_use]
    pub fn spelling(&self, written: &Written) -> &'t str {
        self.text
            .get(written.start..written.end)
            .unwrap_or_default()
    }

    fn escaped_string(&mut self, start: usize, first: usize) -> Option<Written> {
        let mut at = first;
        loop {
            match *self.bytes.get(at)? {
                b'"' => {
                    self.at = at + 1;
                    return Some(Written {
                        start,
                        end: at,
                        escaped: true,
                    });
                }
                b'\\' => at += escape_length(self.bytes.get(at..)?)?,
                _ => return None,
            }
            at = next_special(self.bytes, at);
        }
    }
}

/// Tells how long the escape is that starts here, `None` where it is none or half a character.
#[inline]
fn escape_length(rest: &[u8]) -> Option<usize> {
    match *rest.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => unicode(rest).map(|(_, length)| length),
        _ => None,
    }
}

/// Reads `\uXXXX`, or two of them for a pair of surrogates.
fn unicode(rest: &[u8]) -> Option<(char, usize)> {
    let code = four_digits(rest.get(2..6)?)?;
    if !(0xD800..0xDC00).contains(&code) {
        return Some((char::from_u32(code)?, 6));
    }
    let low = rest.get(6..8).filter(|bytes| *bytes == b"\\u");
    let low = low.and_then(|_| four_digits(rest.get(8..12)?))?;
    let code = (0xDC00..0xE000)
        .contains(&low)
        .then(|| 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00))?;
    Some((char::from_u32(code)?, 12))
}

fn four_digits(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |code, digit| {
        Some(code << 4 | char::from(*digit).to_digit(16)?)
    })
}

/// Adds to a text what a spelling stands for.
///
/// The spelling is one that a [`Scanner`] has passed; of another, the rest is left out.
pub fn unescape(spelling: &str, text: &mut String) {
    let mut rest = spelling;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let escape = match rest.as_bytes().get(1) {
            Some(b'u') => unicode(rest.as_bytes()),
            Some(kind) => simple(*kind).map(|character| (character, 2)),
            None => None,
        };
        let Some((character, length)) = escape else {
            return;
        };
        text.push(character);
        rest = &rest[length..];
    }
    text.push_str(rest);
}

fn simple(kind: u8) -> Option<char> {
    Some(match kind {
        b'"' | b'\\' | b'/' => char::from(kind),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Scanner, unescape};
    use crate::read;
    use serde_json::Value;

    /// Passes a string and compares it with what the reader says of it.
    #[track_caller]
    fn is_as_read(text: &str) -> bool {
        let mut scanner = Scanner::new(text.as_bytes()).unwrap();
        let passed = scanner.string();
        let passed = passed.filter(|_| scanner.is_at_end());
        let ours = passed.map(|written| {
            let mut text = String::new();
            unescape(scanner.spelling(&written), &mut text);
            Value::String(text)
        });
        assert_eq!(ours, read(text.as_bytes()).ok(), "{text}");
        ours.is_some()
    }

    #[test]
    fn strings_are_passed_as_they_are_read() {
        for text in [
            r#""""#,
            r#""a""#,
            r#""\u0000\ud83d\ude00\/\b\f\n\r\t\"\\""#,
            "\"\u{7f}\u{feff}é\"",
            r#""0123456789abcde\n0123456789abcdef""#,
            r#""\uD83D\uDE00\u00E9é""#,
        ] {
            assert!(is_as_read(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_string_is_left_to_the_reader() {
        for text in [
            r#"""#,
            r#""a"#,
            r#""a\"#,
            r#""\x41""#,
            r#""\u00g0""#,
            r#""\u00é""#,
            r#""\u00"#,
            r#""\ud800""#,
            r#""\udc00""#,
            r#""\ud800\ud800""#,
            r#""\ud800\u0041""#,
            r#""\ud800x""#,
            r#""\ud800\n""#,
            "\"a\nb\"",
            "\"123456789012345678\u{1f}\"",
        ] {
            assert!(!is_as_read(text), "{text}");
        }
    }
}
