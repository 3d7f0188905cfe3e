use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use frontdesk_report::Finding;
use fs_err::File;
use serde::de::IgnoredAny;

use crate::input::documents::{Document, Entry};
use crate::input::format::Format;
use crate::input::lines::{Content, Line, Lines};
use crate::input::place::Place;
use crate::input::walk::{STDIN, unreadable};
use crate::rules;

/// A file that is being read.
pub(crate) struct Open<'a> {
    file: Arc<str>,
    named: bool,
    entry: u64,
    rest: Rest<'a>,
}

/// What of the file is still to be read.
enum Rest<'a> {
    Lines(Lines<Box<dyn BufRead + 'a>>),
    Whole(Whole),
    Nothing,
}

/// A file that is one document.
enum Whole {
    Document(Vec<u8>),
    TooLarge,
}

impl<'a> Open<'a> {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, or is one document and cannot be read.
    pub(crate) fn file(path: &Path, format: Format, named: bool, limit: u64) -> io::Result<Self> {
        let file = File::open(path)?;
        let rest = match format {
            Format::Lines => lines(BufReader::with_capacity(BUFFER, file), limit),
            Format::Json => Rest::Whole(read_whole(file, limit)?),
        };
        Ok(Self {
            file: path.to_string_lossy().into(),
            named,
            entry: 0,
            rest,
        })
    }

    /// Opens standard input: NDJSON, unless only the whole of it is a document.
    ///
    /// # Errors
    ///
    /// When its beginning cannot be read.
    pub(crate) fn stdin(stdin: impl Read + 'a, limit: u64) -> io::Result<Self> {
        let rest = sniff(BufReader::with_capacity(BUFFER, stdin), limit)?;
        Ok(Self {
            file: STDIN.into(),
            named: true,
            entry: 0,
            rest,
        })
    }

    fn place(&self, line: Option<u64>, offset: u64) -> Place {
        Place {
            file: Arc::clone(&self.file),
            line,
            entry: self.entry,
            offset,
        }
    }

    /// Gives the next document; lines of white space hold none.
    fn next_line(&mut self) -> Option<Entry> {
        let Rest::Lines(lines) = &mut self.rest else {
            return None;
        };
        loop {
            match lines.read() {
                Ok(Some(line)) if is_blank(&line) => {}
                Ok(Some(line)) => {
                    let entry = self.line(line);
                    self.entry += 1;
                    return Some(entry);
                }
                Ok(None) => return None,
                Err(error) => {
                    let after = lines.number();
                    self.rest = Rest::Nothing;
                    return Some(Entry::Finding(self.broken_off(&error, after)));
                }
            }
        }
    }

    fn line(&self, line: Line) -> Entry {
        let place = self.place(Some(line.number), line.offset);
        match line.content {
            Content::Whole { bytes, ended } => Entry::Document(Document {
                place,
                bytes,
                ended,
            }),
            Content::TooLong { bytes } => {
                let message = format!(
                    "the line is {bytes} bytes long, so it was skipped: split it, or raise the limit"
                );
                let finding = place.finding(rules::LINE_TOO_LONG, message);
                Entry::Unreadable(finding.with("bytes", bytes))
            }
        }
    }

    fn broken_off(&self, error: &io::Error, after: u64) -> Finding {
        unreadable(Path::new(self.file.as_ref()), error, self.named)
            .in_file(self.file.as_ref(), Some(after + 1))
    }

    fn whole(&self, whole: Whole) -> Entry {
        let place = self.place(None, 0);
        match whole {
            Whole::Document(bytes) => Entry::Document(Document {
                place,
                bytes,
                ended: false,
            }),
            Whole::TooLarge => Entry::Unreadable(place.finding(
                rules::DOCUMENT_TOO_LARGE,
                "the document is larger than the limit, so it was skipped: split it, write it as \
                 NDJSON, or raise the limit",
            )),
        }
    }
}

impl Iterator for Open<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        match std::mem::replace(&mut self.rest, Rest::Nothing) {
            Rest::Nothing => None,
            Rest::Whole(whole) => Some(self.whole(whole)),
            lines @ Rest::Lines(_) => {
                self.rest = lines;
                self.next_line()
            }
        }
    }
}

fn lines<'a>(reader: impl BufRead + 'a, limit: u64) -> Rest<'a> {
    Rest::Lines(Lines::new(Box::new(reader), limit))
}

fn read_whole(mut file: impl Read, limit: u64) -> io::Result<Whole> {
    let mut bytes = Vec::new();
    let length = file
        .by_ref()
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(if length as u64 > limit {
        Whole::TooLarge
    } else {
        Whole::Document(bytes)
    })
}

/// Decides between lines and one document that spans lines.
fn sniff<'a>(mut reader: impl BufRead + 'a, limit: u64) -> io::Result<Rest<'a>> {
    let most = limit.saturating_add(1);
    let mut head = Vec::new();
    loop {
        let begin = head.len();
        let left = most - begin as u64;
        let length = reader.by_ref().take(left).read_until(b'\n', &mut head)?;
        if length == 0 || !is_white(&head[begin..]) {
            break;
        }
    }
    if !is_document(&head) {
        let left = most - head.len() as u64;
        reader.by_ref().take(left).read_to_end(&mut head)?;
        if head.len() as u64 <= limit && is_document(&head) {
            return Ok(Rest::Whole(Whole::Document(head)));
        }
    }
    Ok(lines(Cursor::new(head).chain(reader), limit))
}

/// Tells whether the bytes are one document, however careless.
fn is_document(bytes: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

fn is_blank(line: &Line) -> bool {
    match &line.content {
        Content::Whole { bytes, .. } => is_white(bytes),
        Content::TooLong { .. } => false,
    }
}

fn is_white(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

/// How much of a file is read at a time.
const BUFFER: usize = 128 * 1024;
