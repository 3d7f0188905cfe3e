//! `frontdesk schema` from outside.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use frontdesk_contract::{Side, schema_text};
use serde_json::json;
use support::{Folder, root};

#[test]
fn export_is_fresh_afterwards_and_the_same_twice() {
    let folder = Folder::new();
    let ran = folder
        .run(&["schema", "export", "--format", "json"])
        .exits(0);
    assert_eq!(
        ran.report()["summary"],
        json!({"messages": 7, "written": 17, "removed": 0, "unchanged": 0})
    );
    assert!(
        ran.stderr
            .contains("wrote schemas/reception/next/manifest.json")
    );
    folder.run(&["schema", "export", "--check"]).exits(0);
    let again = folder
        .run(&["--quiet", "--format=json", "schema", "export"])
        .exits(0);
    assert_eq!(again.report()["summary"]["unchanged"], 17);
    assert_eq!(again.stderr, "");
}

#[test]
fn check_writes_nothing_and_shows_what_is_stale() {
    let folder = Folder::exported();
    let name = "schemas/reception/next/reception.request.reader.json";
    let fresh = folder.read(name);
    let stale = fresh.replace("\"threadId\": {", "\"theadId\": {");
    folder.write(name, &stale);
    let ran = folder.run(&["schema", "export", "--check"]).exits(4);
    insta::assert_snapshot!("stale", ran.stdout);
    assert_eq!(folder.read(name), stale);

    let ran = folder
        .run(&["schema", "export", "--check", "--format", "json"])
        .exits(4);
    let finding = &ran.report()["findings"][0];
    assert_eq!(finding["contract_message"], "reception.request");
    assert_eq!(finding["side"], "reader");
    let pointers = finding["pointers"].as_array().unwrap();
    assert!(pointers.contains(&json!("/$defs/Connections/properties/threadId")));
}

#[test]
fn a_stale_document_is_told_of_by_its_file() {
    let folder = Folder::exported();
    let name = "schemas/reception/next/asyncapi.json";
    let stale = folder.read(name).replace("\"wss\"", "\"ws\"");
    folder.write(name, &stale);
    let ran = folder
        .run(&["schema", "export", "--check", "--format", "json"])
        .exits(4);
    let finding = &ran.report()["findings"][0];
    assert_eq!(finding["file"], name);
    assert_eq!(finding["pointers"], json!(["/servers/websocket/protocol"]));
}

#[test]
fn what_was_never_exported_is_stale() {
    let ran = Folder::new()
        .run(&["schema", "export", "--check", "--format", "json"])
        .exits(4);
    assert_eq!(ran.rules().len(), 17);
}

#[test]
fn list_shows_hashes_and_releases() {
    let folder = Folder::exported();
    let ran = folder.run(&["schema", "list"]).exits(0);
    assert!(
        ran.stdout.lines().nth(3).unwrap().ends_with("none"),
        "{}",
        ran.stdout
    );
    folder.run(&["schema", "release", "3.2.3"]).exits(0);

    let ran = folder.run(&["schema", "list"]).exits(0);
    let mut settings = insta::Settings::clone_current();
    settings.add_filter("[0-9a-f]{12}", "[hash......]");
    settings.bind(|| insta::assert_snapshot!("list", ran.stdout));

    let listing = folder
        .run(&["schema", "list", "--format", "json"])
        .exits(0)
        .report();
    let message = &listing["messages"][0];
    assert_eq!(message["name"], "reception.request");
    assert_eq!(message["direction"], "request");
    assert_eq!(message["releases"][0]["version"], "3.2.3");
    assert_eq!(
        message["sides"]["reader"]["sha256"].as_str().unwrap().len(),
        64
    );
    folder
        .run(&["schema", "list", "--format", "sarif"])
        .fails(&["--format human or json"]);
}

#[test]
fn show_prints_what_the_types_say_or_what_was_frozen() {
    let folder = Folder::exported();
    let contract = frontdesk::reception();
    let message = contract.find("token.error").unwrap();
    for side in Side::ALL {
        let ran = folder
            .run(&["schema", "show", "token.error", "--side", side.as_str()])
            .exits(0);
        assert_eq!(
            ran.stdout,
            schema_text(&contract.schema(message, side).unwrap())
        );
    }
    folder.run(&["schema", "release", "3.2.3"]).exits(0);
    let frozen = folder
        .run(&["schema", "show", "token.error", "--release", "3.2.3"])
        .exits(0);
    assert_eq!(
        frozen.stdout,
        folder.read("schemas/reception/3.2.3/token.error.reader.json")
    );
    folder
        .run(&["schema", "show", "token.errors", "--release", "3.2.3"])
        .fails(&["no message `token.errors`", "token.response"]);
    folder
        .run(&["schema", "show", "token.error", "--release", "9.9.9"])
        .fails(&["no release 9.9.9", "3.2.3"]);
}

#[test]
fn an_unknown_message_is_answered_with_the_nearest_and_all() {
    Folder::new()
        .run(&["schema", "show", "reception.requets"])
        .fails(&[
            "error: no message `reception.requets`",
            "did you mean `reception.request`?",
            "token.error",
        ]);
}

#[test]
fn release_freezes_once_and_only_what_is_fresh() {
    let folder = Folder::new();
    let ran = folder
        .run(&["schema", "release", "3.2.3", "--format", "json"])
        .exits(4);
    assert!(
        ran.stderr.contains("run `schema export` first"),
        "{}",
        ran.stderr
    );
    assert!(!folder.path("schemas/reception/3.2.3").exists());

    folder.run(&["schema", "export"]).exits(0);
    folder.run(&["schema", "release", "3.2.3"]).exits(0);
    folder
        .run(&["schema", "release", "3.2.3"])
        .fails(&["is frozen already"]);
    folder
        .run(&["schema", "release", "three"])
        .fails(&["\"three\" is no version"]);
    folder
        .run(&["schema", "release", "3.2.4", "--schemas", "nowhere"])
        .fails(&["nowhere: no such folder"]);
}

#[test]
fn the_schema_of_reports_is_printed() {
    let ran = Folder::new().run(&["schema", "report"]).exits(0);
    assert_eq!(ran.report(), frontdesk_report::report_schema());
}

#[test]
fn the_tree_is_fresh() {
    let schemas = root().join("schemas");
    let schemas = schemas.to_str().unwrap();
    Folder::new()
        .run(&["schema", "export", "--check", "--out", schemas])
        .exits(0);
}
