use serde_json::Value;

use crate::parser::{self, Fault};
use crate::rounded::{self, Rounded};
use crate::{ReadError, ReadErrorKind};

/// A document, and what its value does not hold of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The value that [`read`] gives.
    pub value: Value,
    /// The numbers that were rounded, in the order of the document.
    pub rounded: Vec<Rounded>,
}

/// Reads one JSON document, strictly.
///
/// Strict is what two careful readers would never disagree on. Beyond malformed JSON this refuses
/// what many readers let pass, each in its own way: bytes that are not UTF-8, a byte order mark,
/// the same member name twice in one object (compared after unescaping), half a surrogate pair,
/// numbers beyond the range of a double, more than [`MAX_DEPTH`](crate::MAX_DEPTH) open
/// containers, and anything after the document but white space.
///
/// The value is the one that `serde_json` gives: integers that fit `u64` or `i64` stay integers,
/// everything else becomes the nearest double, and `-0` keeps its sign.
///
/// ```
/// use frontdesk_json::{ReadErrorKind, read};
///
/// assert_eq!(read(b"[1, 2.5]")?, serde_json::json!([1, 2.5]));
///
/// let error = read(b"{\"a\": 1e400}").unwrap_err();
/// assert_eq!(*error.kind(), ReadErrorKind::NumberOutOfRange);
/// assert_eq!(error.pointer().to_string(), "/a");
/// # Ok::<(), frontdesk_json::ReadError>(())
/// ```
///
/// # Errors
///
/// When the bytes are no such document. The error names the first place that is wrong.
pub fn read(bytes: &[u8]) -> Result<Value, ReadError> {
    let text = text(bytes)?;
    parser::document(text).map_err(|fault| ReadError::locate(fault, text))
}

/// Reads one JSON document as [`read`] does, and tells which of its numbers were rounded.
///
/// ```
/// let reading = frontdesk_json::read_noting(b"{\"a\": [0.1, 36893488147419103233]}")?;
/// assert_eq!(reading.value["a"][1], 36893488147419103232.0);
/// let rounded = &reading.rounded[0];
/// assert_eq!(rounded.pointer.to_string(), "/a/1");
/// assert_eq!(rounded.spelling, "36893488147419103233");
/// # Ok::<(), frontdesk_json::ReadError>(())
/// ```
///
/// # Errors
///
/// As [`read`].
pub fn read_noting(bytes: &[u8]) -> Result<Reading, ReadError> {
    let text = text(bytes)?;
    let (value, offsets) =
        parser::document_noting(text).map_err(|fault| ReadError::locate(fault, text))?;
    let rounded = rounded::locate(text, &value, &offsets);
    Ok(Reading { value, rounded })
}

fn text(bytes: &[u8]) -> Result<&str, ReadError> {
    if bytes.starts_with(BYTE_ORDER_MARK) {
        let fault = Fault::new(ReadErrorKind::ByteOrderMark, 0);
        return Err(ReadError::locate(fault, ""));
    }
    std::str::from_utf8(bytes).map_err(|_| invalid_utf8(bytes))
}

