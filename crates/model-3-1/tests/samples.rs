//! The old types, held against the samples that sources show.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::collections::BTreeSet;

use frontdesk_model_3_1::{find, messages};
use serde_json::{Value, json};
use support::{lost, root};

/// Reads every recording of a folder of the corpus.
fn recordings() -> Vec<Value> {
    let mut recordings = Vec::new();
    for entry in fs_err::read_dir(root("corpus/documented")).unwrap() {
        let text = fs_err::read_to_string(entry.unwrap().path()).unwrap();
        let lines = text.lines().filter(|line| !line.is_empty());
        recordings.extend(lines.map(|line| serde_json::from_str::<Value>(line).unwrap()));
    }
    recordings
}

#[track_caller]
fn rewritten(message: &str, document: &Value) -> Value {
    let read = find(message).unwrap().read(document.to_string().as_bytes());
    read.unwrap_or_else(|error| panic!("{message}: {error}: {document}"))
}

#[track_caller]
fn refused(message: &str, document: &Value, path: &str) {
    let read = find(message).unwrap().read(document.to_string().as_bytes());
    let error = read.expect_err(message);
    assert_eq!(error.path(), path, "{error}: {document}");
}

#[test]
fn verdicts_on_the_corpus_are_those_of_the_source() {
    let (mut seen, mut excepted) = (BTreeSet::new(), 0);
    for recording in recordings() {
        let Some(message) = find(recording["message"].as_str().unwrap()) else {
            continue;
        };
        let verdict = &recording["expect"]["sources"]["asyncapi-3.1"];
        let (Some(body), Some(verdict)) = (recording.get("body"), verdict.as_str()) else {
            continue;
        };
        let read = message.read(body.to_string().as_bytes());
        let origin = &recording["origin"];
        if has_empty_cursor(body) {
            assert_eq!((read.is_ok(), verdict), (true, "invalid"), "{origin}");
            excepted += 1;
        } else {
            assert_eq!(read.is_ok(), verdict == "valid", "{read:?}: {origin}");
        }
        seen.insert((message.name(), verdict.to_owned()));
    }
    assert!(seen.len() > messages().len(), "{seen:?}");
    assert!(excepted > 0, "an exception that nothing needs has to go");
}

/// Tells whether a body has what the SDK of 3.1.1 did not send and its service may have read: an
/// empty text for a time of the cursor.
fn has_empty_cursor(body: &Value) -> bool {
    body.pointer("/request/cursor/since")
        .is_some_and(|time| time == "")
}

#[test]
fn what_3_1_1_said_comes_back_whole() {
    let mut names = BTreeSet::new();
    for recording in recordings() {
        let name = recording["message"].as_str().unwrap();
        let origin = &recording["origin"];
        // The trap of an upgrade is a body of 3.2 with roles of 3.1.1.
        if origin["source"] != "asyncapi-3.1" || origin["where"] == UPGRADE_TRAP {
            continue;
        }
        let body = &recording["body"];
        assert_eq!(rewritten(name, body), *body, "{origin}");
        names.insert(name.to_owned());
    }
    assert_eq!(names.len(), messages().len(), "{names:?}");
}

#[test]
fn a_request_of_3_2_is_read_and_lost() {
    for sample in ["docs-curl", "docs-full"] {
        let path = root("crates/model/tests/samples").join(format!("{sample}.json"));
        let body: Value = serde_json::from_slice(&fs_err::read(path).unwrap()).unwrap();
        let lost = lost(&body, &rewritten("reception.request", &body));
        for pointer in [
            "/session/sessionId",
            "/request/requestId",
            "/request/connections/threadId",
            "/request/context/organizationId",
            "/request/scope/conversations/0/messages",
            "/request/scope/conversations/0/participants",
        ] {
            assert!(
                lost.iter().any(|lost| lost == pointer),
                "{pointer}: {lost:?}"
            );
        }
        // These are spelled alike in both.
        for pointer in ["/session/channel/language", "/request/attributes/variant"] {
            assert!(body.pointer(pointer).is_some(), "{pointer}");
            assert!(!lost.iter().any(|lost| lost == pointer), "{pointer}");
        }
    }
}

