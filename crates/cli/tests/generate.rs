//! `frontdesk generate` from outside.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use serde_json::{Value, json};
use support::Folder;

#[test]
fn a_seed_gives_the_same_bytes_and_all_are_accepted() {
    let folder = Folder::new();
    let words = "generate --message reception.request --kind valid --count 1000 --seed 7";
    let words: Vec<&str> = words.split(' ').collect();
    let ran = folder.run(&words).exits(0);
    assert_eq!(ran.stdout, folder.run(&words).exits(0).stdout);
    assert_eq!(ran.stdout.lines().count(), 1000);

    let validate = ["validate", "-", "--message", "reception.request"];
    let report = folder.run_with(&validate, ran.stdout.as_bytes()).exits(0);
    assert!(report.stdout.contains("1000 valid"), "{}", report.stdout);
}

#[test]
fn every_invalid_line_is_refused_at_the_keyword_its_label_names() {
    let folder = Folder::new();
    for message in [
        "reception.request",
        "superpower.response",
        "response.envelope",
    ] {
        let words = ["generate", "--message", message, "--kind", "invalid"];
        let words = [&words[..], &["--count", "200", "--seed", "7", "--labels"]].concat();
        let ran = folder.run(&words).exits(0);
        let labelled: Vec<Value> = ran
            .stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(labelled.len(), 200);
        let payloads: Vec<String> = labelled
            .iter()
            .map(|line| line["payload"].to_string())
            .collect();
        let words = ["validate", "-", "--message", message, "--format", "json"];
        let ran = folder
            .run_with(&words, payloads.join("\n").as_bytes())
            .exits(1);
        let report = ran.report();
        for (entry, line) in labelled.iter().enumerate() {
            let target = &line["target"];
            let named = report["findings"]
                .as_array()
                .unwrap()
                .iter()
                .any(|finding| {
                    finding["entry"] == entry
                        && finding["keyword"] == target["keyword"]
                        && finding["schema"] == target["schema"]
                        && finding["instance"] == target["instance"]
                });
            assert!(named, "{message}: {line}");
        }
    }
}

#[test]
fn boundary_payloads_are_exactly_as_many_and_labelled() {
    let folder = Folder::new();
    let words = [
        "generate",
        "--message",
        "token.response",
        "--kind",
        "boundary",
    ];
    let words = [&words[..], &["--count", "77", "--seed", "1", "--labels"]].concat();
    let ran = folder.run(&words).exits(0);
    assert_eq!(ran.stdout.lines().count(), 77);
    for line in ran.stdout.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["kind"], "boundary");
        assert!(line["target"]["keyword"].is_string());
    }
}

#[test]
fn byte_level_cases_are_refused_by_the_strict_reader_or_the_schema() {
    let folder = Folder::new();
    let words = [
        "generate",
        "--message",
        "reception.request",
        "--kind",
        "invalid",
    ];
    let words = [&words[..], &["--raw", "--count", "50", "--seed", "1"]].concat();
    let ran = folder.run(&words).exits(0);
    assert_eq!(ran.stdout.lines().count(), 50);
    let keywords: Vec<Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["target"]["keyword"].take())
        .collect();
    assert!(keywords.contains(&json!("duplicate-key")), "{keywords:?}");
    folder
        .run(&[
            "generate",
            "--message",
            "reception.request",
            "--kind",
            "valid",
            "--raw",
        ])
        .fails(&["--raw", "--kind invalid"]);
}

#[test]
fn three_answers_where_there_is_no_payload() {
    let folder = Folder::new();
    folder.write("nothing.json", r#"{"properties": {"a": {"type": "string", "minLength": 3, "maxLength": 2}}, "required": ["a"], "type": "object"}"#);
    folder.write("anything.json", r#"{"title": "all"}"#);
    // The only integer between has no double of its own, by which one of the judges counts.
    folder.write("hard.json", r#"{"type": "integer", "exclusiveMinimum": 9007199254740992, "exclusiveMaximum": 9007199254740994}"#);
    for (file, kind, exit, rule) in [
        ("nothing.json", "valid", 1, "unsatisfiable"),
        ("anything.json", "invalid", 1, "nothing-to-break"),
        ("hard.json", "valid", 3, "gave-up"),
    ] {
        let words = [
            "generate", "--schema", file, "--kind", kind, "--format", "json",
        ];
        let ran = folder.run(&words).exits(exit);
        assert_eq!(ran.rules(), [rule], "{}", ran.stdout);
        assert!(ran.report()["findings"][0]["schema"].is_string());
    }
}

#[test]
fn a_schema_file_may_be_yaml() {
    let folder = Folder::new();
    let run = |file: &str| {
        let words = [
            "generate", "--schema", file, "--kind", "valid", "--count", "5",
        ];
        folder
            .run(&[&words[..], &["--seed", "1"]].concat())
            .exits(0)
            .stdout
    };
    folder.write(
        "id.yaml",
        "required: [id]\nproperties: {id: {type: integer}}\n",
    );
    folder.write(
        "id.json",
        r#"{"required": ["id"], "properties": {"id": {"type": "integer"}}}"#,
    );
    assert_eq!(run("id.yaml"), run("id.json"));
}

#[test]
fn what_cannot_be_read_is_an_error_that_names_it() {
    let folder = Folder::new();
    let run = |words: &[&str]| folder.run(&[&["generate", "--kind", "valid"], words].concat());
    run(&["--message", "reception.requets"]).fails(&["reception.requets", "reception.request"]);
    run(&["--schema", "absent.json"]).fails(&["absent.json"]);
    folder.write(
        "remote.json",
        r#"{"$ref": "https://schemas.frontdesk.invalid/a.json"}"#,
    );
    run(&["--schema", "remote.json"]).fails(&["remote.json", "--resource"]);
    folder.write("broken.json", r#"{"properties": {"a": {"type": "text"}}}"#);
    run(&["--schema", "broken.json"]).fails(&["broken.json", "/properties/a/type"]);
    folder.write("torn.json", r#"{"type": "#);
    run(&["--schema", "torn.json"]).fails(&["torn.json", "line 1"]);
    folder.write("twice.yml", "type: object\ntype: array\n");
    run(&["--schema", "twice.yml"]).fails(&["twice.yml", "remove one of them (line 2, column 1)"]);
    run(&[]).exits(2);
}

#[test]
fn whatever_breaks_lines_stands_in_none() {
    let folder = Folder::new();
    let schema = json!({"type": "string", "enum": ["\u{2028}\u{2029}", "\u{85}"]});
    folder.write("schema.json", schema.to_string());
    for labels in [&[][..], &["--labels"]] {
        let words = [
            "generate",
            "--schema",
            "schema.json",
            "--kind",
            "boundary",
            "--count",
            "40",
        ];
        let ran = folder.run(&[&words[..], labels].concat()).exits(0);
        assert!(!ran.stdout.contains(['\u{85}', '\u{2028}', '\u{2029}']));
        assert!(ran.stdout.contains(r#""\u2028\u2029""#), "{}", ran.stdout);
        for line in ran.stdout.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let payload = line.get("payload").unwrap_or(&line);
            assert!(schema["enum"].as_array().unwrap().contains(payload));
        }
    }
}
