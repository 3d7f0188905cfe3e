//! The commands of the tool on a contract that is not Reception.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::path::Path;
use std::process::Command;

/// Runs the binary in the folder of this package and expects it to be content.
#[track_caller]
fn runs(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_orders"))
        .args(words)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .unwrap();
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert_eq!(output.status.code(), Some(0), "{stdout}{stderr}");
    stdout
}

#[test]
fn the_exported_schemas_are_fresh() {
    runs(&["schema", "export", "--check"]);
}

#[test]
fn every_message_is_released() {
    let list = runs(&["schema", "list"]);
    for message in ["order.request", "order.reply"] {
        let line = list.lines().find(|line| line.starts_with(message)).unwrap();
        assert!(line.ends_with("1.0.0"), "{line}");
    }
}

#[test]
fn the_gate_is_clean() {
    let text = runs(&["gate"]);
    assert!(text.contains("the next version is at least"), "{text}");
}

#[test]
fn the_seals_hold() {
    runs(&["seal", "--check"]);
}

#[test]
fn every_expectation_of_the_corpus_comes_true() {
    runs(&["validate", "corpus"]);
}

#[test]
fn authored_values_are_valid_and_read_back() {
    for message in orders::contract().messages() {
        for seed in 0..100 {
            let value = message.author(seed).unwrap();
            assert_eq!(message.read(value.to_string().as_bytes()), Ok(value));
        }
    }
}
