//! The quick judges and the plain way over every recording of the repository.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::path::Path;

use frontdesk::reception;
use frontdesk_check::judges;
use frontdesk_contract::Store;
use frontdesk_corpus::{Body, Entry, Recording, documents};
use frontdesk_json::read;
use frontdesk_schema::{Options, Quick, Schema};

/// Gathers the bytes of each recording and of its body.
fn recorded(root: &Path) -> Vec<Vec<u8>> {
    let mut recorded = Vec::new();
    for entry in documents(&[root.join("corpus")], std::io::empty(), 1 << 20) {
        let Entry::Document(document) = entry else {
            continue;
        };
        let recording = Recording::from_value(read(&document.bytes).unwrap());
        recorded.push(match recording.unwrap().recording.body {
            Body::Json(body) => serde_json::to_vec(&body).unwrap(),
            Body::Text(text) => text.into_bytes(),
            Body::Bytes(bytes) => bytes,
        });
        recorded.push(document.bytes);
    }
    recorded
}

#[test]
fn quick_judges_say_valid_of_just_what_the_plain_way_accepts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let options = Options::default();
    let sources = Store::new(root.join("schemas")).sources().unwrap();
    let contract = reception();
    let judges = judges(&contract, &sources, &options).unwrap();
    let documents = recorded(&root);
    assert!(documents.len() > 200);
    let (mut compared, mut valid, mut looked_at) = (0, 0, 0);
    for name in judges.names() {
        let of_message = judges.get(name).unwrap();
        let sides = of_message.writer.iter().chain([&of_message.reader]);
        let schemas: Vec<&Schema> = sides.chain(of_message.sources.values()).collect();
        for schema in schemas {
            let mut quick = schema.fast();
            for document in &documents {
                let accepts = read(document).is_ok_and(|value| schema.accepts(&value));
                let by_plan = quick.accepts_bytes(document) == Quick::Valid;
                let by_tape = quick.accepts_by_tape(document) == Quick::Valid;
                let shown = || String::from_utf8_lossy(document).into_owned();
                assert!(accepts || !by_plan, "the plan, by {name}: {}", shown());
                assert!(accepts || !by_tape, "the tape, by {name}: {}", shown());
                compared += 1;
                valid += usize::from(accepts);
                looked_at += usize::from(accepts && !by_plan);
            }
        }
    }
    // What the plain way accepts is nearly always told at once, or the judges would be of no use.
    assert!(compared > 5_000 && valid > 400, "{valid} of {compared}");
    assert!(looked_at * 50 < valid, "{looked_at} of {valid}");
}
