//! The proxy between clients and services, as its users see it.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use frontdesk_client::{Client, Credentials, Endpoint, WebSocket};
use frontdesk_corpus::{
    Body, Config as Validation, ContractVersion, Judges, Personal, Recording, RedactionKey,
    Redactor, Target, validate,
};
use frontdesk_model::{ReceptionRequest, from_slice};
use frontdesk_proxy::{
    Config, Proxy, RecordingConfig, USUAL_MAX_BODY_BYTES, USUAL_MAX_FILE_BYTES, import,
};
use frontdesk_schema::Options;
use frontdesk_server::Service;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[tokio::test]
async fn both_transports_are_recorded_and_clean() {
    let service = service().await;
    let folder = tempfile::tempdir().unwrap();
    let proxy = Proxy::start(config(&service.url(), folder.path()))
        .await
        .unwrap();
    for websocket in [false, true] {
        let mut builder = Client::builder(Endpoint::base(&proxy.url()).unwrap());
        if websocket {
            builder = builder.websocket(WebSocket::standard());
        }
        let client = builder.build(Credentials::new("me", SECRET)).unwrap();
        let mut events = client.send(&request()).await.unwrap();
        let mut replies = 0;
        while let Some(event) = events.next().await {
            replies += usize::from(event.unwrap().reply().is_some());
        }
        assert!(replies > 0);
        client.close().await;
    }
    let outcome = proxy.stop().await;
    assert!(outcome.is_complete(), "{outcome:?}");
    assert_eq!((outcome.unreachable, outcome.changed_verdicts), (0, 0));

    let recordings = recordings(folder.path());
    assert_eq!(u64::try_from(recordings.len()).unwrap(), outcome.recorded);
    let mut messages: Vec<&str> = recordings.iter().map(|one| one.message.as_str()).collect();
    messages.sort_unstable();
    messages.dedup();
    for message in ["reception.envelope", "reception.request", "token.response"] {
        assert!(messages.contains(&message), "{messages:?}");
    }
    assert!(messages.len() >= 4, "{messages:?}");
    for recording in &recordings {
        assert_eq!(recording.origin.source, Some(service.addr().to_string()));
        assert!(recording.origin.location.is_some() && recording.expect.is_none());
    }
    assert_clean(folder.path());
    let text = text(folder.path());
    for secret in ["eyJ", SECRET] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test]
async fn persons_get_pseudonyms_that_relations_survive() {
    let service = service().await;
    let folder = tempfile::tempdir().unwrap();
    let key = RedactionKey::from_bytes([9; 32]);
    let mut config = config(&service.url(), folder.path());
    config.recording.redactor = Redactor::default().personal(Personal::ALL, key);
    let proxy = Proxy::start(config).await.unwrap();
    let token = token(proxy.addr()).await;
    for said in [
        "John Doe here: john@example.org",
        "JOHN@example.org, +1 (555) 010-9999",
    ] {
        let answer = post(proxy.addr(), &token, &payload(said)).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    let outcome = proxy.stop().await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let text = text(folder.path()).to_lowercase();
    for personal in ["john", "doe", "example.org", "010-9999"] {
        assert!(!text.contains(personal), "{personal} in {text}");
    }
    assert_clean(folder.path());
    let requests: Vec<Value> = recordings(folder.path())
        .into_iter()
        .filter(|one| one.message == "reception.request")
        .filter_map(|one| match one.body {
            Body::Json(body) => Some(body),
            _ => None,
        })
        .collect();
    let said = |request: &Value| {
        let messages = &request["request"]["scope"]["conversations"][0]["messages"];
        messages[0]["content"].as_str().unwrap().to_owned()
    };
    let (first, second) = (said(&requests[0]), said(&requests[1]));
    let mail = first.split(": ").nth(1).unwrap();
    assert!(second.starts_with(mail), "{first} {second}");
}

#[tokio::test]
async fn what_is_not_recorded_is_passed_and_told() {
    let service = service().await;
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        max_body_bytes: 2_000,
        ..config(&service.url(), folder.path())
    };
    let proxy = Proxy::start(config).await.unwrap();
    let token = token(proxy.addr()).await;
    let answer = post(proxy.addr(), &token, &payload(&"long ".repeat(1_000))).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let answer = http(proxy.addr(), "GET /elsewhere", "", b"").await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    let outcome = proxy.stop().await;
    assert_eq!((outcome.too_large, outcome.lost), (1, 0), "{outcome:?}");
    assert_eq!(
        outcome.unknown.keys().collect::<Vec<_>>(),
        ["from GET /elsewhere"]
    );
}

