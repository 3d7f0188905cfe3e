use std::collections::BTreeSet;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use frontdesk_report::Finding;

use crate::input::open::Open;
use crate::input::place::Place;
use crate::input::walk::{STDIN, Step, Walk, no_documents, unreadable};

/// Finds the documents under the paths, in order.
///
/// A path is a folder (walked in the order of the names, links followed), a file that is one
/// document (`.json`) or one document a line (`.ndjson`, `.jsonl`), or `-` for `stdin`: NDJSON,
/// unless its first line is no document and the whole of it is one. Other files inside folders are
/// skipped. A file that is reached twice, by a link or because it was named twice, is read once. A
/// line or file of more than `max_document_bytes` is reported and never held in memory. A path that
/// gives neither a document nor a finding is reported.
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
    Documents {
        walk: Walk::new(paths),
        open: None,
        barren: true,
        read: BTreeSet::new(),
        stdin: Some(Box::new(stdin)),
        limit: max_document_bytes,
    }
}

/// The iterator that [`documents()`] returns.
pub struct Documents<'a> {
    walk: Walk<'a>,
    open: Option<Open<'a>>,
    /// Whether the path that is being walked has given nothing yet.
    barren: bool,
    /// Where the files that were opened are, without links.
    read: BTreeSet<PathBuf>,
    stdin: Option<Box<dyn Read + 'a>>,
    limit: u64,
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
}

impl Documents<'_> {
    /// Opens what the walk came by, or reports it.
    fn step(&mut self, step: Step) -> Option<Entry> {
        let (path, named, opened) = match step {
            Step::File {
                path,
                format,
                named,
            } => {
                if self.was_read(&path) {
                    self.barren = false;
                    return Some(Entry::Skipped(path));
                }
                let opened = Open::file(&path, format, named, self.limit);
                (path, named, opened)
            }
            Step::Stdin => {
                let Some(stdin) = self.stdin.take() else {
                    self.barren = false;
                    return Some(Entry::Skipped(STDIN.into()));
                };
                (STDIN.into(), true, Open::stdin(stdin, self.limit))
            }
            Step::Finding(finding) => return Some(Entry::Finding(*finding)),
            Step::Skipped(path) => return Some(Entry::Skipped(path)),
            Step::End(path) => {
                let barren = std::mem::replace(&mut self.barren, true);
                return barren.then(|| Entry::Finding(no_documents(&path)));
            }
        };
        match opened {
            Ok(open) => {
                self.open = Some(open);
                None
            }
            Err(error) => Some(Entry::Finding(unreadable(&path, &error, named))),
        }
    }

    /// Tells whether a file was opened before, under whatever name, and notes it.
    fn was_read(&mut self, path: &Path) -> bool {
        // Opening the file will tell why it has no place.
        fs_err::canonicalize(path).is_ok_and(|place| !self.read.insert(place))
    }

    /// Notes that something is said of the path that is being walked.
    fn noted(&mut self, entry: Entry) -> Entry {
        self.barren &= matches!(entry, Entry::Skipped(_));
        entry
    }
}

impl Iterator for Documents<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(entry) = self.open.as_mut().and_then(Iterator::next) {
                return Some(self.noted(entry));
            }
            self.open = None;
            let step = self.walk.next()?;
            let ends = matches!(step, Step::End(_));
            if let Some(entry) = self.step(step) {
                return Some(if ends { entry } else { self.noted(entry) });
            }
        }
    }
}

impl fmt::Debug for Documents<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Documents")
            .field("walk", &self.walk)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}
