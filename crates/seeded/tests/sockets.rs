//! The bugs over real sockets.

use std::time::Duration;

use frontdesk_seeded::{Bug, Frame, Request, Server, Switches, Trigger, bugs};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_trigger_sets_off_its_bug_over_the_wire() {
    for bug in bugs() {
        let server = Server::start(Switches::only(bug.id).unwrap())
            .await
            .unwrap();
        send(&server, bug).await;
        let fired: Vec<&str> = server.take_fired().iter().map(|fired| fired.bug).collect();
        assert_eq!(fired, [bug.id]);
        assert!(server.fired().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_switches_nothing_fires_and_everything_is_answered() {
    let server = Server::start(Switches::none()).await.unwrap();
    for bug in bugs() {
        let seen = send(&server, bug).await;
        assert!(!seen.is_empty(), "{bug:?}");
        assert!(!seen.contains(" 500 "), "{bug:?}: {seen}");
    }
    assert!(server.fired().is_empty());
    assert!(server.arrived() > 50);
}

/// Sends the trigger of a bug, and returns what the last of it has brought.
async fn send(server: &Server, bug: &Bug) -> String {
    match bug.trigger {
        Trigger::Requests(make) => {
            let mut seen = String::new();
            for request in make() {
                seen = exchange(server, &request).await;
            }
            seen
        }
        Trigger::Frames(make) => converse(server, &make()).await,
    }
}

async fn exchange(server: &Server, request: &Request) -> String {
    let host = server.url().replace("http://", "");
    let mut stream = TcpStream::connect(&host)
        .await
        .expect("the service is there, and the trigger is good");
    let mut head = format!(
        "{} {} HTTP/1.1\r\nhost: {host}\r\n",
        request.method, request.target
    );
    for (name, value) in &request.headers {
        head = format!("{head}{name}: {value}\r\n");
    }
    let is_chunked = head.contains("chunked");
    if is_chunked {
        head = format!("{head}\r\n{:x}\r\n", request.body.len());
    } else {
        head = format!("{head}content-length: {}\r\n\r\n", request.body.len());
    }
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(&request.body);
    if is_chunked {
        bytes.extend_from_slice(b"\r\n0\r\n\r\n");
    }
    stream
        .write_all(&bytes)
        .await
        .expect("the service is there, and the trigger is good");
    let mut buffer = [0; 4096];
    let read = timeout(Duration::from_secs(2), stream.read(&mut buffer)).await;
    let count = read.map_or(0, |read| read.unwrap_or(0));
    String::from_utf8_lossy(&buffer[..count]).into_owned()
}

async fn converse(server: &Server, frames: &[Frame]) -> String {
    let (mut socket, _) = tokio_tungstenite::client_async(
        server.websocket_url(),
        TcpStream::connect(server.url().replace("http://", ""))
            .await
            .expect("the service is there, and the trigger is good"),
    )
    .await
    .expect("the service is there, and the trigger is good");
    for frame in frames {
        let message = if frame.is_text {
            Message::text(
                String::from_utf8(frame.bytes.clone())
                    .expect("the service is there, and the trigger is good"),
            )
        } else {
            Message::binary(frame.bytes.clone())
        };
        socket
            .send(message)
            .await
            .expect("the service is there, and the trigger is good");
    }
    let mut seen = String::new();
    while let Ok(Some(Ok(message))) = timeout(Duration::from_millis(100), socket.next()).await {
        seen = format!("{seen}{message:?}\n");
    }
    seen
}
