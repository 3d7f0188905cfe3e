use std::io::{self, BufRead, Read};

/// Splits a stream into lines, holding one at a time and none that is too long.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    reader: R,
    limit: u64,
    number: u64,
    offset: u64,
}

/// One line of a stream.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Line {
    /// From 1.
    pub(crate) number: u64,
    /// Where it begins, in bytes from the start of the stream.
    pub(crate) offset: u64,
    pub(crate) content: Content,
}

#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Content {
    /// The line without its end.
    Whole {
        bytes: Vec<u8>,
        /// Whether a newline ended it, rather than the stream.
        ended: bool,
    },
    /// More bytes than the limit, which were read past.
    TooLong { bytes: u64 },
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R, limit: u64) -> Self {
        Self {
            reader,
            limit,
            number: 0,
            offset: 0,
        }
    }

    /// Returns how many lines have been begun.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Reads the next line.
    ///
    /// # Errors
    ///
    /// When the stream cannot be read.
    pub(crate) fn read(&mut self) -> io::Result<Option<Line>> {
        let offset = self.offset;
        let mut bytes = Vec::new();
        // Two more than the limit: a line of just the limit may end in CRLF.
        let most = self.limit.saturating_add(2);
        let mut length = read_to_newline(&mut self.reader, most, &mut bytes)?;
        if length == 0 {
            return Ok(None);
        }
        self.number += 1;
        let mut ending = trim_end(&mut bytes);
        let too_long = bytes.len() as u64 > self.limit;
        if too_long && ending == 0 {
            let (skipped, skipped_ending) = skip_line(&mut self.reader, bytes.last().copied())?;
            length += skipped;
            ending = skipped_ending;
        }
        self.offset += length;
        let content = if too_long {
            Content::TooLong {
                bytes: length - ending,
            }
        } else {
            let ended = ending > 0;
            Content::Whole { bytes, ended }
        };
        Ok(Some(Line {
            number: self.number,
            offset,
            content,
        }))
    }
}

/// Reads up to and with a newline, but at most `most` bytes.
fn read_to_newline(reader: &mut impl BufRead, most: u64, bytes: &mut Vec<u8>) -> io::Result<u64> {
    reader
        .by_ref()
        .take(most)
        .read_until(b'\n', bytes)
        .map(|length| length as u64)
}

/// Reads past the rest of a line in small pieces; gives its length and that of its end.
fn skip_line(reader: &mut impl BufRead, mut last: Option<u8>) -> io::Result<(u64, u64)> {
    let mut skipped = 0;
    let mut piece = Vec::new();
    loop {
        piece.clear();
        let length = read_to_newline(reader, PIECE, &mut piece)?;
        skipped += length;
        if length == 0 {
            return Ok((skipped, 0));
        }
        if let Some(before) = piece.strip_suffix(b"\n") {
            let return_before = before.last().copied().or(last) == Some(b'\r');
            return Ok((skipped, 1 + u64::from(return_before)));
        }
        last = piece.last().copied();
    }
}

/// Removes the end of a line and tells how many bytes it was.
fn trim_end(bytes: &mut Vec<u8>) -> u64 {
    let with = bytes.len();
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
    (with - bytes.len()) as u64
}

/// How much of a line that is skipped is held at a time.
const PIECE: u64 = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::{Content, Lines};
    use std::io::{self, BufRead, BufReader, Read};

    fn read_all(mut lines: Lines<impl BufRead>) -> Vec<(u64, u64, Content)> {
        std::iter::from_fn(|| lines.read().unwrap())
            .map(|line| (line.number, line.offset, line.content))
            .collect()
    }

    fn whole(text: &str) -> Content {
        let (bytes, ended) = (text.as_bytes().to_vec(), true);
        Content::Whole { bytes, ended }
    }

    #[test]
    fn lines_keep_their_place_at_any_buffer_size() {
        let text = "one\r\n\nthree is long\r\n12345\r\n123456\nlast";
        for capacity in 1..text.len() + 2 {
            let reader = BufReader::with_capacity(capacity, text.as_bytes());
            let bytes = b"last".to_vec();
            let last = Content::Whole {
                bytes,
                ended: false,
            };
            let expected = vec![
                (1, 0, whole("one")),
                (2, 5, whole("")),
                (3, 6, Content::TooLong { bytes: 13 }),
                (4, 21, whole("12345")),
                (5, 28, Content::TooLong { bytes: 6 }),
                (6, 35, last),
            ];
            assert_eq!(read_all(Lines::new(reader, 5)), expected, "{capacity}");
        }
    }

    #[test]
    fn a_line_as_long_as_a_disk_is_counted_not_held() {
        let long = io::repeat(b'x').take(300_000_000);
        let reader = BufReader::new(long.chain(&b"\n{}\n"[..]));
        let lines = read_all(Lines::new(reader, 1024));
        let bytes = 300_000_000;
        assert_eq!(
            lines,
            [
                (1, 0, Content::TooLong { bytes }),
                (2, bytes + 1, whole("{}"))
            ]
        );
    }

    #[test]
    fn an_empty_stream_has_no_line() {
        assert_eq!(read_all(Lines::new(&b""[..], 5)), []);
    }
}
