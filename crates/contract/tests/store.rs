//! The folder of schemas: exported, checked, frozen, and the sources beside.

use std::path::Path;

use frontdesk_contract::{
    Contract, Direction, Message, Release, Side, StalenessKind, Status, Store, StoreErrorKind,
    TamperingKind,
};
use tempfile::TempDir;

mod today {
    #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    pub(crate) struct Session {
        pub(crate) session_id: String,
        pub(crate) channel: Option<String>,
    }

    #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    pub(crate) struct Request {
        pub(crate) session: Session,
    }
}

mod tomorrow {
    #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    pub(crate) struct Session {
        pub(crate) channel: Option<String>,
    }

    #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    pub(crate) struct Request {
        pub(crate) session: Session,
    }
}

fn today() -> Contract {
    Contract::new("hotel", "1.0.0")
        .message(Message::of::<today::Request>(
            "booking.request",
            Direction::Request,
        ))
        .message(Message::of::<u8>("booking.reply", Direction::Response))
}

fn tomorrow() -> Contract {
    Contract::new("hotel", "1.0.0")
        .message(Message::of::<tomorrow::Request>(
            "booking.request",
            Direction::Request,
        ))
        .message(Message::of::<u8>("booking.reply", Direction::Response))
}

fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::new(folder.path());
    (folder, store)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs_err::read_dir(folder)
        .expect("a name")
        .map(|entry| {
            entry
                .expect("a name")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    names.sort();
    names
}

#[test]
fn what_was_written_is_fresh() {
    let (_folder, store) = store();
    let missing = store.check_next(&today()).unwrap();
    assert_eq!(missing.len(), 5);
    assert!(
        missing
            .iter()
            .all(|stale| stale.kind == StalenessKind::Missing)
    );

    let written = store.write_next(&today()).unwrap();
    assert_eq!((written.unchanged, written.written.len()), (0, 5));
    assert_eq!(store.check_next(&today()).unwrap(), []);
    assert_eq!(store.write_next(&today()).unwrap().unchanged, 5);
    assert_eq!(
        names(&store.folder("hotel", "next")),
        [
            "booking.reply.reader.json",
            "booking.reply.writer.json",
            "booking.request.reader.json",
            "booking.request.writer.json",
            "manifest.json",
        ]
    );
    let next = store.load("hotel", "next").unwrap();
    assert_eq!(next.version(), "1.0.0");
    assert_eq!(next.verify(), []);
}

#[test]
fn a_removed_field_is_named_with_its_message() {
    let (_folder, store) = store();
    store.write_next(&today()).unwrap();
    let stale = store.check_next(&tomorrow()).unwrap();
    let first = &stale[0];
    assert_eq!(first.message.as_deref(), Some("booking.request"));
    assert_eq!(first.side, Some(Side::Reader));
    assert_eq!(first.kind, StalenessKind::Changed);
    let pointers: Vec<String> = first.pointers.iter().map(ToString::to_string).collect();
    assert_eq!(
        pointers,
        [
            "/$defs/Session/properties/session_id",
            "/$defs/Session/required"
        ]
    );
    assert!(
        first.diff.contains("-        \"session_id\": {"),
        "{}",
        first.diff
    );
    assert!(
        first
            .to_string()
            .contains("booking.request (reader) is not what the types say at /$")
    );
    assert_eq!(stale.len(), 3);
    assert_eq!(stale[2].message, None);

    let written = store.write_next(&tomorrow()).unwrap();
    assert_eq!((written.unchanged, written.written.len()), (2, 3));
    assert_eq!(store.check_next(&tomorrow()).unwrap(), []);
}

#[test]
fn schemas_of_messages_that_are_gone_are_extra() {
    let (_folder, store) = store();
    store.write_next(&today()).unwrap();
    let other = store.folder("hotel", "next").join("notes.json");
    fs_err::write(&other, "{}").unwrap();
    let fewer = Contract::new("hotel", "1.0.0")
        .message(Message::of::<u8>("booking.reply", Direction::Response));
    let stale = store.check_next(&fewer).unwrap();
    let extra: Vec<_> = stale
        .iter()
        .filter(|one| one.kind == StalenessKind::Extra)
        .collect();
    assert_eq!(extra.len(), 2);
    assert_eq!(extra[0].message.as_deref(), Some("booking.request"));
    assert_eq!(store.write_next(&fewer).unwrap().removed.len(), 2);
    assert_eq!(store.check_next(&fewer).unwrap(), []);
    assert!(other.exists());
}

#[test]
fn a_file_that_is_no_json_is_stale_at_its_root() {
    let (_folder, store) = store();
    store.write_next(&today()).unwrap();
    let file = store
        .folder("hotel", "next")
        .join("booking.reply.writer.json");
    fs_err::write(file, "<<<<<<< HEAD").unwrap();
    let stale = store.check_next(&today()).unwrap();
    assert_eq!(stale.len(), 1);
    assert!(stale[0].pointers[0].is_root());
    assert!(stale[0].diff.contains("-<<<<<<< HEAD"));
}

#[test]
fn releases_are_frozen_once_and_sorted() {
    let (_folder, store) = store();
    assert!(store.releases("hotel").unwrap().is_empty());
    store.write_next(&today()).unwrap();
    for version in ["1.10.0", "1.9.0"] {
        store.release(&today(), version).unwrap();
    }
    let error = store.release(&today(), "1.9.0").unwrap_err();
    assert!(
        matches!(error.kind(), StoreErrorKind::ReleaseExists { .. }),
        "{error}"
    );
    let error = store.release(&today(), "../x").unwrap_err();
    assert!(
        matches!(error.kind(), StoreErrorKind::Version { .. }),
        "{error}"
    );

    let releases = store.releases("hotel").unwrap();
    let versions: Vec<&str> = releases.iter().map(Release::name).collect();
    assert_eq!(versions, ["1.9.0", "1.10.0"]);
    let schema = releases[0].schema("booking.request", Side::Writer).unwrap();
    assert_eq!(
        schema["$id"],
        "https://frontdesk.invalid/schemas/hotel/1.9.0/booking.request.writer.json"
    );
    assert_eq!(
        releases[0].find("booking.reply").unwrap().direction,
        Direction::Response
    );
    assert!(releases.iter().all(|release| release.verify().is_empty()));
    let error = store.load("hotel", "2.0.0").unwrap_err();
    assert!(
        error.to_string().contains("there is 1.9.0, 1.10.0"),
        "{error}"
    );
}

#[test]
fn what_is_frozen_is_not_to_be_touched() {
    let (_folder, store) = store();
    let release = store.release(&today(), "1.0.0").unwrap();
    let changed = release.path("booking.request", Side::Reader).unwrap();
    let mut text = fs_err::read_to_string(&changed).unwrap();
    text.push('\n');
    fs_err::write(&changed, text).unwrap();
    fs_err::remove_file(release.path("booking.reply", Side::Writer).unwrap()).unwrap();
    fs_err::write(release.folder().join("more.json"), "{}").unwrap();

    let touched = store.load("hotel", "1.0.0").unwrap();
    let found = touched.verify();
    let kinds: Vec<TamperingKind> = found.iter().map(|one| one.kind).collect();
    assert_eq!(
        kinds,
        [
            TamperingKind::Missing,
            TamperingKind::Changed,
            TamperingKind::Undeclared
        ]
    );
    let text = found[1].to_string();
    assert!(text.starts_with("release 1.0.0 is frozen: "), "{text}");
    assert!(
        text.contains("booking.request.reader.json was changed"),
        "{text}"
    );
    assert!(touched.schema("booking.reply", Side::Writer).is_none());
}

#[test]
fn a_broken_manifest_is_an_error_with_its_path() {
    let (_folder, store) = store();
    let release = store.release(&today(), "1.0.0").unwrap();
    let manifest = release.folder().join("manifest.json");
    let good = fs_err::read_to_string(&manifest).unwrap();
    for (bad, expected) in [
        (good.replace("hotel", "hostel"), "it is of contract hostel"),
        (good.replace("1.0.0", "1.0.1"), "it is of version 1.0.1"),
        (
            good.replace("\"booking.reply.w", "\"../booking.reply.w"),
            "is not the name of a file",
        ),
        (
            good.replace("\"request\"", "\"both\""),
            "messages[0].direction",
        ),
        (good.replacen('{', "{\"contract\": \"x\",", 1), "contract"),
        ("{".to_owned(), "line 1"),
    ] {
        fs_err::write(&manifest, bad).unwrap();
        let error = store.releases("hotel").unwrap_err().to_string();
        assert!(
            error.contains("manifest.json: ") && error.contains(expected),
            "{error}"
        );
    }
    fs_err::remove_file(&manifest).unwrap();
    assert!(
        store
            .releases("hotel")
            .unwrap_err()
            .to_string()
            .contains("restore it")
    );
    fs_err::rename(release.folder(), store.folder("hotel", "latest")).unwrap();
    let error = store.releases("hotel").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("latest: \"latest\" is no version"),
        "{error}"
    );
}

