//! The smallest requests there are, to be changed into triggers.

use serde_json::{Value, json};

use crate::request::Request;
use crate::stream::Frame;
use crate::token;

/// Makes the smallest booking with some members changed.
pub(super) fn booking(change: Value) -> Value {
    let smallest = json!({
        "from": "1970-01-01T00:00:00Z",
        "guest": {"name": "0"},
        "room": "A0",
        "seats": 1,
        "to": "1970-01-01T00:00:01Z",
    });
    merged(smallest, change)
}

/// Posts the smallest booking with some members changed.
pub(super) fn book(change: Value) -> Vec<Request> {
    vec![post(booking(change).to_string())]
}

/// Posts a booking as it is written.
pub(super) fn post(body: impl Into<Vec<u8>>) -> Request {
    Request::new("POST", "/bookings").json(body)
}

/// Lists the bookings of a room.
pub(super) fn get(target: &str) -> Vec<Request> {
    vec![Request::new("GET", target)]
}

/// Asks for the smallest report with some members changed.
pub(super) fn report(change: Value) -> Request {
    let token = token::until(token::YEAR_2200);
    report_as(&format!("Bearer {token}"), change)
}

/// Does the same with another header `Authorization`.
pub(super) fn report_as(authorization: &str, change: Value) -> Request {
    let smallest = json!({
        "from": "1970-01-01",
        "kind": "usage",
        "rooms": ["A0"],
        "to": "1970-01-02",
    });
    Request::new("POST", "/reports")
        .header("authorization", authorization)
        .json(merged(smallest, change).to_string())
}

/// Books over the WebSocket, with an id of its own.
pub(super) fn frame(id: &str, change: Value) -> Frame {
    Frame::text(message(id, change).to_string())
}

/// Makes the message that does.
pub(super) fn message(id: &str, change: Value) -> Value {
    json!({"body": booking(change), "id": id, "type": "book"})
}

fn merged(mut whole: Value, change: Value) -> Value {
    if let (Value::Object(whole), Value::Object(change)) = (&mut whole, change) {
        whole.extend(change);
    }
    whole
}
