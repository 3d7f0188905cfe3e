use std::io::{self, Cursor, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;
use std::vec;

use frontdesk_report::{Exit, Finding};
use fs_err::File;
use serde::de::IgnoredAny;

use crate::input::chunks::{self, Chunks, Position, is_white};
use crate::input::documents::Document;
use crate::input::elements::{Element, Elements, End, begins_like_har};
use crate::input::format::{Form, Format, Packing};
use crate::input::har;
use crate::input::pieces::{Piece, Reading};
use crate::input::place::Place;
use crate::input::source::{Snapshot, Source, Unpacked};
use crate::input::walk::{STDIN, unreadable};
use crate::rules;

/// How standard input holds documents.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stdin {
    /// One a line, unless only the whole of it is a document.
    Sniffed,
    /// One a line, whatever the first says.
    Lines,
}

/// A file that is being read.
pub(crate) struct Open<S: Read> {
    file: Arc<str>,
    named: bool,
    packed: bool,
    rest: Rest<S>,
}

/// What of the file is still to be read.
enum Rest<S: Read> {
    Lines(Chunks<Stream<S>>),
    Whole(Whole),
    Har {
        elements: Elements<Stream<S>>,
        entries: u64,
        documents: vec::IntoIter<Document>,
    },
    Nothing,
}

/// Unpacked bytes, and before them what was looked at already.
type Stream<S> = io::Chain<Cursor<Vec<u8>>, Unpacked<Source<S>>>;

/// A file that is one document.
enum Whole {
    Document(Vec<u8>),
    TooLarge,
}

impl<S: Read> Open<S> {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, or is one document and cannot be read.
    pub(crate) fn file(
        path: &Path,
        form: Form,
        named: bool,
        reading: Reading,
    ) -> Result<Self, Box<Finding>> {
        let broken = |error| Box::new(broken(path, &error, named, form.packing != Packing::Plain));
        let file = File::open(path).map_err(broken)?;
        let metadata = file.metadata().map_err(broken)?;
        let known = metadata.is_file() && form.packing == Packing::Plain;
        let length = if known { metadata.len() } else { u64::MAX };
        let source = Source::File(Snapshot::new(file, length));
        let unpacked = Unpacked::new(source, form.packing).map_err(broken)?;
        let stream = Cursor::new(Vec::new()).chain(unpacked);
        let rest = match form.format {
            Format::Lines => Rest::lines(stream, reading),
            Format::Har => Rest::har(stream, reading),
            Format::Json => {
                let expected = if known { length } else { 0 };
                let whole = read_whole(stream, expected, reading.limit).map_err(broken)?;
                Rest::Whole(whole)
            }
        };
        Ok(Self {
            file: path.to_string_lossy().into(),
            named,
            packed: form.packing != Packing::Plain,
            rest,
        })
    }

    /// Opens standard input, and unpacks it where it begins like something packed.
    ///
    /// # Errors
    ///
    /// When its beginning cannot be read.
    pub(crate) fn stdin(mut stdin: S, form: Stdin, reading: Reading) -> Result<Self, Box<Finding>> {
        let mut packed = false;
        let open = || {
            let mut head = Vec::new();
            // Only as much as it takes: more may not come before the first verdict is out.
            while Packing::may_begin(&head) && read_more(&mut stdin, &mut head, MARK)? {}
            let packing = Packing::by_beginning(&head);
            packed = packing != Packing::Plain;
            let source = Source::Stdin(Cursor::new(head).chain(stdin));
            let stream = Unpacked::new(source, packing)?;
            match form {
                Stdin::Lines => Ok(Rest::lines(Cursor::new(Vec::new()).chain(stream), reading)),
                Stdin::Sniffed => sniff(stream, reading),
            }
        };
        match open() {
            Ok(rest) => Ok(Self {
                file: STDIN.into(),
                named: true,
                packed,
                rest,
            }),
            Err(error) => Err(Box::new(broken(Path::new(STDIN), &error, true, packed))),
        }
    }

    /// Reads the next piece; a chunk takes its buffer from `spare`.
    pub(crate) fn next(&mut self, spare: &mut Vec<u8>) -> Option<Piece> {
        match std::mem::replace(&mut self.rest, Rest::Nothing) {
            Rest::Nothing => None,
            Rest::Whole(whole) => Some(self.whole(whole)),
            rest @ Rest::Lines(_) => {
                self.rest = rest;
                self.next_lines(spare)
            }
            rest @ Rest::Har { .. } => {
                self.rest = rest;
                self.next_exchange()
            }
        }
    }

