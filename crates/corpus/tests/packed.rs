//! Packed files and streams, whole, cut off and broken.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use frontdesk_corpus::{Outcome, Target, validate};
use frontdesk_report::Exit;
use support::{config, greeting, judges, recordings};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn text() -> String {
    let line = greeting(r#"{"text":"hello"}"#, "");
    format!("{line}\n{line}\n{}\n", greeting("{}", ""))
}

fn of_file(name: &str, bytes: &[u8]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs_err::write(&path, bytes).unwrap();
    recordings(&[path])
}

fn of_stdin(bytes: &[u8]) -> Outcome {
    validate(&["-".into()], bytes, &judges(), &config(Target::Recordings)).unwrap()
}

fn rules(outcome: &Outcome) -> Vec<(&str, Option<u64>)> {
    let findings = outcome.findings.iter();
    findings
        .map(|finding| (finding.rule.as_str(), finding.line))
        .collect()
}

#[test]
fn packed_files_are_read_as_what_they_hold() {
    let text = text();
    let zstandard = zstd::encode_all(text.as_bytes(), 3).unwrap();
    let twice = [gzip(&text.as_bytes()[..100]), gzip(&text.as_bytes()[100..])].concat();
    let plain = of_stdin(text.as_bytes());
    for (name, bytes) in [
        ("a.ndjson.gz", gzip(text.as_bytes())),
        ("a.jsonl.GZ", twice),
        ("a.ndjson.zst", zstandard),
    ] {
        for outcome in [of_file(name, &bytes), of_stdin(&bytes)] {
            assert_eq!(outcome.counts, plain.counts, "{name}");
            assert_eq!(rules(&outcome), [("schema-violation", Some(3))], "{name}");
            assert_eq!(outcome.findings[0].evidence, plain.findings[0].evidence);
        }
    }
    let one = gzip(greeting(r#"{"text":"hello"}"#, "").as_bytes());
    assert_eq!(of_file("a.json.gz", &one).counts.valid, 1);
    let har = include_bytes!("fixtures/auto/browser.har");
    let packed = gzip(har);
    let of_har = of_file("a.har.gz", &packed);
    assert_eq!(of_har.counts.documents, 7);
    for stdin in [&har[..], &packed] {
        let outcome = of_stdin(stdin);
        assert_eq!(outcome.counts, of_har.counts);
        assert_eq!(rules(&outcome), rules(&of_har));
    }
}

#[test]
fn what_came_before_a_cut_is_read_and_the_cut_is_told() {
    let text = text();
    let zstandard = zstd::encode_all(text.as_bytes(), 3).unwrap();
    for (name, bytes) in [
        ("a.ndjson.gz", gzip(text.as_bytes())),
        ("a.ndjson.zst", zstandard),
    ] {
        for end in 1..bytes.len() {
            let outcome = of_file(name, &bytes[..end]);
            let (last, _) = *rules(&outcome).last().unwrap();
            assert_eq!(last, "truncated-file", "{name} {end}");
            assert_eq!(outcome.exit(), Exit::Usage, "the file was named");
            assert!(outcome.counts.documents <= 3);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let half = &gzip(text.as_bytes())[..40];
    fs_err::write(folder.path().join("a.ndjson.gz"), half).unwrap();
    let outcome = recordings(&[folder.path().to_owned()]);
    assert_eq!(outcome.exit(), Exit::Findings, "it was found in a folder");
}

#[test]
fn bytes_that_do_not_unpack_are_a_finding() {
    let mut bytes = gzip(text().as_bytes());
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    for name in ["a.ndjson.gz", "a.json.gz", "a.har.gz", "a.ndjson.zst"] {
        let outcome = of_file(name, &bytes);
        let (last, _) = *rules(&outcome).last().unwrap();
        assert!(
            last == "unreadable-file" || last == "truncated-file",
            "{name}: {last}"
        );
        assert!(outcome.exit() >= Exit::Findings);
    }
}

#[test]
fn bytes_of_nothing_are_named_line_by_line() {
    let good = greeting(r#"{"text":"hello"}"#, "");
    let lines = format!(
        "{good}\n\0\0\0\n{}\n{good}\n{}",
        good.replace("hello", "\0"),
        "\0".repeat(5000)
    );
    let outcome = of_file("a.ndjson", lines.as_bytes());
    let expected = [
        ("syntax", Some(2)),
        ("control-character", Some(3)),
        ("syntax", Some(5)),
    ];
    assert_eq!(rules(&outcome), expected);
    assert_eq!(outcome.counts.valid, 2);
}
