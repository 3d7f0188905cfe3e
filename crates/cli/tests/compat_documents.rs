//! `frontdesk compat` on API documents: what is said there besides schemas.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use serde_json::{Value, json};
use support::Folder;

/// An API with a parameter of each sort, a body, and some replies.
fn api() -> Value {
    let pet = json!({"$ref": "#/components/schemas/Pet"});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://pets.invalid/v1"}],
        "paths": {"/pets": {"post": {
            "parameters": [
                {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
            ],
            "requestBody": {"content": {"application/json": {"schema": pet}}},
            "responses": {
                "200": {"description": "ok", "content": {"application/json": {"schema": pet}}},
                "404": {"description": "none", "content": {"application/json": {"schema": {"type": "string"}}}}
            }
        }}},
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
            "schemas": {"Pet": {"type": "object", "properties": {
                "id": {"type": "integer", "readOnly": true},
                "secret": {"type": "string", "writeOnly": true},
                "name": {"type": "string"}
            }}}
        }
    })
}

/// Compares two documents: the exit code, and the rules of the findings.
#[track_caller]
fn compared(old: &Value, new: &Value) -> (i32, Vec<String>) {
    let folder = Folder::new();
    folder.write("old.json", old.to_string());
    folder.write("new.json", new.to_string());
    let ran = folder.run(&["compat", "old.json", "new.json", "--format", "json"]);
    assert!(ran.code != 2, "{ran:?}");
    let mut rules = ran.rules();
    rules.sort();
    rules.dedup();
    (ran.code, rules)
}

/// Compares the API with itself after an edit at a pointer.
#[track_caller]
fn edited(pointer: &str, value: Value) -> (i32, Vec<String>) {
    let mut new = api();
    let (above, last) = pointer.rsplit_once('/').unwrap();
    let last = last.replace("~1", "/");
    new.pointer_mut(above).unwrap()[&last] = value;
    compared(&api(), &new)
}

/// Compares the API with itself after a member got another name.
#[track_caller]
fn renamed(above: &str, from: &str, to: &str) -> (i32, Vec<String>) {
    let mut new = api();
    let members = new.pointer_mut(above).unwrap().as_object_mut().unwrap();
    let member = members.remove(from).unwrap();
    members.insert(to.to_owned(), member);
    compared(&api(), &new)
}

#[track_caller]
fn breaks((code, rules): (i32, Vec<String>), rule: &str) {
    assert_eq!(code, 1, "{rule}");
    assert!(rules.iter().any(|known| known == rule), "{rule}: {rules:?}");
}

#[track_caller]
fn breaks_nobody((code, rules): (i32, Vec<String>)) {
    assert_eq!((code, rules), (0, Vec::new()));
}

const OPERATION: &str = "/paths/~1pets/post";

#[test]
fn credentials_servers_and_encodings_are_compared() {
    let security = json!([{"key": []}]);
    breaks(
        edited(&format!("{OPERATION}/security"), security.clone()),
        "request-credentials-changed",
    );
    breaks(
        edited("/security", security.clone()),
        "request-credentials-changed",
    );
    let mut asked = api();
    asked["security"] = security;
    breaks_nobody(compared(&asked, &api()));
    let elsewhere = json!({"url": "https://pets.invalid/v2"});
    breaks(
        edited("/servers", json!([elsewhere])),
        "request-server-changed",
    );
    breaks_nobody(edited("/servers", json!([elsewhere, api()["servers"][0]])));
    let parameter = |index: usize, word: &str| format!("{OPERATION}/parameters/{index}/{word}");
    breaks(
        edited(&parameter(1, "explode"), json!(false)),
        "request-encoding-changed",
    );
    breaks_nobody(edited(&parameter(1, "style"), json!("form")));
    breaks_nobody(edited(&parameter(0, "explode"), json!(false)));
}

#[test]
fn a_message_that_the_server_sends_and_nobody_knows_breaks() {
    let responses = format!("{OPERATION}/responses");
    let reply = json!({"description": "conflict"});
    breaks(
        edited(&format!("{responses}/409"), reply.clone()),
        "message-added",
    );
    let mut ranged = api();
    ranged.pointer_mut(&responses).unwrap()["default"] = reply.clone();
    let mut more = ranged.clone();
    more.pointer_mut(&responses).unwrap()["409"] = reply;
    breaks_nobody(compared(&ranged, &more));
}

#[test]
fn ranges_and_parameters_of_media_types_are_understood() {
    let media = "application/json";
    let content = format!("{OPERATION}/responses/200/content");
    breaks_nobody(renamed(&content, media, "application/json; charset=utf-8"));
    let body = format!("{OPERATION}/requestBody/content");
    for wider in ["*/*", "application/*"] {
        breaks_nobody(renamed(&body, media, wider));
        breaks(renamed(&content, media, wider), "message-added");
    }
    breaks(renamed(&body, media, "application/xml"), "message-removed");
    let responses = format!("{OPERATION}/responses");
    for range in ["4XX", "default"] {
        breaks_nobody(renamed(&responses, "404", range));
    }
    let mut new = api();
    let replies = new.pointer_mut(&responses).unwrap();
    let mut reply = replies.as_object_mut().unwrap().remove("404").unwrap();
    reply["content"][media]["schema"]["nullable"] = json!(true);
    replies["4XX"] = reply;
    breaks(compared(&api(), &new), "response-null-added");
    // A range of errors that was there all along has no say in it.
    let mut old = api();
    let error =
        json!({"description": "error", "content": {media: {"schema": {"type": "integer"}}}});
    old.pointer_mut(&responses).unwrap()["default"] = error;
    let mut new = old.clone();
    let replies = new.pointer_mut(&responses).unwrap();
    let reply = replies.as_object_mut().unwrap().remove("404").unwrap();
    replies["4XX"] = reply;
    breaks_nobody(compared(&old, &new));
}

#[test]
fn headers_go_and_come_with_their_response() {
    let responses = format!("{OPERATION}/responses");
    let mut with = api();
    let reply = with.pointer_mut(&format!("{responses}/404")).unwrap();
    reply["headers"] = json!({"X-Why": {"required": true, "schema": {"type": "string"}}});
    let mut without = with.clone();
    let replies = without.pointer_mut(&responses).unwrap();
    replies.as_object_mut().unwrap().remove("404");
    let told = |rule: &str| (1, vec![rule.to_owned()]);
    assert_eq!(compared(&with, &without), told("message-removed"));
    assert_eq!(compared(&without, &with), told("message-added"));
    // Where the response stays, its headers are told.
    breaks(compared(&with, &api()), "response-property-removed");
}

#[test]
fn what_is_never_sent_and_what_travels_as_text_breaks_nobody() {
    let member = |name: &str| format!("/components/schemas/Pet/properties/{name}/type");
    // In the other direction both are sent.
    let (code, rules) = edited(&member("id"), json!("string"));
    assert_eq!((code, rules), (1, vec!["response-type-widened".to_owned()]));
    let (code, rules) = edited(&member("secret"), json!("integer"));
    assert_eq!((code, rules), (1, vec!["request-type-narrowed".to_owned()]));
    let limit = format!("{OPERATION}/parameters/0/schema");
    breaks_nobody(edited(&limit, json!({"type": "string"})));
    let (code, _) = edited(&limit, json!({"type": "boolean"}));
    assert_eq!(code, 1);
}
