use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use memchr::{memchr2, memmem};

/// Reads the members of the array at `/log/entries`, one at a time, from a stream of any length.
///
/// What is around the array is only counted through, never held. An entry is whatever stands
/// between two commas; whether it is JSON is for others to say.
#[derive(Debug)]
pub(crate) struct Elements<R> {
    reader: BufReader<R>,
    limit: u64,
    offset: u64,
    scan: Scan,
    element: Option<Element>,
}

/// One member of the array.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Element {
    /// Where it begins, in bytes from the start of the stream.
    pub(crate) offset: u64,
    /// Its bytes; absent where they are more than the limit.
    pub(crate) bytes: Option<Vec<u8>>,
    /// Whether the array went on or ended after it, rather than the stream.
    pub(crate) ended: bool,
}

/// How a stream of elements ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum End {
    /// Every bracket is closed.
    Whole,
    /// In the middle.
    Torn,
    /// There is no array of entries.
    NoEntries,
}

impl<R: Read> Elements<R> {
    /// Reads elements of up to `limit` bytes; longer ones are skipped.
    pub(crate) fn new(reader: R, limit: u64) -> Self {
        Self {
            reader: BufReader::with_capacity(BUFFER, reader),
            limit,
            offset: 0,
            scan: Scan::default(),
            element: None,
        }
    }

    /// Reads the next element.
    ///
    /// # Errors
    ///
    /// When the stream cannot be read.
    pub(crate) fn read(&mut self) -> io::Result<Option<Element>> {
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                return Ok(self.element.take());
            }
            let mut at = 0;
            let mut complete = None;
            while at < buffer.len() && complete.is_none() {
                let begin = at;
                let step = self.scan.step(buffer, &mut at);
                let offset = self.offset + begin as u64;
                match step {
                    Step::Outside => {}
                    Step::Within => {
                        let element = self.element.get_or_insert_with(|| Element {
                            offset,
                            bytes: Some(Vec::new()),
                            ended: false,
                        });
                        element.take(&buffer[begin..at], self.limit);
                    }
                    Step::Between => complete = self.element.take(),
                }
            }
            self.reader.consume(at);
            self.offset += at as u64;
            if let Some(element) = complete {
                let ended = true;
                return Ok(Some(Element { ended, ..element }));
            }
        }
    }

    /// Tells how the stream ended, once there is no further element.
    pub(crate) fn end(&self) -> End {
        if self.scan.depth > 0 || self.scan.in_text {
            End::Torn
        } else if self.scan.found {
            End::Whole
        } else {
            End::NoEntries
        }
    }
}

/// Tells whether a stream begins as a HAR file does: a log that says what it is before its entries;
/// `None` where more of the stream has to be seen.
pub(crate) fn begins_like_har(head: &[u8]) -> Option<bool> {
    let head = head.strip_prefix(BOM).unwrap_or(head);
    let mut rest = head;
    for token in [&b"{"[..], b"\"log\"", b":", b"{"] {
        rest = rest.trim_ascii_start();
        let Some(after) = rest.strip_prefix(token) else {
            return if token.starts_with(rest) {
                None
            } else {
                Some(false)
            };
        };
        rest = after;
    }
    let mut scan = Scan::default();
    let mut at = head.len() - head.trim_ascii_start().len();
    while at < head.len() {
        scan.step(head, &mut at);
        if scan.found {
            let before = &head[..at];
            let says = |name: &[u8]| memmem::find(before, name).is_some();
            return Some(says(b"\"version\"") || says(b"\"creator\""));
        }
        if scan.depth == 0 {
            return Some(false);
        }
    }
    None
}

impl Element {
    fn take(&mut self, more: &[u8], limit: u64) {
        if let Some(bytes) = &mut self.bytes {
            if (bytes.len() + more.len()) as u64 > limit {
                self.bytes = None;
            } else {
                bytes.extend_from_slice(more);
            }
        }
    }
}

/// Where in the document a scan stands.
#[derive(Debug, Default)]
struct Scan {
    /// How many containers are open.
    depth: u64,
    in_text: bool,
    escaped: bool,
    /// The text that was read last, as far as it may be a name to look for.
    text: Vec<u8>,
    inside: Inside,
    /// Whether there was an array of entries.
    found: bool,
}

/// What of the way to the entries is open.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Inside {
    #[default]
    Elsewhere,
    Log,
    Entries,
}

/// What a piece of the stream is.
enum Step {
    Outside,
    Within,
    /// The comma after an element, or the bracket after the last one.
    Between,
}

