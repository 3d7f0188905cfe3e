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

/// Bytes that are expected often.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Expected {
    bytes: Box<[u8]>,
    /// The first eight bytes, or those that there are.
    first: u64,
    /// Which of them count.
    mask: u64,
    /// The last eight bytes, where there are as many.
    last: u64,
}

impl Expected {
    /// Prepares bytes; of none nothing is found.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        let mut first = [0; 8];
        let mut mask = [0; 8];
        for ((byte, first), mask) in bytes.iter().zip(&mut first).zip(&mut mask) {
            *first = *byte;
            *mask = u8::MAX;
        }
        let last = bytes.last_chunk();
        Self {
            first: u64::from_le_bytes(first),
            mask: u64::from_le_bytes(mask),
            last: last.map_or(0, |last| u64::from_le_bytes(*last)),
            bytes: bytes.into(),
        }
    }

    #[inline]
    fn starts(&self, rest: &[u8]) -> bool {
        let length = self.bytes.len();
        let (Some(first), Some(start)) = (rest.first_chunk(), rest.get(..length)) else {
            return length > 0 && rest.starts_with(&self.bytes);
        };
        if u64::from_le_bytes(*first) & self.mask != self.first {
            return false;
        }
        match start.last_chunk() {
            Some(last) if length <= 16 => u64::from_le_bytes(*last) == self.last,
            Some(_) => *start == *self.bytes,
            None => length > 0,
        }
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

    /// Passes exactly these bytes, if they are next.
    ///
    /// It is how a member name that is expected is passed, colon included, in few comparisons.
    #[inline]
    pub fn expected(&mut self, expected: &Expected) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let found = expected.starts(rest);
        if found {
            self.at += expected.bytes.len();
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

    #[inline(never)]
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
    loop {
        let at = next_special(rest.as_bytes(), 0);
        let (plain, escaped) = rest.split_at(at);
        text.push_str(plain);
        if escaped.is_empty() {
            return;
        }
        rest = escaped;
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
    use super::{Expected, Scanner, unescape};
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
    fn what_is_expected_is_found() {
        let text = r#""0123456789 0123456789":1"#;
        for start in 0..text.len() {
            for length in 0..=text.len() - start {
                let expected = Expected::new(&text.as_bytes()[start..start + length]);
                let finds = |text: &str| {
                    let mut scanner = Scanner::new(text.as_bytes()).unwrap();
                    let found = scanner.expected(&expected);
                    assert_eq!(scanner.at(), if found { length } else { 0 });
                    found
                };
                assert_eq!(finds(&text[start..]), length > 0);
                assert_eq!(finds(&text[start..start + length]), length > 0);
                for wrong in 0..length {
                    let mut other = text[start..].to_owned();
                    other.replace_range(wrong..=wrong, "x");
                    assert!(!finds(&other), "{other}");
                }
                if length > 0 {
                    assert!(!finds(&text[start..start + length - 1]));
                }
            }
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
