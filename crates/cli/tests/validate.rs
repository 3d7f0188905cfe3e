//! `frontdesk validate` from outside.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use frontdesk_schema::{Options, Schema};
use serde_json::{Value, json};
use support::Folder;

/// The smallest request that the reader takes.
const REQUEST: &str = r#"{"request":{"connections":{"threadId":""},"context":{"organizationId":""},"scope":{"conversations":[]}}}"#;

fn recording(body: &str, expect: &str) -> String {
    format!(
        "{{\"at\":\"2025-03-14T09:26:53Z\",\"transport\":\"rest\",\"direction\":\"request\",\
         \"message\":\"reception.request\",\"body\":{body},\
         \"contract\":{{\"name\":\"reception\",\"version\":\"3.2.3\"}},\
         \"origin\":{{\"kind\":\"recorded\"}}{expect}}}\n"
    )
}

/// Runs with JSON output and holds the report against its published schema.
#[track_caller]
fn reports(folder: &Folder, words: &[&str], code: i32) -> Value {
    let words = [&["validate", "--format", "json"], words].concat();
    let report = folder.run(&words).exits(code).report();
    let schema = Schema::compile(frontdesk_report::report_schema(), &Options::default()).unwrap();
    assert_eq!(schema.violations(&report), []);
    report
}

fn counts(report: &Value) -> [u64; 4] {
    ["documents", "valid", "invalid", "unreadable"]
        .map(|count| report["summary"][count].as_u64().unwrap())
}

#[test]
fn recordings_are_clean_when_their_expectation_comes_true() {
    let folder = Folder::new();
    let sources = r#","expect":{"reader":"valid","sources":{"ours":"invalid"}}"#;
    folder.write("corpus/a.ndjson", recording(REQUEST, sources));
    folder.write(
        "schemas/sources/ours/request.json",
        r#"{"required": ["session"]}"#,
    );
    folder.write(
        "schemas/sources/ours/source.json",
        r#"{"name":"ours","title":"Ours","status":"current","describes":"1","documents":[
            {"message":"reception.request","file":"request.json","direction":"request","complete":true}]}"#,
    );
    let report = reports(&folder, &["corpus"], 0);
    assert_eq!(counts(&report), [1, 1, 0, 0]);
    assert_eq!(report["summary"]["expectations"], 2);

    folder.write(
        "corpus/a.ndjson",
        recording(REQUEST, &sources.replace("invalid", "valid")),
    );
    let report = reports(&folder, &["corpus"], 1);
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "expectation-failed");
    assert_eq!(
        (&finding["file"], &finding["line"]),
        (&json!("corpus/a.ndjson"), &json!(1))
    );
}

#[test]
fn payloads_are_judged_by_a_side() {
    let folder = Folder::new();
    let words = ["validate", "-", "--message", "reception.request"];
    folder.run_with(&words, REQUEST.as_bytes()).exits(0);
    let writer = [&words[..], &["--side", "writer"]].concat();
    let ran = folder.run_with(&writer, REQUEST.as_bytes()).exits(1);
    insta::assert_snapshot!("refused_by_the_writer", ran.stdout);
}

#[test]
fn a_broken_line_is_a_finding_and_the_rest_is_read() {
    let folder = Folder::new();
    let lines = [
        REQUEST.as_bytes(),
        b"\n{\"a\": \xff}\n{\"a\"\n[]\n",
        REQUEST.as_bytes(),
    ]
    .concat();
    folder.write("lines.ndjson", lines);
    let report = reports(
        &folder,
        &["lines.ndjson", "--message", "reception.request"],
        1,
    );
    assert_eq!(counts(&report), [5, 2, 1, 2]);
    assert_eq!(report["findings"][0]["rule"], "invalid-utf-8");
    assert_eq!(report["findings"][0]["line"], 2);
}

#[test]
fn a_named_path_that_cannot_be_read_ends_in_2() {
    let folder = Folder::new();
    folder.write("good.json", "{}");
    folder.write("open.json", "true");
    let report = reports(
        &folder,
        &["gone.json", "good.json", "--schema", "open.json"],
        2,
    );
    assert_eq!(report["summary"]["valid"], 1);
    assert_eq!(report["findings"][0]["file"], "gone.json");
}

