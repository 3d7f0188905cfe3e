//! What is wrong with files and lines is a finding, and the rest is still read.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use frontdesk_corpus::{Config, CorpusErrorKind, Outcome, Side, Target, validate};
use frontdesk_report::Exit;
use support::{config, greeting, judges, recordings};
use tempfile::TempDir;

fn corpus(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(path, bytes).unwrap();
    }
    folder
}

fn validate_folder(folder: &TempDir) -> Outcome {
    recordings(&[folder.path().to_owned()])
}

fn rules(outcome: &Outcome) -> Vec<(&str, Option<u64>)> {
    let findings = outcome.findings.iter();
    findings
        .map(|finding| (finding.rule.as_str(), finding.line))
        .collect()
}

fn file_of(outcome: &Outcome, finding: usize) -> &Path {
    Path::new(outcome.findings[finding].file.as_deref().unwrap())
}

fn good() -> String {
    greeting(r#"{"text":"hello"}"#, "")
}

#[test]
fn folders_are_walked_in_order_and_other_files_are_skipped() {
    let bad = greeting("{}", "");
    let folder = corpus(&[
        ("b/late.json", bad.as_bytes()),
        ("a.ndjson", bad.as_bytes()),
        ("c.jsonl", bad.as_bytes()),
        ("README.md", b"# what this is"),
        ("notes", b""),
    ]);
    let outcome = validate_folder(&folder);
    assert_eq!(outcome.skipped_files, 2);
    assert_eq!((outcome.counts.documents, outcome.counts.invalid), (3, 3));
    for (finding, name) in ["a.ndjson", "b/late.json", "c.jsonl"].iter().enumerate() {
        assert_eq!(file_of(&outcome, finding), folder.path().join(name));
    }
}

#[test]
fn a_line_that_is_too_long_is_skipped_and_the_rest_is_read() {
    let long = greeting(
        &format!("{{\"text\":\"{}\"}}", "x".repeat(3 * 1024 * 1024)),
        "",
    );
    let text = format!("{}\n{long}\n{}\n", good(), greeting("{}", ""));
    let folder = corpus(&[("a.ndjson", text.as_bytes()), ("b.json", long.as_bytes())]);
    let outcome = validate_folder(&folder);
    assert_eq!(
        rules(&outcome),
        [
            ("line-too-long", Some(2)),
            ("schema-violation", Some(3)),
            ("document-too-large", None)
        ]
    );
    assert_eq!(outcome.findings[0].evidence["bytes"], long.len());
    assert_eq!(outcome.findings[0].entry, Some(1));
    assert_eq!(outcome.counts.unreadable, 2);
    assert_eq!(outcome.counts.documents, 4);
}

#[test]
fn a_huge_line_on_stdin_is_not_held() {
    let huge = io::repeat(b'[').take(200_000_000).chain(&b"\n"[..]);
    let rest = good();
    let config = Config {
        max_document_bytes: 4096,
        ..config(Target::Recordings)
    };
    let outcome = validate(
        &["-".into()],
        huge.chain(rest.as_bytes()),
        &judges(),
        &config,
    );
    let outcome = outcome.unwrap();
    assert_eq!(rules(&outcome), [("line-too-long", Some(1))]);
    assert_eq!(outcome.counts.valid, 1);
}

#[cfg(unix)]
#[test]
fn a_directory_loop_is_reported_and_ends() {
    let folder = corpus(&[("a/deep/one.ndjson", good().as_bytes())]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/deep/loop")).unwrap();
    let outcome = validate_folder(&folder);
    assert_eq!(rules(&outcome), [("directory-loop", None)]);
    assert_eq!(file_of(&outcome, 0), folder.path().join("a/deep/loop"));
    assert_eq!(outcome.counts.valid, 1);
    assert_eq!(outcome.exit(), Exit::Findings);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_dangling_ones_reported() {
    use std::os::unix::fs::symlink;

    let elsewhere = corpus(&[("one.ndjson", good().as_bytes())]);
    let folder = corpus(&[("z.ndjson", good().as_bytes())]);
    symlink(elsewhere.path(), folder.path().join("linked")).unwrap();
    symlink("nowhere", folder.path().join("dangling.ndjson")).unwrap();
    let outcome = validate_folder(&folder);
    assert_eq!(rules(&outcome), [("unreadable-file", None)]);
    assert_eq!(file_of(&outcome, 0), folder.path().join("dangling.ndjson"));
    assert_eq!(outcome.exit(), Exit::Findings);
    assert_eq!(outcome.counts.valid, 2);
}

#[test]
fn a_path_that_holds_no_document_is_a_finding_of_its_own() {
    let folder = corpus(&[
        ("good/a.ndjson", good().as_bytes()),
        ("good/empty.ndjson", b""),
        ("skipped/README.md", b"# what this is"),
        ("skipped/deep/notes", b""),
        ("blank/lines.jsonl", b"\n \n"),
    ]);
    let path = |name: &str| folder.path().join(name);
    fs_err::create_dir(path("empty")).unwrap();
    let barren = ["empty", "skipped", "blank", "blank/lines.jsonl"];
    let outcome = recordings(&[
        path(barren[0]),
        path("good"),
        path(barren[1]),
        path(barren[2]),
        path("good/a.ndjson"),
        path("missing.ndjson"),
    ]);
    let found = rules(&outcome);
    let (last, found) = found.split_last().unwrap();
    assert_eq!(found, [("no-documents", None); 3]);
    assert_eq!(*last, ("unreadable-file", None));
    for (finding, name) in barren[..3].iter().enumerate() {
        assert_eq!(file_of(&outcome, finding), path(name));
        let message = &outcome.findings[finding].message;
        assert!(
            message.starts_with("the folder holds no document: "),
            "{message}"
        );
    }
    assert_eq!(outcome.counts.valid, 1);

    for name in barren {
        let outcome = recordings(&[path(name)]);
        assert_eq!(rules(&outcome), [("no-documents", None)], "{name}");
        assert_eq!(outcome.exit(), Exit::Findings);
    }
    assert_eq!(recordings(&[path("good")]).exit(), Exit::Clean);
}

#[test]
fn a_file_is_read_once_however_often_it_is_named() {
    let folder = corpus(&[
        ("a.ndjson", good().as_bytes()),
        ("deep/b.json", good().as_bytes()),
    ]);
    let path = |name: &str| folder.path().join(name);
    let outcome = recordings(&[
        path("a.ndjson"),
        path("deep/../a.ndjson"),
        folder.path().to_owned(),
        path("deep"),
    ]);
    assert_eq!(rules(&outcome), []);
    assert_eq!((outcome.counts.documents, outcome.skipped_files), (2, 3));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_beside_it_does_not_double_what_is_counted() {
    use std::os::unix::fs::symlink;

    let bad = greeting("{}", "");
    let folder = corpus(&[
        ("a/one.ndjson", bad.as_bytes()),
        ("b/two.ndjson", good().as_bytes()),
    ]);
    symlink(folder.path().join("a"), folder.path().join("b/again")).unwrap();
    symlink("two.ndjson", folder.path().join("b/zwei.ndjson")).unwrap();
    let outcome = validate_folder(&folder);
    assert_eq!(rules(&outcome), [("schema-violation", Some(1))]);
    assert_eq!(file_of(&outcome, 0), folder.path().join("a/one.ndjson"));
    assert_eq!((outcome.counts.documents, outcome.skipped_files), (2, 2));
}

#[test]
fn recordings_of_another_contract_are_found_where_the_contract_is_known() {
    let text = format!("{}\n{}\n", good(), good().replace("demo", "dmo"));
    let config = config(Target::Recordings);
    let found = |judges| {
        let outcome = validate(&["-".into()], text.as_bytes(), &judges, &config).unwrap();
        assert_eq!(outcome.counts.valid, 2);
        outcome
    };
    assert_eq!(rules(&found(judges())), []);
    let outcome = found(judges().of_contract("demo"));
    assert_eq!(rules(&outcome), [("unknown-contract", Some(2))]);
    let finding = &outcome.findings[0];
    assert_eq!(finding.instance.as_deref(), Some("/contract/name"));
    assert_eq!(finding.evidence["contract"], "dmo");
    assert_eq!(finding.evidence["known"], "demo");
    assert_eq!(outcome.exit(), Exit::Findings);
}

#[test]
fn secrets_in_bodies_are_in_no_finding() {
    const NAMES: [&str; 11] = [
        "access_token",
        "refresh_token",
        "id_token",
        "token",
        "client_secret",
        "secret",
        "password",
        "Authorization",
        "API_KEY",
        "apikey",
        "accessToken",
    ];
    let escaped = |text: &str| serde_json::to_string(text).unwrap();
    let mut lines = Vec::new();
    for name in NAMES {
        let bodies = [
            format!(r#"{{"{name}":"hush4711"}}"#),
            format!(r#"{{"text":{{"{name}":"hush4711"}}}}"#),
            format!(r#"{{"text":"a","shape":{{"kind":"circle","{name}":4711}}}}"#),
            format!(r#"[{{"{name}":["hush4711"]}}]"#),
        ];
        let broken = ["04711", "4711e999", "+4711", "hush4711", "\"hush4711\t\""];
        let broken = broken.map(|value| format!(r#"{{"{name}":[{value}]}}"#));
        for body in &bodies {
            lines.push(greeting(body, ""));
            lines.push(greeting(
                body,
                r#","expect":{"reader":"valid","writer":"valid"}"#,
            ));
            lines.push(greeting(
                body,
                r#","expect":{"reader":"invalid","keyword":"not"}"#,
            ));
            lines.push(good().replace(r#""at":"#, &format!(r#""{name}":{body},"no":"#)));
        }
        for body in &broken {
            lines.push(greeting(body, ""));
            let text = greeting("{}", "")
                .replace(r#""body":{}"#, &format!("\"body_text\":{}", escaped(body)));
            lines.push(text.clone());
            lines.push(text.replace(
                r#""body_text""#,
                r#""expect":{"reader":"valid"},"body_text""#,
            ));
        }
    }
    let config = Config {
        max_findings: 10_000,
        ..config(Target::Recordings)
    };
    let text = lines.join("\n");
    let outcome = validate(&["-".into()], text.as_bytes(), &judges(), &config).unwrap();
    assert!(
        outcome.findings.len() >= lines.len(),
        "every line is reported"
    );
    for finding in &outcome.findings {
        let shown = serde_json::to_string(finding).unwrap();
        assert!(!shown.contains("4711"), "{shown}");
    }
}

#[test]
fn numbers_that_are_no_secrets_are_quoted() {
    let text = r#"{"n": 04711}"#;
    let config = config(Target::message("greeting"));
    let outcome = validate(&["-".into()], text.as_bytes(), &judges(), &config).unwrap();
    assert_eq!(outcome.findings[0].message, "malformed number `04711`");
}

#[test]
fn paths_that_were_named_and_cannot_be_read_are_usage_errors() {
    let folder = corpus(&[
        ("a.ndjson", good().as_bytes()),
        ("b.txt", b""),
        (
            "c.json.gz",
            b"no gzip, but much longer than the head of one",
        ),
    ]);
    let path = |name: &str| folder.path().join(name);
    for (name, rule) in [
        ("missing.ndjson", "unreadable-file"),
        ("b.txt", "unknown-file-type"),
        ("c.json.gz", "unreadable-file"),
    ] {
        let outcome = recordings(&[path(name), path("a.ndjson")]);
        assert_eq!(rules(&outcome), [(rule, None)], "{name}");
        assert_eq!(file_of(&outcome, 0), path(name));
        assert_eq!(outcome.exit(), Exit::Usage);
        assert_eq!(outcome.counts.valid, 1, "the rest is still read");
    }
    let inside = validate_folder(&folder);
    assert_eq!(rules(&inside), [("unreadable-file", None)]);
    assert_eq!(inside.exit(), Exit::Findings);
}

#[test]
fn bytes_that_are_not_utf8_are_named_by_their_offset_in_the_file() {
    let mut bytes = format!("{}\n", good()).into_bytes();
    let offset = bytes.len() + 2;
    bytes.extend(b"[\"\xff\"]\n");
    bytes.extend(good().as_bytes());
    let outcome = validate_folder(&corpus(&[("a.ndjson", &bytes)]));
    assert_eq!(rules(&outcome), [("invalid-utf-8", Some(2))]);
    assert_eq!(outcome.findings[0].evidence["offset"], offset);
    assert_eq!(outcome.counts.valid, 2);
}

#[test]
fn a_last_line_that_was_cut_off_is_a_truncated_recording() {
    let whole = greeting(r#"{"text":"é","n":1.5}"#, "");
    for end in 1..whole.len() {
        let mut bytes = format!("{whole}\n").into_bytes();
        bytes.extend(&whole.as_bytes()[..end]);
        let outcome = validate_folder(&corpus(&[("a.ndjson", &bytes)]));
        assert_eq!(rules(&outcome), [("truncated-recording", Some(2))], "{end}");
        assert_eq!((outcome.counts.valid, outcome.counts.unreadable), (1, 1));
    }
}

#[test]
fn a_torn_line_in_the_middle_is_no_truncated_file() {
    let text = format!("{}\n{}\n", &good()[..50], good());
    let outcome = validate_folder(&corpus(&[("a.ndjson", text.as_bytes())]));
    assert_eq!(rules(&outcome), [("unexpected-end", Some(1))]);
}

#[test]
fn line_ends_of_other_systems_and_empty_lines_are_no_findings() {
    let text = format!("\r\n{}\r\n \r\n\n{}\r\n", good(), greeting("{}", ""));
    let outcome = validate_folder(&corpus(&[("a.ndjson", text.as_bytes()), ("b.ndjson", b"")]));
    assert_eq!(rules(&outcome), [("schema-violation", Some(5))]);
    assert_eq!(outcome.findings[0].entry, Some(1));
    assert_eq!(outcome.counts.documents, 2);
}

#[test]
fn a_byte_order_mark_is_named_with_the_way_out() {
    let text = format!("\u{feff}{}\n{}\n", good(), good());
    let outcome = validate_folder(&corpus(&[("a.ndjson", text.as_bytes())]));
    assert_eq!(rules(&outcome), [("byte-order-mark", Some(1))]);
    assert!(
        outcome.findings[0]
            .message
            .contains("save it as UTF-8 without one")
    );
    assert_eq!(outcome.counts.valid, 1);
}

#[test]
fn flipping_an_expectation_makes_one_finding_that_names_it() {
    let expecting = |reader: &str, source: &str| {
        let expect =
            format!(r#","expect":{{"reader":"{reader}","sources":{{"docs-3.2":"{source}"}}}}"#);
        greeting(r#"{"text":"hello"}"#, &expect)
    };
    let path = PathBuf::from("-");
    for (reader, source, judge) in [
        ("valid", "invalid", None),
        ("invalid", "invalid", Some("reader")),
        ("valid", "valid", Some("source docs-3.2")),
    ] {
        let text = format!("{}\n{}\n", good(), expecting(reader, source));
        let config = config(Target::Recordings);
        let paths = [path.clone()];
        let outcome = validate(&paths, text.as_bytes(), &judges(), &config).unwrap();
        assert_eq!(outcome.expectations, 2);
        let findings: Vec<_> = outcome
            .findings
            .iter()
            .map(|finding| {
                let judge = finding.evidence["judge"].as_str().unwrap();
                (finding.file.as_deref(), finding.line, judge)
            })
            .collect();
        let expected: Vec<_> = judge
            .map(|judge| (Some("-"), Some(2), judge))
            .into_iter()
            .collect();
        assert_eq!(findings, expected);
    }
}

#[test]
fn stdin_is_lines_unless_only_the_whole_is_a_document() {
    let judges = judges();
    for (text, valid, rules_expected) in [
        ("{\"text\":\"a\"}\n{\"text\":\"b\"}\n", 2, vec![]),
        ("\n \n{\n  \"text\":\n  \"a\"\n}\n", 1, vec![]),
        ("{\"text\":\"a\"}", 1, vec![]),
        (
            "{\n{\"text\":\"a\"}\n",
            1,
            vec![("unexpected-end", Some(1))],
        ),
        (
            "{\"a\":\n1,\"a\":1}",
            0,
            vec![("duplicate-member", Some(2))],
        ),
        ("{\"text\"", 0, vec![("truncated-recording", Some(1))]),
        ("", 0, vec![("no-documents", None)]),
        (" \n\r\n", 0, vec![("no-documents", None)]),
    ] {
        let config = config(Target::message("greeting"));
        let outcome = validate(&["-".into()], text.as_bytes(), &judges, &config).unwrap();
        assert_eq!(outcome.counts.valid, valid, "{text}");
        assert_eq!(rules(&outcome), rules_expected, "{text}");
    }
}

/// A stream that breaks after its text.
struct Breaks<'a>(&'a [u8]);

impl Read for Breaks<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Err(io::Error::other("the pipe broke"));
        }
        self.0.read(buffer)
    }
}

#[test]
fn a_stream_that_breaks_is_reported_with_its_place() {
    let text = format!("{}\n{}\n", good(), good());
    let config = config(Target::Recordings);
    let outcome = validate(&["-".into()], Breaks(text.as_bytes()), &judges(), &config).unwrap();
    assert_eq!(rules(&outcome), [("unreadable-file", Some(3))]);
    assert_eq!(outcome.exit(), Exit::Usage);
    assert_eq!(outcome.counts.valid, 2);
}

#[test]
fn findings_are_capped_and_the_rest_is_counted() {
    let text = "{}\n".repeat(50);
    let config = Config {
        max_findings: 3,
        ..config(Target::message("greeting"))
    };
    let outcome = validate(&["-".into()], text.as_bytes(), &judges(), &config).unwrap();
    assert_eq!((outcome.findings.len(), outcome.omitted_findings), (3, 47));
    assert_eq!(outcome.counts.invalid, 50);
    let report = outcome.into_report();
    assert_eq!(report.findings.len(), 4);
    assert_eq!(report.findings[3].rule.as_str(), "findings-omitted");
    assert_eq!(report.summary["omitted_findings"], 47);
    assert_eq!(report.exit(), Exit::Findings);
}

#[test]
fn one_document_with_many_violations_is_capped_too() {
    let schema = serde_json::json!({"items": {"type": "null"}});
    let schema = frontdesk_schema::Schema::compile(schema, &frontdesk_schema::Options::default());
    let schema = schema.unwrap();
    let config = Config {
        max_findings: 3,
        ..config(Target::Schema(&schema))
    };
    let text = format!("[{}0]", "0,".repeat(999));
    let outcome = validate(&["-".into()], text.as_bytes(), &judges(), &config).unwrap();
    assert_eq!((outcome.findings.len(), outcome.omitted_findings), (3, 997));
    assert_eq!(outcome.exit(), Exit::Findings);
}

#[test]
fn a_configuration_that_names_nothing_is_an_error() {
    let judges = judges();
    let error = |paths: &[PathBuf], target| {
        let error = validate(paths, io::empty(), &judges, &config(target)).unwrap_err();
        assert_eq!(error.exit(), Exit::Usage);
        error
    };
    let unknown = error(&[], Target::message("greting"));
    assert_eq!(
        unknown.to_string(),
        "unknown message `greting`: did you mean `greeting`?"
    );
    let (name, side) = ("farewell", Side::Writer);
    let missing = error(&[], Target::Message { name, side });
    assert!(matches!(
        missing.kind(),
        CorpusErrorKind::MissingSide { .. }
    ));
    let twice = error(&["-".into(), "-".into()], Target::Recordings);
    assert!(matches!(
        twice.kind(),
        CorpusErrorKind::StdinTwice { times: 2 }
    ));
}
