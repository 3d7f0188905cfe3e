//! `frontdesk compat` from outside.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::process::Command;

use frontdesk_schema::{Options, Schema};
use serde_json::{Value, json};
use support::{Folder, root};

const OLD: &str = r#"{
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "status": {
      "enum": ["open", "done", "lost"]
    }
  },
  "required": ["id"]
}"#;

const NEW: &str = r#"{
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "status": {
      "enum": ["open", "done"]
    },
    "note": {"type": "string"}
  },
  "required": ["id"]
}"#;

/// Two versions of which the new one accepts fewer values and declares more members.
fn versions() -> Folder {
    let folder = Folder::new();
    folder.write("old.json", OLD);
    folder.write("new.json", NEW);
    folder
}

/// Runs with JSON output and holds the report against its published schema.
#[track_caller]
fn reports(folder: &Folder, words: &[&str], code: i32) -> Value {
    let words = [&["compat", "--format", "json"], words].concat();
    let report = folder.run(&words).exits(code).report();
    let schema = Schema::compile(frontdesk_report::report_schema(), &Options::default()).unwrap();
    assert_eq!(schema.violations(&report), []);
    report
}

/// Lists rule, direction and witness of the findings.
fn found(report: &Value) -> Vec<[Value; 3]> {
    let findings = report["findings"].as_array().unwrap().iter();
    let parts =
        |finding: &Value| ["rule", "direction", "witness"].map(|name| finding[name].clone());
    findings.map(parts).collect()
}