#[tokio::test]
async fn an_upstream_that_is_not_there_is_a_bad_gateway() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let folder = tempfile::tempdir().unwrap();
    let proxy = Proxy::start(config(&url, folder.path())).await.unwrap();
    let answer = http(proxy.addr(), "POST /message/reception", "", b"{}").await;
    assert!(answer.starts_with("HTTP/1.1 502"), "{answer}");
    assert_eq!(proxy.stop().await.unreachable, 1);
}

#[tokio::test]
async fn an_upstream_that_goes_in_the_middle_is_told_to_both_sides() {
    let upstream = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", upstream.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = upstream.accept().await.unwrap();
        let mut head = [0; 4_096];
        let _ = stream.read(&mut head).await;
        let begun =
            b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"access_token\": \"abcdefghij";
        stream.write_all(begun).await.unwrap();
        stream.flush().await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
    });
    let folder = tempfile::tempdir().unwrap();
    let proxy = Proxy::start(config(&url, folder.path())).await.unwrap();
    let answer = http(proxy.addr(), "POST /auth/oauth2/token", "", b"").await;
    // The client has what came, and less than what was promised.
    assert!(
        answer.contains("abcdefghij") && answer.to_lowercase().contains("content-length: 1000")
    );
    let outcome = proxy.stop().await;
    assert_eq!(
        (outcome.cut_off, outcome.recorded, outcome.lost),
        (1, 1, 0),
        "{outcome:?}"
    );
    assert!(!text(folder.path()).contains("abcdefghij"));
    assert_clean(folder.path());
}

#[tokio::test]
async fn a_disk_that_cannot_be_written_stops_no_traffic() {
    let service = service().await;
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("recordings");
    let told = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&told);
    let mut config = config(&service.url(), &inside);
    // Every recording begins a file of its own.
    config.recording.max_file_bytes = 1;
    config.recording.listener =
        Arc::new(move |text: &str| kept.lock().unwrap().push(text.to_owned()));
    let proxy = Proxy::start(config).await.unwrap();
    let token = token(proxy.addr()).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    std::fs::remove_dir_all(&inside).unwrap();
    let answer = post(proxy.addr(), &token, &payload("still there?")).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let outcome = proxy.stop().await;
    assert!(!outcome.is_complete() && outcome.lost == 2, "{outcome:?}");
    assert!(outcome.failure.unwrap().contains("recordings"));
    assert_eq!(told.lock().unwrap().len(), 1);
}

#[test]
fn what_a_browser_wrote_down_is_imported_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let entry = |path: &str, request: Value, response: Value| {
        json!({
            "startedDateTime": "2025-03-14T09:26:53.589Z",
            "request": {
                "method": "POST", "url": format!("https://t.example.org{path}?client_secret=hush"),
                "headers": [{"name": "Authorization", "value": "Bearer hush"}],
                "postData": {"mimeType": "application/json", "text": request.to_string()}
            },
            "response": {"status": 200, "headers": [], "content": {"mimeType": "application/json", "text": response.to_string()}}
        })
    };
    let entries = json!([
        entry(
            "/message/reception",
            payload("eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.abc"),
            json!({"no": "reply"})
        ),
        entry(
            "/auth/oauth2/token",
            json!(null),
            json!({"access_token": "opaque-hush"})
        ),
        entry("/elsewhere", json!({}), json!({})),
    ]);
    let har = json!({"log": {"version": "1.2", "creator": {"name": "a", "version": "1"}, "entries": entries}});
    let file = folder.path().join("a.har");
    std::fs::write(&file, har.to_string()).unwrap();
    let out = folder.path().join("out");
    let imported = import(&[file], std::io::empty(), recording(&out), 1 << 20).unwrap();
    assert_eq!(imported.findings, []);
    assert!(
        imported.outcome.recorded >= 3 && imported.outcome.is_complete(),
        "{imported:?}"
    );
    assert!(!imported.outcome.unknown.is_empty());
    let recordings = recordings(&out);
    assert_eq!(recordings[0].message, "reception.request");
    assert_eq!(recordings[0].at.as_str(), "2025-03-14T09:26:53.589Z");
    assert_eq!(
        recordings[0].origin.source.as_deref(),
        Some("t.example.org")
    );
    let text = text(&out);
    assert!(!text.contains("hush") && !text.contains("eyJ"), "{text}");
}