#[test]
fn schema_files_judge_values() {
    let folder = Folder::new();
    folder.write("schema.json", r#"{"format": "uuid"}"#);
    folder.write("value.json", r#""no uuid""#);
    let words = ["value.json", "--schema", "schema.json"];
    assert_eq!(counts(&reports(&folder, &words, 1)), [1, 0, 1, 0]);
    reports(
        &folder,
        &[&words[..], &["--formats", "annotate"]].concat(),
        0,
    );
}

#[test]
fn schemas_that_do_not_compile_are_named_with_their_place() {
    let folder = Folder::new();
    folder.write("value.json", "1");
    folder.write("bad.json", r#"{"properties": {"a": {"type": "text"}}}"#);
    folder.write("twice.json", "{\n\"type\": \"null\",\n\"type\": \"null\"}");
    folder.write(
        "remote.json",
        r#"{"$ref": "https://elsewhere.invalid/s.json"}"#,
    );
    folder.write("local.json", r#"{"type": "integer"}"#);
    let run = |schema: &str| folder.run(&["validate", "value.json", "--schema", schema]);
    run("bad.json").fails(&["error: bad.json: ", "/properties/a/type"]);
    run("twice.json").fails(&["twice.json", "line 3"]);
    run("gone.json").fails(&["gone.json", "check the path"]);
    run("remote.json").fails(&[
        "remote.json",
        "https://elsewhere.invalid/s.json",
        "--resource URI=PATH",
    ]);
    let resource = "https://elsewhere.invalid/s.json=local.json";
    let words = [
        "value.json",
        "--schema",
        "remote.json",
        "--resource",
        resource,
    ];
    reports(&folder, &words, 0);
    let words = [
        "validate",
        "value.json",
        "--schema",
        "remote.json",
        "--resource",
        "nonsense",
    ];
    folder.run(&words).fails(&["URI"]);
}

#[test]
fn words_that_do_not_go_together_are_refused_with_a_way_out() {
    let folder = Folder::new();
    folder.run(&["validate"]).fails(&["<PATH>"]);
    folder
        .run(&["validate", ".", "--auto", "--schema", "a.json"])
        .fails(&["cannot be used with"]);
    folder
        .run(&["validate", ".", "--message", "reception"])
        .fails(&["no message `reception`", "reception.request"]);
    folder
        .run(&[
            "validate",
            ".",
            "--message",
            "token.error",
            "--schema",
            "a.json",
        ])
        .fails(&["cannot be used with"]);
    folder
        .run(&["validate", ".", "--side", "writer"])
        .fails(&["--message"]);
    folder
        .run(&["validate", "-", "-"])
        .fails(&["can be read only once"]);
    folder
        .run(&["validate", ".", "--format", "xml"])
        .fails(&["unknown format `xml`"]);
    folder
        .run(&["validate", ".", "--draft", "5"])
        .fails(&["2019-09"]);
    folder
        .run(&["validate", ".", "--schemas", "gone"])
        .fails(&["gone: no such folder"]);
    folder.run(&["vaildate"]).fails(&["validate"]);
}

#[test]
fn every_format_reports_findings() {
    let folder = Folder::new();
    folder.write("a.json", "{}");
    for (format, word) in [
        ("human", "schema-violation: "),
        ("json", "\"schema-violation\""),
        ("junit", "<testsuites"),
        ("sarif", "\"2.1.0\""),
        ("github", "::error"),
        ("ndjson", "{\"verdict\":\"invalid\""),
    ] {
        let words = [
            "--format",
            format,
            "validate",
            "a.json",
            "--message",
            "token.error",
        ];
        let ran = folder.run(&words).exits(1);
        assert!(ran.stdout.contains(word), "{format}: {}", ran.stdout);
    }
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let folder = Folder::new();
    folder.write("a.json", "{}");
    let words = ["validate", "a.json", "--message", "token.error"];
    assert!(!folder.run(&words).stdout.contains('\u{1b}'));
    let words = [&words[..], &["--color", "always"]].concat();
    assert!(folder.run(&words).stdout.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_changes_no_verdict() {
    use std::process::Stdio;

    let folder = Folder::new();
    folder.write("lines.ndjson", "{}\n".repeat(5000));
    for (words, code) in [
        (
            &["validate", "lines.ndjson", "--message", "token.error"][..],
            1,
        ),
        (&["schema", "show", "reception.request"], 0),
        (&["schema", "list"], 0),
    ] {
        let mut child = folder
            .command(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{words:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{words:?}");
    }
}

#[test]
fn documents_that_are_no_recordings_are_one_finding() {
    let folder = Folder::new();
    folder.write("a.ndjson", "{}\n".repeat(2000));
    let report = reports(&folder, &["a.ndjson"], 1);
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1);
    let message = findings[0]["message"].as_str().unwrap();
    for word in ["2000 documents", "--message", "--schema", "--auto"] {
        assert!(message.contains(word), "{message}");
    }
    assert_eq!(report["summary"]["unreadable"], 2000);
}

#[test]
fn people_read_one_sentence_about_a_clean_corpus() {
    let folder = Folder::new();
    let refused = recording("{}", r#","expect":{"reader":"invalid"}"#);
    folder.write("corpus/a.ndjson", recording(REQUEST, "") + &refused);
    folder.write("corpus/README.md", "what this is");
    let ran = folder.run(&["validate", "corpus"]).exits(0);
    assert_eq!(
        ran.stdout,
        "clean: 2 documents (1 valid, 1 refused, as their recordings expect); 1 expected verdict \
         compared; 1 other file passed over\n"
    );
    let summary = &reports(&folder, &["corpus"], 0)["summary"];
    assert_eq!(
        (&summary["invalid"], &summary["refused_as_expected"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn messages_are_told_apart() {
    let folder = Folder::new();
    let token = r#"{"access_token":"a","token_type":"Bearer","expires_in":3600}"#;
    folder.write(
        "mixed.ndjson",
        [REQUEST, token, "{\"nothing\":1}", ""].join("\n"),
    );
    folder.write("one.ndjson", recording(REQUEST, ""));
    let report = reports(&folder, &["mixed.ndjson", "one.ndjson", "--auto"], 1);
    let messages = &report["summary"]["messages"];
    assert_eq!(messages["reception.request"]["valid"], 2);
    assert_eq!(messages["token.response"]["valid"], 1);
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["rule"], &finding["line"]),
        (&json!("no-message-fits"), &json!(3))
    );
    assert!(finding["contract_message"].is_string());
}

#[test]
fn a_filter_answers_each_line_before_it_gets_the_next() {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::process::Stdio;

    let folder = Folder::new();
    folder.write("schema.json", r#"{"required": ["id"]}"#);
    for jobs in ["1", "3"] {
        let words = [
            "--schema",
            "schema.json",
            "--format",
            "ndjson",
            "--jobs",
            jobs,
        ];
        let mut child = folder
            .command(&[&["validate", "-"], &words[..]].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut verdicts = BufReader::new(child.stdout.take().unwrap()).lines();
        for (line, (text, verdict)) in (1..).zip([
            ("[", "unreadable"),
            ("{\"id\":1}", "valid"),
            ("{}", "invalid"),
            ("{\"id\":2}", "valid"),
        ]) {
            writeln!(stdin, "{text}").unwrap();
            let told: Value = serde_json::from_str(&verdicts.next().unwrap().unwrap()).unwrap();
            assert_eq!(
                (&told["verdict"], &told["line"]),
                (&json!(verdict), &json!(line))
            );
            assert_eq!(
                told["findings"].as_array().unwrap().is_empty(),
                verdict == "valid"
            );
        }
        drop(stdin);
        assert!(verdicts.next().is_none());
        assert_eq!(child.wait().unwrap().code(), Some(1));
    }
}

#[cfg(unix)]
#[test]
fn reading_what_one_writes_ends() {
    use std::process::Stdio;

    let folder = Folder::new();
    folder.write("schema.json", r#"{"required": ["id"]}"#);
    folder.write("in/a.ndjson", "{}\n".repeat(100));
    folder.write("in/z.ndjson", "{\"id\":1}\n");
    let out = fs_err::OpenOptions::new()
        .append(true)
        .open(folder.path("in/z.ndjson"))
        .unwrap();
    let words = [
        "validate",
        "in",
        "--schema",
        "schema.json",
        "--format",
        "ndjson",
    ];
    let ran = folder
        .command(&words)
        .stdin(Stdio::null())
        .stdout(out.into_file())
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(1));
}

#[test]
fn partial_reports_merge_to_the_report_of_the_whole() {
    let folder = Folder::new();
    folder.write("schema.json", r#"{"required": ["id"]}"#);
    folder.write("in/a.ndjson", "{}\n{\"id\":1}\n[\n");
    folder.write("in/b.ndjson", "{}\n".repeat(20));
    let whole = reports(&folder, &["in", "--schema", "schema.json"], 1);
    let part = |id: &str, file: &str| {
        let words = ["validate", file, "--schema", "schema.json", "--partial", id];
        folder.run(&words).exits(1).stdout
    };
    folder.write("1.json", part("1", "in/a.ndjson"));
    folder.write(
        "all.ndjson",
        part("2", "in/b.ndjson") + &part("1", "in/a.ndjson"),
    );
    let words = [
        "corpus",
        "merge",
        "1.json",
        "all.ndjson",
        "--format",
        "json",
    ];
    let merged = folder.run(&words).exits(1).report();
    assert_eq!(merged, whole);
    let again = folder
        .run(&["corpus", "merge", "all.ndjson", "--partial"])
        .exits(1)
        .stdout;
    let words = ["corpus", "merge", "-", "1.json", "--format", "json"];
    assert_eq!(
        folder.run_with(&words, again.as_bytes()).exits(1).report(),
        whole
    );

    folder.write("other.json", part("1", "in/b.ndjson"));
    folder
        .run(&["corpus", "merge", "1.json", "other.json"])
        .fails(&["other.json", "two different reports of the partition `1`"]);
    folder
        .run(&["corpus", "merge", "schema.json"])
        .fails(&["schema.json", "no partial report"]);
    folder
        .run(&["corpus", "merge", "gone.json"])
        .fails(&["gone.json"]);
}
