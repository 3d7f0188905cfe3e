//! A document in one row, for whoever asks it much and keeps nothing of it.

mod guess;
mod read;
mod twice;
mod value;

use guess::Guesses;
pub use value::{TapeItems, TapeKind, TapeMembers, TapeName, TapeValue};

/// Room for one document after another.
///
/// The room is kept: once it is large enough, a document is read without an allocation. Strings
/// stay where they are in the document unless something in them is escaped.
///
/// ```
/// use frontdesk_json::{Numeral, Tape};
///
/// let mut tape = Tape::new();
/// let document = tape.read(br#"{"a": [1, "x\ty"]}"#).expect("it is plainly in order");
/// let (name, list) = document.root().members().next().expect("there is a member");
/// assert_eq!(name, "a");
/// let items: Vec<_> = list.items().collect();
/// assert_eq!(items[0].as_numeral(), Some(Numeral::Unsigned(1)));
/// assert_eq!(items[1].as_str(), Some("x\ty"));
///
/// // What is not plainly in order has to be read by `read`, which knows what to say of it.
/// assert!(tape.read(br#"{"a": 1, "a": 2}"#).is_none());
/// ```
#[derive(Debug, Default)]
pub struct Tape {
    entries: Vec<Entry>,
    /// What the strings say in which something is escaped.
    unescaped: String,
    /// The names of a large object, to find those that come twice.
    names: Vec<u32>,
    guesses: Guesses,
}

/// A document that lies on a [`Tape`].
#[derive(Clone, Copy, Debug)]
pub struct TapeDocument<'t> {
    text: &'t str,
    entries: &'t [Entry],
    unescaped: &'t str,
}

impl Tape {
    /// Makes room for nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a document, or nothing where [`read`](crate::read) has to be asked.
    ///
    /// What is read here, [`read`](crate::read) reads to the same value, with no number rounded.
    /// The other way round that need not be: names that come twice, negative zeros, numbers that
    /// may be rounded, and whatever is malformed are left to it.
    pub fn read<'t>(&'t mut self, bytes: &'t [u8]) -> Option<TapeDocument<'t>> {
        let text = read::fill(self, bytes)?;
        Some(TapeDocument {
            text,
            entries: &self.entries,
            unescaped: &self.unescaped,
        })
    }

    /// Returns how many bytes of room are kept.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
            + self.unescaped.capacity()
            + self.names.capacity() * size_of::<u32>()
            + self.guesses.capacity()
    }
}

impl<'t> TapeDocument<'t> {
    /// Returns the whole of it.
    #[must_use]
    pub fn root(&'t self) -> TapeValue<'t> {
        TapeValue::new(self, 0)
    }

    /// Returns the text that was read.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }
}

/// One value, or one name; what a container holds follows it.
#[derive(Clone, Copy, Debug)]
enum Entry {
    Null,
    Boolean(bool),
    Unsigned(u64),
    Negative(i64),
    Double(f64),
    /// A string of the document; the hash is that of a name.
    Plain {
        start: u32,
        end: u32,
        hash: u32,
    },
    /// A string that was unescaped.
    Unescaped {
        start: u32,
        end: u32,
        hash: u32,
    },
    /// So many items, and where what follows the array starts.
    Array {
        count: u32,
        after: u32,
    },
    /// So many members, and where what follows the object starts.
    Object {
        count: u32,
        after: u32,
    },
}

impl Entry {
    /// Returns what a string says.
    #[inline]
    fn text<'t>(&self, document: &'t str, unescaped: &'t str) -> Option<&'t str> {
        match *self {
            Self::Plain { start, end, .. } => document.get(start as usize..end as usize),
            Self::Unescaped { start, end, .. } => unescaped.get(start as usize..end as usize),
            _ => None,
        }
    }

