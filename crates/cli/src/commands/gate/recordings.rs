//! Breaks, held against what was recorded.

use std::path::{Path, PathBuf};

use frontdesk_compat::{Gated, Recorded};
use frontdesk_corpus::{Entry, Recording, USUAL_MAX_DOCUMENT_BYTES, documents};

use crate::context::Context;

/// Holds every recording of a folder against the breaks of its message, and counts them.
///
/// What is no recording is passed over: `check` and `validate` report it.
pub(super) fn hold(gated: &mut Gated, corpus: &Path, context: &mut Context<'_>) -> u64 {
    if !corpus.is_dir() {
        context
            .output
            .note("note: there is no corpus, so breaks are held against no recordings");
        return 0;
    }
    let mut recordings = 0;
    let mut batch = Vec::new();
    let paths: [PathBuf; 1] = [corpus.to_owned()];
    for entry in documents(&paths, std::io::empty(), USUAL_MAX_DOCUMENT_BYTES) {
        let Entry::Document(document) = entry else {
            continue;
        };
        let Ok(value) = frontdesk_json::read(&document.bytes) else {
            continue;
        };
        let Ok(read) = Recording::from_value(value) else {
            continue;
        };
        let recording = read.recording;
        if recording.contract.name != context.contract.name() {
            continue;
        }
        let Ok(body) = recording.body.read() else {
            continue;
        };
        let body = body.into_owned();
        recordings += 1;
        let place = &document.place;
        let name = match place.line {
            Some(line) => format!("{}:{line}", place.file),
            None => place.file.to_string(),
        };
        batch.push(Recorded {
            message: recording.message,
            name,
            body,
        });
        if batch.len() == BATCH {
            gated.hold_recordings(&batch);
            batch.clear();
        }
    }
    gated.hold_recordings(&batch);
    recordings
}

/// How many recordings are in memory at once.
const BATCH: usize = 500;