const SOURCE: &str = r#"{
    "name": "docs-1",
    "title": "Documentation",
    "status": "superseded",
    "describes": "1.x",
    "provenance": ["https://example.invalid/docs"],
    "documents": [
        {"message": "booking.request", "file": "request.json", "direction": "request", "complete": false, "note": "One level deep."}
    ],
    "exemptions": [{"id": "X-1", "message": "booking.request", "keyword": "required", "reason": "Known."}]
}"#;

fn write_source(store: &Store, source: &str, schema: Option<&str>) {
    let folder = store.root().join("sources/docs-1");
    fs_err::create_dir_all(&folder).expect("it is written");
    fs_err::write(folder.join("source.json"), source).expect("it is written");
    if let Some(schema) = schema {
        fs_err::write(folder.join("request.json"), schema).expect("it is written");
    }
}

#[test]
fn sources_are_loaded_with_their_schemas() {
    let (_folder, store) = store();
    assert!(store.sources().unwrap().is_empty());
    write_source(&store, SOURCE, Some(r#"{"required": ["session"]}"#));
    let sources = store.sources().unwrap();
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0].status, Status::Superseded);
    assert_eq!(sources[0].exemptions[0].id, "X-1");
    let document = sources[0].find("booking.request").unwrap();
    assert_eq!(document.schema["required"][0], "session");
    assert_eq!(
        (document.complete, document.note.as_deref()),
        (false, Some("One level deep."))
    );
}

