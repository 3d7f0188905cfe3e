use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use frontdesk_json::Pointer;
use serde_json::Value;

use crate::input::documents::Document;
use crate::input::exchange::Exchange;
use crate::input::place::Place;
use crate::recording::{Direction, Headers, Timestamp, Transport};

/// Takes the documents out of an entry: the request's body, the response's, each frame.
///
/// Bodies that are no JSON by their type and do not begin like it are passed over: a HAR file holds
/// pages, styles and pictures as well.
pub(crate) fn documents(entry: &Value, place: &Place) -> Vec<Document> {
    let request = body(
        entry,
        "/request/postData/text",
        "/request/postData/mimeType",
    );
    let response = body(
        entry,
        "/response/content/text",
        "/response/content/mimeType",
    );
    let sides = [
        (request, Direction::Request, "request"),
        (response, Direction::Response, "response"),
    ];
    let bodies = sides.into_iter().filter_map(|(body, direction, side)| {
        let (pointer, bytes) = body?;
        let exchange = Exchange {
            transport: Transport::Rest,
            direction,
            at: started(entry),
            method: text(entry, "/request/method").map(str::to_owned),
            url: url(entry),
            status: match direction {
                Direction::Request => None,
                Direction::Response => status(entry),
            },
            headers: headers(entry.pointer(&format!("/{side}/headers"))),
            pointer: absolute(place, pointer),
        };
        Some(document(place, bytes, exchange))
    });
    bodies.chain(frames(entry, place)).collect()
}

/// Takes out the frames of a WebSocket, as browsers write them down.
fn frames<'e>(entry: &'e Value, place: &'e Place) -> impl Iterator<Item = Document> + 'e {
    let frames = entry.get("_webSocketMessages").and_then(Value::as_array);
    let frames = frames.into_iter().flatten().enumerate();
    frames.filter_map(move |(index, frame)| {
        let direction = match text(frame, "/type")? {
            "send" => Direction::Request,
            "receive" => Direction::Response,
            _ => return None,
        };
        let data = text(frame, "/data")?;
        let bytes = match frame.get("opcode").and_then(Value::as_u64) {
            Some(BINARY) => BASE64_STANDARD.decode(data).ok()?,
            Some(TEXT) | None => data.as_bytes().to_vec(),
            Some(_) => return None,
        };
        let exchange = Exchange {
            transport: Transport::WebSocket,
            direction,
            at: frame
                .get("time")
                .and_then(Value::as_f64)
                .and_then(Timestamp::from_unix_seconds)
                .or_else(|| started(entry)),
            method: None,
            url: url(entry),
            status: None,
            headers: Headers::default(),
            pointer: absolute(place, &format!("/_webSocketMessages/{index}/data")),
        };
        begins_like_json(&bytes).then(|| document(place, bytes, exchange))
    })
}

/// Tells when the exchange began, or the connection was opened.
fn started(entry: &Value) -> Option<Timestamp> {
    text(entry, "/startedDateTime")?.parse().ok()
}

fn document(place: &Place, bytes: Vec<u8>, exchange: Exchange) -> Document {
    let within = Some(exchange.pointer.clone());
    Document {
        place: Place {
            within,
            ..place.clone()
        },
        bytes,
        ended: true,
        exchange: Some(Arc::new(exchange)),
    }
}

/// Finds a body that may be JSON, and the pointer to its text.
fn body<'p>(entry: &Value, pointer: &'p str, mime_type: &str) -> Option<(&'p str, Vec<u8>)> {
    let body = text(entry, pointer)?;
    let parent = pointer.rsplit_once('/')?.0;
    let bytes = match text(entry, &format!("{parent}/encoding")) {
        Some("base64") => BASE64_STANDARD.decode(body).ok()?,
        _ => body.as_bytes().to_vec(),
    };
    let is_json = text(entry, mime_type)
        .is_some_and(|mime_type| mime_type.to_ascii_lowercase().contains("json"));
    let is_empty = bytes.iter().all(u8::is_ascii_whitespace);
    (!is_empty && (is_json || begins_like_json(&bytes))).then_some((pointer, bytes))
}

fn begins_like_json(bytes: &[u8]) -> bool {
    matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
}

fn headers(headers: Option<&Value>) -> Headers {
    let headers = headers.and_then(Value::as_array).into_iter().flatten();
    headers
        .filter_map(|header| Some((text(header, "/name")?, text(header, "/value")?)))
        .collect()
}

