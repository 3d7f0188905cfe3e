//! The bytes that the vendor's client has Node write, and those that it has to read.

use std::time::Duration;

use frontdesk_server::{Fault, ReceivedKind, Service};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::testkit::{ID, envelope, parsed, token};

const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
/// What RFC 6455 makes of that key.
const ACCEPT: &str = "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=";

const TEXT: u8 = 0x1;
const CONTINUATION: u8 = 0x0;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xA;

/// A connection on which a WebSocket was opened by hand.
struct Wire(TcpStream);

impl Wire {
    /// Opens one as the `ws` package of Node does.
    async fn open(service: &Service, protocols: &str) -> (Self, String) {
        let mut stream = TcpStream::connect(service.addr()).await.unwrap();
        let request = format!(
            "GET / HTTP/1.1\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n\
             Connection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\
             {protocols}Host: {}\r\n\r\n",
            service.addr()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        (
            Self(stream),
            String::from_utf8(head).unwrap().to_lowercase(),
        )
    }

    async fn open_with_token(service: &Service) -> Self {
        let token = token(service).await;
        let (wire, head) = Self::open(
            service,
            &format!("Sec-WebSocket-Protocol: optave-v1,{token}\r\n"),
        )
        .await;
        assert!(head.starts_with("http/1.1 101"), "{head}");
        wire
    }

    /// Writes a frame as a client does: masked.
    async fn write(&mut self, is_last: bool, opcode: u8, payload: &[u8]) {
        let mask = [0x12, 0x34, 0x56, 0x78];
        let mut frame = vec![u8::from(is_last) << 7 | opcode];
        match payload.len() {
            short @ 0..126 => frame.push(0x80 | u8::try_from(short).unwrap()),
            medium => {
                frame.push(0x80 | 0x7E);
                frame.extend(u16::try_from(medium).unwrap().to_be_bytes());
            }
        }
        frame.extend(mask);
        frame.extend(
            payload
                .iter()
                .zip(mask.iter().cycle())
                .map(|(byte, key)| byte ^ key),
        );
        self.0.write_all(&frame).await.unwrap();
    }

    /// Reads a frame as a service has to write it: whole and not masked.
    async fn read(&mut self) -> (u8, Vec<u8>) {
        timeout(Duration::from_secs(5), async {
            let first = self.0.read_u8().await.unwrap();
            assert_eq!(first & 0xF0, 0x80, "one frame, and no extension");
            let length = match self.0.read_u8().await.unwrap() {
                126 => usize::from(self.0.read_u16().await.unwrap()),
                127 => usize::try_from(self.0.read_u64().await.unwrap()).unwrap(),
                short => usize::from(short),
            };
            let mut payload = vec![0; length];
            self.0.read_exact(&mut payload).await.unwrap();
            (first & 0x0F, payload)
        })
        .await
        .unwrap()
    }
}

#[tokio::test]
async fn the_opening_chooses_the_subprotocol_and_no_extension() {
    let service = Service::start().await.unwrap();
    // Together, with a space, and as two lines: all three are the same list.
    for form in [
        "optave-v1,",
        "optave-v1, ",
        "optave-v1\r\nSec-WebSocket-Protocol: ",
    ] {
        let token = token(&service).await;
        let protocols = format!("Sec-WebSocket-Protocol: {form}{token}\r\n");
        let (_, head) = Wire::open(&service, &protocols).await;
        assert!(head.starts_with("http/1.1 101"), "{head}");
        assert!(head.contains(ACCEPT), "{head}");
        assert!(
            head.contains("sec-websocket-protocol: optave-v1\r\n"),
            "{head}"
        );
        assert!(!head.contains("extensions"), "{head}");
        assert!(!head.contains(&token.to_lowercase()), "{head}");
    }
    let received = format!("{:?}", service.received());
    assert!(!received.contains("eyJ"), "{received}");
}

#[tokio::test]
async fn messages_in_pieces_are_put_together_with_pings_between_them() {
    let service = Service::start().await.unwrap();
    let mut wire = Wire::open_with_token(&service).await;
    let text = envelope(ID, "Hällo, wo ist mein Paket? 📦").to_string();
    // In the middle of a character.
    let middle = text.find("📦").unwrap() + 2;
    let (first, second) = text.as_bytes().split_at(middle);
    wire.write(false, TEXT, first).await;
    wire.write(true, PING, b"still there?").await;
    assert_eq!(wire.read().await, (PONG, b"still there?".to_vec()));
    wire.write(false, CONTINUATION, &[]).await;
    wire.write(true, CONTINUATION, second).await;
    for _ in 0..10 {
        let (opcode, payload) = wire.read().await;
        assert_eq!(opcode, TEXT);
        let reply: Value = serde_json::from_slice(&payload).unwrap();
        assert_eq!(reply["headers"]["correlationId"], ID);
    }
}

#[tokio::test]
async fn a_close_is_answered_by_a_close() {
    let service = Service::start().await.unwrap();
    for payload in [&[][..], &[0x03, 0xE8], b"\x03\xE8bye", &[0x03, 0xE9]] {
        let mut wire = Wire::open_with_token(&service).await;
        wire.write(true, CLOSE, payload).await;
        let (opcode, answer) = wire.read().await;
        assert_eq!(opcode, CLOSE);
        assert!(
            answer.is_empty() || answer[..2] == payload[..2],
            "{answer:?}"
        );
        let mut rest = Vec::new();
        let end = timeout(Duration::from_secs(5), wire.0.read_to_end(&mut rest)).await;
        assert_eq!((end.unwrap().unwrap(), rest.len()), (0, 0));
    }
}

#[tokio::test]
async fn tokens_are_fetched_as_by_nodes_fetch() {
    let service = Service::start().await.unwrap();
    let mut stream = TcpStream::connect(service.addr()).await.unwrap();
    // One connection for several requests, and a body that has no bytes.
    for _ in 0..3 {
        let request = format!(
            "POST /auth/oauth2/token?grant_type=client_credentials&client_id=demo&client_secret=demo HTTP/1.1\r\n\
             host: {}\r\nconnection: keep-alive\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             accept: */*\r\naccept-language: *\r\nsec-fetch-mode: cors\r\nuser-agent: node\r\n\
             accept-encoding: gzip, deflate\r\ncontent-length: 0\r\n\r\n",
            service.addr()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut read = [0; 4096];
        let count = stream.read(&mut read).await.unwrap();
        let answer = parsed(&read[..count]);
        assert_eq!(answer.status, 200);
        assert!(answer.head.contains("content-type: application/json"));
        assert!(!answer.head.contains("content-encoding"));
        assert!(answer.json()["access_token"].is_string());
    }
}

#[tokio::test]
async fn curl_may_wait_for_a_word_before_it_sends_the_body() {
    let service = Service::start().await.unwrap();
    let token = token(&service).await;
    let body = crate::testkit::payload("Hello").to_string();
    let mut stream = TcpStream::connect(service.addr()).await.unwrap();
    let head = format!(
        "POST /message/reception HTTP/1.1\r\nHost: acme.oco.optave.test\r\nUser-Agent: curl/7.81.0\r\nAccept: */*\r\n\
         Authorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Expect: 100-continue\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut read = [0; 4096];
    let count = stream.read(&mut read).await.unwrap();
    assert_eq!(&read[..count], b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes()).await.unwrap();
    let count = stream.read(&mut read).await.unwrap();
    assert_eq!(parsed(&read[..count]).status, 200);
}

#[tokio::test]
async fn a_token_request_asks_for_its_own_faults() {
    let service = Service::start().await.unwrap();
    let line = "POST /auth/oauth2/token?client_id=demo&client_secret=demo";
    let ask = async |fault: &str| {
        let headers = [("x-frontdesk-fault", fault)];
        crate::testkit::http(&service, line, &headers, b"").await
    };
    let answer = ask("token-status-429").await;
    assert_eq!(answer.status, 429);
    assert!(answer.head.contains("retry-after: 1"), "{}", answer.head);
    assert!(answer.json()["error"].is_string());
    let answer = ask("token-without-expiry").await;
    assert!(answer.json().get("expires_in").is_none());
    let answer = ask("token-status-503, token-wrong-content-type").await;
    assert!(
        answer.status == 503 && answer.head.contains("text/html"),
        "{}",
        answer.head
    );
    assert_eq!(ask("token-empty-error").await.body, b"");
    // Faults of messages pass tokens by, and names that are none are told.
    assert_eq!(ask("status-500").await.status, 200);
    assert_eq!(ask("token-stauts-500").await.status, 400);
    service.fault(
        Fault::Token(frontdesk_server::TokenMishap::Status(401)),
        Some(1),
    );
    assert_eq!(ask("latency").await.status, 401);
    let received = service.received();
    let first = received
        .iter()
        .find(|received| received.kind == ReceivedKind::Token);
    assert_eq!(first.unwrap().faults, ["token-status-429"]);
}