#[test]
fn what_is_wrong_with_a_source_is_named() {
    for (source, schema, expected) in [
        (SOURCE, None, "request.json: missing, but "),
        (SOURCE, Some("{\"a\": 1, \"a\": 2}"), "request.json: "),
        (SOURCE, Some("[]"), "a schema is an object"),
        (
            &*SOURCE.replace("\"docs-1\"", "\"docs-2\""),
            Some("{}"),
            "its name is \"docs-2\"",
        ),
        (
            &*SOURCE.replace("superseded", "old"),
            Some("{}"),
            "source.json: status: unknown",
        ),
        (
            &*SOURCE.replace("request.json", "../request.json"),
            Some("{}"),
            "is not inside",
        ),
        (
            &*SOURCE.replace("\"complete\": false, ", ""),
            Some("{}"),
            "missing field `complete`",
        ),
    ] {
        let (_folder, store) = store();
        write_source(&store, source, schema);
        let error = store.sources().unwrap_err().to_string();
        assert!(
            error.contains(expected) && error.contains("docs-1"),
            "{error}"
        );
    }
    let (_folder, store) = store();
    fs_err::create_dir_all(store.root().join("sources/empty")).unwrap();
    assert!(
        store
            .sources()
            .unwrap_err()
            .to_string()
            .contains("source.json: missing")
    );
}

#[test]
fn an_unreadable_folder_names_its_path() {
    let (folder, _) = store();
    let file = folder.path().join("file");
    fs_err::write(&file, "").unwrap();
    let error = Store::new(&file).write_next(&today()).unwrap_err();
    assert!(matches!(error.kind(), StoreErrorKind::Io { .. }));
    assert!(error.to_string().contains("file"), "{error}");
}
