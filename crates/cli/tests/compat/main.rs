//! `frontdesk compat` from outside.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod bad_input;
mod folders;
mod revisions;
#[path = "../support/mod.rs"]
mod support;
mod verdicts;

use frontdesk_schema::{Options, Schema};
use serde_json::Value;
use support::Folder;

const OLD: &str = r#"{
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "status": {
      "enum": ["open", "done", "lost"]
    }
  },
  "required": ["id"]
}"#;

const NEW: &str = r#"{
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "status": {
      "enum": ["open", "done"]
    },
    "note": {"type": "string"}
  },
  "required": ["id"]
}"#;

/// Two versions of which the new one accepts fewer values and declares more members.
fn versions() -> Folder {
    let folder = Folder::new();
    folder.write("old.json", OLD);
    folder.write("new.json", NEW);
    folder
}

/// Runs with JSON output and holds the report against its published schema.
#[track_caller]
fn reports(folder: &Folder, words: &[&str], code: i32) -> Value {
    let words = [&["compat", "--format", "json"], words].concat();
    let report = folder.run(&words).exits(code).report();
    let schema = Schema::compile(frontdesk_report::report_schema(), &Options::default()).unwrap();
    assert_eq!(schema.violations(&report), []);
    report
}

/// Lists rule, direction and witness of the findings.
fn found(report: &Value) -> Vec<[Value; 3]> {
    let findings = report["findings"].as_array().unwrap().iter();
    let parts =
        |finding: &Value| ["rule", "direction", "witness"].map(|name| finding[name].clone());
    findings.map(parts).collect()
}
