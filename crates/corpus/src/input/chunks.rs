use std::io::{self, ErrorKind, Read};

use memchr::{memchr, memchr_iter, memrchr};

/// Splits a stream into chunks of whole lines, holding none that is too long.
///
/// A chunk is what one read gives, up to its last newline: what came over a pipe is handed on at
/// once, and a file is read in pieces of the buffer's size.
#[derive(Debug)]
pub(crate) struct Chunks<R> {
    reader: R,
    limit: u64,
    size: usize,
    /// The beginning of a line whose end has not been read.
    torn: Vec<u8>,
    at: Position,
    ended: bool,
}

/// A place in a stream of lines.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Position {
    /// How many lines are before it.
    pub(crate) lines: u64,
    /// How many of them are not blank.
    pub(crate) entries: u64,
    /// How many bytes are before it.
    pub(crate) offset: u64,
}

/// What [`Chunks`] gives.
#[derive(Debug)]
pub(crate) enum Piece {
    Lines(Chunk),
    /// A line longer than the limit, which was read past.
    TooLong {
        at: Position,
        bytes: u64,
    },
}

/// Lines that stand one after the other.
#[derive(Debug)]
pub(crate) struct Chunk {
    /// The lines, and after them what the buffer held before.
    buffer: Vec<u8>,
    used: usize,
    at: Position,
    limit: u64,
}

/// One line that is not blank.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Line<'c> {
    pub(crate) at: Position,
    pub(crate) content: Content<'c>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Content<'c> {
    /// The line without its end.
    Whole {
        bytes: &'c [u8],
        /// Whether a newline ended it, rather than the stream.
        ended: bool,
    },
    /// More bytes than the limit.
    TooLong { bytes: u64 },
}

impl<R: Read> Chunks<R> {
    /// Reads about `size` bytes at a time, and no line of more than `limit`.
    pub(crate) fn new(reader: R, limit: u64, size: usize) -> Self {
        Self {
            reader,
            limit,
            size,
            torn: Vec::new(),
            at: Position::default(),
            ended: false,
        }
    }

    /// Returns where the next piece begins.
    pub(crate) fn position(&self) -> Position {
        self.at
    }

    /// Reads the next piece into a buffer of its own, which is taken from `spare`.
    ///
    /// # Errors
    ///
    /// When the stream cannot be read.
    pub(crate) fn read(&mut self, spare: &mut Vec<u8>) -> io::Result<Option<Piece>> {
        if self.ended {
            return Ok(None);
        }
        let mut buffer = std::mem::take(spare);
        let mut filled = self.torn.len();
        let least = self.size.max(filled.saturating_mul(2));
        if buffer.len() < least {
            buffer.resize(least, 0);
        }
        buffer[..filled].copy_from_slice(&std::mem::take(&mut self.torn));
        // After a line that was skipped, whole lines may have been read already.
        if let Some(newline) = memrchr(b'\n', &buffer[..filled]) {
            return Ok(Some(self.lines(buffer, newline + 1, filled)));
        }
        loop {
            if filled as u64 >= self.most() {
                let skipped = self.skip(&mut buffer, filled);
                *spare = buffer;
                return skipped.map(Some);
            }
            if filled == buffer.len() {
                let doubled = (filled as u64).saturating_mul(2).min(self.most());
                buffer.resize(usize::try_from(doubled).unwrap_or(usize::MAX), 0);
            }
            let read = read(&mut self.reader, &mut buffer[filled..])?;
            let fresh = &buffer[filled..filled + read];
            let used = match memrchr(b'\n', fresh) {
                Some(newline) => filled + newline + 1,
                None if read == 0 => {
                    self.ended = true;
                    filled
                }
                None => 0,
            };
            filled += read;
            if used > 0 {
                return Ok(Some(self.lines(buffer, used, filled)));
            }
            if self.ended {
                *spare = buffer;
                return Ok(None);
            }
        }
    }

    /// Hands on what is used of a buffer and keeps the rest of what was filled.
    fn lines(&mut self, buffer: Vec<u8>, used: usize, filled: usize) -> Piece {
        let at = self.at;
        self.at = after(at, &buffer[..used]);
        self.torn.extend_from_slice(&buffer[used..filled]);
        Piece::Lines(Chunk {
            buffer,
            used,
            at,
            limit: self.limit,
        })
    }

    /// Reads past the rest of a line that is too long.
    fn skip(&mut self, buffer: &mut [u8], filled: usize) -> io::Result<Piece> {
        let at = self.at;
        let mut length = filled as u64;
        let mut last = buffer[..filled].last().copied();
        let ending = loop {
            let read = read(&mut self.reader, buffer)?;
            let piece = &buffer[..read];
            if let Some(newline) = memchr(b'\n', piece) {
                let before = piece[..newline].last().copied().or(last);
                self.torn.extend_from_slice(&piece[newline + 1..]);
                length += newline as u64 + 1;
                break 1 + u64::from(before == Some(b'\r'));
            }
            if read == 0 {
                break 0;
            }
            length += read as u64;
            last = piece.last().copied();
        };
        self.at = Position {
            lines: at.lines + 1,
            entries: at.entries + 1,
            offset: at.offset + length,
        };
        let bytes = length - ending;
        Ok(Piece::TooLong { at, bytes })
    }

