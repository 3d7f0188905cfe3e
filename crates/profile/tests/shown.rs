//! What fixtures show, as text and as JSON, and what remains of them when they are distilled.
//!
//! A case is a folder of `fixtures` with a schema and documents; `new.ndjson` makes it one of drift.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::{Path, PathBuf};

use frontdesk_corpus::{Judges, Target};
use frontdesk_profile::drift::{DriftConfig, drift};
use frontdesk_profile::{Profile, Reading, distil, profile, profile_schema};
use frontdesk_schema::{Options, Schema, Verdict};
use serde_json::Value;

struct Case {
    schema: Schema,
    folder: PathBuf,
}

impl Case {
    fn read<T>(&self, file: &str, look: impl FnOnce(&Reading<'_>) -> T) -> T {
        let paths = [self.folder.join(file)];
        let judges = Judges::default();
        look(&Reading {
            paths: &paths,
            judges: &judges,
            target: Target::Schema(&self.schema),
            max_document_bytes: 1 << 20,
            max_findings: 10,
        })
    }

    fn profile(&self, file: &str) -> Profile {
        self.read(file, |reading| {
            profile(file, reading, std::io::empty()).unwrap().0
        })
    }
}

fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut cases: Vec<(String, Case)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let folder = entry.unwrap().path();
            let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read(folder.join("schema.json")).unwrap();
            let document: Value = serde_json::from_slice(&text).unwrap();
            let schema = Schema::compile(document, &Options::default()).unwrap();
            (name, Case { schema, folder })
        })
        .collect();
    cases.sort_by(|one, other| one.0.cmp(&other.0));
    cases
}

#[test]
fn profiles_show_what_the_documents_hold() {
    let described = Schema::compile(profile_schema(), &Options::default()).unwrap();
    for (name, case) in cases() {
        let mut view = case
            .profile("documents.ndjson")
            .view_of_schema(&case.schema);
        case.read("documents.ndjson", |reading| view.suggest(reading))
            .unwrap();
        let json = view.to_json();
        assert_eq!(
            described.judge(&json),
            Verdict::Accepted,
            "{:#?}",
            described.violations(&json)
        );
        insta::assert_snapshot!(format!("{name}.text"), view.to_text());
        insta::assert_json_snapshot!(format!("{name}.json"), json);
    }
}

#[test]
fn the_distilled_show_the_same() {
    for (name, case) in cases() {
        let mut lines = String::new();
        let distilled = case.read("documents.ndjson", |reading| {
            distil(reading, |line| {
                lines.extend([line, "\n"]);
                Ok(())
            })
        });
        let distilled = distilled.unwrap();
        assert!(distilled.kept.len() >= distilled.at_least);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("kept.ndjson"), &lines).unwrap();
        let kept = Case {
            schema: Schema::compile(case.schema.document().clone(), &Options::default()).unwrap(),
            folder: folder.path().to_owned(),
        };
        let leaves = |case: &Case, file| {
            case.profile(file).view_of_schema(&case.schema).to_json()["messages"]["value"]["leaves"]
                .clone()
        };
        assert_eq!(
            leaves(&case, "documents.ndjson"),
            leaves(&kept, "kept.ndjson"),
            "{name}"
        );
        insta::assert_snapshot!(format!("{name}.distilled"), lines);
    }
}

#[test]
fn drift_is_found_where_it_is() {
    let config = DriftConfig {
        rare: 1,
        doubt: 0.01,
    };
    for (name, case) in cases() {
        let old = case.profile("documents.ndjson");
        assert_eq!(drift(&old, &old, &config), [], "{name}");
        if case.folder.join("new.ndjson").exists() {
            let findings = drift(&old, &case.profile("new.ndjson"), &config);
            let lines: Vec<String> = findings
                .iter()
                .map(|finding| format!("{}: {}", finding.rule.as_str(), finding.message))
                .collect();
            insta::assert_snapshot!(format!("{name}.drift"), lines.join("\n"));
        }
    }
}