    fn next_lines(&mut self, spare: &mut Vec<u8>) -> Option<Piece> {
        let Rest::Lines(chunks) = &mut self.rest else {
            return None;
        };
        match chunks.read(spare) {
            Ok(None) => None,
            Ok(Some(chunks::Piece::Lines(chunk))) => Some(Piece::Lines(self.file.clone(), chunk)),
            Ok(Some(chunks::Piece::TooLong { at, bytes })) => {
                Some(Piece::Unreadable(too_long(&self.file, at, bytes)))
            }
            Err(error) => {
                let line = chunks.position().lines + 1;
                Some(self.broken_off(&error, Some(line)))
            }
        }
    }

    fn next_exchange(&mut self) -> Option<Piece> {
        let Rest::Har {
            elements,
            entries,
            documents,
        } = &mut self.rest
        else {
            return None;
        };
        loop {
            if let Some(document) = documents.next() {
                return Some(Piece::Document(document));
            }
            let element = match elements.read() {
                Ok(Some(element)) => element,
                Ok(None) => {
                    let end = elements.end();
                    self.rest = Rest::Nothing;
                    return self.har_end(end);
                }
                Err(error) => return Some(self.broken_off(&error, None)),
            };
            let place = Place {
                file: Arc::clone(&self.file),
                line: None,
                entry: *entries,
                offset: element.offset,
                within: None,
            };
            *entries += 1;
            match of_element(element, &place) {
                Ok(found) => *documents = found.into_iter(),
                Err(piece) => {
                    if matches!(&piece, Piece::Document(document) if !document.ended) {
                        self.rest = Rest::Nothing;
                    }
                    return Some(piece);
                }
            }
        }
    }

    fn har_end(&self, end: End) -> Option<Piece> {
        let (rule, message) = match end {
            End::Whole => return None,
            End::Torn => (
                rules::TRUNCATED_RECORDING,
                "the file ends in the middle, as when its writer was cut off: what came before \
                 was read; record it again",
            ),
            End::NoEntries => (
                rules::NOT_A_HAR_FILE,
                "the file has no array at `/log/entries`, as HAR 1.2 asks for: rename it, or save \
                 it as HAR again",
            ),
        };
        let finding = Finding::new(rule, message).in_file(self.file.as_ref(), None);
        Some(Piece::Finding(Box::new(finding)))
    }

    fn broken_off(&mut self, error: &io::Error, line: Option<u64>) -> Piece {
        self.rest = Rest::Nothing;
        let path = Path::new(self.file.as_ref());
        let finding = broken(path, error, self.named, self.packed);
        Piece::Finding(Box::new(finding.in_file(self.file.as_ref(), line)))
    }

    fn whole(&self, whole: Whole) -> Piece {
        let place = Place {
            file: Arc::clone(&self.file),
            line: None,
            entry: 0,
            offset: 0,
            within: None,
        };
        match whole {
            Whole::Document(bytes) => Piece::Document(Document {
                place,
                bytes,
                ended: false,
                exchange: None,
            }),
            Whole::TooLarge => Piece::Unreadable(too_large(&place)),
        }
    }
}

impl<S: Read> Rest<S> {
    fn lines(stream: Stream<S>, reading: Reading) -> Self {
        Self::Lines(Chunks::new(stream, reading.limit, reading.chunk))
    }

    fn har(stream: Stream<S>, reading: Reading) -> Self {
        Self::Har {
            elements: Elements::new(stream, reading.limit),
            entries: 0,
            documents: Vec::new().into_iter(),
        }
    }
}

/// Reports a line that was read past.
pub(crate) fn too_long(file: &Arc<str>, at: Position, bytes: u64) -> Box<Finding> {
    let message =
        format!("the line is {bytes} bytes long, so it was skipped: split it, or raise the limit");
    let place = Place::of_line(file, at);
    Box::new(
        place
            .finding(rules::LINE_TOO_LONG, message)
            .with("bytes", bytes),
    )
}

fn too_large(place: &Place) -> Box<Finding> {
    Box::new(place.finding(
        rules::DOCUMENT_TOO_LARGE,
        "the document is larger than the limit, so it was skipped: split it, write it as NDJSON, \
         or raise the limit",
    ))
}

