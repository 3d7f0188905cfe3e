//! `frontdesk gate` and `accept` from outside, on the repository's schemas and on a release made for
//! the test.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::path::Path;

use serde_json::{Value, json};
use support::{Folder, Ran, root};

/// A release after which `threadId` of `Connections` became required.
const RELEASE: &str = "schemas/reception/3.2.9";

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

/// Freezes what is exported as a release, after a change of the schemas of one request.
fn freeze(folder: &Folder, change: impl Fn(&mut Value)) {
    copy(
        &folder.path("schemas/reception/next"),
        &folder.path(RELEASE),
    );
    let name = |file: &str| format!("{RELEASE}/{file}");
    let mut manifest: Value = serde_json::from_str(&folder.read(&name("manifest.json"))).unwrap();
    manifest["version"] = json!("3.2.9");
    for message in manifest["messages"].as_array_mut().unwrap() {
        if message["name"] != "reception.request" {
            continue;
        }
        for side in ["writer", "reader"] {
            let file = name(message[side]["file"].as_str().unwrap());
            let mut schema = serde_json::from_str(&folder.read(&file)).unwrap();
            change(&mut schema);
            let text = schema.to_string();
            message[side]["sha256"] = json!(frontdesk_contract::hash(text.as_bytes()));
            folder.write(&file, text);
        }
    }
    folder.write(&name("manifest.json"), manifest.to_string());
}

fn without_thread_id(schema: &mut Value) {
    let required = &mut schema["$defs"]["Connections"]["required"];
    required
        .as_array_mut()
        .unwrap()
        .retain(|name| name != "threadId");
}

/// A folder in which a request field became required since the only release.
fn broken() -> Folder {
    let folder = Folder::exported();
    freeze(&folder, without_thread_id);
    copy(&root().join("corpus"), &folder.path("corpus"));
    folder
}

fn gate(folder: &Folder) -> Ran {
    folder.run(&["gate", "--format", "json"])
}

/// Finds the only finding of a rule.
#[track_caller]
fn only(ran: &Ran, rule: &str) -> Value {
    let report = ran.report();
    let findings = report["findings"].as_array().unwrap().iter();
    let found: Vec<&Value> = findings.filter(|finding| finding["rule"] == rule).collect();
    assert_eq!(found.len(), 1, "{rule}: {report:#}");
    found[0].clone()
}

#[track_caller]
fn accept(folder: &Folder, more: &[&str]) -> String {
    let finding = only(&gate(folder), "request-property-became-required");
    let id = finding["id"].as_str().unwrap().to_owned();
    let words = [
        "accept",
        &id,
        "--reason",
        "all clients send it",
        "--owner",
        "the desk",
    ];
    folder.run(&[&words, more].concat()).exits(0);
    id
}

#[test]
fn the_repository_is_clean_and_tells_its_history() {
    let folder = Folder::new();
    for name in ["schemas", "corpus"] {
        copy(&root().join(name), &folder.path(name));
    }
    let ran = gate(&folder).exits(0);
    let report = ran.report();
    assert_eq!(report["summary"]["bump"], "patch");
    assert_eq!(report["versions"]["3.1.1"]["next"], "no");
    assert_eq!(report["versions"]["3.2.3"]["next"], "yes");
    let accepted = |rule: &str, member: &Value| {
        let findings = report["findings"].as_array().unwrap().iter();
        let mut of_rule = findings.filter(|finding| finding["rule"] == rule);
        let found = of_rule.find(|finding| finding["member"] == *member);
        let found = found.unwrap_or_else(|| panic!("{rule} {member}"));
        assert_eq!(
            found["accepted"]["owner"], "frontdesk maintainers",
            "{rule}"
        );
        found.clone()
    };
    for (rule, member) in [
        ("request-required-property-added", json!("threadId")),
        ("request-required-property-added", json!("organizationId")),
        ("request-required-property-added", json!("payload")),
        ("request-property-became-required", json!("conversations")),
        ("request-enum-value-removed", Value::Null),
        ("response-enum-value-added", Value::Null),
    ] {
        accepted(rule, &member);
    }
    let started = accepted("response-enum-value-added", &Value::Null);
    assert_eq!(started["witness"]["state"], "started");
    let says = started["old_types"].as_str().unwrap();
    assert!(
        says.starts_with("the types of 3.1.1: refused: state: unknown variant"),
        "{says}"
    );
    let exempt = report["findings"].as_array().unwrap().iter();
    let exempt: Vec<&Value> = exempt.filter_map(|finding| finding.get("exempt")).collect();
    assert!(exempt.len() == 1 && exempt[0]["id"] == "C-13", "{exempt:?}");
}