#[test]
fn an_envelope_of_3_2_is_no_frame() {
    let body = json!({"action": "message", "headers": {}, "payload": {"request": {}}});
    refused("reception.envelope", &body, ".");
    let action = json!({"action": "superpower", "request": {}});
    refused("reception.envelope", &action, "action");
}

#[test]
fn a_frame_may_lack_its_action() {
    let frame = json!({"request": {}});
    assert_eq!(rewritten("reception.envelope", &frame), frame);
}

#[test]
fn requests_drop_what_the_sdk_did_not_know() {
    let body = json!({"request": {"settings": {"disableStream": true}, "x": 1}, "headers": {}});
    let read = rewritten("reception.request", &body);
    assert_eq!(read, json!({"request": {"settings": {}}}));
    assert_eq!(
        lost(&body, &read),
        ["/headers", "/request/settings/disableStream", "/request/x"]
    );
}

#[test]
fn empty_texts_and_lists_are_not_lost() {
    let body = json!({
        "session": {"channel": {"medium": "", "metadata": []}, "network": {"latency_ms": 120}},
        "request": {"a2a": [], "scope": {"conversations": []}, "cursor": {"since": "", "until": ""}}
    });
    assert_eq!(rewritten("reception.request", &body), body);
}

#[test]
fn nothing_is_null_and_every_member_has_its_type() {
    for (request, path) in [
        (json!({"request_id": null}), "request.request_id"),
        (json!({"request_id": 7}), "request.request_id"),
        (json!({"scope": {"orders": {}}}), "request.scope.orders"),
        (
            json!({"settings": {"disable_stream": "false"}}),
            "request.settings.disable_stream",
        ),
        (
            json!({"resources": {"links": [{"html": ""}]}}),
            "request.resources.links[0].html",
        ),
    ] {
        refused("reception.request", &json!({"request": request}), path);
    }
    refused("reception.request", &json!({"session": {}}), ".");
}

#[test]
fn replies_keep_what_no_source_names() {
    let reply = json!({
        "action": "superpower", "actionType": "new", "state": "completed", "correlationId": "c-1",
        "message": {"model": 1, "results": [{"score": 0.5, "response": [{"any": [1, null]}]}, {}]}
    });
    assert_eq!(rewritten("superpower.response", &reply), reply);
    let error = json!({
        "action": "superpower", "actionType": "new", "state": "error",
        "message": {"results": [{"response": [{"content": "no", "retry": true}]}]}
    });
    assert_eq!(rewritten("superpower.error", &error), error);
}

#[test]
fn replies_of_3_2_that_3_1_1_did_not_know_are_refused() {
    let reply = |state: &str, results: Value| json!({"action": "superpower", "actionType": "adjust", "state": state, "message": {"results": results}});
    // C-19.
    refused("superpower.response", &reply("started", json!([])), "state");
    // C-15, as the prose of the docs page has it.
    let object = json!([{"response": {"content": "yes"}}]);
    refused(
        "superpower.response",
        &reply("completed", object),
        "message.results[0].response",
    );
    refused(
        "superpower.error",
        &reply("error", json!([{"response": [{"error_code": "E"}]}])),
        "message.results[0].response[0]",
    );
    refused("superpower.error", &reply("completed", json!([])), "state");
    // C-12.
    let enveloped =
        json!({"action": "message", "headers": {}, "payload": reply("completed", json!([]))});
    refused("superpower.response", &enveloped, "action");
    let listed = json!({"action": "superpower", "actionType": "a", "state": {"error": null}, "message": {"results": []}});
    refused("superpower.error", &listed, "state");
}

const UPGRADE_TRAP: &str = "roles of 3.1.1 in a 3.2 body";
