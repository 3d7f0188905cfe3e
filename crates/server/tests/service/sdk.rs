//! What the vendor's JavaScript client sends, byte for byte as far as it is known, and what it needs
//! to come back.

use frontdesk_server::Service;
use futures_util::SinkExt as _;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::testkit::{ID, connect, envelope, error_of, exchange, http, next, payload, until_quiet};

/// What the SDK puts on the wire when the caller gives a thread and conversations alone: its defaults
/// are empty texts and placeholder items.
fn sdk_envelope(action: &str, id: &str) -> Value {
    let mut payload: Value = serde_json::from_str(include_str!("sdk-defaults.json")).unwrap();
    payload["request"]["connections"]["threadId"] = json!("9e8d7c6b-5a49-3827-1605-948372615abc");
    payload["request"]["scope"]["conversations"] =
        json!([{"messages": [{"content": "Hi, can you help me?"}]}]);
    json!({
        "action": "message",
        "headers": {
            "correlationId": id,
            "traceId": "01890a5d-ac96-774b-bcce-b302099a8058",
            "idempotencyKey": "01890a5d-ac96-774b-bcce-b302099a8059",
            "identifier": "message",
            "action": action,
            "schemaRef": "optave.message.v3",
            "sdkVersion": "3.2.3",
            "issuedAt": "2025-10-16T00:00:00.000Z"
        },
        "payload": payload
    })
}

/// Reads a frame as the SDK does: whether it settles a promise, and how.
fn sdk_reads(frame: &Value) -> (Option<&str>, bool) {
    let is_error = frame["state"] == "error"
        || frame["actionType"] == "error"
        || frame.get("error").is_some_and(|error| !error.is_null());
    let id = frame["headers"]["correlationId"]
        .as_str()
        .or(frame["correlationId"].as_str());
    (id, is_error)
}

#[tokio::test]
async fn authenticates_as_the_sdk_does() {
    let service = Service::start().await.unwrap();
    let line =
        "POST /auth/oauth2/token?grant_type=client_credentials&client_id=demo&client_secret=demo";
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let answer = http(&service, line, &[form], b"").await;
    assert!(answer.json()["access_token"].is_string());
    let wrong = line.replace("secret=demo", "secret=wrong");
    let answer = http(&service, &wrong, &[form], b"").await;
    // An empty or other body makes the SDK throw a syntax error.
    assert!(answer.json()["error"].is_string());
}

#[tokio::test]
async fn placeholders_are_served() {
    let service = Service::start().await.unwrap();
    let mut socket = connect(&service).await;
    let frames = exchange(&mut socket, &sdk_envelope("reception", ID)).await;
    assert_eq!(frames.len(), 10);
    for frame in &frames {
        assert_eq!(sdk_reads(frame), (Some(ID), false), "{frame}");
        assert_eq!(frame["action"], "message");
        assert_eq!(frame["headers"]["schemaRef"], "optave.response.v3");
    }
    // The first frame settles `receptionAsync`.
    assert!(
        frames[..5]
            .iter()
            .all(|frame| frame["payload"]["state"] == "started")
    );
    assert!(
        frames[5..]
            .iter()
            .all(|frame| frame["payload"]["state"] == "completed")
    );
    let done: Vec<&str> = frames[5..]
        .iter()
        .map(|frame| frame["payload"]["actionType"].as_str().unwrap())
        .collect();
    insta::assert_debug_snapshot!(done);
}

#[tokio::test]
async fn the_ids_of_the_samples_come_back_as_they_are() {
    let service = Service::start().await.unwrap();
    let mut socket = connect(&service).await;
    for id in [
        "a1b2c3d4-e5f6-7890-1234-56789ab2345",
        "20e35101-61e8-46e0-926d-6af84b378d95",
        "trace-456",
    ] {
        let frames = exchange(&mut socket, &sdk_envelope("reception", id)).await;
        assert_eq!(frames.len(), 10, "{id}");
        assert!(frames.iter().all(|frame| sdk_reads(frame).0 == Some(id)));
    }
}

#[tokio::test]
async fn the_deprecated_name_and_leftovers_are_read() {
    let service = Service::start().await.unwrap();
    let mut socket = connect(&service).await;
    let frames = exchange(&mut socket, &sdk_envelope("customerInteraction", ID)).await;
    assert_eq!(frames.len(), 10);
    assert_eq!(frames[0]["headers"]["action"], "customerinteraction");

    let mut envelope = sdk_envelope("reception", ID);
    // Overrides of headers stay in the payload, and so do keys of old versions.
    envelope["payload"]["headers"] = envelope["headers"].clone();
    envelope["payload"]["request"]["variation"] = json!("B");
    envelope["payload"]["request"]["content"] = json!("x");
    let frames = exchange(&mut socket, &envelope).await;
    assert_eq!(frames.len(), 10);
}

