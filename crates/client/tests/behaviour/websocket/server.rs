//! A raw WebSocket service that keeps to a plan, however bad, connection by connection.

use std::sync::{Arc, Mutex};

use frontdesk_client::Endpoint;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

use super::frames::fragments;
use crate::testkit::reply;

/// What the service does on a connection, one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    /// Answers the upgrade with these bytes and nothing else.
    Refuse(&'static str),
    /// Upgrades with another subprotocol, or none.
    Upgrade(Option<&'static str>),
    /// Reads a request, and speaks of it from now on.
    Read,
    /// Says that a superpower is in a state, in an envelope.
    Say(&'static str, &'static str),
    /// The same without an envelope, with the id at the top or without any.
    SayBare(&'static str, &'static str, bool),
    /// The same in so many frames, with a ping after each.
    SayInFrames(&'static str, &'static str, usize),
    /// Sends a text as it is.
    Text(&'static str),
    /// Sends bytes past the protocol.
    Bytes(&'static [u8]),
    /// Sends a text of so many letters.
    Letters(usize),
    Close(Option<u16>),
    Drop,
    Reset,
    /// Reads nothing and writes nothing, for ever.
    Hang,
    /// Answers every request with two results, until the client closes.
    Serve,
}

/// What the service has seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) tokens: usize,
    /// The token of each upgrade, in their order.
    pub(crate) upgrades: Vec<String>,
    pub(crate) queries: Vec<Option<String>>,
    pub(crate) envelopes: Vec<Value>,
    /// The code of each close by the client.
    pub(crate) closes: Vec<Option<u16>>,
    pub(crate) pings: usize,
}

pub(crate) struct Service {
    endpoint: Endpoint,
    seen: Arc<Mutex<Seen>>,
    serving: JoinHandle<()>,
}

impl Service {
    /// Keeps to a plan for each connection, and then serves as it should.
    pub(crate) async fn start(plans: &[&'static [Act]]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (plans, noted) = (plans.to_vec(), Arc::clone(&seen));
        let serving = tokio::spawn(async move {
            let mut plans = plans.into_iter();
            while let Ok((stream, _)) = listener.accept().await {
                let mut first = [0; 1];
                if matches!(stream.peek(&mut first).await, Ok(1)) && first == *b"P" {
                    tokio::spawn(grant(stream, Arc::clone(&noted)));
                } else {
                    let plan = plans.next().unwrap_or(&[Act::Serve]);
                    tokio::spawn(keep_to(plan, stream, Arc::clone(&noted)));
                }
            }
        });
        Self {
            endpoint: Endpoint::base(&format!("http://{address}")).expect("a usable URL"),
            seen,
            serving,
        }
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        self.endpoint.clone()
    }

    pub(crate) fn seen<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.seen.lock().expect("no test panics while it looks"))
    }

    /// Waits until something has been seen.
    pub(crate) async fn until(&self, holds: impl Fn(&Seen) -> bool) {
        for _ in 0..500 {
            if self.seen(&holds) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(4)).await;
        }
        self.seen(|seen| panic!("never seen: {seen:?}"));
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Tokens are numbered, so that it is seen which one is used.
pub(crate) fn token(number: usize) -> String {
    format!("eyJ0b2tlbi5vbmU.{number}")
}

/// A reply in an envelope that answers `envelope`.
pub(crate) fn answer(envelope: &Value, superpower: &str, state: &str) -> String {
    json!({
        "action": "message",
        "headers": {
            "correlationId": envelope["headers"]["correlationId"],
            "action": "reception",
            "schemaRef": "optave.response.v3",
        },
        "payload": said(superpower, state),
    })
    .to_string()
}

fn said(superpower: &str, state: &str) -> Value {
    match state {
        "error" => reply(
            superpower,
            state,
            &json!([{ "content": "Error while fetching results" }]),
        ),
        "started" => reply(superpower, state, &json!([])),
        _ => reply(superpower, state, &json!([{ "label": "calm" }])),
    }
}

async fn grant(mut stream: TcpStream, seen: Arc<Mutex<Seen>>) {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n")
        && stream
            .read_buf(&mut read)
            .await
            .is_ok_and(|count| count > 0)
    {}
    let number = note(&seen, |seen| {
        seen.tokens += 1;
        seen.tokens
    });
    let body = json!({ "access_token": token(number) }).to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
}

async fn keep_to(plan: &'static [Act], mut stream: TcpStream, seen: Arc<Mutex<Seen>>) {
    let mut protocol = Some("optave-v1");
    let mut plan = plan.iter().copied().peekable();
    match plan.peek() {
        Some(Act::Refuse(response)) => {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n")
                && stream
                    .read_buf(&mut head)
                    .await
                    .is_ok_and(|count| count > 0)
            {}
            note_upgrade(&seen, &String::from_utf8_lossy(&head));
            let _ = stream.write_all(response.as_bytes()).await;
            if response.is_empty() {
                std::future::pending::<()>().await;
            }
            return;
        }
        Some(Act::Upgrade(other)) => {
            protocol = *other;
            plan.next();
        }
        _ => {}
    }
    let noted = Arc::clone(&seen);
    #[expect(clippy::result_large_err, reason = "the type is that of the callback")]
    let callback = move |request: &Request, mut response: Response| {
        let offered = request.headers().get("sec-websocket-protocol");
        let offered = offered.map_or("", |value| value.to_str().expect("ASCII"));
        let query = request.uri().query().map(str::to_owned);
        note(&noted, |noted| {
            noted
                .upgrades
                .push(offered.trim_start_matches("optave-v1, ").to_owned());
            noted.queries.push(query);
        });
        if let (Some(protocol), false) = (protocol, offered.is_empty()) {
            let headers = response.headers_mut();
            headers.insert("sec-websocket-protocol", protocol.parse().expect("ASCII"));
        }
        Ok(response)
    };
    let Ok(mut socket) = accept_hdr_async(stream, callback).await else {
        return;
    };
    let mut envelope = Value::Null;
    for act in plan {
        if !do_it(act, &mut socket, &mut envelope, &seen).await {
            return;
        }
    }
    do_it(Act::Serve, &mut socket, &mut envelope, &seen).await;
}

/// Says whether the connection goes on.
async fn do_it(
    act: Act,
    socket: &mut WebSocketStream<TcpStream>,
    envelope: &mut Value,
    seen: &Mutex<Seen>,
) -> bool {
    let text = |text: String| Message::Text(text.into());
    let done = match act {
        Act::Refuse(_) | Act::Upgrade(_) => unreachable!("it comes first"),
        Act::Read => match read(socket, seen).await {
            Some(read) => {
                *envelope = read;
                Ok(())
            }
            None => return false,
        },
        Act::Say(superpower, state) => socket.send(text(answer(envelope, superpower, state))).await,
        Act::SayBare(superpower, state, with_id) => {
            let mut bare = said(superpower, state);
            if with_id {
                bare["correlationId"] = envelope["headers"]["correlationId"].clone();
            }
            socket.send(text(bare.to_string())).await
        }
        Act::SayInFrames(superpower, state, count) => {
            let document = answer(envelope, superpower, state);
            for frame in fragments(document.as_bytes(), count) {
                for message in [frame, Message::Ping("?".into())] {
                    socket.feed(message).await.expect("the client is there");
                }
            }
            socket.flush().await
        }
        Act::Text(raw) => socket.send(text(raw.to_owned())).await,
        Act::Letters(count) => socket.send(text("x".repeat(count))).await,
        Act::Bytes(bytes) => {
            let _ = socket.get_mut().write_all(bytes).await;
            Ok(())
        }
        Act::Close(code) => {
            let frame = code.map(|code| CloseFrame {
                code: code.into(),
                reason: "so it is".into(),
            });
            let _ = socket.close(frame).await;
            while let Some(Ok(_)) = socket.next().await {}
            return false;
        }
        Act::Drop => return false,
        Act::Reset => {
            socket
                .get_mut()
                .set_zero_linger()
                .expect("a connected socket");
            return false;
        }
        Act::Hang => std::future::pending().await,
        Act::Serve => {
            while let Some(envelope) = read(socket, seen).await {
                for (superpower, state) in BOTH {
                    let reply = answer(&envelope, superpower, state);
                    if socket.send(text(reply)).await.is_err() {
                        return false;
                    }
                }
            }
            return false;
        }
    };
    done.is_ok()
}

/// Reads the next envelope; none when the client has gone.
async fn read(socket: &mut WebSocketStream<TcpStream>, seen: &Mutex<Seen>) -> Option<Value> {
    loop {
        match socket.next().await?.ok()? {
            Message::Text(text) => {
                let envelope: Value = serde_json::from_str(&text).expect("the client sends JSON");
                note(seen, |seen| seen.envelopes.push(envelope.clone()));
                return Some(envelope);
            }
            Message::Ping(_) => note(seen, |seen| seen.pings += 1),
            Message::Close(frame) => {
                let code = frame.map(|frame| u16::from(frame.code));
                note(seen, |seen| seen.closes.push(code));
                let _ = socket.flush().await;
            }
            _ => {}
        }
    }
}

fn note_upgrade(seen: &Mutex<Seen>, head: &str) {
    let offered = head.lines().find(|line| {
        let line = line.to_lowercase();
        line.starts_with("sec-websocket-protocol:")
    });
    let used = offered.and_then(|line| line.rsplit(' ').next());
    let used = used.unwrap_or_default().to_owned();
    note(seen, |seen| seen.upgrades.push(used));
}

fn note<T>(seen: &Mutex<Seen>, change: impl FnOnce(&mut Seen) -> T) -> T {
    change(&mut seen.lock().expect("no test panics while it looks"))
}

pub(crate) const BOTH: [(&str, &str); 4] = [
    ("sentiment_analysis", "started"),
    ("risk_assessment", "started"),
    ("risk_assessment", "completed"),
    ("sentiment_analysis", "completed"),
];
