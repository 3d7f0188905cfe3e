//! `frontdesk check` from outside, on a copy of the repository's own inputs.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::path::Path;

use serde_json::{Value, json};
use support::{Folder, Ran, root};

/// A folder with the schemas and recordings of the repository.
fn inputs() -> Folder {
    let folder = Folder::new();
    for name in ["schemas", "corpus"] {
        copy(&root().join(name), &folder.path(name));
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs_err::create_dir_all(to).unwrap();
    for entry in fs_err::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs_err::copy(entry.path(), target).unwrap();
        }
    }
}

fn check(folder: &Folder) -> Ran {
    folder.run(&["check", "--payloads", "4", "--format", "json"])
}

/// Breaks one input and expects a red check that names it.
fn turns_red(exit: i32, named: &str, break_one: impl FnOnce(&Folder)) {
    let folder = inputs();
    break_one(&folder);
    let ran = check(&folder).exits(exit);
    let said = format!("{}{}", ran.stdout, ran.stderr);
    assert!(said.contains(named), "{named}: {said}");
}

/// Changes a JSON file.
fn edit(folder: &Folder, name: &str, change: impl FnOnce(&mut Value)) {
    let mut document = serde_json::from_str(&folder.read(name)).unwrap();
    change(&mut document);
    folder.write(name, document.to_string());
}

#[test]
fn the_repository_is_clean_and_every_part_counts() {
    let ran = check(&inputs()).exits(0);
    let report = ran.report();
    let names: Vec<&str> = report["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["name"].as_str().unwrap())
        .collect();
    let all = "export releases seal labels agreement emission sources corpus gate";
    assert_eq!(names.join(" "), all);
    assert_eq!(report["parts"][0]["counts"]["messages"], 7);
    assert_eq!(report["parts"][6]["counts"]["sources"], 3);
    assert!(report["parts"][7]["counts"]["recordings"].as_u64() > Some(100));
}

#[test]
fn a_missing_export_is_stale() {
    turns_red(4, "token.error.reader.json", |folder| {
        fs_err::remove_file(folder.path("schemas/reception/next/token.error.reader.json")).unwrap();
    });
}

#[test]
fn an_edited_export_is_stale() {
    turns_red(4, "reception.request", |folder| {
        let name = "schemas/reception/next/reception.request.reader.json";
        let edited = folder.read(name).replace("\"threadId\"", "\"threadID\"");
        folder.write(name, edited);
    });
}

#[test]
fn an_edited_release_is_found() {
    turns_red(1, "superpower.error.writer.json", |folder| {
        let name = "schemas/reception/3.2.3/superpower.error.writer.json";
        let edited = folder.read(name).replace("\"required\"", "\"requires\"");
        folder.write(name, edited);
    });
}

#[test]
fn a_missing_file_of_a_release_is_found() {
    turns_red(1, "response.envelope.reader.json", |folder| {
        let name = "schemas/reception/3.2.3/response.envelope.reader.json";
        fs_err::remove_file(folder.path(name)).unwrap();
    });
}

#[test]
fn no_release_at_all_is_found() {
    turns_red(1, "empty-part", |folder| {
        for entry in fs_err::read_dir(folder.path("schemas/reception")).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name() != "next" {
                fs_err::remove_dir_all(entry.path()).unwrap();
            }
        }
    });
}

#[test]
fn no_sources_at_all_are_found() {
    turns_red(1, "empty-part", |folder| {
        fs_err::remove_dir_all(folder.path("schemas/sources")).unwrap();
    });
}

#[test]
fn a_torn_source_is_an_error() {
    turns_red(2, "schemas/sources/docs-3.2/source.json", |folder| {
        let name = "schemas/sources/docs-3.2/source.json";
        let half = folder.read(name);
        folder.write(name, &half[..half.len() / 2]);
    });
}

#[test]
fn a_missing_document_of_a_source_is_an_error() {
    turns_red(2, "superpower.error.json", |folder| {
        let name = "schemas/sources/vendor-3.2/superpower.error.json";
        fs_err::remove_file(folder.path(name)).unwrap();
    });
}

#[test]
fn a_source_that_asks_for_more_is_found() {
    turns_red(1, "source-refuses", |folder| {
        let name = "schemas/sources/vendor-3.2/reception.request.json";
        edit(folder, name, |schema| {
            schema["required"] = json!(["session", "request", "signature"]);
        });
    });
}

#[test]
fn an_empty_corpus_is_found() {
    turns_red(1, "no-documents", |folder| {
        fs_err::remove_dir_all(folder.path("corpus")).unwrap();
        fs_err::create_dir_all(folder.path("corpus")).unwrap();
    });
}

#[test]
fn a_missing_corpus_is_found() {
    turns_red(2, "corpus", |folder| {
        fs_err::remove_dir_all(folder.path("corpus")).unwrap();
    });
}

#[test]
fn a_torn_recording_is_found() {
    turns_red(1, "corpus/documented/tokens.ndjson", |folder| {
        let name = "corpus/documented/tokens.ndjson";
        let whole = folder.read(name);
        folder.write(name, &whole[..whole.len() - 20]);
    });
}

#[test]
fn a_flipped_expectation_is_found() {
    turns_red(1, "expectation-failed", |folder| {
        let name = "corpus/documented/docs-page-reception.ndjson";
        let flipped =
            folder
                .read(name)
                .replacen("\"reader\":\"valid\"", "\"reader\":\"invalid\"", 1);
        assert_ne!(flipped, folder.read(name));
        folder.write(name, flipped);
    });
}

#[test]
fn a_missing_file_of_the_corpus_is_stale() {
    turns_red(4, "corpus/documented/tokens.ndjson", |folder| {
        fs_err::remove_file(folder.path("corpus/documented/tokens.ndjson")).unwrap();
    });
}

#[test]
fn an_emptied_file_of_the_corpus_is_stale() {
    turns_red(4, "corpus/documented/asyncapi-3.1.ndjson", |folder| {
        folder.write("corpus/documented/asyncapi-3.1.ndjson", "");
    });
}

#[test]
fn a_source_that_was_put_aside_is_stale() {
    turns_red(4, "schemas/sources/docs-3.2/source.json", |folder| {
        edit(folder, "schemas/sources/docs-3.2/source.json", |source| {
            assert_eq!(source["status"], "current");
            source["status"] = "superseded".into();
        });
    });
}

#[test]
fn a_document_that_was_turned_round_is_found() {
    turns_red(1, "schemas/sources/vendor-3.2/source.json", |folder| {
        edit(folder, "schemas/sources/vendor-3.2/source.json", |source| {
            let direction = &mut source["documents"][2]["direction"];
            assert_eq!(*direction, "response");
            *direction = "request".into();
        });
    });
}

#[test]
fn a_release_that_was_edited_with_its_manifest_is_stale() {
    let name = "schemas/reception/3.2.3/superpower.error.writer.json";
    turns_red(4, name, |folder| {
        let before = frontdesk_contract::hash(folder.read(name).as_bytes());
        edit(folder, name, |schema| schema["required"] = json!([]));
        let after = frontdesk_contract::hash(folder.read(name).as_bytes());
        let manifest = "schemas/reception/3.2.3/manifest.json";
        let edited = folder.read(manifest).replace(&before, &after);
        assert_ne!(edited, folder.read(manifest));
        folder.write(manifest, edited);
    });
}

#[test]
fn a_missing_seal_is_stale() {
    for name in ["schemas/SHA256SUMS", "corpus/SHA256SUMS"] {
        turns_red(4, name, |folder| {
            fs_err::remove_file(folder.path(name)).unwrap();
        });
    }
}
