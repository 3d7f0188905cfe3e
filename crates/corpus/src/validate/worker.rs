use std::path::PathBuf;
use std::sync::Arc;

use frontdesk_report::Finding;

use crate::input::{Chunk, Content, Document, Piece, Place, Reading, too_long};
use crate::judging::{Judged, Plain, QuickBench, judge};
use crate::outcome::Outcome;
use crate::validate::verdict;

/// Judges pieces; there is one for each thread.
pub(super) struct Worker<'a> {
    quick: QuickBench<'a>,
    reading: Reading,
    /// Whether each verdict is told.
    tells: bool,
    /// What small files are read into.
    spare: Vec<u8>,
}

/// What was said of a piece.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) outcome: Outcome,
    /// Whether it shows that a path holds something.
    pub(super) gave: bool,
    /// The path under which nothing more is.
    pub(super) ends: Option<PathBuf>,
    /// The verdicts, a line each.
    pub(super) verdicts: Vec<u8>,
}

impl<'a> Worker<'a> {
    pub(super) fn new(quick: QuickBench<'a>, reading: Reading, tells: bool) -> Self {
        Self {
            quick,
            reading,
            tells,
            spare: Vec::new(),
        }
    }

    /// Judges a piece; at most `room` findings are listed, and `spare` gets its buffer back.
    pub(super) fn judge(&mut self, piece: Piece, room: usize, spare: &mut Vec<u8>) -> Said {
        let mut said = Said::default();
        self.piece(piece, room, &mut said, spare);
        said
    }

    fn piece(&mut self, piece: Piece, room: usize, said: &mut Said, spare: &mut Vec<u8>) {
        match piece {
            Piece::Lines(file, chunk) => {
                self.lines(&file, &chunk, room, said);
                if chunk.held() <= 2 * self.reading.chunk {
                    *spare = chunk.into_buffer();
                }
            }
            Piece::Document(document) if self.quick.bench().leaves_out(&document) => {
                said.outcome.left_out += 1;
            }
            Piece::Document(document) => {
                said.gave = true;
                match self
                    .quick
                    .judge(&document.bytes, document.exchange.as_deref())
                {
                    Some(plain) => self.plain(plain, || document.place.clone(), said),
                    None => self.with_care(&document, room, said),
                }
            }
            Piece::Unreadable(finding) => self.unreadable(*finding, room, said),
            Piece::Finding(finding) => {
                said.gave = true;
                if self.tells {
                    verdict::of_path(&finding, &mut said.verdicts);
                }
                said.outcome.find([*finding], room);
            }
            Piece::Small(files) => {
                let mut spare = std::mem::take(&mut self.spare);
                for file in files {
                    match file.open(self.reading) {
                        Ok(mut open) => {
                            while let Some(piece) = open.next(&mut spare) {
                                self.piece(piece, room, said, &mut spare);
                            }
                        }
                        Err(finding) => self.piece(Piece::Finding(finding), room, said, &mut spare),
                    }
                }
                self.spare = spare;
            }
            Piece::Skipped { again, .. } => {
                said.gave |= again;
                said.outcome.skipped_files += 1;
            }
            Piece::End(path) => said.ends = Some(path),
        }
    }

    fn lines(&mut self, file: &Arc<str>, chunk: &Chunk, room: usize, said: &mut Said) {
        for line in chunk.lines() {
            said.gave = true;
            match line.content {
                Content::Whole { bytes, ended } => {
                    if let Some(plain) = self.quick.judge(bytes, None) {
                        self.plain(plain, || Place::of_line(file, line.at), said);
                    } else {
                        let document = Document {
                            place: Place::of_line(file, line.at),
                            bytes: bytes.to_vec(),
                            ended,
                            exchange: None,
                        };
                        self.with_care(&document, room, said);
                    }
                }
                Content::TooLong { bytes } => {
                    self.unreadable(*too_long(file, line.at, bytes), room, said);
                }
            }
        }
    }

    /// Counts a document that is plainly valid; its place is asked for where it is told.
    fn plain(&self, plain: Plain<'_>, place: impl FnOnce() -> Place, said: &mut Said) {
        said.outcome.count_valid(plain.message, plain.because);
        if self.tells {
            verdict::of_plain(&place(), plain, &mut said.verdicts);
        }
    }

    fn with_care(&self, document: &Document, room: usize, said: &mut Said) {
        let limit = if self.tells {
            verdict::MOST_FINDINGS
        } else {
            room
        };
        let judged = judge(document, &self.quick.bench(), limit);
        if self.tells {
            verdict::of_judged(&document.place, &judged, &mut said.verdicts);
        }
        said.outcome.take(judged, room);
    }

    fn unreadable(&self, finding: Finding, room: usize, said: &mut Said) {
        said.gave = true;
        if self.tells {
            verdict::of_unreadable(&finding, &mut said.verdicts);
        }
        said.outcome.take(Judged::unreadable(finding), room);
    }
}