#[test]
fn a_break_has_its_rule_its_place_and_its_payload() {
    let report = reports(&versions(), &["old.json", "new.json"], 1);
    assert_eq!(report["verdict"], "breaking");
    let finding = &report["findings"][0];
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
    assert_eq!(finding["rule"], "request-enum-value-removed");
    assert_eq!(finding["direction"], "request");
    assert_eq!(finding["verdict"], "breaking");
    assert_eq!(finding["pointer"], "/properties/status");
    assert_eq!(finding["instance"], "/status");
    assert_eq!(finding["witness"], json!({"id": "", "status": "lost"}));
    assert_eq!(
        (&finding["file"], &finding["line"]),
        (&json!("new.json"), &json!(6))
    );
    assert_eq!(finding["old"]["says"], r#"enum ["open", "done", "lost"]"#);
    assert_eq!(report["assumptions"]["undeclared"], "never");
    let response = &report["messages"][1];
    assert_eq!(response["direction"], "response");
    assert_eq!(response["verdict"], "compatible");
    assert!(response["proof"].is_string());
}

#[test]
fn people_see_both_sides_beside_each_other() {
    let ran = versions().run(&["compat", "old.json", "new.json"]).exits(1);
    insta::assert_snapshot!("breaking", ran.stdout);
    let ran = versions()
        .run(&["compat", "old.json", "new.json", "--direction", "response"])
        .exits(0);
    insta::assert_snapshot!("compatible", ran.stdout);
    let ran = versions()
        .run(&["compat", "old.json", "new.json", "--color", "always"])
        .exits(1);
    insta::assert_snapshot!("coloured", ran.stdout.replace('\u{1b}', "␛"));
}

#[test]
fn the_exit_code_is_the_verdict() {
    let folder = versions();
    folder.write(
        "open.json",
        r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#,
    );
    folder.write(
        "more.json",
        r#"{"properties": {"a": {"type": "string"}, "b": {}}, "type": "object"}"#,
    );
    assert_eq!(
        found(&reports(&folder, &["old.json", "old.json"], 0)),
        [] as [[Value; 3]; 0]
    );
    reports(
        &folder,
        &["old.json", "new.json", "--direction", "response"],
        0,
    );
    reports(
        &folder,
        &["new.json", "old.json", "--direction", "request"],
        0,
    );
    reports(&folder, &["new.json", "old.json", "--direction", "both"], 1);
    reports(&folder, &["open.json", "more.json"], 0);
    folder.write(
        "int.json",
        r#"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}"#,
    );
    reports(
        &folder,
        &["open.json", "int.json", "--direction", "request"],
        0,
    );
    let maybe = [
        "open.json",
        "int.json",
        "--direction",
        "request",
        "--undeclared",
        "maybe",
    ];
    let report = reports(&folder, &maybe, 1);
    assert_eq!(report["assumptions"]["undeclared"], "maybe");
    assert_eq!(report["messages"][0]["otherwise"]["verdict"], "compatible");
}

#[test]
fn what_is_too_hard_is_undecided() {
    let folder = Folder::new();
    let hard = r#"{"type": "string", "pattern": "^(?=.*a)(?=.*b)(?!.*dd)((x+x+)+y){10,20}\\1$"}"#;
    folder.write("old.json", hard);
    folder.write("new.json", r#"{"type": "string", "pattern": "^(a+)+$"}"#);
    let words = [
        "old.json",
        "new.json",
        "--direction",
        "request",
        "--budget",
        "200ms",
    ];
    let report = reports(&folder, &words, 3);
    assert_eq!(report["verdict"], "undecided");
    assert_eq!(report["findings"][0]["rule"], "compatibility-undecided");
    assert_eq!(report["findings"][0]["pointer"], "");
}

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

/// Runs git in a folder, without what the machine configures.
#[track_caller]
fn git(folder: &Folder, words: &[&str]) {
    let ran = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.invalid"])
        .args(words)
        .current_dir(folder.path("."))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(ran.status.success(), "{ran:?}");
}

#[test]
fn a_revision_is_read_without_touching_the_work_tree() {
    let folder = Folder::new();
    folder.write("s/a.json", OLD);
    folder.write("s/b b.json", "{}");
    git(&folder, &["init", "-q", "."]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    folder.write("s/a.json", NEW);
    reports(&folder, &["git:HEAD:s/a.json", "s/a.json"], 1);
    let report = reports(&folder, &["git:HEAD:s", "s"], 1);
    assert_eq!(report["findings"][0]["old"]["file"], "git:HEAD:s/a.json");
    assert_eq!(report["messages"].as_array().unwrap().len(), 4);
    reports(&folder, &["git:HEAD:s", "git:HEAD:s"], 0);
    assert_eq!(folder.read("s/a.json"), NEW);
    for (word, said) in [
        ("git:nope:s", "no revision \"nope\""),
        ("git:HEAD:nope", "\"HEAD\" has no \"nope\""),
        ("git:HEAD", "git:REVISION:PATH"),
        ("git:--all:s", "git:REVISION:PATH"),
    ] {
        folder.run(&["compat", word, "s"]).fails(&[said]);
    }
    let outside = versions();
    let mut command = outside.command(&["compat", "git:HEAD:old.json", "new.json"]);
    let ran = command
        .env("GIT_CEILING_DIRECTORIES", outside.path(".."))
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(2));
    assert!(
        String::from_utf8(ran.stderr)
            .unwrap()
            .contains("in no git repository")
    );
    let mut command = outside.command(&["compat", "git:HEAD:old.json", "new.json"]);
    let ran = command.env("PATH", "").output().unwrap();
    assert!(
        String::from_utf8(ran.stderr)
            .unwrap()
            .contains("git is not installed")
    );
}

#[test]
fn paths_of_a_revision_start_at_the_top_or_here() {
    let folder = Folder::new();
    folder.write("s/a.json", OLD);
    folder.write("s/deep/b.json", "{}");
    git(&folder, &["init", "-q", "."]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    folder.write("s/a.json", NEW);
    let compared = |here: &str, words: &[&str]| {
        let words = [&["compat", "--format", "json"], words].concat();
        let mut command = folder.command(&words);
        let ran = command.current_dir(folder.path(here)).output().unwrap();
        let report: Value = serde_json::from_slice(&ran.stdout).unwrap_or_default();
        let messages = report["messages"].as_array().map_or(0, Vec::len);
        (ran.status.code().unwrap(), messages)
    };
    for (here, word, other) in [
        ("s", "git:HEAD:s", "."),
        ("s", "git:HEAD:.", "."),
        ("s", "git:HEAD:./", "."),
        ("s/deep", "git:HEAD:..", ".."),
        ("s/deep", "git:HEAD:s/", ".."),
        (".", "git:HEAD:.", "."),
        (".", "git:HEAD:", "."),
    ] {
        assert_eq!(compared(here, &[word, other]), (1, 4), "{here}: {word}");
    }
    assert_eq!(
        compared("s/deep", &["git:HEAD:../a.json", "../a.json"]).0,
        1
    );
}

#[test]
fn a_folder_without_schemas_is_an_error_and_never_green() {
    let folder = Folder::new();
    folder.write("none/readme.txt", "");
    folder.write("some/a.json", "{}");
    for words in [["none", "some"], ["some", "none"], ["none", "none"]] {
        folder
            .run(&["compat", words[0], words[1]])
            .fails(&["none holds no schema"]);
    }
}

#[test]
fn a_file_that_nobody_can_read_is_never_proved() {
    let folder = Folder::new();
    folder.write("old/a.json", "{}");
    folder.write("new/a.json", "{}");
    for content in ["{\"a", r##"{"$ref": "#/$defs/none"}"##] {
        folder.write("new/come.json", content);
        let ran = folder
            .run(&["compat", "old", "new", "--format", "json"])
            .exits(3);
        assert_eq!(ran.rules(), ["unreadable-schema"]);
    }
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
fn numbers_that_were_rounded_are_the_same_only_by_their_spelling() {
    let folder = Folder::new();
    for (name, text) in [
        ("one", r#"{"maximum": 100000000000000000000}"#),
        ("other", r#"{"maximum": 100000000000000000001}"#),
        (
            "wider",
            r#"{"maximum": 100000000000000000001, "minLength": 0}"#,
        ),
    ] {
        folder.write(&format!("{name}.json"), text);
    }
    reports(&folder, &["one.json", "other.json"], 3);
    reports(&folder, &["other.json", "one.json"], 3);
    reports(&folder, &["other.json", "other.json"], 0);
    reports(&folder, &["other.json", "wider.json"], 0);
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

#[test]
fn the_budget_bounds_every_stage() {
    let folder = Folder::new();
    let properties: serde_json::Map<String, Value> = (0..10_000)
        .map(|index| (format!("p{index}"), json!({"type": "string"})))
        .collect();
    let mut changed = properties.clone();
    changed["p77"] = json!({"type": "integer"});
    let open = json!({"type": "object", "properties": changed});
    let shut = json!({"type": "object", "properties": properties, "additionalProperties": false});
    folder.write("open.json", open.to_string());
    folder.write("shut.json", shut.to_string());
    let words = ["compat", "open.json", "shut.json", "--format", "json"];
    let started = std::time::Instant::now();
    let ran = folder.run(&[&words[..], &["--budget", "1ms"]].concat());
    let report = ran.report();
    assert_ne!(report["verdict"], "compatible");
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    // One schema twice needs no search.
    let same = ["open.json", "open.json", "--budget", "1ms"];
    let report = reports(&folder, &same, 0);
    assert_eq!(report["messages"][0]["proof"], "one schema");
}

#[test]
fn bad_input_ends_in_2_and_names_the_place() {
    let folder = versions();
    for (name, content, said) in [
        ("cut.json", "{\"a", "cut.json"),
        ("empty.json", "", "empty"),
        ("list.json", "[]", "no valid schema"),
        (
            "type.json",
            r#"{"properties": {"a": {"type": "text"}}}"#,
            "/properties/a/type",
        ),
        (
            "remote.json",
            r#"{"$ref": "https://elsewhere.invalid/s"}"#,
            "--resource URI=PATH",
        ),
        ("dangling.json", r##"{"$ref": "#/$defs/none"}"##, "dangling"),
        ("circle.json", r##"{"$ref": "#"}"##, "`#` lead back"),
        (
            "circles.json",
            r##"{"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}}, "$ref": "#/$defs/a"}"##,
            "lead back",
        ),
        ("bad.yaml", "a: 1\na: 2\n", "twice"),
        ("api.yaml", "openapi: 4.0.0\n", "\"4.0.0\" is not read"),
    ] {
        folder.write(name, content);
        folder
            .run(&["compat", "old.json", name])
            .fails(&[name, said]);
        folder
            .run(&["compat", name, "old.json"])
            .fails(&[name, said]);
    }
    folder.write(
        "api.json",
        r#"{"openapi": "3.1.0", "info": {}, "paths": {}}"#,
    );
    folder
        .run(&["compat", "old.json", "api.json"])
        .fails(&["a schema file", "an OpenAPI document"]);
    folder
        .run(&["compat", "old.json", "."])
        .fails(&["a schema file", "a folder"]);
    folder
        .run(&["compat", "api.json", "api.json"])
        .fails(&["nothing that could be compared"]);
    folder.run(&["compat", "-", "-"]).fails(&["only once"]);
    folder
        .run(&["compat", "old.json", "gone.json"])
        .fails(&["gone.json"]);
    folder.run(&["compat", "old.json"]).fails(&["<NEW>"]);
    folder
        .run(&["compat", "old.json", "new.json", "--budget", "soon"])
        .fails(&["10s"]);
    folder
        .run(&["compat", "old.json", "new.json", "--undeclared", "no"])
        .fails(&["never or maybe"]);
    for name in ["one.json", "two.json"] {
        folder.write(&format!("same/{name}"), r#"{"$id": "https://a.invalid/x"}"#);
    }
    folder
        .run(&["compat", "same", "same"])
        .fails(&["one.json", "two.json", "$id"]);
}

#[test]
fn one_bad_file_of_a_folder_leaves_the_others_compared() {
    let folder = Folder::new();
    for side in ["old", "new"] {
        folder.write(&format!("{side}/a.json"), "{\"a");
        folder.write(&format!("{side}/b.json"), OLD);
    }
    let report = reports(&folder, &["old", "new"], 3);
    assert_eq!(report["verdict"], "undecided");
    assert_eq!(report["findings"][0]["rule"], "unreadable-schema");
    assert_eq!(report["summary"]["compatible"], 2);
}

#[test]
fn large_schemas_come_to_an_end() {
    let folder = Folder::new();
    let properties = |changed: usize| -> Value {
        (0..1000)
            .map(|index| {
                let length = if index == changed { 3 } else { 9 };
                (
                    format!("p{index}"),
                    json!({"type": "string", "maxLength": length}),
                )
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let schema = |changed| json!({"type": "object", "properties": properties(changed)}).to_string();
    folder.write("old.json", schema(1000));
    folder.write("new.json", schema(500));
    let report = reports(
        &folder,
        &["old.json", "new.json", "--direction", "request"],
        1,
    );
    assert_eq!(
        report["findings"][0]["rule"],
        "request-string-length-tightened"
    );
}

#[test]
fn every_format_reports_breaks_with_file_and_line() {
    let folder = versions();
    for (format, words) in [
        ("junit", ["<testsuite name=\"new.json\"", "new.json:6"]),
        ("sarif", ["\"startLine\": 6", "\"uri\": \"new.json\""]),
        (
            "github",
            [
                "::error file=new.json,line=6",
                "title=request-enum-value-removed",
            ],
        ),
    ] {
        let ran = folder
            .run(&["compat", "old.json", "new.json", "--format", format])
            .exits(1);
        for word in words {
            assert!(ran.stdout.contains(word), "{format}: {}", ran.stdout);
        }
    }
}

#[test]
fn the_workflow_of_another_repository_finds_the_break() {
    let workflow = std::fs::read_to_string(root().join("examples/workflow/compat.yml")).unwrap();
    let line = workflow
        .lines()
        .find_map(|line| line.trim().strip_prefix("- run: frontdesk "))
        .expect("the workflow runs the comparison");
    let line = line.replace("${{ github.base_ref }}", "main");
    let words: Vec<&str> = line.split(' ').map(|word| word.trim_matches('"')).collect();
    let folder = versions();
    folder.write("schemas/order.json", OLD);
    git(&folder, &["init", "-q", "."]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    // What a checkout of a pull request has of the other side.
    git(&folder, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    folder.run(&words).exits(0);
    folder.write("schemas/order.json", NEW);
    let ran = folder.run(&words).exits(1);
    assert!(
        ran.stdout
            .contains("::error file=schemas/order.json,line=6"),
        "{}",
        ran.stdout
    );
}
