//! Folders, releases and documents of an interface.

use serde_json::{Value, json};

use super::{NEW, OLD, found, reports};
use crate::support::{Folder, root};

#[test]
fn folders_are_compared_by_name() {
    let folder = Folder::new();
    for (name, content) in [
        ("old/a.json", OLD),
        ("new/a.json", NEW),
        ("old/deep/b.yaml", "type: string\n"),
        ("new/deep/b.yaml", "type: string\n"),
        ("old/gone.json", "{}"),
        ("new/come.json", "{}"),
        ("old/.hidden.json", "nonsense"),
        ("old/notes.txt", "nonsense"),
    ] {
        folder.write(name, content);
    }
    let report = reports(&folder, &["old", "new"], 1);
    let rules: Vec<&Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| &finding["rule"])
        .collect();
    assert_eq!(rules, ["request-enum-value-removed", "message-removed"]);
    assert_eq!(report["safe"].as_array().unwrap().len(), 2);
    let ran = folder.run(&["compat", "old", "new"]).exits(1);
    let untimed = ran.stdout.lines().map(|line| match line.rsplit_once("  ") {
        Some((row, time)) if time.ends_with(" ms") => row.trim_end(),
        _ => line,
    });
    insta::assert_snapshot!("folders", untimed.collect::<Vec<_>>().join("\n"));
}

#[test]
fn documents_of_a_folder_may_refer_to_each_other() {
    let folder = Folder::new();
    folder.write(
        "old/a.json",
        r#"{"properties": {"b": {"$ref": "common/b.json"}}, "type": "object"}"#,
    );
    folder.write(
        "new/a.json",
        r#"{"properties": {"b": {"$ref": "common/b.json"}}, "type": "object"}"#,
    );
    folder.write("old/common/b.json", r#"{"type": ["string", "null"]}"#);
    folder.write("new/common/b.json", r#"{"type": "string"}"#);
    let report = reports(&folder, &["old", "new", "--direction", "request"], 1);
    let files: Vec<&Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| &finding["file"])
        .collect();
    assert_eq!(files, ["new/common/b.json", "new/common/b.json"]);
}

#[test]
fn releases_are_compared_by_message_and_side() {
    let folder = Folder::exported();
    let root = root().join("schemas/reception/3.2.3");
    let old = root.to_str().unwrap();
    let report = reports(
        &folder,
        &["schemas/reception/next", "schemas/reception/next"],
        0,
    );
    let names: Vec<&Value> = report["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| &message["name"])
        .collect();
    assert!(names.contains(&&json!("reception.request")), "{names:?}");
    assert_eq!(report["messages"].as_array().unwrap().len(), 7);
    folder
        .run(&["compat", old, "schemas"])
        .fails(&["a release or a source", "a folder of schema files"]);
}

const OPENAPI: &str = r##"
openapi: 3.0.3
info: {title: Hotel, version: "1"}
paths:
  /rooms/{number}:
    put:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Room"}}}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Room"}}}}
    get:
      responses: {"200": {description: ok, content: {application/json: {schema: {type: string}}}}}
components:
  schemas:
    Room: {type: object, properties: {beds: {type: integer, nullable: true}}}
"##;

#[test]
fn api_documents_are_compared_message_by_message() {
    let folder = Folder::new();
    folder.write("old.yaml", OPENAPI);
    let get = OPENAPI.find("    get:").unwrap();
    let components = OPENAPI.find("components:").unwrap();
    let new = format!("{}{}", &OPENAPI[..get], &OPENAPI[components..]);
    let query = "    put:\n      parameters: [{name: dry, in: query, required: true}]\n";
    let new = new
        .replace("    put:\n", query)
        .replace(", nullable: true", "");
    folder.write("new.yaml", new);
    let report = reports(&folder, &["old.yaml", "new.yaml"], 1);
    let mut found = found(&report);
    found.sort_by_key(|[rule, ..]| rule.to_string());
    let lines = report["findings"].as_array().unwrap().iter();
    let lines: Vec<&Value> = lines.map(|finding| &finding["line"]).collect();
    assert_eq!(lines, [7, 13, 10]);
    assert_eq!(
        found,
        [
            [json!("operation-removed"), json!("request"), Value::Null],
            [
                json!("request-null-removed"),
                json!("request"),
                json!({"beds": null})
            ],
            [
                json!("request-required-property-added"),
                json!("request"),
                json!({})
            ],
        ]
    );
    let report = reports(
        &folder,
        &["new.yaml", "old.yaml", "--direction", "request"],
        0,
    );
    assert_eq!(report["safe"][0]["rule"], "operation-added");
    let report = reports(
        &folder,
        &["new.yaml", "old.yaml", "--direction", "response"],
        1,
    );
    assert_eq!(report["findings"][0]["rule"], "response-null-added");
    assert_eq!(
        report["findings"][0]["pointer"],
        "/components/schemas/Room/properties/beds"
    );
}

#[test]
fn the_end_of_a_name_is_no_difference() {
    let folder = Folder::new();
    folder.write("old/a.json", r#"{"type": "string"}"#);
    folder.write("new/a.yaml", "type: string\n");
    let report = reports(&folder, &["old", "new"], 0);
    assert_eq!(report["messages"][0]["name"], "a.yaml");
    // Where two have the name, nobody knows which of them is meant.
    folder.write("new/a.yml", "type: integer\n");
    let words = ["compat", "old", "new"];
    let both = "a.json became which of a.yaml and a.yml";
    folder.run(&words).fails(&[both, "file by file"]);
    // Each has its own where the whole paths say so.
    folder.write("old/a.yaml", "type: string\n");
    folder.write("old/below/a.yml", "type: string\n");
    folder.write("new/below/a.json", "{}");
    let report = reports(&folder, &["old", "new"], 1);
    let names = report["messages"].as_array().unwrap().iter();
    let mut names: Vec<&str> = names.map(|row| row["name"].as_str().unwrap()).collect();
    names.dedup();
    assert_eq!(names, ["a.yml", "a.yaml", "below/a.json"]);
}

#[test]
fn a_file_may_refer_to_files_below_its_folder() {
    let folder = Folder::new();
    for (side, length) in [("old", 9), ("new", 5)] {
        let main = r#"{"$ref": "deep/b.json"}"#;
        folder.write(&format!("{side}/a.json"), main);
        let via = r#"{"$ref": "../c.yaml#/$defs/text"}"#;
        folder.write(&format!("{side}/deep/b.json"), via);
        let text = format!("$defs: {{text: {{type: string, maxLength: {length}}}}}\n");
        folder.write(&format!("{side}/c.yaml"), text);
    }
    let words = ["old/a.json", "new/a.json", "--direction", "request"];
    let report = reports(&folder, &words, 1);
    assert_eq!(report["findings"][0]["file"], "new/c.yaml");
    folder.write("new/deep/b.json", r#"{"$ref": "../../old/c.yaml"}"#);
    folder
        .run(&["compat", "old/a.json", "new/a.json"])
        .fails(&["new/a.json"]);
}
