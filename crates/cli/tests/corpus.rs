//! `corpus` on recordings, as its users see it.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn corpus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_frontdesk"))
        .args(["--quiet", "corpus"])
        .args(arguments)
        .output()
        .unwrap()
}

fn json(arguments: &[&str], code: i32) -> Value {
    let output = corpus(&[arguments, &["--format", "json"]].concat());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn documented() -> String {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../../corpus"]
        .iter()
        .collect();
    folder.display().to_string()
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn the_documented_recordings_have_a_profile() {
    let report = json(&["profile", &documented()], 0);
    let messages = &report["profile"]["messages"];
    let request = &messages["reception.request"];
    assert!(request["documents"].as_u64().unwrap() > 0);
    assert!(request["leaves"]["exercised"].as_u64() < request["leaves"]["all"].as_u64());
    assert!(!request["unexercised"].as_array().unwrap().is_empty());
    assert_eq!(report["findings"], serde_json::json!([]));
    let shown = corpus(&["profile", &documented(), "--no-suggestions"]);
    assert!(
        String::from_utf8(shown.stdout)
            .unwrap()
            .contains("/session/sessionId")
    );
}

#[test]
fn parts_of_a_profile_merge_to_the_profile_of_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut parts = String::new();
    let documented = PathBuf::from(documented()).join("documented");
    for entry in std::fs::read_dir(&documented).unwrap() {
        let part = corpus(&["profile", "--partial", &text(&entry.unwrap().path())]);
        parts += &String::from_utf8(part.stdout).unwrap();
    }
    let kept = folder.path().join("parts.ndjson");
    // A part that comes again counts once.
    std::fs::write(&kept, format!("{parts}{}\n", parts.lines().next().unwrap())).unwrap();
    let merged = json(&["merge", &text(&kept)], 0);
    let whole = json(&["profile", &text(&documented), "--no-suggestions"], 0);
    let of = |report: &Value| {
        let messages = report["profile"]["messages"].as_object().unwrap().clone();
        let shown = messages.into_iter().map(|(name, message)| {
            let documents = message["documents"].clone();
            (
                name,
                documents,
                message["leaves"].clone(),
                message["unexercised"].clone(),
            )
        });
        shown.collect::<Vec<_>>()
    };
    assert_eq!(of(&merged), of(&whole));
    let again = folder.path().join("again.ndjson");
    std::fs::write(&again, corpus(&["merge", "--partial", &text(&kept)]).stdout).unwrap();
    assert_eq!(json(&["merge", &text(&again)], 0), merged);

    std::fs::write(&kept, format!("{parts}{{\"partial_report\":1}}\n")).unwrap();
    let mixed = corpus(&["merge", &text(&kept)]);
    assert_eq!(mixed.status.code(), Some(2));
}

#[test]
fn the_distilled_exercise_as_much_and_show_no_drift_of_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept.ndjson");
    let report = json(&["distil", &documented(), "--out", &text(&kept)], 0);
    let all = report["summary"]["documents"].as_u64().unwrap();
    let few = report["summary"]["kept"].as_u64().unwrap();
    assert!(few < all && few >= report["summary"]["at_least"].as_u64().unwrap());
    let lines = std::fs::read_to_string(&kept).unwrap();
    assert_eq!(lines.lines().count() as u64, few);
    assert!(lines.lines().all(|line| line.contains("distilled from ")));
    let leaves = |path: &str| {
        let report = json(&["profile", path, "--no-suggestions"], 0);
        let messages = report["profile"]["messages"].as_object().unwrap().clone();
        let leaves = messages
            .into_iter()
            .map(|(name, message)| (name, message["leaves"].clone()));
        leaves.collect::<Vec<_>>()
    };
    assert_eq!(leaves(&text(&kept)), leaves(&documented()));
    let validated = Command::new(env!("CARGO_BIN_EXE_frontdesk"))
        .args(["--quiet", "validate", &text(&kept)])
        .current_dir(Path::new(&documented()).join(".."))
        .output()
        .unwrap();
    assert!(validated.status.success());
}

#[test]
fn drift_is_a_finding_and_sameness_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (
        folder.path().join("old.ndjson"),
        folder.path().join("new.ndjson"),
    );
    let schema = folder.path().join("schema.json");
    std::fs::write(&schema, r#"{"properties": {"a": {"type": "integer"}}}"#).unwrap();
    std::fs::write(&old, "{\"a\": 1}\n".repeat(40)).unwrap();
    std::fs::write(&new, "{\"a\": \"1\", \"b\": true}\n".repeat(40)).unwrap();
    let (old, new, schema) = (text(&old), text(&new), text(&schema));
    let same = json(&["diff", &old, &old, "--schema", &schema], 0);
    assert_eq!(same["summary"]["drift"], 0);
    let drift = json(&["diff", &old, &new, "--schema", &schema], 1);
    let rules: Vec<&str> = drift["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect();
    for rule in [
        "field-appeared",
        "type-appeared",
        "type-vanished",
        "refusals-changed",
    ] {
        assert!(rules.contains(&rule), "{rules:?}");
    }
}

#[test]
fn standard_input_is_read_once() {
    let output = corpus(&["distil", "-", "--out", "-"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("name files"));
}
