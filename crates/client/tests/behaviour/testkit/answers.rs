//! Answers of a service.

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

pub(crate) fn json(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

/// Answers with a text that says of itself that it is JSON.
pub(crate) fn text(status: u16, body: &str) -> ResponseTemplate {
    labelled(status, body, "application/json")
}

pub(crate) fn labelled(status: u16, body: &str, content_type: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, content_type)
}

pub(crate) fn empty(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

pub(crate) fn granted(token: &str) -> ResponseTemplate {
    json(200, &json!({ "access_token": token }))
}

/// The success of the docs page.
pub(crate) fn completed() -> ResponseTemplate {
    json(
        200,
        &reply(
            "sentiment_analysis",
            "completed",
            &json!([{ "label": "calm" }]),
        ),
    )
}

/// The failure of the docs page, with a status.
pub(crate) fn failed(status: u16) -> ResponseTemplate {
    json(status, &error_reply("Error while fetching results"))
}

pub(crate) fn error_reply(content: &str) -> Value {
    reply("risk_assessment", "error", &json!([{ "content": content }]))
}

pub(crate) fn reply(superpower: &str, state: &str, response: &Value) -> Value {
    json!({
        "action": "superpower",
        "actionType": superpower,
        "state": state,
        "message": { "results": [{ "response": response }] },
    })
}

pub(crate) fn enveloped(reply: &Value) -> Value {
    json!({
        "action": "message",
        "headers": {
            "correlationId": "a1b2c3d4-e5f6-7890-abcd-123456789012",
            "action": "reception",
            "schemaRef": "optave.response.v3",
        },
        "payload": reply,
    })
}
