use serde_json::{Number, Value};

use crate::Pointer;

/// A number of a document that its value does not hold exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounded {
    /// Where it stands.
    pub pointer: Pointer,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The number as written, shortened.
    pub spelling: String,
    /// The number that the value holds instead.
    pub held: Number,
}

/// Tells whether a number as written is another than the double that was read from it.
///
/// A whole number must be the double itself. A fraction seldom is: it counts as held when it is the
/// shortest one that is read as this double, which is how any double is written.
pub(crate) fn is_rounded(spelling: &str, double: f64) -> bool {
    let held = if spelling
        .bytes()
        .any(|byte| matches!(byte, b'.' | b'e' | b'E'))
    {
        format!("{double:e}")
    } else {
        format!("{double:.0}")
    };
    decimal(spelling) != decimal(&held)
}

/// Brings a number as written to its digits and the power of ten behind them.
fn decimal(spelling: &str) -> (String, i64) {
    let (mantissa, exponent) = spelling.split_once(['e', 'E']).unwrap_or((spelling, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
    let digits = digits.trim_start_matches('0');
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return (String::new(), 0);
    }
    // An exponent beyond i64 is no double but zero, whose digits differ from any other's.
    let exponent: i64 = exponent.parse().unwrap_or(i64::MIN);
    let length = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX);
    let dropped = length(digits) - length(significant);
    let exponent = exponent
        .saturating_sub(length(fraction))
        .saturating_add(dropped);
    (significant.to_owned(), exponent)
}

/// Says where the numbers stand that start at these offsets of a document that could be read.
pub(crate) fn locate(text: &str, value: &Value, offsets: &[usize]) -> Vec<Rounded> {
    if offsets.is_empty() {
        return Vec::new();
    }
    let mut place = Place {
        offset: 0,
        line: 1,
        column: 1,
    };
    let mut rounded = Vec::with_capacity(offsets.len());
    for (&offset, pointer) in offsets.iter().zip(pointers(text, offsets)) {
        place.advance(text, offset);
        if let Some(Value::Number(held)) = pointer.resolve(value) {
            let spelling = &text[offset..offset + number_length(&text[offset..])];
            rounded.push(Rounded {
                line: place.line,
                column: place.column,
                spelling: crate::excerpt(spelling, 40),
                held: held.clone(),
                pointer,
            });
        }
    }
    rounded
}

/// A place as an editor counts, moved on from number to number: there may be many in one line.
struct Place {
    offset: usize,
    line: usize,
    column: usize,
}

impl Place {
    fn advance(&mut self, text: &str, offset: usize) {
        for character in text[self.offset..offset].chars() {
            if character == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.offset = offset;
    }
}

fn number_length(text: &str) -> usize {
    let ends = |byte: u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t');
    text.bytes().position(ends).unwrap_or(text.len())
}

/// Follows a well-formed document, and names the values at some of its offsets.
fn pointers(text: &str, offsets: &[usize]) -> Vec<Pointer> {
    let bytes = text.as_bytes();
    let mut wanted = offsets.iter().peekable();
    let mut found = Vec::with_capacity(offsets.len());
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if wanted.next_if_eq(&&at).is_some() {
            found.push(Pointer::from_tokens(open.iter().map(Open::token)));
        }
        match bytes[at] {
            b'{' => open.push(Open::Object(String::new())),
            b'[' => open.push(Open::Array(0)),
            b'}' | b']' => drop(open.pop()),
            b',' => {
                if let Some(Open::Array(index)) = open.last_mut() {
                    *index += 1;
                }
            }
            b'"' => {
                let end = string_end(bytes, at);
                // The name stays until the next one: what follows it is its value.
                if let Some(Open::Object(name)) = open.last_mut()
                    && text[end..].trim_start().starts_with(':')
                {
                    *name = serde_json::from_str(&text[at..end]).unwrap_or_default();
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// A container that is open, and where in it the document is.
enum Open {
    Array(usize),
    Object(String),
}

impl Open {
    fn token(&self) -> String {
        match self {
            Self::Array(index) => index.to_string(),
            Self::Object(name) => name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_rounded;
    use crate::read_noting;

    #[test]
    fn what_a_double_holds_is_not_rounded() {
        for spelling in [
            "0.1",
            "1.0",
            "1.50",
            "-0",
            "-0.0",
            "0e9",
            "1E+2",
            "1e-7",
            "100e-2",
            "1e308",
            "5e-324",
            "18446744073709551616",
            "-9223372036854775809.0e0",
            "2.2250738585072014e-308",
            "0.000001",
            "123456789.125",
            "1e23",
        ] {
            let exact = spelling != "-9223372036854775809.0e0";
            assert_eq!(
                !is_rounded(spelling, spelling.parse().unwrap()),
                exact,
                "{spelling}"
            );
        }
    }

    #[test]
    fn what_a_double_does_not_hold_is_rounded() {
        for spelling in [
            "18446744073709551617",
            "-9223372036854775809",
            "100000000000000000000000",
            "0.1000000000000000055511151231257827",
            "1e-400",
            "3.14159265358979323846",
            "1e-99999999999999999999",
            "9007199254740993.0",
            "1.00000000000000000001",
        ] {
            assert!(
                is_rounded(spelling, spelling.parse().unwrap()),
                "{spelling}"
            );
        }
    }

    #[test]
    fn each_is_named_with_its_place() {
        let text = "{\"é\\\"\": [1, \"x,]\", {\"a/b\": {}, \"c\": [[],\n 1e-400 ]}],\n\"\": 18446744073709551617}";
        let reading = read_noting(text.as_bytes()).unwrap();
        let places: Vec<_> = reading
            .rounded
            .iter()
            .map(|found| {
                let pointer = found.pointer.to_string();
                (pointer, found.line, found.column, found.spelling.as_str())
            })
            .collect();
        assert_eq!(
            places,
            [
                ("/é\"/2/c/1".to_owned(), 2, 2, "1e-400"),
                ("/".to_owned(), 3, 5, "18446744073709551617"),
            ]
        );
        assert_eq!(
            reading.rounded[1].held.as_f64(),
            Some(18_446_744_073_709_551_616.0)
        );
    }

    #[test]
    fn the_value_is_the_one_of_a_plain_reading() {
        for text in ["[1, 2.5]", "1e-400", "\"1\"", "{\"a\": 0.1}"] {
            let reading = read_noting(text.as_bytes()).unwrap();
            assert_eq!(reading.value, crate::read(text.as_bytes()).unwrap());
        }
        assert!(read_noting(b"{\"a\": 1e400}").is_err());
    }
}