#[tokio::test]
async fn the_least_envelope_of_the_docs_is_a_reception() {
    let service = Service::start().await.unwrap();
    let mut socket = connect(&service).await;
    let least = json!({"action": "message", "headers": {"sdkVersion": "none"}, "payload": payload("Hello")});
    let frames = exchange(&mut socket, &least).await;
    assert_eq!(frames.len(), 10);
    assert_eq!(frames[0]["headers"]["action"], "reception");
    let without = json!({"headers": {"correlationId": ID}, "payload": payload("Hello")});
    assert_eq!(exchange(&mut socket, &without).await.len(), 10);
}

#[tokio::test]
async fn texts_are_taken_up_to_the_limit_in_units_of_javascript() {
    let service = Service::start().await.unwrap();
    let mut socket = connect(&service).await;
    for (letter, units) in [("x", 1), ("é", 1), ("😡", 2)] {
        let empty = envelope(ID, "").to_string().encode_utf16().count();
        let fitting =
            letter.repeat((131_072 - empty) / units) + &"x".repeat((131_072 - empty) % units);
        let equal = envelope(ID, &fitting);
        assert_eq!(equal.to_string().encode_utf16().count(), 131_072);
        assert_eq!(exchange(&mut socket, &equal).await.len(), 10, "{letter}");
        let above = envelope(ID, &(fitting + "x"));
        let frames = exchange(&mut socket, &above).await;
        assert_eq!(frames.len(), 1);
        assert_eq!(sdk_reads(&frames[0]).0, Some(ID));
        assert!(
            error_of(&frames[0]).contains("131073 UTF-16 units"),
            "{}",
            frames[0]
        );
    }
}

#[tokio::test]
async fn twenty_requests_in_flight_are_all_answered() {
    let thinking = std::time::Duration::from_millis(50);
    let service = Service::builder().thinking(thinking).start().await.unwrap();
    let mut socket = connect(&service).await;
    let ids: Vec<String> = (0..20)
        .map(|n| format!("01890a5d-ac96-774b-bcce-b302099a80{n:02}"))
        .collect();
    for id in &ids {
        socket
            .feed(Message::text(sdk_envelope("reception", id).to_string()))
            .await
            .unwrap();
    }
    socket.flush().await.unwrap();
    let frames = until_quiet(&mut socket).await;
    assert_eq!(frames.len(), 200);
    for id in &ids {
        let of_this = frames.iter().filter(|frame| sdk_reads(frame).0 == Some(id));
        let states: Vec<&Value> = of_this.map(|frame| &frame["payload"]["state"]).collect();
        assert_eq!(states[..5], ["started"; 5]);
        assert_eq!(states[5..], ["completed"; 5]);
    }
}

#[tokio::test]
async fn errors_are_of_the_documented_form() {
    let service = Service::start().await.unwrap();
    let mut socket = connect(&service).await;
    let mut shown = String::new();
    for text in [
        "not JSON".to_owned(),
        "[]".to_owned(),
        sdk_envelope("receive", ID).to_string(),
        json!({"action": "message", "headers": {"correlationId": ID, "action": "adjust"}, "payload": payload("Hello")}).to_string(),
        json!({"action": "message", "headers": {"correlationId": ID, "action": "reception"}}).to_string(),
        json!({"action": "message", "headers": {"correlationId": ID, "action": 7}, "payload": payload("Hello")}).to_string(),
    ] {
        socket.send(Message::text(text)).await.unwrap();
        let frame = next(&mut socket).await;
        let form = if frame.get("payload").is_some() { "enveloped" } else { "bare" };
        shown += &format!("{form}: {}\n", error_of(&frame));
    }
    insta::assert_snapshot!(shown);
}

#[tokio::test]
async fn clients_before_3_2_send_the_token_in_the_query() {
    let service = Service::start().await.unwrap();
    for prefix in ["", "Bearer%20", "Bearer+"] {
        let token = crate::testkit::token(&service).await;
        let url = format!(
            "{}?Authorization={prefix}{token}&OptaveTraceChatSessionId=s-1",
            service.websocket_url()
        );
        let stream = TcpStream::connect(service.addr()).await.unwrap();
        let request = url.into_client_request().unwrap();
        let (mut socket, response) = tokio_tungstenite::client_async(request, stream)
            .await
            .unwrap();
        assert!(response.headers().get("sec-websocket-protocol").is_none());
        assert_eq!(
            exchange(&mut socket, &envelope(ID, "Hello")).await.len(),
            10
        );
    }
}
