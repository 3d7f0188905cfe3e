//! The fewest documents that show everything a corpus shows.

mod candidates;
mod cover;
mod features;

use std::io;

use frontdesk_corpus::{Place, Recording, to_line};
use frontdesk_json::to_canonical_string;

use crate::error::ProfileError;
use crate::reading::{ReadOutcome, Reading, Sheet, by, read_all};

use candidates::Candidates;

/// What was kept of a corpus.
#[derive(Clone, Debug, PartialEq)]
pub struct Distilled {
    /// What was kept, in the order of the input.
    pub kept: Vec<Kept>,
    /// How many things the corpus shows, all of which the kept documents show.
    pub features: usize,
    /// No subset that shows as much has fewer documents.
    pub at_least: usize,
    /// The kept documents are at most this many times the fewest.
    pub factor: f64,
    /// What became of the documents when they were read.
    pub outcome: ReadOutcome,
}

/// A document that was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Where it stands.
    pub place: Place,
    /// The message that it is.
    pub message: String,
    /// How many things it shows.
    pub features: usize,
}

/// Finds few documents that show everything, and writes each as a line.
///
/// What a document shows: the leaves of the schema that it exercises, undeclared members with their
/// types, the rules that it breaks, the status that it came with. The documents are chosen greedily,
/// which is at most [`Distilled::factor`] times the fewest, and those that the rest makes superfluous
/// are left out again. Of documents that show the same the smallest is kept. They are read twice and
/// never held together. A recording says in its origin's note where it was.
///
/// # Errors
///
/// When the documents come from standard input, which can be read only once; when a file changed
/// between the two readings; when writing fails.
pub fn distil(
    reading: &Reading<'_>,
    mut write: impl FnMut(&str) -> io::Result<()>,
) -> Result<Distilled, ProfileError> {
    if reading.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(ProfileError::StdinAgain);
    }
    let mut candidates = Candidates::new();
    let outcome = read_all(
        reading,
        io::empty(),
        &mut by(|sheet| candidates.observe(sheet)),
    )?;
    let chosen = candidates.choose();
    let mut kept = Vec::new();
    let mut failed = None;
    let mut number = 0;
    let mut keep_chosen = by(|sheet| {
        if failed.is_none() && chosen.documents.contains_key(&number) {
            failed = keep(sheet, &chosen.documents[&number], &mut write).err();
            kept.push(Kept {
                place: sheet.place.clone(),
                message: sheet.message.to_owned(),
                features: chosen.documents[&number].features,
            });
        }
        number += 1;
    });
    read_all(reading, io::empty(), &mut keep_chosen)?;
    if let Some(error) = failed {
        return Err(error);
    }
    Ok(Distilled {
        kept,
        features: chosen.features,
        at_least: chosen.at_least,
        factor: chosen.factor,
        outcome,
    })
}

/// A document that was chosen.
#[derive(Clone, Copy, Debug)]
struct Chosen {
    /// How many things it shows.
    features: usize,
    /// What it was when it was chosen.
    hash: u64,
}

fn keep(
    sheet: &Sheet<'_, '_>,
    chosen: &Chosen,
    write: &mut impl FnMut(&str) -> io::Result<()>,
) -> Result<(), ProfileError> {
    if candidates::hash_of(sheet) != chosen.hash {
        let line = sheet
            .place
            .line
            .map_or_else(String::new, |line| format!(":{line}"));
        return Err(ProfileError::Changed(format!("{}{line}", sheet.place.file)));
    }
    let line = match sheet.recording {
        Some(recording) => to_line(&with_place(recording, sheet.place)),
        None => to_canonical_string(sheet.value).unwrap_or_default(),
    };
    write(&line).map_err(ProfileError::Unwritten)
}

/// Notes in a recording where it was.
fn with_place(recording: &Recording, place: &Place) -> Recording {
    let mut recording = recording.clone();
    let at = match place.line {
        Some(line) => format!("{}:{line}", place.file),
        None => format!("{}, document {}", place.file, place.entry),
    };
    let note = format!("distilled from {at}");
    let before = recording.origin.note.take();
    recording.origin.note = Some(match before {
        Some(before) => format!("{before} ({note})"),
        None => note,
    });
    recording
}
