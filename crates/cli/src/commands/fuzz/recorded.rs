//! Requests of the corpus, which are tried as examples are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use frontdesk_corpus::{Direction, Entry, Recording, USUAL_MAX_DOCUMENT_BYTES, documents};
use frontdesk_fuzz::Operation;
use serde_json::{Value, json};

/// Adds to each operation what was recorded of its message, the first of many that differ.
///
/// What is no recording is passed over: `check` and `validate` report it.
pub(super) fn add<'o>(
    operations: impl Iterator<Item = &'o mut Operation>,
    corpus: &Path,
    contract: &str,
) {
    let mut wanted: BTreeMap<String, Vec<&mut Operation>> = BTreeMap::new();
    for operation in operations {
        if let Some(message) = operation.message.clone() {
            wanted.entry(message).or_default().push(operation);
        }
    }
    if wanted.is_empty() || !corpus.is_dir() {
        return;
    }
    let mut seen = BTreeSet::new();
    let paths = [corpus.to_owned()];
    let entries = documents(&paths, std::io::empty(), USUAL_MAX_DOCUMENT_BYTES);
    for entry in entries.take(MOST_LOOKED_AT) {
        let Some((message, body)) = request(entry, contract) else {
            continue;
        };
        let Some(operations) = wanted.get_mut(&message) else {
            continue;
        };
        if seen.insert((message, body.to_string())) {
            for operation in operations {
                operation.examples.push(json!({"body": body}));
            }
        }
        if seen.len() >= MOST {
            break;
        }
    }
}

/// Reads a request of the contract, where a document is a recording of one.
fn request(entry: Entry, contract: &str) -> Option<(String, Value)> {
    let Entry::Document(document) = entry else {
        return None;
    };
    let value = frontdesk_json::read(&document.bytes).ok()?;
    let recording = Recording::from_value(value).ok()?.recording;
    if recording.direction != Direction::Request || recording.contract.name != contract {
        return None;
    }
    let body = recording.body.read().ok()?.into_owned();
    Some((recording.message, body))
}

/// How many requests are tried: the search changes them further.
const MOST: usize = 200;
/// A corpus may be larger than anybody wants to wait for.
const MOST_LOOKED_AT: usize = 20_000;