#[test]
fn a_break_is_shown_accepted_and_reported_when_it_is_gone() {
    let folder = broken();
    let found = only(&gate(&folder).exits(1), "request-property-became-required");
    assert_eq!(found["rust_type"], "Connections");
    assert_eq!(found["member"], "threadId");
    assert_eq!(found["versions"], json!(["3.2.9"]));
    let connections = &found["witness"]["request"]["connections"];
    assert!(connections.is_object() && connections.get("threadId").is_none());
    assert!(found["recordings_broken"].as_u64() >= Some(1), "{found:#}");
    assert!(
        found["recordings"]
            .as_str()
            .unwrap()
            .contains("corpus/documented/")
    );
    assert!(found["line"].as_u64() > Some(1));

    let id = accept(&folder, &[]);
    let clean = folder.run(&["gate"]).exits(0).stdout;
    for shown in [
        &id,
        "all clients send it (the desk)",
        "1 break, 1 accepted",
        "major bump",
    ] {
        assert!(clean.contains(shown), "{shown}: {clean}");
    }
    for format in ["json", "junit", "sarif", "github"] {
        let ran = folder.run(&["gate", "--format", format]).exits(0);
        assert!(ran.stdout.contains("all clients send it"), "{}", ran.stdout);
    }

    freeze(&folder, |_| {});
    let stale = only(&gate(&folder).exits(1), "ledger-stale");
    assert_eq!(stale["entry_id"], json!(id));
    assert_eq!(stale["file"], "schemas/accepted.toml");
    assert_eq!(stale["line"], 4);

    fs_err::remove_dir_all(folder.path(RELEASE)).unwrap();
    let unused = only(&gate(&folder).exits(1), "ledger-unused");
    assert_eq!(unused["versions"], json!(["3.2.9"]));
}

#[test]
fn a_break_leads_to_the_declaration_in_rust() {
    let folder = broken();
    folder.write(
        "model/Cargo.toml",
        "[package]\nname = \"frontdesk-model\"\n",
    );
    folder.write("model/src/lib.rs", MODEL);
    folder.write("old/Cargo.toml", "[package]\nname = \"old\"\n");
    folder.write(
        "old/src/lib.rs",
        "pub struct Connections { threadId: u8 }\n",
    );

    let found = only(&gate(&folder).exits(1), "request-property-became-required");
    assert_eq!(
        found["declared"],
        json!({"file": "model/src/lib.rs", "line": 4, "name": "Connections::thread_id"})
    );
    let mut below = folder.command(&["gate", "--format", "github"]);
    below.current_dir(folder.path("model/src"));
    let ran = Ran::from(below.output().unwrap()).exits(1);
    let annotated = "::error file=../../model/src/lib.rs,line=4,title=request-property-became-";
    assert!(ran.stdout.contains(annotated), "{}", ran.stdout);
}

const MODEL: &str = r#"/// The connections of a request.
#[serde(rename_all = "camelCase")]
pub struct Connections {
    pub thread_id: String,
}
"#;

#[test]
fn an_acceptance_ends_on_its_day() {
    let folder = broken();
    accept(&folder, &["--until", "9999-12-31"]);
    gate(&folder).exits(0);
    let ledger = folder.read("schemas/accepted.toml");
    folder.write(
        "schemas/accepted.toml",
        ledger.replace("9999-12-31", "2020-01-01"),
    );
    let ran = gate(&folder).exits(1);
    only(&ran, "ledger-expired");
    let open = only(&ran, "request-property-became-required");
    assert!(open.get("to_accept").is_some(), "{open:#}");
}

#[test]
fn a_second_acceptance_keeps_what_it_does_not_name() {
    let folder = broken();
    let id = accept(&folder, &["--until", "9999-12-31"]);
    let ran = folder
        .run(&["accept", &id, "--owner", "the night shift"])
        .exits(0);
    for line in [
        "reason as before: all clients send it",
        "owner: the night shift (before: the desk)",
        "until as before: 9999-12-31",
    ] {
        assert!(ran.stderr.contains(line), "{line}: {}", ran.stderr);
    }
    let ledger = folder.read("schemas/accepted.toml");
    for kept in ["9999-12-31", "all clients send it", "the night shift"] {
        assert!(ledger.contains(kept), "{kept}: {ledger}");
    }
}

