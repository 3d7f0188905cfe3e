//! Replies: every form a source shows, and what reading keeps and reports.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use frontdesk_model::{
    DeviationKind, ErrorItem, ErrorResponse, Replies, Reply, RequestHeaders, ResponseEnvelope,
    ResponsePayload, State, Superpower, SuperpowerResponse, from_slice,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

#[test]
fn a_bare_success_is_read() {
    let reply: Reply = read(&superpower("completed", &json!([{ "score": 0.5 }])));
    let Reply::Bare(ResponsePayload::Superpower(response)) = reply else {
        panic!("{reply:?}")
    };
    assert_eq!(response.action_type, Superpower::SentimentAnalysis);
    assert_eq!(response.items().next().unwrap()["score"], json!(0.5));
}

#[test]
fn a_bare_error_is_read() {
    let reply: Reply = read(&superpower(
        "error",
        &json!([{ "content": "Error while fetching results" }]),
    ));
    assert!(reply.payload().is_error() && reply.deviations().is_empty());
    let ResponsePayload::Error(error) = reply.into_payload() else {
        panic!("not an error")
    };
    assert_eq!(
        error.items().next().unwrap().content.as_deref(),
        Some("Error while fetching results")
    );
}

#[test]
fn enveloped_replies_are_read() {
    for (state, items) in [
        ("completed", json!([{}])),
        (
            "error",
            json!([{ "content": "Error while fetching results" }]),
        ),
        ("error", json!([])),
        ("error", json!([{ "error_code": "PROCESSING_FAILED" }])),
    ] {
        let document = envelope(&superpower(state, &items));
        let reply: Reply = read(&document);
        assert_eq!(reply.correlation_id().unwrap().as_str(), "any");
        assert_eq!(reply.payload().is_error(), state == "error");
        assert_eq!(serde_json::to_value(&reply).unwrap(), document);
    }
}

#[test]
fn rest_returns_one_or_many() {
    let one = superpower("completed", &json!([]));
    assert_eq!(read::<Replies>(&one).as_slice().len(), 1);
    assert_eq!(read::<Replies>(&json!([])).as_slice().len(), 0);
    let many: Replies = read(&json!([one, envelope(&one)]));
    assert_eq!(many.as_slice().len(), 2);
    assert_eq!(
        serde_json::to_value(&many).unwrap(),
        json!([one, envelope(&one)])
    );
}

#[test]
fn a_response_object_is_read_and_reported() {
    for (state, item) in [
        ("completed", json!({ "x": 1 })),
        ("error", json!({ "content": "why" })),
    ] {
        let reply: Reply = read(&superpower(state, &item));
        let deviations = reply.deviations();
        assert_eq!(deviations.len(), 1);
        assert_eq!(deviations[0].kind, DeviationKind::ResponseObject);
        assert_eq!(
            deviations[0].to_string(),
            "/message/results/0/response: an object instead of an array"
        );
        let written = serde_json::to_value(&reply).unwrap();
        assert_eq!(written["message"]["results"][0]["response"], json!([item]));
    }
}

#[test]
fn unknown_states_superpowers_and_members_are_kept() {
    let mut document = superpower("processing", &json!([]));
    document["actionType"] = "search_requirements".into();
    document["session"] = json!({ "trace_id": "t", "later": [null] });
    document["message"]["progress"] = json!(0.5);
    document["message"]["results"][0]["rank"] = json!(1);
    let reply: Reply = read(&document);
    assert_eq!(
        reply.payload().superpower(),
        &Superpower::Other("search_requirements".to_owned())
    );
    assert_eq!(
        reply.deviations()[0].kind,
        DeviationKind::UnknownState(State::Processing)
    );
    assert_eq!(serde_json::to_value(&reply).unwrap(), document);

    document["state"] = "paused".into();
    let reply: Reply = read(&document);
    assert_eq!(reply.payload().state(), &State::Other("paused".to_owned()));
    assert_eq!(serde_json::to_value(&reply).unwrap(), document);
}

#[test]
fn results_may_be_absent() {
    let document =
        json!({ "action": "superpower", "actionType": "x", "state": "started", "message": {} });
    assert!(
        read::<SuperpowerResponse>(&document)
            .message
            .results
            .is_empty()
    );
}

#[test]
fn a_reply_has_what_every_source_requires() {
    for member in ["action", "actionType", "state", "message"] {
        let mut document = superpower("completed", &json!([]));
        document.as_object_mut().unwrap().remove(member);
        let error = from_slice::<Replies>(document.to_string().as_bytes()).unwrap_err();
        assert!(
            error
                .message()
                .contains(&format!("missing field `{member}`")),
            "{error}"
        );
    }
}

