use std::fmt;

use crate::parser::Fault;
use crate::{MAX_DEPTH, Pointer, excerpt};

/// Why a document was refused, and where.
///
/// Its text is one line that names the place and, where the mistake is a typical one, the way out.
/// What it quotes from the document is shortened and free of control characters.
///
/// ```
/// let error = frontdesk_json::read(b"{\n  \"a\": [1,]\n}").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "expected a value, found `]`: remove the comma before it (line 2, column 11, at /a/1)",
/// );
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReadError {
    // Boxed, because a value is what reading gives nearly always.
    inner: Box<Inner>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Inner {
    kind: ReadErrorKind,
    detail: String,
    offset: usize,
    line: usize,
    column: usize,
    pointer: Pointer,
}

impl ReadError {
    /// Finds the line and column of a fault in the text that is known to be good up to it.
    pub(crate) fn locate(Fault(fault): Fault, text: &str) -> Self {
        let before = text.get(..fault.offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let inner = Inner {
            kind: fault.kind,
            detail: fault.detail,
            offset: fault.offset,
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            pointer: Pointer::from_tokens(fault.path.into_iter().rev()),
        };
        Self {
            inner: Box::new(inner),
        }
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn kind(&self) -> &ReadErrorKind {
        &self.inner.kind
    }

    /// Returns the place in bytes, from 0.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.inner.offset
    }

    /// Returns the line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.inner.line
    }

    /// Returns the column in characters, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.inner.column
    }

    /// Returns the innermost value that reading had begun.
    ///
    /// For a member written twice, that member; for a mistake in a member's name, the object.
    #[must_use]
    pub fn pointer(&self) -> &Pointer {
        &self.inner.pointer
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.describe(formatter)?;
        let Inner { line, column, .. } = *self.inner;
        write!(formatter, " (line {line}, column {column}")?;
        if !self.inner.pointer.is_root() {
            let pointer = excerpt(&self.inner.pointer.to_string(), 120);
            write!(formatter, ", at {pointer}")?;
        }
        formatter.write_str(")")
    }
}

impl std::error::Error for ReadError {}

impl Inner {
    fn describe(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        use ReadErrorKind as Kind;

        let detail = &self.detail;
        match &self.kind {
            Kind::ByteOrderMark => formatter
                .write_str("document starts with a byte order mark: save it as UTF-8 without one"),
            Kind::ControlCharacter => {
                write!(
                    formatter,
                    "raw control character in a string: write it as `{detail}`"
                )
            }
            Kind::DuplicateMember { name } => {
                let name = excerpt(name, 64);
                write!(
                    formatter,
                    "member `{name}` is written twice: keep one of the two"
                )
            }
            Kind::EmptyDocument => formatter.write_str("document is empty: it needs one value"),
            Kind::InvalidUtf8 => {
                formatter.write_str("bytes that are not UTF-8: save the document as UTF-8")
            }
            Kind::LoneSurrogate => formatter.write_str(
                "half a surrogate pair: write both halves, as in `\\ud83d\\ude00`, or neither",
            ),
            Kind::MalformedEscape => formatter.write_str(
                "malformed escape: after `\\` comes one of `\"\\/bfnrt` or `u` and four digits",
            ),
            Kind::MalformedNumber => write!(formatter, "malformed number `{detail}`"),
            Kind::NumberOutOfRange => {
                write!(
                    formatter,
                    "number `{detail}` is beyond the range of a double"
                )
            }
            Kind::Syntax => formatter.write_str(detail),
            Kind::TooDeep => write!(
                formatter,
                "more than {MAX_DEPTH} containers inside each other"
            ),
            Kind::TrailingBytes => {
                formatter.write_str("text after the end of the document: keep one value")
            }
            Kind::UnexpectedEnd => {
                formatter.write_str("document ends in the middle of a value: is it truncated?")
            }
        }
    }
}

/// What makes a document no strict JSON.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The document starts with U+FEFF.
    ByteOrderMark,
    /// A string holds a character below U+0020 that is not escaped.
    ControlCharacter,
    /// An object has a member name twice, after unescaping.
    DuplicateMember {
        /// The name, unescaped.
        name: String,
    },
    /// There is nothing but white space.
    EmptyDocument,
    /// A byte sequence is not UTF-8.
    InvalidUtf8,
    /// An escape gives one half of a surrogate pair without the other.
    LoneSurrogate,
    /// A backslash is followed by none of the escapes that JSON has.
    MalformedEscape,
    /// A number is spelled in a way that JSON does not have, such as `01`, `+1`, `.5` or `NaN`.
    MalformedNumber,
    /// A number is no finite double.
    NumberOutOfRange,
    /// Something else stands where a value or a punctuation mark is needed.
    Syntax,
    /// More than [`MAX_DEPTH`] containers are open at once.
    TooDeep,
    /// Something follows the document.
    TrailingBytes,
    /// The document ends inside a value.
    UnexpectedEnd,
}

impl ReadErrorKind {
    /// Returns the rule's stable id, in kebab case.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte-order-mark",
            Self::ControlCharacter => "control-character",
            Self::DuplicateMember { .. } => "duplicate-member",
            Self::EmptyDocument => "empty-document",
            Self::InvalidUtf8 => "invalid-utf-8",
            Self::LoneSurrogate => "lone-surrogate",
            Self::MalformedEscape => "malformed-escape",
            Self::MalformedNumber => "malformed-number",
            Self::NumberOutOfRange => "number-out-of-range",
            Self::Syntax => "syntax",
            Self::TooDeep => "too-deep",
            Self::TrailingBytes => "trailing-bytes",
            Self::UnexpectedEnd => "unexpected-end",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::read;

    #[test]
    fn the_place_is_named_as_an_editor_counts() {
        let error = read("{\r\n \"é😀\": 01}".as_bytes()).unwrap_err();
        assert_eq!((error.line(), error.column(), error.offset()), (2, 8, 14));
        assert_eq!(
            error.to_string(),
            "malformed number `01` (line 2, column 8, at /é😀)"
        );
    }

    #[test]
    fn messages_say_what_and_the_way_out() {
        for (text, message) in [
            (
                "",
                "document is empty: it needs one value (line 1, column 1)",
            ),
            (
                "{'a':1}",
                "expected a member name in double quotes, found `'`: JSON quotes with `\"` (line 1, column 2)",
            ),
            (
                "[1 /*x*/]",
                "expected `,` or `]`, found `/`: JSON has no comments (line 1, column 4)",
            ),
            (
                "[\"\t\"]",
                "raw control character in a string: write it as `\\u0009` (line 1, column 3, at /0)",
            ),
            (
                "{\"\\u001b\":1,\"\\u001b\":2}",
                "member `\\u{1b}` is written twice: keep one of the two (line 1, column 13, at /\\u{1b})",
            ),
            ("[1}", "expected `,` or `]`, found `}` (line 1, column 3)"),
            (
                "[None]",
                "expected a value, found `N`: write true, false or null (line 1, column 2, at /0)",
            ),
        ] {
            assert_eq!(
                read(text.as_bytes()).unwrap_err().to_string(),
                message,
                "{text}"
            );
        }
    }
}
