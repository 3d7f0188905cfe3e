//! One careful pass over the bytes of a document, without building anything.
//!
//! A [`Scanner`] knows what [`read`](crate::read) accepts and nothing of why something is refused:
//! whatever is not plainly in order is `None`, and then [`read`](crate::read) has to be asked.

mod number;
mod special;
mod string;

pub use number::Numeral;
pub use string::{Expected, Written, unescape};

use crate::MAX_DEPTH;

/// A place in a document that is read from its front to its end.
///
/// ```
/// use frontdesk_json::Scanner;
///
/// let mut scanner = Scanner::new(br#"["caf\u00e9"]"#).expect("it is UTF-8");
/// assert_eq!(scanner.peek(), Some(b'['));
/// scanner.open().expect("it is not too deep");
/// assert_eq!(scanner.peek(), Some(b'"'));
/// let written = scanner.string().expect("it is a string");
/// assert_eq!(scanner.spelling(&written), r"caf\u00e9");
/// assert!(written.escaped());
/// ```
#[derive(Clone, Debug)]
pub struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    depth: usize,
}

/// Where a [`Scanner`] has been.
#[derive(Clone, Copy, Debug)]
pub struct ScannerPlace {
    at: usize,
    depth: usize,
}

impl<'t> Scanner<'t> {
    /// Starts before a document, `None` when the bytes are not UTF-8.
    #[must_use]
    pub fn new(bytes: &'t [u8]) -> Option<Self> {
        let text = simdutf8::basic::from_utf8(bytes).ok()?;
        Some(Self {
            text,
            bytes,
            at: 0,
            depth: 0,
        })
    }

    /// Returns the document.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Returns how many bytes lie behind.
    #[inline]
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Returns what lies ahead.
    #[inline]
    pub(crate) fn rest(&self) -> &'t [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Passes so many bytes of a string that has been compared.
    #[inline]
    pub(crate) fn pass_bytes(&mut self, count: usize) {
        self.at += count;
    }

    /// Skips white space and returns the byte after it, which stays next.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            if byte > b' ' {
                return Some(byte);
            }
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return None;
            }
            self.at += 1;
        }
    }

    /// Passes white space and the byte, if that is next.
    #[inline]
    pub fn pass(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Passes the bracket that opens an array or an object, unless that is too deep.
    #[inline]
    pub fn open(&mut self) -> Option<()> {
        (self.depth < MAX_DEPTH).then(|| {
            self.depth += 1;
            self.at += 1;
        })
    }

    /// Passes the bracket that closes an array or an object.
    #[inline]
    pub fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.at += 1;
    }

    /// Passes what comes after an item or a member: true for a comma, false for the closing bracket.
    #[inline]
    pub fn goes_on(&mut self, closing: u8) -> Option<bool> {
        let byte = self.peek()?;
        if byte == b',' {
            self.at += 1;
            return Some(true);
        }
        (byte == closing).then(|| {
            self.close();
            false
        })
    }

    /// Passes a word such as `null`, if that is next.
    #[inline]
    pub fn word(&mut self, word: &[u8]) -> Option<()> {
        let rest = self.bytes.get(self.at..)?;
        rest.starts_with(word).then(|| self.at += word.len())
    }

    /// Skips a value without looking at it closely: it may be malformed.
    ///
    /// It is for looking ahead at what is read with care later.
    pub fn skip(&mut self) -> Option<()> {
        let mut open = 0_usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' => {
                    open = open.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' if open > 0 => {
                    self.at += 1;
                    continue;
                }
                b',' | b':' => return None,
                _ => {
                    let ends =
                        |byte: &u8| matches!(byte, b',' | b':' | b']' | b'}' | b'"' | 0..=b' ');
                    let rest = &self.bytes[self.at..];
                    self.at += rest.iter().position(ends).unwrap_or(rest.len());
                }
            }
            if open == 0 {
                return Some(());
            }
        }
    }

    /// Goes back to a place where it has been.
    #[inline]
    pub fn return_to(&mut self, place: ScannerPlace) {
        self.at = place.at.min(self.bytes.len());
        self.depth = place.depth;
    }

    /// Returns where it is, to come back.
    #[inline]
    #[must_use]
    pub fn place(&self) -> ScannerPlace {
        ScannerPlace {
            at: self.at,
            depth: self.depth,
        }
    }

    /// Tells whether nothing is left but white space.
    pub fn is_at_end(&mut self) -> bool {
        self.peek();
        self.at == self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Scanner;

    #[test]
    fn white_space_is_that_of_json() {
        let mut scanner = Scanner::new(b" \t\r\n1 \x0b").unwrap();
        assert_eq!(scanner.peek(), Some(b'1'));
        assert!(scanner.number().is_some());
        assert!(!scanner.is_at_end());
        assert_eq!(scanner.peek(), None);
        assert!(Scanner::new(b"\xff").is_none());
        assert!(Scanner::new(b" \n").unwrap().is_at_end());
    }

    #[test]
    fn values_are_skipped_whole() {
        for text in [
            "1",
            "\"a]\\\"\"",
            "[]",
            "{\"a\":[1,{\"b\":\"}\"}],\"c\":{}}",
            "[[1 ],[true]]",
            "-1.5e3",
        ] {
            let list = format!("{text} ,2");
            let mut scanner = Scanner::new(list.as_bytes()).unwrap();
            scanner.skip().unwrap();
            assert_eq!(scanner.at(), text.len(), "{text}");
            assert_eq!(scanner.pass(b','), Some(()));
        }
        for text in ["", ",", "]", "[1", "\"a"] {
            assert_eq!(
                Scanner::new(text.as_bytes()).unwrap().skip(),
                None,
                "{text}"
            );
        }
    }

    #[test]
    fn depth_has_its_limit() {
        let deep = "[".repeat(crate::MAX_DEPTH + 1);
        let mut scanner = Scanner::new(deep.as_bytes()).unwrap();
        for _ in 0..crate::MAX_DEPTH {
            scanner.open().unwrap();
        }
        assert_eq!(scanner.open(), None);
    }
}
