//! `frontdesk seal` from outside.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use serde_json::json;
use support::Folder;

/// A folder with a release, a source and a recording, not sealed yet.
fn unsealed() -> Folder {
    let folder = Folder::exported();
    folder.run(&["schema", "release", "3.2.3"]).exits(0);
    let wiki = json!({
        "name": "wiki", "title": "Wiki", "status": "current", "describes": "3.2", "documents": []
    });
    folder.write("schemas/sources/wiki/source.json", wiki.to_string());
    folder.write("corpus/deep/one.ndjson", "{}\n");
    folder
}

#[test]
fn a_seal_is_written_once_and_holds() {
    let folder = unsealed();
    let ran = folder.run(&["seal", "--format", "json"]).exits(0);
    assert_eq!(ran.report()["summary"], json!({"schemas": 18, "corpus": 1}));
    assert_eq!(
        ran.stderr,
        "sealed schemas: 18 files\nsealed corpus: 1 files\n"
    );
    assert_eq!(
        folder.read("corpus/SHA256SUMS"),
        "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356  deep/one.ndjson\n"
    );
    let schemas = folder.read("schemas/SHA256SUMS");
    assert!(!schemas.contains("/next/"), "{schemas}");

    let again = folder.run(&["seal"]).exits(0);
    assert!(again.stderr.starts_with("unchanged "), "{}", again.stderr);
    let ran = folder.run(&["seal", "--check"]).exits(0);
    assert_eq!(ran.stderr, "");
}

#[cfg(target_os = "linux")]
#[test]
fn anybody_can_replay_it() {
    let folder = unsealed();
    folder.run(&["seal"]).exits(0);
    for name in ["schemas", "corpus"] {
        let replayed = std::process::Command::new("sha256sum")
            .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
            .current_dir(folder.path(name))
            .status();
        assert!(replayed.unwrap().success(), "{name}");
    }
}

#[test]
fn check_writes_nothing_and_names_what_changed() {
    let folder = unsealed();
    let ran = folder
        .run(&["seal", "--check", "--format", "json"])
        .exits(4);
    assert_eq!(ran.rules(), ["seal-missing", "seal-missing"]);
    assert!(!folder.path("corpus/SHA256SUMS").exists());

    folder.run(&["seal"]).exits(0);
    let sealed = folder.read("corpus/SHA256SUMS");
    folder.write("corpus/deep/one.ndjson", "");
    folder.write("corpus/two.ndjson", "");
    fs_err::remove_file(folder.path("schemas/sources/wiki/source.json")).unwrap();
    let ran = folder
        .run(&["seal", "--check", "--format", "json"])
        .exits(4);
    let report = ran.report();
    let findings = report["findings"].as_array().unwrap();
    let files: Vec<_> = findings.iter().map(|finding| &finding["file"]).collect();
    assert_eq!(
        files,
        [
            "corpus/deep/one.ndjson",
            "corpus/two.ndjson",
            "schemas/sources/wiki/source.json"
        ]
    );
    for finding in findings {
        let message = finding["message"].as_str().unwrap();
        assert!(message.contains("run `seal`"), "{message}");
    }
    assert_eq!(folder.read("corpus/SHA256SUMS"), sealed);
}

#[test]
fn an_export_breaks_no_seal_and_a_release_says_that_it_does() {
    let folder = unsealed();
    folder.run(&["seal"]).exits(0);
    folder.write("schemas/reception/next/token.error.reader.json", "{}");
    folder.run(&["seal", "--check"]).exits(0);

    folder.run(&["schema", "export"]).exits(0);
    folder.write(
        "schemas/accepted.toml",
        "# a line of the ledger is a line in the diff\n",
    );
    folder.run(&["seal", "--check"]).exits(0);
    let ran = folder.run(&["schema", "release", "3.2.4"]).exits(0);
    assert!(ran.stderr.contains("run `seal`"), "{ran:?}");
    folder.run(&["seal", "--check"]).exits(4);
    folder.run(&["seal"]).exits(0);
    folder.run(&["seal", "--check"]).exits(0);
}

#[test]
fn a_release_that_is_gone_is_told_of_once() {
    let folder = unsealed();
    folder.run(&["seal"]).exits(0);
    fs_err::remove_dir_all(folder.path("schemas/reception/3.2.3")).unwrap();
    let ran = folder
        .run(&["seal", "--check", "--format", "json"])
        .exits(4);
    let report = ran.report();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{report:#}");
    assert_eq!(findings[0]["file"], "schemas/reception/3.2.3");
    assert!(findings[0]["files"].as_array().unwrap().len() > 2);
}

#[test]
fn what_has_no_corpus_yet_is_sealed_without() {
    let folder = Folder::exported();
    let ran = folder.run(&["seal"]).exits(0);
    assert!(
        ran.stderr.contains("there is no folder corpus yet"),
        "{}",
        ran.stderr
    );
}

#[test]
fn folders_are_named_and_have_to_be_there() {
    let folder = Folder::new();
    folder.write("a/x.json", "{}");
    folder.write("b/y.ndjson", "{}\n");
    folder
        .run(&["seal", "--schemas", "a", "--corpus", "b"])
        .exits(0);
    assert!(folder.read("a/SHA256SUMS").ends_with("  x.json\n"));
    assert!(folder.read("b/SHA256SUMS").ends_with("  y.ndjson\n"));
    folder
        .run(&["seal", "--schemas", "c", "--corpus", "b"])
        .fails(&["c: no such folder"]);
    folder
        .run(&["seal", "--schemas", "a", "--corpus", "c"])
        .fails(&["c: no such folder", "--corpus"]);
}