#[tokio::test]
#[expect(
    clippy::print_stdout,
    reason = "the figures are shown by `--nocapture`"
)]
async fn the_proxy_adds_little() {
    let service = service().await;
    let folder = tempfile::tempdir().unwrap();
    let proxy = Proxy::start(config(&service.url(), folder.path()))
        .await
        .unwrap();
    let mut halves = Vec::new();
    for addr in [service.addr(), proxy.addr()] {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut times = Vec::new();
        for _ in 0..300 {
            let begun = Instant::now();
            let request = b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";
            stream.write_all(request).await.unwrap();
            let mut answer = [0; 4_096];
            assert!(stream.read(&mut answer).await.unwrap() > 0);
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        halves.push(times[times.len() / 2]);
    }
    let added = halves[1].saturating_sub(halves[0]);
    // Builds without optimisation and busy machines make it no verdict.
    println!(
        "half of the requests: direct {:?}, through the proxy {:?}, added {added:?}",
        halves[0], halves[1]
    );
    assert!(added < Duration::from_millis(50), "{added:?}");
    proxy.stop().await;
}

async fn service() -> Service {
    Service::builder()
        .client("me", SECRET)
        .start()
        .await
        .unwrap()
}

fn judges() -> Judges {
    frontdesk_check::judges(&frontdesk::reception(), &[], &Options::default()).unwrap()
}

fn config(upstream: &str, folder: &Path) -> Config {
    Config {
        addr: SocketAddr::from(([127, 0, 0, 1], 0)),
        upstream: upstream.parse().unwrap(),
        authorities: Vec::new(),
        max_body_bytes: USUAL_MAX_BODY_BYTES,
        recording: recording(folder),
    }
}

fn recording(folder: &Path) -> RecordingConfig {
    let contract = frontdesk::reception();
    RecordingConfig {
        folder: folder.to_owned(),
        max_file_bytes: USUAL_MAX_FILE_BYTES,
        contract: ContractVersion {
            name: contract.name().to_owned(),
            version: contract.version().to_owned(),
        },
        interface: contract.interface().unwrap().clone(),
        judges: Arc::new(judges()),
        redactor: Redactor::default(),
        listener: Arc::new(|_: &str| {}),
    }
}

/// Holds a folder against what `frontdesk validate` holds it against.
#[track_caller]
fn assert_clean(folder: &Path) {
    let config = Validation {
        target: Target::Recordings,
        max_document_bytes: 1 << 26,
        max_findings: 10,
    };
    let outcome = validate(&[folder.to_owned()], std::io::empty(), &judges(), &config).unwrap();
    assert!(outcome.findings.is_empty(), "{:#?}", outcome.findings);
    assert!(outcome.counts.documents > 0);
}

fn text(folder: &Path) -> String {
    let files = std::fs::read_dir(folder).unwrap();
    files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect()
}

fn recordings(folder: &Path) -> Vec<Recording> {
    let text = text(folder);
    let lines = text.lines().map(|line| {
        let read = Recording::from_value(serde_json::from_str(line).unwrap()).unwrap();
        assert!(
            read.unknown.is_empty() && read.unredacted.is_empty(),
            "{line}"
        );
        read.recording
    });
    lines.collect()
}

async fn http(addr: SocketAddr, line: &str, headers: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let head = format!(
        "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream
        .write_all(&[head.as_bytes(), body].concat())
        .await
        .unwrap();
    let mut answer = Vec::new();
    // A connection that is broken off has brought something all the same.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

async fn token(addr: SocketAddr) -> String {
    let line = format!("POST /auth/oauth2/token?client_id=me&client_secret={SECRET}");
    let answer = http(addr, &line, "", b"").await;
    let body: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    body["access_token"].as_str().unwrap().to_owned()
}

async fn post(addr: SocketAddr, token: &str, body: &Value) -> String {
    let headers = format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
    http(
        addr,
        "POST /message/reception",
        &headers,
        body.to_string().as_bytes(),
    )
    .await
}

fn request() -> ReceptionRequest {
    from_slice(payload("Hello").to_string().as_bytes()).unwrap()
}

fn payload(said: &str) -> Value {
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

const SECRET: &str = "very-s3cret-indeed";