#[test]
fn an_error_names_the_path_through_envelope_and_dispatch() {
    let broken = superpower("error", &json!([{}, { "content": 5 }]));
    for (document, path) in [
        (broken.clone(), "message.results[0].response[1].content"),
        (
            envelope(&broken),
            "payload.message.results[0].response[1].content",
        ),
        (json!([[], envelope(&broken)]), "[0]"),
        (
            json!([superpower("started", &json!([])), envelope(&broken)]),
            "[1].payload.message.results[0].response[1].content",
        ),
        (
            json!([{ "action": "message", "headers": { "action": [] } }]),
            "[0].headers.action",
        ),
    ] {
        let error = from_slice::<Replies>(document.to_string().as_bytes()).unwrap_err();
        assert_eq!(error.path(), path, "{error}");
        assert!(error.message().starts_with("invalid type: "), "{error}");
    }
}

#[test]
fn repeated_members_are_refused() {
    for text in [
        r#"{"action":"superpower","actionType":"x","state":"started","message":{},"state":"error"}"#,
        r#"{"action":"superpower","actionType":"x","state":"started","message":{"new":1,"new":1}}"#,
        r#"{"action":"superpower","actionType":"x","state":"started","message":{"results":[{"response":[{"a":1,"a":2}]}]}}"#,
    ] {
        assert!(
            serde_json::from_str::<Reply>(text)
                .unwrap_err()
                .to_string()
                .contains("repeated member"),
            "{text}"
        );
        assert!(
            from_slice::<Replies>(text.as_bytes())
                .unwrap_err()
                .message()
                .contains("repeated member"),
            "{text}"
        );
        assert!(
            from_slice::<SuperpowerResponse>(text.as_bytes()).is_err(),
            "{text}"
        );
    }
}

#[test]
fn null_is_refused_where_a_source_declares_a_type() {
    for pointer in [
        "/headers/correlationId",
        "/headers/tenantId",
        "/payload/message/results/0/response/0/content",
    ] {
        let mut document = envelope(&superpower("error", &json!([{ "content": "why" }])));
        document["headers"]["tenantId"] = "t".into();
        assert!(from_slice::<Reply>(document.to_string().as_bytes()).is_ok());
        *document.pointer_mut(pointer).unwrap() = Value::Null;
        assert!(
            from_slice::<Reply>(document.to_string().as_bytes()).is_err(),
            "{pointer}"
        );
    }
}

#[test]
fn authored_replies_read_back_equal() {
    let item = json!({ "label": "calm" }).as_object().unwrap().clone();
    let payloads: [ResponsePayload; 3] = [
        SuperpowerResponse::started(Superpower::RiskAssessment).into(),
        SuperpowerResponse::completed(Superpower::SentimentAnalysis, [item]).into(),
        ErrorResponse::new(
            Superpower::from("x"),
            ErrorItem::new("why").code("PROCESSING_FAILED"),
        )
        .into(),
    ];
    for payload in payloads {
        let envelope = ResponseEnvelope::answering(&RequestHeaders::default(), payload.clone());
        assert!(
            envelope
                .headers
                .correlation_id
                .as_ref()
                .unwrap()
                .is_well_formed()
        );
        for reply in [Reply::Bare(payload), Reply::Enveloped(Box::new(envelope))] {
            assert_eq!(read::<Reply>(&serde_json::to_value(&reply).unwrap()), reply);
        }
    }
}

fn superpower(state: &str, response: &Value) -> Value {
    json!({
        "action": "superpower",
        "actionType": "sentiment_analysis",
        "state": state,
        "message": { "results": [{ "response": response }] },
    })
}

fn envelope(payload: &Value) -> Value {
    json!({ "action": "message", "headers": { "correlationId": "any", "later": 1 }, "payload": payload })
}

#[track_caller]
fn read<T: DeserializeOwned>(document: &Value) -> T {
    from_slice(document.to_string().as_bytes()).unwrap()
}

#[test]
fn the_order_of_members_changes_nothing() {
    let members = [
        r#""action":"superpower""#,
        r#""actionType":"translate""#,
        r#""state":"STATE""#,
        r#""message":{"results":[{"response":[ITEM]}]}"#,
        r#""new":1"#,
    ];
    for (state, item) in [
        ("completed", r#"{"content":"a"}"#),
        ("error", r#"{"content":"a","error_code":"B"}"#),
        ("error", r#"{"content":7}"#),
        ("completed", "7"),
    ] {
        let mut seen = Vec::new();
        for first in 0..members.len() {
            for second in 0..members.len() {
                let mut order = members.to_vec();
                order.rotate_left(first);
                order.swap(0, second);
                let bare = format!("{{{}}}", order.join(","));
                let bare = bare.replace("STATE", state).replace("ITEM", item);
                for text in [
                    format!(r#"{{"action":"message","headers":{{}},"payload":{bare}}}"#),
                    format!(r#"{{"payload":{bare},"action":"message","headers":{{}}}}"#),
                    bare,
                ] {
                    let read = from_slice::<Reply>(text.as_bytes());
                    let read = read.map(Reply::into_payload).map_err(|error| {
                        // The place in the text differs, the place in the document does not.
                        let message = error
                            .message()
                            .split(" at line")
                            .next()
                            .unwrap_or_default()
                            .to_owned();
                        (error.path().replace("payload.", ""), message)
                    });
                    seen.push(read);
                }
            }
        }
        seen.dedup();
        assert_eq!(seen.len(), 1, "{seen:#?}");
    }
}
