use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::exchange::{Answer, Outcome};
use crate::request::Request;

use super::curl::curl;

/// Shows a request and its answers as members of a finding.
pub(super) fn show(
    request: &Request,
    url: &str,
    answers: &[Answer],
    conceal: impl Fn(&str) -> String,
) -> Map<String, Value> {
    let mut members = Map::new();
    let headers = request
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)));
    let mut sent = json!({
        "method": request.method,
        "url": url,
        "headers": headers.collect::<Map<String, Value>>(),
    });
    put_body(&mut sent, &request.body, usize::MAX, &str::to_owned);
    if request.framing != crate::case::Framing::Length {
        sent["framing"] = json!(request.framing);
    }
    if let Some(repeat) = request.repeat {
        sent["repeat"] = json!(repeat);
    }
    members.insert("request".to_owned(), sent);
    let mut shown: Vec<Value> = answers
        .iter()
        .map(|answer| shown(answer, &conceal))
        .collect();
    let first = shown.pop().unwrap_or(Value::Null);
    members.insert("response".to_owned(), first);
    if !shown.is_empty() {
        members.insert("responses_before".to_owned(), Value::Array(shown));
    }
    if let Some(line) = curl(request, url) {
        members.insert("curl".to_owned(), line.into());
    }
    members
}

fn shown(answer: &Answer, conceal: &impl Fn(&str) -> String) -> Value {
    match &answer.outcome {
        Outcome::Silent(silence) => json!({"none": silence.as_str()}),
        Outcome::Frames(frames) => json!({"frames": frames}),
        Outcome::Replied(reply) => {
            let headers = reply.headers.iter();
            let headers = headers.map(|(name, value)| (name.clone(), json!(conceal(value))));
            let mut came = json!({
                "status": reply.status,
                "headers": headers.collect::<Map<String, Value>>(),
            });
            put_body(&mut came, &reply.body, MOST_SHOWN, conceal);
            came
        }
    }
}

fn put_body(holder: &mut Value, body: &[u8], most: usize, conceal: &impl Fn(&str) -> String) {
    if body.is_empty() {
        return;
    }
    let part = &body[..body.len().min(most)];
    match std::str::from_utf8(part) {
        Ok(text) => holder["body"] = conceal(text).into(),
        // The end may be within a character.
        Err(error) if part.len() < body.len() && error.error_len().is_none() => {
            let text = String::from_utf8_lossy(&part[..error.valid_up_to()]);
            holder["body"] = conceal(&text).into();
        }
        Err(_) => holder["body_base64"] = STANDARD.encode(part).into(),
    }
    if part.len() < body.len() {
        holder["body_bytes"] = body.len().into();
    }
}

const MOST_SHOWN: usize = 4 * 1024;
