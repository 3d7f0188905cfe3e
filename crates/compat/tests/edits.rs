//! Pairs of schemas that differ by one known edit, with the truth by construction.
//!
//! An edit that takes a constraint away accepts more: what went before is covered. The way back is
//! breaking where a payload is known that breaks just the constraint; it was labelled by the two
//! judges and not by the comparison.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its data must fail"
)]

#[path = "edits/loosened.rs"]
mod loosened;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use frontdesk_compat::{Assumptions, Undeclared, Verdict, compare};
use frontdesk_contract::Direction;
use frontdesk_payload::{Kind, Payloads};
use frontdesk_schema::{Options, Schema};
use serde_json::Value;

/// What became of the pairs.
#[derive(Debug, Default)]
struct Tally {
    pairs: usize,
    undecided: Vec<String>,
    wrong: Vec<String>,
}

#[test]
fn edits_of_the_contract_are_told_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = [
        "schemas/reception/next",
        "examples/orders/schemas/orders/next",
    ];
    let mut files: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.to_string_lossy();
            name.ends_with("reader.json") || name.ends_with("writer.json")
        })
        .collect();
    files.sort();
    let mut tally = Tally::default();
    for file in files {
        let document = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        each_edit(&name, &document, &mut tally);
    }
    tally.holds(1000);
}

#[test]
fn edits_of_everyday_schemas_are_told_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/everyday");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut tally = Tally::default();
    for file in files {
        let document = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        each_edit(&name, &document, &mut tally);
    }
    tally.holds(100);
}

impl Tally {
    fn holds(&self, least: usize) {
        assert!(self.wrong.is_empty(), "{:#?}", self.wrong);
        assert!(self.pairs >= least, "only {} pairs", self.pairs);
        assert!(
            self.undecided.len() * 50 < self.pairs,
            "{} of {} undecided: {:#?}",
            self.undecided.len(),
            self.pairs,
            self.undecided
        );
    }
}

fn each_edit(name: &str, document: &Value, tally: &mut Tally) {
    let base = compile(document.clone());
    let mut payloads = Payloads::new(Arc::new(compile(document.clone())), 1);
    let broken = payloads.systematic(Kind::Invalid).unwrap_or_default();
    for edit in loosened::edits(document) {
        let Ok(wider) = Schema::compile(edit.document, &Options::default()) else {
            continue;
        };
        let what = format!("{name} {} {}", edit.pointer, edit.keyword);
        judge(&what, &base, &wider, Some(true), tally);
        let known = broken
            .iter()
            .any(|payload| !base.accepts(&payload.payload) && wider.accepts(&payload.payload));
        judge(&what, &wider, &base, known.then_some(false), tally);
    }
}

/// Compares a pair, of which it may be known whether it is compatible.
fn judge(what: &str, old: &Schema, new: &Schema, truth: Option<bool>, tally: &mut Tally) {
    let assumptions = Assumptions {
        undeclared: Undeclared::Maybe,
        ..Assumptions::default()
    };
    tally.pairs += 1;
    match (compare(old, new, Direction::Request, &assumptions), truth) {
        (Verdict::Compatible(_), Some(false)) => tally.wrong.push(format!("{what}: compatible")),
        (Verdict::Breaking(witness), Some(true)) => {
            tally.wrong.push(format!("{what}: {}", witness.payload));
        }
        (Verdict::Undecided(reason), _) => {
            tally
                .undecided
                .push(format!("{what} {truth:?}: {}", reason.text));
        }
        _ => {}
    }
}

fn compile(document: Value) -> Schema {
    Schema::compile(document, &Options::default()).unwrap()
}