/// Takes the documents out of an entry; one that is no JSON is itself what is reported.
fn of_element(element: Element, place: &Place) -> Result<Vec<Document>, Piece> {
    let Some(bytes) = element.bytes else {
        return Err(Piece::Unreadable(too_large(place)));
    };
    match frontdesk_json::read(&bytes) {
        Ok(entry) => Ok(har::documents(&entry, place)),
        Err(_) => Err(Piece::Document(Document {
            place: place.clone(),
            bytes,
            ended: element.ended,
            exchange: None,
        })),
    }
}

/// Reports a file that cannot be opened or read on.
fn broken(path: &Path, error: &io::Error, named: bool, packed: bool) -> Finding {
    if packed && error.kind() == ErrorKind::UnexpectedEof {
        let message = "the packed bytes end in the middle, as after a transfer that was cut off: \
                       what came before was read; fetch or pack the file again";
        let exit = if named { Exit::Usage } else { Exit::Findings };
        return Finding::new(rules::TRUNCATED_FILE, message)
            .in_file(path.to_string_lossy(), None)
            .exits(exit);
    }
    unreadable(path, error, named)
}

fn read_whole(stream: impl Read, expected: u64, limit: u64) -> io::Result<Whole> {
    let capacity = expected.min(limit).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(capacity).unwrap_or_default());
    let most = limit.saturating_add(1);
    let length = stream.take(most).read_to_end(&mut bytes)?;
    Ok(if length as u64 > limit {
        Whole::TooLarge
    } else {
        Whole::Document(bytes)
    })
}

/// Decides between a HAR file, lines, and one document that spans lines.
fn sniff<S: Read>(mut stream: Unpacked<Source<S>>, reading: Reading) -> io::Result<Rest<S>> {
    let most = usize::try_from(reading.limit.saturating_add(1)).unwrap_or(usize::MAX);
    let mut head = Vec::new();
    let mut more = true;
    while more && head.len() < SNIFFED && begins_like_har(&head).is_none() {
        more = read_more(&mut stream, &mut head, SNIFFED)?;
    }
    if begins_like_har(&head) == Some(true) {
        return Ok(Rest::har(Cursor::new(head).chain(stream), reading));
    }
    while more && first_line(&head).is_none() && head.len() < most {
        more = read_more(&mut stream, &mut head, most)?;
    }
    if !is_document(first_line(&head).unwrap_or(&head)) {
        let mut sniffed = false;
        while more && head.len() < most && !sniffed {
            more = read_more(&mut stream, &mut head, most)?;
            sniffed = head.len() >= SNIFFED && is_mostly_lines(&head);
        }
        if !more && head.len() < most && is_document(&head) {
            return Ok(Rest::Whole(Whole::Document(head)));
        }
    }
    Ok(Rest::lines(Cursor::new(head).chain(stream), reading))
}

/// Gives the first line that is not blank, where its end is there.
fn first_line(head: &[u8]) -> Option<&[u8]> {
    let mut lines = head.split_inclusive(|byte| *byte == b'\n');
    lines
        .find(|line| !is_white(line))
        .filter(|line| line.ends_with(b"\n"))
}

/// Tells whether most lines after the first are objects of their own.
fn is_mostly_lines(head: &[u8]) -> bool {
    let lines = head.split(|byte| *byte == b'\n').skip(1);
    let (mut documents, mut others) = (0, 0);
    for line in lines.filter(|line| !is_white(line)) {
        if line.starts_with(b"{") && is_document(line) {
            documents += 1;
        } else {
            others += 1;
        }
    }
    documents > others
}

/// Reads once, up to a length; tells whether there may be more.
fn read_more(stream: &mut impl Read, head: &mut Vec<u8>, most: usize) -> io::Result<bool> {
    let begin = head.len();
    let room = most.saturating_sub(begin).min(HEAD);
    head.resize(begin + room, 0);
    let read = loop {
        match stream.read(&mut head[begin..]) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => break read,
        }
    };
    head.truncate(begin + *read.as_ref().unwrap_or(&0));
    read.map(|read| read > 0)
}

/// Tells whether the bytes are one document, however careless.
fn is_document(bytes: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

/// How much is read at most to tell how a stream is packed.
const MARK: usize = 4;

/// How much of standard input is read at a time to find out what it is.
const HEAD: usize = 64 * 1024;

/// How much of it is held before lines that are documents decide.
const SNIFFED: usize = 1024 * 1024;
