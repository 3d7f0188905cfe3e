//! Validates every file under `tests/fixtures` and holds the report against its snapshot.
//!
//! The folder says what the documents are: `recordings`, `payloads` of the message `greeting`, or
//! whatever they are found to be (`auto`).
//! Adding a case is adding a file; `INSTA_UPDATE=always` writes its snapshot, to be read before it
//! is committed.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use frontdesk_corpus::{Target, validate};
use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = fixtures()
        .into_iter()
        .map(|path| {
            Trial::test(name(&path), move || {
                check(&path);
                Ok(())
            })
        })
        .collect();
    trials.push(Trial::test("no_orphan_snapshots", || {
        assert_no_orphans();
        Ok(())
    }));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn check(path: &Path) {
    let target = if path.starts_with("tests/fixtures/payloads") {
        Target::message("greeting")
    } else if path.starts_with("tests/fixtures/auto") {
        Target::Auto
    } else {
        Target::Recordings
    };
    let config = support::config(target);
    let paths = [path.to_owned()];
    let outcome = validate(&paths, std::io::empty(), &support::judges(), &config).unwrap();
    let exit = outcome.exit();
    let report = serde_json::to_string_pretty(&outcome.into_report()).unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name(path), format!("exit: {exit:?}\n{report}")));
}

fn fixtures() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ["auto", "recordings", "payloads"]
        .iter()
        .flat_map(|folder| files_in(&Path::new("tests/fixtures").join(folder)))
        .collect();
    files.sort();
    files
}

/// Names a fixture after its folder and file.
fn name(path: &Path) -> String {
    let parts = path.iter().skip(2).map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("__")
}

fn assert_no_orphans() {
    let named: BTreeSet<String> = fixtures().iter().map(|path| name(path)).collect();
    for snapshot in files_in(Path::new("tests/snapshots")) {
        let file = snapshot.file_name().unwrap().to_string_lossy().into_owned();
        // A snapshot that failed leaves what was found beside it, as `.snap.new`.
        let Some(of) = file.strip_suffix(".snap") else {
            continue;
        };
        assert!(named.contains(of), "{} has no fixture", snapshot.display());
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    fs_err::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect()
}