impl Scan {
    /// Moves on by one byte, or within a text by as many as say nothing.
    fn step(&mut self, buffer: &[u8], at: &mut usize) -> Step {
        let within = self.inside == Inside::Entries;
        let step = if within { Step::Within } else { Step::Outside };
        if self.in_text {
            self.text(buffer, at);
            return step;
        }
        let byte = buffer[*at];
        *at += 1;
        match byte {
            b'"' => {
                self.in_text = true;
                self.text.clear();
            }
            b'{' | b'[' => self.open(byte),
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                match self.inside {
                    Inside::Entries if self.depth < IN_ENTRIES => {
                        self.inside = Inside::Log;
                        return Step::Between;
                    }
                    Inside::Log if self.depth < IN_LOG => self.inside = Inside::Elsewhere,
                    Inside::Elsewhere | Inside::Log | Inside::Entries => {}
                }
            }
            b',' if within && self.depth == IN_ENTRIES => return Step::Between,
            b',' => self.text.clear(),
            byte if byte.is_ascii_whitespace() && self.depth == IN_ENTRIES => {
                return Step::Outside;
            }
            _ => {}
        }
        step
    }

    fn text(&mut self, buffer: &[u8], at: &mut usize) {
        if self.escaped {
            self.escaped = false;
            *at += 1;
            return;
        }
        let rest = &buffer[*at..];
        let length = memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
        if self.depth <= IN_LOG && self.text.len() <= LONGEST_NAME {
            let most = length.min(LONGEST_NAME + 1);
            self.text.extend_from_slice(&rest[..most]);
        }
        *at += length;
        match rest.get(length) {
            Some(b'"') => self.in_text = false,
            Some(_) => self.escaped = true,
            None => return,
        }
        *at += 1;
    }

    fn open(&mut self, bracket: u8) {
        self.depth += 1;
        match (bracket, self.depth, self.text.as_slice()) {
            (b'{', IN_LOG, b"log") => self.inside = Inside::Log,
            (b'[', IN_ENTRIES, b"entries") if self.inside == Inside::Log => {
                self.inside = Inside::Entries;
                self.found = true;
            }
            _ => {}
        }
        self.text.clear();
    }
}

/// How many containers are open inside `log`.
const IN_LOG: u64 = 2;
/// How many containers are open between two entries.
const IN_ENTRIES: u64 = 3;
const LONGEST_NAME: usize = "entries".len();
/// What some programs begin every file with.
const BOM: &[u8] = b"\xef\xbb\xbf";
const BUFFER: usize = 256 * 1024;

#[cfg(test)]
mod tests {
    use super::{Elements, End, begins_like_har};
    use std::io::{BufReader, Read};

    fn read_all(reader: impl Read, limit: u64) -> (Vec<(u64, Option<String>, bool)>, End) {
        let mut elements = Elements::new(reader, limit);
        let mut all = Vec::new();
        while let Some(element) = elements.read().unwrap() {
            let text = element.bytes.map(|bytes| String::from_utf8(bytes).unwrap());
            all.push((element.offset, text, element.ended));
        }
        (all, elements.end())
    }

    /// Gives a byte at a time, so that everything is torn everywhere.
    struct Slowly<'t>(&'t [u8]);

    impl Read for Slowly<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let most = buffer.len().min(1);
            self.0.read(&mut buffer[..most])
        }
    }

    #[test]
    fn entries_are_found_wherever_they_stand() {
        let text = r#"{"x":{"entries":[1]},"log":{"version":"entries","a":["entries",[0]],"entries":
            [{"a":"],\"}"}, 12 ,"x,y",[1,[2]]],"pages":[{"entries":[9]}]},"log2":{"entries":[8]}}"#;
        for all in [
            read_all(text.as_bytes(), 99),
            read_all(Slowly(text.as_bytes()), 99),
        ] {
            let (elements, end) = all;
            let found: Vec<_> = elements
                .iter()
                .map(|(offset, element, ended)| {
                    let element = element.as_deref().unwrap();
                    let offset = usize::try_from(*offset).unwrap();
                    assert!(text[offset..].starts_with(element), "{element}");
                    assert!(ended);
                    element
                })
                .collect();
            assert_eq!(found, [r#"{"a":"],\"}"}"#, "12", r#""x,y""#, "[1,[2]]"]);
            assert_eq!(end, End::Whole);
        }
    }

    #[test]
    fn long_elements_are_skipped_and_torn_ones_told() {
        let text = r#"{"log":{"entries":["long enough",{"a":1},{"b":"#;
        let (elements, end) = read_all(BufReader::with_capacity(4, text.as_bytes()), 8);
        assert_eq!(
            elements,
            [
                (19, None, true),
                (33, Some(r#"{"a":1}"#.to_owned()), true),
                (41, Some("{\"b\":".to_owned()), false)
            ]
        );
        assert_eq!(end, End::Torn);
    }

    #[test]
    fn what_has_no_entries_says_so() {
        for text in [
            "{}",
            "[]",
            "",
            r#"{"log":{"entries":{}}}"#,
            "]]}",
            r#"["log",{"entries":[1]}]"#,
        ] {
            assert_eq!(
                read_all(text.as_bytes(), 9),
                (vec![], End::NoEntries),
                "{text}"
            );
        }
    }
    #[test]
    fn a_log_with_entries_is_told_as_soon_as_they_begin() {
        let text =
            "\u{feff}\n{ \"log\" :{\"version\":\"1.2\",\"pages\":[{\"entries\":[]}],\"entries\":[";
        for end in 0..text.len() {
            // A torn mark is no beginning of anything, and streams bring it whole.
            if !(1..3).contains(&end) {
                assert_eq!(begins_like_har(&text.as_bytes()[..end]), None, "{end}");
            }
        }
        assert_eq!(begins_like_har(text.as_bytes()), Some(true));
        for other in [
            "[",
            "{\"logs\":{",
            "{\"log\":[",
            "{\"log\":{\"version\":\"1\"}}",
            "{\"log\":{\"entries\":[",
            "{\"log\":{\"level\":1},\"version\":1}",
        ] {
            assert_eq!(begins_like_har(other.as_bytes()), Some(false), "{other}");
        }
    }
}
