//! Documents of the service, each with a number by which it is known again.

use serde_json::{Value, json};

use super::steps::{Form, STATES, superpowers};
use crate::websocket::Event;

pub(super) fn document(id: &str, superpower: usize, state: usize, form: Form, tag: u64) -> String {
    let reply = json!({
        "action": "superpower",
        "actionType": superpowers()[superpower % 3].as_str(),
        "state": STATES[state % STATES.len()],
        "message": { "results": [{ "response": [{ "content": "x" }] }] },
        "tag": tag,
    });
    let with = |id: &str, mut document: Value| {
        document["correlationId"] = id.into();
        document.to_string()
    };
    let enveloped = |id: &str| {
        let headers = json!({ "correlationId": id });
        json!({ "action": "message", "headers": headers, "payload": reply }).to_string()
    };
    match form {
        Form::Enveloped => enveloped(id),
        Form::Stray => enveloped("id-of-nobody"),
        Form::BareWithId => with(id, reply),
        Form::Bare => reply.to_string(),
        Form::UnknownWithId => with(id, json!({ "action": "new", "tag": tag })),
        Form::Garbage => format!("{{\"tag\":{tag},"),
    }
}

pub(super) fn tag_of(event: &Event) -> u64 {
    match event {
        Event::Unknown(unknown) => tag_in(std::str::from_utf8(unknown.raw()).unwrap()),
        event => tag_in(&serde_json::to_string(event.reply().unwrap()).unwrap()),
    }
}

pub(super) fn tag_in(document: &str) -> u64 {
    let (_, rest) = document.split_once("\"tag\":").unwrap();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}
