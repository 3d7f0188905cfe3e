use std::fmt;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use frontdesk_report::Finding;

use crate::input::chunks::{Chunk, Content, Line, Position};
use crate::input::exchange::Exchange;
use crate::input::open::{Stdin, too_long};
use crate::input::pieces::{Piece, Pieces, Reading};
use crate::input::place::Place;
use crate::input::walk::no_documents;

/// Finds the documents under the paths, in order.
///
/// A path is a folder (walked in the order of the names, links followed), a file that is one
/// document (`.json`), one document a line (`.ndjson`, `.jsonl`) or exchanges with documents inside
/// (`.har`), any of them packed (`.gz`, `.zst`), or `-` for `stdin`: NDJSON, unless its first line
/// is no document and the whole of it is one. Other files inside folders are skipped. A file that
/// is reached twice, by a link or because it was named twice, is read once, and as long as it was
/// when it was opened. A line or file of more than `max_document_bytes` is reported and never held
/// in memory. A path that gives neither a document nor a finding is reported.
///
/// Of a HAR file come the bodies of requests and responses that are JSON by their type or begin
/// like it, and the frames of `WebSocket` connections; each brings its [`Exchange`].
///
/// ```
/// use frontdesk_corpus::{Entry, documents};
///
/// let stdin = &b"{}\n\n[\n"[..];
/// let lines: Vec<_> = documents(&["-".into()], stdin, 1024)
///     .map(|entry| match entry {
///         Entry::Document(document) => (document.place.line, document.bytes),
///         other => panic!("{other:?}"),
///     })
///     .collect();
/// assert_eq!(lines, [(Some(1), b"{}".to_vec()), (Some(3), b"[".to_vec())]);
/// ```
pub fn documents<'a>(
    paths: &'a [PathBuf],
    stdin: impl Read + 'a,
    max_document_bytes: u64,
) -> Documents<'a> {
    let reading = Reading {
        limit: max_document_bytes,
        chunk: CHUNK,
        hands_on: false,
    };
    let stdin: Box<dyn Read + 'a> = Box::new(stdin);
    Documents {
        pieces: Pieces::new(paths, stdin, Stdin::Sniffed, reading),
        lines: None,
        spare: Vec::new(),
        barren: true,
    }
}

/// The iterator that [`documents()`] returns.
pub struct Documents<'a> {
    pieces: Pieces<'a, Box<dyn Read + 'a>>,
    lines: Option<Lines>,
    spare: Vec<u8>,
    /// Whether the path that is being walked has given nothing yet.
    barren: bool,
}

/// The lines of a chunk that were not given yet.
struct Lines {
    file: Arc<str>,
    chunk: Chunk,
    at: Position,
}

/// What [`Documents`] yields.
#[derive(Debug)]
pub enum Entry {
    /// A document, not yet read as JSON.
    Document(Document),
    /// A document that cannot be held, and why.
    Unreadable(Finding),
    /// A path or file that cannot be read, and why.
    Finding(Finding),
    /// A file that is not read, by its name: it is inside a folder and of no form that holds
    /// documents, or was read before.
    Skipped(PathBuf),
}

/// The bytes of one document and where they stand.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Document {
    /// Where it stands.
    pub place: Place,
    /// Its bytes, without the end of the line.
    pub bytes: Vec<u8>,
    /// Whether a newline ended it; a document that the file's end cut off may be torn.
    pub ended: bool,
    /// What is known of the exchange that it was part of, where the file tells.
    pub exchange: Option<Arc<Exchange>>,
}

impl Documents<'_> {
    /// Gives the next line that is not blank of the chunk that was read last.
    fn next_line(&mut self) -> Option<Entry> {
        while let Some(lines) = &mut self.lines {
            let Some((line, next)) = lines.chunk.line(lines.at) else {
                let read = self.lines.take();
                self.spare = read
                    .map(|lines| lines.chunk.into_buffer())
                    .unwrap_or_default();
                break;
            };
            let entry = line.map(|line| of_line(&lines.file, line));
            lines.at = next;
            if entry.is_some() {
                return entry;
            }
        }
        None
    }
}

impl Iterator for Documents<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(entry) = self.next_line() {
                self.barren = false;
                return Some(entry);
            }
            let entry = match self.pieces.next(&mut self.spare)? {
                Piece::Lines(file, chunk) => {
                    let at = chunk.position();
                    self.lines = Some(Lines { file, chunk, at });
                    continue;
                }
                // Small files are handed on where somebody asked for it.
                Piece::Small(_) => continue,
                Piece::Document(document) => Entry::Document(document),
                Piece::Unreadable(finding) => Entry::Unreadable(*finding),
                Piece::Finding(finding) => Entry::Finding(*finding),
                Piece::Skipped { path, again } => {
                    self.barren &= !again;
                    return Some(Entry::Skipped(path));
                }
                Piece::End(path) => {
                    if std::mem::replace(&mut self.barren, true) {
                        return Some(Entry::Finding(no_documents(&path, 0)));
                    }
                    continue;
                }
            };
            self.barren = false;
            return Some(entry);
        }
    }
}

impl fmt::Debug for Documents<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Documents")
            .field("barren", &self.barren)
            .finish_non_exhaustive()
    }
}

fn of_line(file: &Arc<str>, line: Line<'_>) -> Entry {
    match line.content {
        Content::Whole { bytes, ended } => Entry::Document(Document {
            place: Place::of_line(file, line.at),
            bytes: bytes.to_vec(),
            ended,
            exchange: None,
        }),
        Content::TooLong { bytes } => Entry::Unreadable(*too_long(file, line.at, bytes)),
    }
}

/// How much of a file is read at a time where documents are taken one by one.
const CHUNK: usize = 128 * 1024;
