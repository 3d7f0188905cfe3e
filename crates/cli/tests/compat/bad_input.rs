//! What cannot be read or compared.

use super::{OLD, reports, versions};
use crate::support::Folder;

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
