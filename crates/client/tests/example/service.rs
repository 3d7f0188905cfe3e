// A service for examples: grants one token, and answers every request with one result and one
// failure. It is written on bare sockets, so that whatever is logged is the client's.

use frontdesk_client::Endpoint;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

/// Begins to serve, and says where.
pub(crate) async fn start() -> Endpoint {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener
        .local_addr()
        .expect("a bound socket has an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    Endpoint::base(&format!("http://{address}")).expect("a usable URL")
}

async fn serve(mut stream: TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if !matches!(stream.read_buf(&mut head).await, Ok(1..)) {
            return;
        }
    }
    let head = String::from_utf8_lossy(&head);
    let key = head
        .lines()
        .find_map(|line| line.strip_prefix("sec-websocket-key: "));
    let Some(key) = key else {
        let body = json!({ "access_token": "t0ken-of-the-example" }).to_string();
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        );
        stream
            .write_all(answer.as_bytes())
            .await
            .expect("the client is there");
        return;
    };
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
         sec-websocket-accept: {}\r\nsec-websocket-protocol: optave-v1\r\n\r\n",
        derive_accept_key(key.as_bytes())
    );
    stream
        .write_all(answer.as_bytes())
        .await
        .expect("the client is there");
    let mut socket = WebSocketStream::from_raw_socket(stream, Role::Server, None).await;
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else {
            continue;
        };
        let envelope: Value = serde_json::from_str(&text).expect("the client sends JSON");
        for (superpower, state, item) in [
            (
                "sentiment_analysis",
                "completed",
                json!({ "label": "calm" }),
            ),
            (
                "risk_assessment",
                "error",
                json!({ "content": "Error while fetching results" }),
            ),
        ] {
            let reply = json!({
                "action": "message",
                "headers": { "correlationId": envelope["headers"]["correlationId"] },
                "payload": {
                    "action": "superpower",
                    "actionType": superpower,
                    "state": state,
                    "message": { "results": [{ "response": [item] }] },
                },
            });
            let reply = Message::Text(reply.to_string().into());
            socket.send(reply).await.expect("the client is there");
        }
    }
}