    /// The bytes without a newline from which a line is too long: a line of just the limit may end
    /// in CRLF.
    fn most(&self) -> u64 {
        self.limit.saturating_add(2)
    }
}

impl Chunk {
    /// Iterates over the lines that are not blank.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut next = Some(self.at);
        std::iter::from_fn(move || {
            while let Some((line, rest)) = next.and_then(|at| self.line(at)) {
                next = Some(rest);
                if line.is_some() {
                    return line;
                }
            }
            next = None;
            None
        })
    }

    /// Reads the line at a place, which is absent where it is blank, and what place is after it.
    pub(crate) fn line(&self, at: Position) -> Option<(Option<Line<'_>>, Position)> {
        let begin = usize::try_from(at.offset - self.at.offset).ok()?;
        let rest = self.buffer[..self.used].get(begin..)?;
        if rest.is_empty() {
            return None;
        }
        let newline = memchr(b'\n', rest);
        let whole = &rest[..newline.map_or(rest.len(), |newline| newline + 1)];
        let line = (!is_white(whole)).then(|| Line {
            at,
            content: self.content(whole),
        });
        let next = Position {
            lines: at.lines + 1,
            entries: at.entries + u64::from(line.is_some()),
            offset: at.offset + whole.len() as u64,
        };
        Some((line, next))
    }

    fn content<'c>(&self, line: &'c [u8]) -> Content<'c> {
        let (bytes, ended) = match line.strip_suffix(b"\n") {
            Some(line) => (line.strip_suffix(b"\r").unwrap_or(line), true),
            None => (line, false),
        };
        if bytes.len() as u64 > self.limit {
            let bytes = bytes.len() as u64;
            return Content::TooLong { bytes };
        }
        Content::Whole { bytes, ended }
    }

    /// Returns where the chunk begins.
    pub(crate) fn position(&self) -> Position {
        self.at
    }

    /// Returns how much memory it holds.
    pub(crate) fn held(&self) -> usize {
        self.buffer.len()
    }

    /// Gives the buffer back, for another chunk.
    pub(crate) fn into_buffer(self) -> Vec<u8> {
        self.buffer
    }
}

/// Tells whether bytes are white space alone.
pub(crate) fn is_white(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

/// Reads once, however often a signal comes between.
fn read(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// Counts what the lines bring.
fn after(at: Position, lines: &[u8]) -> Position {
    let mut after = at;
    let mut begin = 0;
    for newline in memchr_iter(b'\n', lines) {
        after.entries += u64::from(!is_white(&lines[begin..newline]));
        after.lines += 1;
        begin = newline + 1;
    }
    if begin < lines.len() {
        after.entries += u64::from(!is_white(&lines[begin..]));
        after.lines += 1;
    }
    after.offset += lines.len() as u64;
    after
}

#[cfg(test)]
mod tests {
    use super::{Chunks, Content, Piece};
    use std::io::{self, Read};

    #[derive(Debug, Eq, PartialEq)]
    enum Seen {
        Whole(String, bool),
        TooLong(u64),
    }

    fn read_all(mut chunks: Chunks<impl Read>) -> Vec<([u64; 3], Seen)> {
        let mut seen = Vec::new();
        let mut buffer = Vec::new();
        while let Some(piece) = chunks.read(&mut buffer).unwrap() {
            match piece {
                Piece::TooLong { at, bytes } => {
                    seen.push(([at.lines, at.entries, at.offset], Seen::TooLong(bytes)));
                }
                Piece::Lines(chunk) => {
                    for line in chunk.lines() {
                        let content = match line.content {
                            Content::TooLong { bytes } => Seen::TooLong(bytes),
                            Content::Whole { bytes, ended } => {
                                Seen::Whole(String::from_utf8(bytes.to_vec()).unwrap(), ended)
                            }
                        };
                        seen.push(([line.at.lines, line.at.entries, line.at.offset], content));
                    }
                    buffer = chunk.into_buffer();
                }
            }
        }
        seen
    }

    fn whole(text: &str) -> Seen {
        Seen::Whole(text.to_owned(), true)
    }

    #[test]
    fn lines_keep_their_place_at_any_size_of_a_chunk() {
        let text = "one\r\n\n \r\nthree is long\r\n12345\r\n123456\nlast";
        for size in 1..text.len() + 2 {
            let expected = vec![
                ([0, 0, 0], whole("one")),
                ([3, 1, 9], Seen::TooLong(13)),
                ([4, 2, 24], whole("12345")),
                ([5, 3, 31], Seen::TooLong(6)),
                ([6, 4, 38], Seen::Whole("last".to_owned(), false)),
            ];
            let chunks = Chunks::new(text.as_bytes(), 5, size);
            assert_eq!(read_all(chunks), expected, "{size}");
        }
    }

    #[test]
    fn a_line_as_long_as_a_disk_is_counted_not_held() {
        let long = io::repeat(b'x').take(300_000_000);
        let chunks = Chunks::new(long.chain(&b"\r\n{}\n"[..]), 1024, 4096);
        let bytes = 300_000_000;
        assert_eq!(
            read_all(chunks),
            [
                ([0, 0, 0], Seen::TooLong(bytes)),
                ([1, 1, bytes + 2], whole("{}"))
            ]
        );
    }

    #[test]
    fn an_empty_stream_has_no_line() {
        assert_eq!(read_all(Chunks::new(&b""[..], 5, 5)), []);
    }
}