/// Says where in the document the bytes stop being UTF-8, unless they went wrong before that.
fn invalid_utf8(bytes: &[u8]) -> ReadError {
    let text = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let here = Fault::new(ReadErrorKind::InvalidUtf8, text.len());
    let fault = match parser::document(text) {
        Err(fault) if fault.0.offset < text.len() => fault,
        Err(fault) => here.with_path_of(fault),
        Ok(_) => here,
    };
    ReadError::locate(fault, text)
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

#[cfg(test)]
mod tests {
    use super::read;
    use crate::{MAX_DEPTH, ReadErrorKind};
    use serde_json::{Value, json};

    #[track_caller]
    fn refused(bytes: impl AsRef<[u8]>, rule: &str, offset: usize, pointer: &str) {
        let bytes = bytes.as_ref();
        let shown = String::from_utf8_lossy(bytes).into_owned();
        let error = read(bytes).expect_err(&shown);
        assert_eq!(error.kind().rule(), rule, "{shown}");
        assert_eq!(error.offset(), offset, "{shown}");
        assert_eq!(error.pointer().to_string(), pointer, "{shown}");
    }

    #[test]
    fn what_is_strict_json_is_accepted() {
        for (text, value) in [
            ("0", json!(0)),
            ("-0", json!(-0.0)),
            ("1.0", json!(1.0)),
            ("1E+2", json!(100.0)),
            ("-9223372036854775808", json!(i64::MIN)),
            ("-9223372036854775809", json!(-9_223_372_036_854_775_809.0)),
            ("18446744073709551615", json!(u64::MAX)),
            ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
            ("9007199254740993", json!(9_007_199_254_740_993_u64)),
            ("1e-400", json!(0.0)),
            (r#""\u0000\ud83d\ude00\/\b""#, json!("\0😀/\u{8}")),
            ("\"\u{7f}\u{feff}é\"", json!("\u{7f}\u{feff}é")),
            (" [ ] ", json!([])),
            ("\t{\r\n}", json!({})),
            (
                r#"{"": {"a": [true, false, null]}}"#,
                json!({"": {"a": [true, false, null]}}),
            ),
        ] {
            let ours = read(text.as_bytes()).unwrap();
            assert_eq!(format!("{ours:?}"), format!("{value:?}"), "{text}");
        }
    }

    #[test]
    fn a_member_written_twice_is_refused_at_every_level() {
        refused(r#"{"a":1,"a":1}"#, "duplicate-member", 7, "/a");
        refused(r#"{"a":1,"\u0061":1}"#, "duplicate-member", 7, "/a");
        refused(
            r#"[0,{"x":{"b/c":1,"d":2,"b/c":1}}]"#,
            "duplicate-member",
            23,
            "/1/x/b~1c",
        );
        refused(r#"{"":1,"":1}"#, "duplicate-member", 6, "/");
        assert!(read(r#"{"a":{"a":[{"a":1},{"a":1}]},"A":1}"#.as_bytes()).is_ok());
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused_where_they_stand() {
        refused(b"\xff", "invalid-utf-8", 0, "");
        refused(b"{\"a\":[1,\"x\xe9\"]}", "invalid-utf-8", 10, "/a/1");
        refused(b"{\"\xc0\xaf\":1}", "invalid-utf-8", 2, "");
        refused(b"\"\xed\xa0\x80\"", "invalid-utf-8", 1, "");
        refused(b"[] \xf0\x9f", "invalid-utf-8", 3, "");
        refused(b"[01,\xff]", "malformed-number", 1, "/0");
        refused(b"\xff\xfe[\0]\0", "invalid-utf-8", 0, "");
    }

    #[test]
    fn a_byte_order_mark_is_refused() {
        refused(b"\xef\xbb\xbf{}", "byte-order-mark", 0, "");
        refused(b"[\xef\xbb\xbf]", "syntax", 1, "/0");
    }

    #[test]
    fn half_a_surrogate_pair_is_refused() {
        for text in [
            r#"["\ud800"]"#,
            r#"["\udc00"]"#,
            r#"["\ud800\ud800"]"#,
            r#"["\ud800\u0041"]"#,
            r#"["\ud800x"]"#,
            r#"["\ud800\n"]"#,
        ] {
            refused(text, "lone-surrogate", 2, "/0");
        }
        refused(r#"{"ab\udead":1}"#, "lone-surrogate", 4, "");
    }

    #[test]
    fn control_characters_and_odd_escapes_are_refused() {
        refused("[\"a\nb\"]", "control-character", 3, "/0");
        refused("\"123456789\u{1f}\"", "control-character", 10, "");
        refused("{\"\0\":1}", "control-character", 2, "");
        refused(r#""\x41""#, "malformed-escape", 1, "");
        refused(r#""\u00g0""#, "malformed-escape", 1, "");
        refused(r#""\u00é""#, "malformed-escape", 1, "");
    }

    #[test]
    fn what_is_no_finite_double_is_refused() {
        refused("1e400", "number-out-of-range", 0, "");
        refused("[-1e400]", "number-out-of-range", 1, "/0");
        refused("9".repeat(400), "number-out-of-range", 0, "");
        assert_eq!(read(b"0e999999999999999999999").unwrap(), json!(0.0));
    }

    #[test]
    fn malformed_numbers_are_refused() {
        for text in [
            "01",
            "-01",
            "+1",
            ".5",
            "1.",
            "-",
            "1.e3",
            "1e",
            "1e+",
            "1.5.2",
            "0x1F",
            "1_000",
            "--1",
            "NaN",
            "-NaN",
            "Infinity",
            "-Infinity",
            "1-2",
            "-.5",
            "00",
        ] {
            refused(text, "malformed-number", 0, "");
            refused(format!("[{text}]"), "malformed-number", 1, "/0");
        }
    }

    #[test]
    fn nesting_stops_where_serde_json_stops() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth: usize| {
                let (open, close) = (open.repeat(depth), close.repeat(depth));
                format!("{open}0{close}").replace("[0]", "[]")
            };
            let deepest = nested(MAX_DEPTH);
            let value: Value = serde_json::from_str(&deepest).unwrap();
            assert_eq!(read(deepest.as_bytes()).unwrap(), value);

            let deeper = nested(MAX_DEPTH + 1);
            assert!(serde_json::from_str::<Value>(&deeper).is_err());
            let error = read(deeper.as_bytes()).unwrap_err();
            assert_eq!(*error.kind(), ReadErrorKind::TooDeep);
            assert_eq!(error.offset(), MAX_DEPTH * open.len());
            assert_eq!(error.pointer().len(), MAX_DEPTH);
        }
        let hostile = "[".repeat(1_000_000);
        assert_eq!(
            *read(hostile.as_bytes()).unwrap_err().kind(),
            ReadErrorKind::TooDeep
        );
    }

    #[test]
    fn a_document_is_exactly_one_value() {
        refused("", "empty-document", 0, "");
        refused(" \n", "empty-document", 2, "");
        refused("{} {}", "trailing-bytes", 3, "");
        refused("[1]]", "trailing-bytes", 3, "");
        refused("null\0", "trailing-bytes", 4, "");
    }

    #[test]
    fn truncated_documents_end_unexpectedly() {
        let document = r#"{"a": [true, {"b": "\ud83d\ude00 x"}], "c": null}"#;
        for end in 1..document.len() {
            let error = read(&document.as_bytes()[..end]).unwrap_err();
            assert_eq!(
                *error.kind(),
                ReadErrorKind::UnexpectedEnd,
                "{}",
                &document[..end]
            );
            assert_eq!(error.offset(), end);
        }
        refused(r#"{"a": [true, {"b": "#, "unexpected-end", 19, "/a/1/b");
    }

    #[test]
    fn other_mistakes_are_syntax() {
        refused("[1,]", "syntax", 3, "/1");
        refused("[1 2]", "syntax", 3, "");
        refused("{'a':1}", "syntax", 1, "");
        refused(r#"{"a":1,}"#, "syntax", 7, "");
        refused(r#"{"a" 1}"#, "syntax", 5, "/a");
        refused("{a:1}", "syntax", 1, "");
        refused("{1:1}", "syntax", 1, "");
        refused("[True]", "syntax", 1, "/0");
        refused("[tru]", "syntax", 1, "/0");
        refused("[1 // one\n]", "syntax", 3, "");
        refused("]", "syntax", 0, "");
    }
}
