//! The law of frames: however a message is cut, and its bytes are delayed, it is read as one.

use std::io;

use frontdesk_client::{Client, Endpoint, WebSocket};
use futures_util::{SinkExt, StreamExt};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert_eq};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::frames::cut;
use super::server::{answer, token};
use super::settings;
use crate::testkit::{credentials, request};

#[test]
fn however_a_message_is_cut_it_is_read_as_one() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let config = ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let plan = (vec(0_usize..500, 0..6), vec(1_usize..90, 1..40));
    let law = |(places, bursts): (Vec<usize>, Vec<usize>)| -> Result<(), TestCaseError> {
        let replies = runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            tokio::spawn(serve(listener, places, bursts));
            let client = Client::builder(Endpoint::base(&format!("http://{address}")).unwrap())
                .websocket(WebSocket {
                    tenant_id: Some("é".repeat(9)),
                    ..settings()
                })
                .build(credentials())
                .unwrap();
            client.reception(&request()).await
        });
        let replies = replies.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(replies.results().count(), 2);
        Ok(())
    };
    TestRunner::new(config).run(&plan, law).unwrap();
}

/// Grants a token, upgrades, and answers one request in the frames and bursts of the plan.
async fn serve(listener: TcpListener, places: Vec<usize>, bursts: Vec<usize>) -> io::Result<()> {
    let (mut stream, _) = listener.accept().await?;
    head(&mut stream).await?;
    let body = json!({ "access_token": token(1) }).to_string();
    let granted = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(granted.as_bytes()).await?;
    drop(stream);

    let (mut stream, _) = listener.accept().await?;
    stream.set_nodelay(true)?;
    let asked = head(&mut stream).await?;
    let key = asked
        .lines()
        .find_map(|line| line.strip_prefix("sec-websocket-key: "))
        .expect("the client sends a key");
    let upgraded = format!(
        "HTTP/1.1 101 Yes\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: {}\r\n\
         sec-websocket-protocol: optave-v1\r\n\r\n",
        derive_accept_key(key.as_bytes())
    );
    stream.write_all(upgraded.as_bytes()).await?;

    let (near, far) = duplex(1 << 16);
    tokio::spawn(in_bursts(stream, far, bursts));
    let mut socket = WebSocketStream::from_raw_socket(near, Role::Server, None).await;
    let asked = socket.next().await.expect("a request").expect("a frame");
    let envelope: Value = serde_json::from_slice(&asked.into_data()).expect("JSON");
    for superpower in ["sentiment_analysis", "risk_assessment"] {
        // A letter of two bytes may be cut as well.
        let reply = answer(&envelope, superpower, "completed").replace("calm", "ruhig, aber müde");
        for frame in cut(reply.as_bytes(), &places) {
            socket.feed(frame).await.expect("the client is there");
        }
        socket.flush().await.expect("the client is there");
    }
    while let Some(Ok(_)) = socket.next().await {}
    Ok(())
}

async fn head(stream: &mut TcpStream) -> io::Result<String> {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut read).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(String::from_utf8_lossy(&read).into_owned())
}

/// Carries bytes between the two, what goes to the client in bursts of these sizes.
async fn in_bursts(stream: TcpStream, inner: DuplexStream, bursts: Vec<usize>) -> io::Result<()> {
    let (mut from_client, mut to_client) = stream.into_split();
    let (mut from_service, mut to_service) = tokio::io::split(inner);
    let back =
        tokio::spawn(async move { tokio::io::copy(&mut from_client, &mut to_service).await });
    for size in bursts.into_iter().cycle() {
        let mut burst = vec![0; size];
        match from_service.read(&mut burst).await? {
            0 => break,
            count => to_client.write_all(&burst[..count]).await?,
        }
        tokio::task::yield_now().await;
    }
    back.abort();
    Ok(())
}
