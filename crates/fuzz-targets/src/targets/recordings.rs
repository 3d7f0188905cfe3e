//! A file of recordings: whatever its bytes are, it is read to its end; a recording that was read
//! is written and read again as the same line.

use frontdesk_corpus::{Entry, Recording, documents, to_line};
use frontdesk_json::read;

pub(super) fn run(data: &[u8]) {
    for entry in documents(&["-".into()], data, MAX_DOCUMENT_BYTES) {
        let Entry::Document(document) = entry else {
            continue;
        };
        let Some(recording) = recording(&document.bytes) else {
            continue;
        };
        let line = to_line(&recording);
        let again = recording_of(&line);
        assert_eq!(to_line(&again), line, "another line comes back");
    }
}

fn recording(bytes: &[u8]) -> Option<Recording> {
    let read = Recording::from_value(read(bytes).ok()?).ok()?;
    Some(read.recording)
}

fn recording_of(line: &str) -> Recording {
    recording(line.as_bytes()).expect("a line that was written is a recording")
}

const MAX_DOCUMENT_BYTES: u64 = 1 << 16;