/// Gives the URL without what may hold a secret.
fn url(entry: &Value) -> Option<String> {
    let url = text(entry, "/request/url")?;
    let url = url.split(['?', '#']).next()?;
    let Some((scheme, rest)) = url.split_once("://") else {
        return Some(url.to_owned());
    };
    let (authority, path) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    let host = authority.rsplit('@').next().unwrap_or(authority);
    Some(format!("{scheme}://{host}{path}"))
}

fn status(entry: &Value) -> Option<u16> {
    let status = entry.pointer("/response/status")?.as_u64()?;
    // A request that nothing answered has the status 0.
    u16::try_from(status)
        .ok()
        .filter(|status| (100..600).contains(status))
}

fn text<'v>(value: &'v Value, pointer: &str) -> Option<&'v str> {
    value.pointer(pointer)?.as_str()
}

/// Turns a pointer into an entry into one into the file.
fn absolute(place: &Place, pointer: &str) -> Pointer {
    let entry = place.entry.to_string();
    let tokens = ["log", "entries", &entry];
    let inside = pointer.split('/').skip(1);
    Pointer::from_tokens(tokens.into_iter().chain(inside))
}

const TEXT: u64 = 1;
const BINARY: u64 = 2;

#[cfg(test)]
mod tests {
    use super::documents;
    use crate::input::place::Place;
    use crate::recording::{Direction, Transport};
    use serde_json::{Value, json};

    fn of(entry: &Value) -> Vec<crate::Document> {
        let place = Place {
            file: "a.har".into(),
            line: None,
            entry: 3,
            offset: 99,
            within: None,
        };
        documents(entry, &place)
    }

    #[test]
    fn bodies_come_with_what_is_told_of_them_and_no_secrets() {
        let found = of(&json!({
            "startedDateTime": "2025-03-14T09:26:53.589Z",
            "request": {
                "method": "POST", "url": "https://user:hush@api.invalid/v3/send?token=hush#x",
                "headers": [{"name": "Authorization", "value": "Bearer hush"}],
                "postData": {"mimeType": "application/json", "text": "{\"a\":1}"},
            },
            "response": {
                "status": 202, "headers": [{"name": "Age", "value": "1"}],
                "content": {"mimeType": "text/plain", "text": "eyJiIjoyfQ==", "encoding": "base64"},
            },
        }));
        let [request, response] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(request.bytes, br#"{"a":1}"#);
        assert_eq!(response.bytes, br#"{"b":2}"#);
        assert!(!format!("{found:?}").contains("hush"));
        let exchange = response.exchange.as_ref().unwrap();
        assert_eq!(exchange.direction, Direction::Response);
        assert_eq!(exchange.url.as_deref(), Some("https://api.invalid/v3/send"));
        assert_eq!(exchange.status, Some(202));
        assert_eq!(exchange.headers.get("age"), Some("1"));
        assert_eq!(
            response.place.within.as_ref().unwrap().to_string(),
            "/log/entries/3/response/content/text"
        );
    }

    #[test]
    fn frames_are_told_apart_by_who_sent_them() {
        let found = of(&json!({
            "request": {"url": "wss://api.invalid/ws"}, "response": {"status": 101, "content": {}},
            "_webSocketMessages": [
                {"type": "send", "time": 1_741_944_413.589, "opcode": 1, "data": "{}"},
                {"type": "receive", "time": 1_741_944_414, "opcode": 2, "data": "e30="},
                {"type": "receive", "opcode": 1, "data": "pong"},
                {"type": "receive", "opcode": 9, "data": "{}"},
                {"type": "error", "opcode": -1, "data": "{}"},
            ],
        }));
        let told: Vec<_> = found
            .iter()
            .map(|document| {
                let exchange = document.exchange.as_ref().unwrap();
                assert_eq!(document.bytes, b"{}");
                assert_eq!(exchange.transport, Transport::WebSocket);
                (
                    exchange.direction,
                    exchange.at.as_ref().unwrap().to_string(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (Direction::Request, "2025-03-14T09:26:53.589Z".to_owned()),
                (Direction::Response, "2025-03-14T09:26:54.000Z".to_owned())
            ]
        );
    }

    #[test]
    fn pages_and_pictures_are_passed_over() {
        for (mime_type, text) in [
            ("text/html", "<html>"),
            ("image/png", "iVBORw0KGgo="),
            ("application/json", " \n"),
        ] {
            let entry = json!({"response": {"content": {"mimeType": mime_type, "text": text}}});
            assert_eq!(of(&entry), []);
        }
        let torn =
            json!({"response": {"content": {"mimeType": "application/json", "text": "tru"}}});
        assert_eq!(of(&torn).len(), 1);
        assert_eq!(of(&json!(17)), []);
    }
}
