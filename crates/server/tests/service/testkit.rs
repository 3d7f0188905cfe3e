//! Raw connections, and what goes over them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk_server::{Service, ServiceBuilder};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::Response;
use tokio_tungstenite::tungstenite::{Error, Message};

pub(crate) type Socket = WebSocketStream<TcpStream>;

/// A service whose log is kept.
pub(crate) async fn logged(builder: ServiceBuilder) -> (Service, Arc<Mutex<Vec<String>>>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&lines);
    let builder = builder.log(move |entry| kept.lock().unwrap().push(entry.to_string()));
    (builder.start().await.unwrap(), lines)
}

/// What came back over HTTP.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The texts of an error reply.
    #[track_caller]
    pub(crate) fn error(&self) -> String {
        error_of(&self.json())
    }
}

/// The texts of an error in the documented form.
#[track_caller]
pub(crate) fn error_of(document: &Value) -> String {
    let document = document.get("payload").unwrap_or(document);
    assert_eq!(document["action"], "superpower", "{document}");
    assert_eq!(document["state"], "error", "{document}");
    let items = document["message"]["results"][0]["response"]
        .as_array()
        .unwrap();
    let texts: Vec<&str> = items
        .iter()
        .map(|item| item["content"].as_str().unwrap())
        .collect();
    texts.join("\n")
}

/// Sends bytes, and reads until the service closes.
pub(crate) async fn raw(service: &Service, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(service.addr()).await.unwrap();
    // The service may answer and close before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut read = Vec::new();
    let end = timeout(Duration::from_secs(10), stream.read_to_end(&mut read)).await;
    assert!(end.is_ok(), "the service has not closed the connection");
    read
}

pub(crate) fn parsed(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no HTTP: {}", String::from_utf8_lossy(bytes)));
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_lowercase(),
        body: bytes[end + 4..].to_vec(),
    }
}

pub(crate) async fn http(
    service: &Service,
    line: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut request = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        request += "Host: localhost\r\n";
    }
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    request += &format!("Content-Length: {}\r\n\r\n", body.len());
    let bytes = [request.as_bytes(), body].concat();
    parsed(&raw(service, &bytes).await)
}

/// Fetches a token as the docs page has it.
pub(crate) async fn token(service: &Service) -> String {
    let line = "POST /auth/oauth2/token?client_id=demo&client_secret=demo";
    let answer = http(service, line, &[], b"").await;
    assert_eq!(answer.status, 200, "{}", answer.head);
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

/// Sends a message over REST, with a fresh token.
pub(crate) async fn post(
    service: &Service,
    name: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Answer {
    let bearer = format!("Bearer {}", token(service).await);
    let mut all = vec![
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];
    all.extend(headers);
    let body = body.to_string();
    http(
        service,
        &format!("POST /message/{name}"),
        &all,
        body.as_bytes(),
    )
    .await
}

/// Opens a WebSocket as the SDK does.
pub(crate) async fn connect(service: &Service) -> Socket {
    let token = token(service).await;
    try_connect(service, &format!("optave-v1, {token}"))
        .await
        .unwrap()
        .0
}

pub(crate) async fn try_connect(
    service: &Service,
    protocols: &str,
) -> Result<(Socket, Response<Option<Vec<u8>>>), Error> {
    let mut request = service.websocket_url().into_client_request().unwrap();
    let protocols = protocols.parse().unwrap();
    request
        .headers_mut()
        .insert("Sec-WebSocket-Protocol", protocols);
    let stream = TcpStream::connect(service.addr()).await.unwrap();
    tokio_tungstenite::client_async(request, stream).await
}

/// Sends a document and returns everything that comes until it is quiet.
pub(crate) async fn exchange(socket: &mut Socket, document: &Value) -> Vec<Value> {
    socket
        .send(Message::text(document.to_string()))
        .await
        .unwrap();
    until_quiet(socket).await
}

pub(crate) async fn until_quiet(socket: &mut Socket) -> Vec<Value> {
    let mut frames = Vec::new();
    while let Ok(Some(Ok(frame))) = timeout(QUIET, socket.next()).await {
        if let Message::Text(text) = frame {
            frames.push(serde_json::from_str(&text).unwrap());
        }
    }
    frames
}

/// Reads the next document.
pub(crate) async fn next(socket: &mut Socket) -> Value {
    let frame = timeout(Duration::from_secs(5), socket.next())
        .await
        .unwrap();
    match frame.unwrap().unwrap() {
        Message::Text(text) => serde_json::from_str(&text).unwrap(),
        other => panic!("{other:?}"),
    }
}

/// The payload of the docs page, with something else said.
pub(crate) fn payload(said: &str) -> Value {
    json!({
        "session": {"sessionId": "a1b2c3d4-e5f6-7890-abcd-123456789012", "channel": {"language": "en-US"}, "interface": {"type": "chat"}},
        "request": {
            "requestId": "a1b2c3d4-e5f6-7890-1234-56789ab2345",
            "attributes": {"variant": "A"},
            "connections": {"threadId": "9e8d7c6b-5a49-3827-1605-948372615abc"},
            "context": {"organizationId": "f7e8d9c0-b1a2-3456-7890-123456789abc"},
            "scope": {"conversations": [{
                "conversationId": "7f6e5d4c-3b2a-1098-fedc-ba9876543210",
                "participants": [{"participantId": "p-1", "displayName": "John Doe", "role": "user"}],
                "messages": [{"content": said, "participantId": "p-1", "timestamp": "2024-01-15T10:30:00.000Z"}],
                "metadata": {}
            }]}
        }
    })
}

pub(crate) fn envelope(id: &str, said: &str) -> Value {
    json!({
        "action": "message",
        "headers": {"correlationId": id, "action": "reception", "schemaRef": "optave.message.v3"},
        "payload": payload(said)
    })
}

pub(crate) const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const QUIET: Duration = Duration::from_millis(250);