#[test]
fn an_acceptance_outlives_renamed_definitions_and_is_for_its_releases_alone() {
    let folder = broken();
    accept(&folder, &[]);
    freeze(&folder, |schema| {
        without_thread_id(schema);
        let renamed = schema.to_string().replace("Connections", "Ties");
        *schema = serde_json::from_str(&renamed).unwrap();
    });
    gate(&folder).exits(0);
    let ledger = folder.read("schemas/accepted.toml");
    folder.write("schemas/accepted.toml", ledger.replace("3.2.9", "3.2.8"));
    let rules = gate(&folder).exits(1).rules();
    assert_eq!(rules, ["ledger-unused", "request-property-became-required"]);
}

#[test]
fn only_known_breaks_are_accepted() {
    let folder = broken();
    let id = only(&gate(&folder), "request-property-became-required")["id"].clone();
    let accept = |words: &[&str]| {
        let words = [&["accept"], words, &["--reason", "r", "--owner", "o"]].concat();
        folder.run(&words)
    };
    accept(&["0000000000"]).fails(&["no break has the id 0000000000", id.as_str().unwrap()]);
    folder
        .run(&["accept", id.as_str().unwrap(), "--owner", "o"])
        .fails(&["--reason is missing"]);
    accept(&[id.as_str().unwrap(), "--until", "2026-02-30"]).fails(&["is no day"]);
    accept(&[id.as_str().unwrap(), "--until", "2020-01-01"]).fails(&["2020-01-01 is over"]);
    folder.write("schemas/accepted.toml", "[[accepted]]\nid = 1\n");
    gate(&folder).fails(&["schemas/accepted.toml", "line 2"]);
}

#[test]
fn a_release_says_as_much_as_happened() {
    let folder = broken();
    let release = |version: &str| folder.run(&["schema", "release", version, "--format", "json"]);
    let refused = release("4.0.0").exits(1);
    assert_eq!(refused.rules(), ["request-property-became-required"]);
    accept(&folder, &[]);
    for version in ["3.2.10", "3.3.0", "1.0.0"] {
        let refused = release(version).exits(1);
        assert_eq!(refused.rules(), ["version-too-small"]);
    }
    release("4.0.0").exits(0);
    let after = gate(&folder).exits(0).report();
    assert_eq!(after["advice"]["bump"], "patch");
    assert_eq!(after["advice"]["least"], "4.0.1");
}

#[test]
fn a_change_that_breaks_nobody_is_minor() {
    let folder = Folder::exported();
    freeze(&folder, |schema| {
        // What is new since then may be left out.
        let members = &mut schema["$defs"]["Connections"]["properties"];
        members
            .as_object_mut()
            .unwrap()
            .remove("journeyId")
            .unwrap();
    });
    let report = gate(&folder).exits(0).report();
    assert_eq!(report["advice"]["bump"], "minor");
    let refused = folder.run(&["schema", "release", "3.2.10", "--format", "json"]);
    assert_eq!(refused.exits(1).rules(), ["version-too-small"]);
}

#[test]
fn what_cannot_be_trusted_is_no_base() {
    let folder = broken();
    let name = "schemas/reception/next/token.error.reader.json";
    folder.write(name, "{}");
    let rules = gate(&folder).exits(1).rules();
    assert!(rules.contains(&"stale-schema".to_owned()), "{rules:?}");
    let folder = Folder::exported();
    folder.run(&["schema", "release", "3.2.3"]).exits(0);
    folder.write("schemas/reception/3.2.3/token.error.reader.json", "{}");
    let rules = gate(&folder).exits(1).rules();
    assert!(rules.contains(&"release-changed".to_owned()), "{rules:?}");
}

#[test]
fn a_message_that_is_gone_is_a_break() {
    let folder = Folder::exported();
    freeze(&folder, |_| {});
    let manifest = folder.read(&format!("{RELEASE}/manifest.json"));
    let name = format!("{RELEASE}/manifest.json");
    folder.write(
        &name,
        manifest.replace("\"name\":\"token.error\"", "\"name\":\"token.refusal\""),
    );
    let gone = only(&gate(&folder).exits(1), "response-message-removed");
    assert!(
        gone["message"]
            .as_str()
            .unwrap()
            .ends_with("the message is gone")
    );
}
