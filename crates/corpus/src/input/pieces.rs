use std::io::{Empty, Read};
use std::path::PathBuf;
use std::sync::Arc;

use frontdesk_report::Finding;

use crate::input::chunks::Chunk;
use crate::input::documents::Document;
use crate::input::format::Form;
use crate::input::open::{Open, Stdin};
use crate::input::seen::Seen;
use crate::input::walk::{STDIN, Step, Walk, unreadable};

/// Reads what stands under the paths, piece by piece and in order.
pub(crate) struct Pieces<'a, S: Read> {
    walk: Walk<'a>,
    /// What the walk came by, and has to wait for the files before it.
    next: Option<Next>,
    open: Option<Open<S>>,
    seen: Seen,
    stdin: Option<S>,
    form: Stdin,
    reading: Reading,
    small: Vec<Small>,
    small_bytes: u64,
}

/// How files are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// The longest document, in bytes.
    pub(crate) limit: u64,
    /// How much of a file of lines is read at a time, in bytes.
    pub(crate) chunk: usize,
    /// Whether small files are handed on unopened, for others to open side by side.
    pub(crate) hands_on: bool,
}

/// What is read at a time.
#[derive(Debug)]
pub(crate) enum Piece {
    /// Lines of a file.
    Lines(Arc<str>, Chunk),
    Document(Document),
    /// A document that cannot be held, and why.
    Unreadable(Box<Finding>),
    /// A path or file that cannot be read, and why.
    Finding(Box<Finding>),
    /// Files that are still to be read.
    Small(Vec<Small>),
    Skipped {
        path: PathBuf,
        /// Whether it was read before, rather than being of no form that holds documents.
        again: bool,
    },
    /// Nothing more is under a path that was named.
    End(PathBuf),
}

/// A small file that is still to be read.
#[derive(Debug)]
pub(crate) struct Small {
    path: PathBuf,
    form: Form,
    named: bool,
}

/// What is to be done next.
enum Next {
    Open {
        path: PathBuf,
        form: Form,
        named: bool,
    },
    Stdin,
    Say(Piece),
}

impl<'a, S: Read> Pieces<'a, S> {
    pub(crate) fn new(paths: &'a [PathBuf], stdin: S, form: Stdin, reading: Reading) -> Self {
        Self {
            walk: Walk::new(paths),
            next: None,
            open: None,
            seen: Seen::default(),
            stdin: Some(stdin),
            form,
            reading,
            small: Vec::new(),
            small_bytes: 0,
        }
    }

    /// Reads the next piece; a chunk takes its buffer from `spare`.
    pub(crate) fn next(&mut self, spare: &mut Vec<u8>) -> Option<Piece> {
        loop {
            if let Some(piece) = self.open.as_mut().and_then(|open| open.next(spare)) {
                return Some(piece);
            }
            self.open = None;
            let next = self.next.take().or_else(|| self.look());
            if !self.small.is_empty() {
                self.next = next;
                return Some(self.gathered());
            }
            let opened = match next? {
                Next::Say(piece) => return Some(piece),
                Next::Open { path, form, named } => Open::file(&path, form, named, self.reading),
                Next::Stdin => match self.stdin.take() {
                    Some(stdin) => Open::stdin(stdin, self.form, self.reading),
                    None => return Some(again(STDIN.into())),
                },
            };
            match opened {
                Ok(open) => self.open = Some(open),
                Err(finding) => return Some(Piece::Finding(finding)),
            }
        }
    }

    /// Walks on, gathering small files, up to something else or a full group of them.
    fn look(&mut self) -> Option<Next> {
        loop {
            let (path, form, named) = match self.walk.next()? {
                Step::File { path, form, named } => (path, form, named),
                Step::Stdin => return Some(Next::Stdin),
                Step::Finding(finding) => return Some(Next::Say(Piece::Finding(finding))),
                Step::Skipped(path) => {
                    let again = false;
                    return Some(Next::Say(Piece::Skipped { path, again }));
                }
                Step::End(path) => return Some(Next::Say(Piece::End(path))),
            };
            let metadata = match fs_err::metadata(&path) {
                Ok(metadata) => metadata,
                Err(error) => {
                    let finding = Box::new(unreadable(&path, &error, named));
                    return Some(Next::Say(Piece::Finding(finding)));
                }
            };
            if self.seen.again(&path, &metadata) {
                return Some(Next::Say(again(path)));
            }
            let is_small = metadata.is_file() && metadata.len() <= SMALL;
            if !self.reading.hands_on || !is_small {
                return Some(Next::Open { path, form, named });
            }
            self.small.push(Small { path, form, named });
            self.small_bytes += metadata.len();
            if self.small.len() >= MOST_SMALL || self.small_bytes >= MOST_SMALL_BYTES {
                return Some(Next::Say(self.gathered()));
            }
        }
    }

    fn gathered(&mut self) -> Piece {
        self.small_bytes = 0;
        Piece::Small(std::mem::take(&mut self.small))
    }
}

impl Small {
    /// Opens the file.
    ///
    /// # Errors
    ///
    /// When it cannot be opened or read.
    pub(crate) fn open(&self, reading: Reading) -> Result<Open<Empty>, Box<Finding>> {
        Open::file(&self.path, self.form, self.named, reading)
    }
}

impl Piece {
    /// Returns about how much memory it holds until it is judged.
    pub(crate) fn held(&self) -> usize {
        match self {
            Self::Lines(_, chunk) => chunk.held(),
            Self::Document(document) => document.bytes.len(),
            Self::Small(_)
            | Self::Unreadable(_)
            | Self::Finding(_)
            | Self::Skipped { .. }
            | Self::End(_) => 0,
        }
    }
}

fn again(path: PathBuf) -> Piece {
    let again = true;
    Piece::Skipped { path, again }
}

/// The largest file that is handed on unopened.
const SMALL: u64 = 256 * 1024;

/// How many small files are handed on together.
const MOST_SMALL: usize = 64;

/// How large small files are together that are handed on.
const MOST_SMALL_BYTES: u64 = 1024 * 1024;
