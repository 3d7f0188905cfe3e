//! Verdicts, their evidence and how they are printed.

use serde_json::{Value, json};

use super::{found, reports, versions};
use crate::support::Folder;

#[test]
fn a_break_has_its_rule_its_place_and_its_payload() {
    let report = reports(&versions(), &["old.json", "new.json"], 1);
    assert_eq!(report["verdict"], "breaking");
    let finding = &report["findings"][0];
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
    assert_eq!(finding["rule"], "request-enum-value-removed");
    assert_eq!(finding["direction"], "request");
    assert_eq!(finding["verdict"], "breaking");
    assert_eq!(finding["pointer"], "/properties/status");
    assert_eq!(finding["instance"], "/status");
    assert_eq!(finding["witness"], json!({"id": "", "status": "lost"}));
    assert_eq!(
        (&finding["file"], &finding["line"]),
        (&json!("new.json"), &json!(6))
    );
    assert_eq!(finding["old"]["says"], r#"enum ["open", "done", "lost"]"#);
    assert_eq!(report["assumptions"]["undeclared"], "never");
    let response = &report["messages"][1];
    assert_eq!(response["direction"], "response");
    assert_eq!(response["verdict"], "compatible");
    assert!(response["proof"].is_string());
}

#[test]
fn people_see_both_sides_beside_each_other() {
    let ran = versions().run(&["compat", "old.json", "new.json"]).exits(1);
    insta::assert_snapshot!("breaking", ran.stdout);
    let ran = versions()
        .run(&["compat", "old.json", "new.json", "--direction", "response"])
        .exits(0);
    insta::assert_snapshot!("compatible", ran.stdout);
    let ran = versions()
        .run(&["compat", "old.json", "new.json", "--color", "always"])
        .exits(1);
    insta::assert_snapshot!("coloured", ran.stdout.replace('\u{1b}', "␛"));
}

#[test]
fn the_exit_code_is_the_verdict() {
    let folder = versions();
    folder.write(
        "open.json",
        r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#,
    );
    folder.write(
        "more.json",
        r#"{"properties": {"a": {"type": "string"}, "b": {}}, "type": "object"}"#,
    );
    assert_eq!(
        found(&reports(&folder, &["old.json", "old.json"], 0)),
        [] as [[Value; 3]; 0]
    );
    reports(
        &folder,
        &["old.json", "new.json", "--direction", "response"],
        0,
    );
    reports(
        &folder,
        &["new.json", "old.json", "--direction", "request"],
        0,
    );
    reports(&folder, &["new.json", "old.json", "--direction", "both"], 1);
    reports(&folder, &["open.json", "more.json"], 0);
    folder.write(
        "int.json",
        r#"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}"#,
    );
    reports(
        &folder,
        &["open.json", "int.json", "--direction", "request"],
        0,
    );
    let maybe = [
        "open.json",
        "int.json",
        "--direction",
        "request",
        "--undeclared",
        "maybe",
    ];
    let report = reports(&folder, &maybe, 1);
    assert_eq!(report["assumptions"]["undeclared"], "maybe");
    assert_eq!(report["messages"][0]["otherwise"]["verdict"], "compatible");
}

#[test]
fn what_is_too_hard_is_undecided() {
    let folder = Folder::new();
    let hard = r#"{"type": "string", "pattern": "^(?=.*a)(?=.*b)(?!.*dd)((x+x+)+y){10,20}\\1$"}"#;
    folder.write("old.json", hard);
    folder.write("new.json", r#"{"type": "string", "pattern": "^(a+)+$"}"#);
    let words = [
        "old.json",
        "new.json",
        "--direction",
        "request",
        "--budget",
        "200ms",
    ];
    let report = reports(&folder, &words, 3);
    assert_eq!(report["verdict"], "undecided");
    assert_eq!(report["findings"][0]["rule"], "compatibility-undecided");
    assert_eq!(report["findings"][0]["pointer"], "");
}

#[test]
fn numbers_that_were_rounded_are_the_same_only_by_their_spelling() {
    let folder = Folder::new();
    for (name, text) in [
        ("one", r#"{"maximum": 100000000000000000000}"#),
        ("other", r#"{"maximum": 100000000000000000001}"#),
        (
            "wider",
            r#"{"maximum": 100000000000000000001, "minLength": 0}"#,
        ),
    ] {
        folder.write(&format!("{name}.json"), text);
    }
    reports(&folder, &["one.json", "other.json"], 3);
    reports(&folder, &["other.json", "one.json"], 3);
    reports(&folder, &["other.json", "other.json"], 0);
    reports(&folder, &["other.json", "wider.json"], 0);
}

#[test]
fn the_budget_bounds_every_stage() {
    let folder = Folder::new();
    let properties: serde_json::Map<String, Value> = (0..10_000)
        .map(|index| (format!("p{index}"), json!({"type": "string"})))
        .collect();
    let mut changed = properties.clone();
    changed["p77"] = json!({"type": "integer"});
    let open = json!({"type": "object", "properties": changed});
    let shut = json!({"type": "object", "properties": properties, "additionalProperties": false});
    folder.write("open.json", open.to_string());
    folder.write("shut.json", shut.to_string());
    let words = ["compat", "open.json", "shut.json", "--format", "json"];
    let started = std::time::Instant::now();
    let ran = folder.run(&[&words[..], &["--budget", "1ms"]].concat());
    let report = ran.report();
    assert_ne!(report["verdict"], "compatible");
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    // One schema twice needs no search.
    let same = ["open.json", "open.json", "--budget", "1ms"];
    let report = reports(&folder, &same, 0);
    assert_eq!(report["messages"][0]["proof"], "one schema");
}

#[test]
fn large_schemas_come_to_an_end() {
    let folder = Folder::new();
    let properties = |changed: usize| -> Value {
        (0..1000)
            .map(|index| {
                let length = if index == changed { 3 } else { 9 };
                (
                    format!("p{index}"),
                    json!({"type": "string", "maxLength": length}),
                )
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let schema = |changed| json!({"type": "object", "properties": properties(changed)}).to_string();
    folder.write("old.json", schema(1000));
    folder.write("new.json", schema(500));
    let report = reports(
        &folder,
        &["old.json", "new.json", "--direction", "request"],
        1,
    );
    assert_eq!(
        report["findings"][0]["rule"],
        "request-string-length-tightened"
    );
}

#[test]
fn every_format_reports_breaks_with_file_and_line() {
    let folder = versions();
    for (format, words) in [
        ("junit", ["<testsuite name=\"new.json\"", "new.json:6"]),
        ("sarif", ["\"startLine\": 6", "\"uri\": \"new.json\""]),
        (
            "github",
            [
                "::error file=new.json,line=6",
                "title=request-enum-value-removed",
            ],
        ),
    ] {
        let ran = folder
            .run(&["compat", "old.json", "new.json", "--format", format])
            .exits(1);
        for word in words {
            assert!(ran.stdout.contains(word), "{format}: {}", ran.stdout);
        }
    }
}
