//! However many documents are judged at a time, the outcome is the same.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use frontdesk_corpus::{Config, Outcome, Running, Target, validate, validate_with};
use support::{config, greeting, judges};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Lines of every kind, many enough to fill several chunks.
fn lines(count: usize) -> Vec<u8> {
    let mut lines = Vec::new();
    for index in 0..count {
        let line = match index % 97 {
            13 => greeting("{}", ""),
            29 => greeting(r#"{"text":1}"#, r#","expect":{"reader":"invalid"}"#),
            31 => "{\"torn\"".to_owned(),
            37 => " \r".to_owned(),
            41 => "{}".to_owned(),
            43 => "x".repeat(70_000),
            _ => greeting(&format!("{{\"text\":\"{}\"}}", "y".repeat(index % 700)), ""),
        };
        lines.extend(line.as_bytes());
        lines.push(b'\n');
    }
    lines
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(path, bytes).unwrap();
}

fn run(paths: &[PathBuf], jobs: usize, config: &Config<'_>) -> (Outcome, String) {
    let jobs = NonZeroUsize::new(jobs).unwrap();
    let running = Running {
        jobs,
        verdicts: None,
    };
    let outcome = validate_with(paths, std::io::empty(), &judges(), config, running).unwrap();
    let mut verdicts = Vec::new();
    let running = Running {
        jobs,
        verdicts: Some(&mut verdicts),
    };
    validate_with(paths, std::io::empty(), &judges(), config, running).unwrap();
    (outcome, String::from_utf8(verdicts).unwrap())
}

#[test]
fn the_outcome_and_the_verdicts_do_not_depend_on_the_number_of_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "a/large.ndjson", &lines(2500));
    write(root, "b/packed.ndjson.gz", &gzip(&lines(800)));
    write(root, "c/empty.ndjson", b"\n");
    for index in 0..300 {
        let body = if index % 7 == 0 {
            "{}"
        } else {
            r#"{"text":"a"}"#
        };
        write(
            root,
            &format!("d/{index:03}.json"),
            greeting(body, "").as_bytes(),
        );
    }
    write(root, "e/a.har", include_bytes!("fixtures/auto/browser.har"));
    write(root, "f/torn.ndjson.gz", &gzip(&lines(900))[..3000]);
    write(root, "g/README.md", b"");
    let paths = [
        root.to_owned(),
        root.join("c"),
        root.join("gone.json"),
        root.join("g"),
    ];
    for (max_findings, target) in [
        (10_000, Target::Recordings),
        (50, Target::Recordings),
        (0, Target::Recordings),
        (10_000, Target::Auto),
        (200, Target::message("greeting")),
    ] {
        let config = Config {
            max_findings,
            max_document_bytes: 60_000,
            ..config(target)
        };
        let plain = validate(&paths, std::io::empty(), &judges(), &config).unwrap();
        let (alone, verdicts) = run(&paths, 1, &config);
        assert_eq!(plain, alone);
        assert!(alone.counts.documents > 3000 && alone.counts.unreadable > 50);
        let told = |word: &str| {
            let begin = format!("{{\"verdict\":\"{word}\"");
            verdicts
                .lines()
                .filter(|line| line.starts_with(&begin))
                .count() as u64
        };
        let counts = alone.counts;
        let [valid, invalid, unreadable] = ["valid", "invalid", "unreadable"].map(told);
        assert_eq!(
            (valid, invalid, unreadable),
            (counts.valid, counts.invalid, counts.unreadable)
        );
        for jobs in [2, 3, 8] {
            let (outcome, lines) = run(&paths, jobs, &config);
            assert_eq!(outcome, alone, "{jobs} jobs");
            assert_eq!(lines, verdicts, "{jobs} jobs");
        }
    }
}

#[test]
fn a_writer_that_fails_ends_the_run() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is full"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let text = lines(3000);
    for jobs in [1, 4] {
        let running = Running {
            jobs: NonZeroUsize::new(jobs).unwrap(),
            verdicts: Some(&mut Full),
        };
        let config = config(Target::Recordings);
        let error = validate_with(&["-".into()], &text[..], &judges(), &config, running);
        let error = error.unwrap_err().to_string();
        assert_eq!(error, "the verdicts cannot be written: the disk is full");
    }
}