    /// Returns the hash of a name.
    #[inline]
    fn hash(&self) -> Option<u32> {
        match *self {
            Self::Plain { hash, .. } | Self::Unescaped { hash, .. } => Some(hash),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tape;
    use crate::{MAX_DEPTH, read_noting};
    use serde_json::Value;

    /// Reads a document both ways; true if the tape reads it.
    #[track_caller]
    fn is_as_read(tape: &mut Tape, bytes: &[u8]) -> bool {
        let shown = String::from_utf8_lossy(bytes).into_owned();
        let Some(document) = tape.read(bytes) else {
            return false;
        };
        let reading = read_noting(bytes).expect(&shown);
        let value = document.root().to_value();
        assert_eq!(
            format!("{value:?}"),
            format!("{:?}", reading.value),
            "{shown}"
        );
        assert_eq!(reading.rounded, [], "{shown}");
        true
    }

    #[test]
    fn documents_lie_on_the_tape_as_they_are_read() {
        let mut tape = Tape::new();
        for text in [
            "0",
            "-7",
            "1.0",
            "1E+2",
            "18446744073709551615",
            "-9223372036854775808",
            "null",
            " [ ] ",
            "\t{\r\n}",
            r#""\u0000\ud83d\ude00\/\b""#,
            "\"\u{7f}\u{feff}é\"",
            r#"{"": {"a": [true, false, null]}}"#,
            r#"{"a":{"a":[{"a":1},{"a":1}]},"A":1,"\u0062":"\n"}"#,
            r#"[[],{},[[1,2],{"x":[]}],"y"]"#,
        ] {
            assert!(is_as_read(&mut tape, text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_is_odd_is_left_to_the_reader() {
        let mut tape = Tape::new();
        for text in [
            "",
            " ",
            "{} {}",
            "[1]]",
            "null\0",
            "[1,]",
            "[1 2]",
            "{'a':1}",
            r#"{"a":1,}"#,
            r#"{"a" 1}"#,
            "{a:1}",
            "{1:1}",
            "[True]",
            "[tru]",
            "]",
            "tru",
            "nul",
            "{",
            "[",
            r#"{"a""#,
            r#"{"a":"#,
            "\u{feff}{}",
            "-0",
            "1e400",
            "[01]",
            "[\"\\ud800\"]",
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"\u0061":1}"#,
            r#"[0,{"x":{"b/c":1,"d":2,"b/c":1}}]"#,
            r#"{"":1,"":1}"#,
            "[\u{b}]",
            "[1\u{a0}]",
        ] {
            assert!(tape.read(text.as_bytes()).is_none(), "{text}");
        }
        for bytes in [b"\"\xff\"".as_slice(), b"\"\xed\xa0\x80\"", b"[] \xf0\x9f"] {
            assert!(tape.read(bytes).is_none(), "{bytes:?}");
        }
    }

    #[test]
    fn a_torn_document_is_none() {
        let mut tape = Tape::new();
        let document = r#"{"a": [true, {"b": "\ud83d\ude00 x"}], "c": null, "d": -1.5e3}"#;
        assert!(is_as_read(&mut tape, document.as_bytes()));
        for end in 0..document.len() {
            assert!(tape.read(&document.as_bytes()[..end]).is_none(), "{end}");
        }
    }

    #[test]
    fn names_are_told_apart_however_many_there_are() {
        let mut tape = Tape::new();
        for count in [1, 23, 24, 25, 200] {
            for shared in ["", "the same start ... and the same end"] {
                let name = |number: usize| format!("\"{shared}{number:04}{shared}\":{number}");
                let mut names: Vec<String> = (0..count).map(name).collect();
                let object = |names: &[String]| format!("{{{}}}", names.join(","));
                assert!(is_as_read(&mut tape, object(&names).as_bytes()));
                names.push(name(count / 2));
                assert!(tape.read(object(&names).as_bytes()).is_none(), "{count}");
                names.pop();
                names.push(name(0).replacen('0', "\\u0030", 1));
                assert!(tape.read(object(&names).as_bytes()).is_none(), "{count}");
            }
        }
    }

    #[test]
    fn depth_ends_where_reading_ends() {
        let mut tape = Tape::new();
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth: usize| {
                format!("{}0{}", open.repeat(depth), close.repeat(depth)).replace("[0]", "[]")
            };
            assert!(is_as_read(&mut tape, nested(MAX_DEPTH).as_bytes()));
            assert!(tape.read(nested(MAX_DEPTH + 1).as_bytes()).is_none());
        }
    }

    #[test]
    fn members_are_found_by_name() {
        let mut tape = Tape::new();
        let text = r#"{"a":[1,{"b":2}],"b":"x","\u0063":null}"#;
        let document = tape.read(text.as_bytes()).unwrap();
        let find = |name: &str| document.root().get(&super::TapeName::new(name));
        assert_eq!(find("b").unwrap().as_str(), Some("x"));
        assert!(find("c").unwrap().is_null());
        assert_eq!(
            find("a").unwrap().to_value(),
            serde_json::json!([1, {"b": 2}])
        );
        assert!(find("d").is_none());
        assert_eq!(document.root().to_value()["c"], Value::Null);
    }
}
