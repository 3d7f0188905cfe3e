//! How sockets are opened: by services that open them in another way than RFC 6455 says, and with
//! tokens that were used before.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk_fuzz::{
    Case, Credentials, Phase, Socket, SocketOptions, Target as _, Tickets, Twist,
    channels_from_asyncapi, plain_dialer,
};
use frontdesk_schema::Options;
use frontdesk_seeded::asyncapi;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

#[tokio::test]
async fn an_opening_that_no_client_may_take_is_no_opening() {
    for (from, to, said) in [
        ("accept: ", "accept: x", "not of the key"),
        ("upgrade: websocket", "upgrade: h2c", "without `Upgrade"),
        (
            "connection: upgrade",
            "connection: close",
            "without `Connection",
        ),
        (
            "protocol: bookings",
            "protocol: other",
            "a subprotocol that nobody",
        ),
        (
            "\r\n\r\n",
            "\r\nsec-websocket-extensions: x\r\n\r\n",
            "an extension",
        ),
    ] {
        let service = Service {
            from,
            to,
            spends: false,
        };
        let found = found(service, None).await;
        assert_eq!(found.len(), 1, "{said}: {found:?}");
        assert!(found[0].starts_with("not-opened"), "{found:?}");
        assert!(found[0].contains(said), "{found:?}");
    }
}

#[tokio::test]
async fn a_token_that_opens_twice_is_found_out_where_it_must_not() {
    let used = Some(Credentials::Used);
    let lenient = Service {
        spends: false,
        ..Service::GOOD
    };
    let found_there = found(lenient, used).await;
    assert!(found_there[0].starts_with("auth-bypass"), "{found_there:?}");
    assert_eq!(found(Service::GOOD, used).await, [""; 0]);
}

/// What a service does that answers each opening at once.
#[derive(Clone, Copy)]
struct Service {
    /// What of its answer to an opening becomes something else.
    from: &'static str,
    to: &'static str,
    /// Whether a token is good for one opening only.
    spends: bool,
}

impl Service {
    const GOOD: Self = Self {
        from: "",
        to: "",
        spends: true,
    };

    async fn start(self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}", listener.local_addr().unwrap());
        let spent = Arc::new(Mutex::new(BTreeSet::new()));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let spent = Arc::clone(&spent);
                tokio::spawn(async move { self.open(stream, &spent).await });
            }
        });
        url
    }

    async fn open(self, mut stream: TcpStream, spent: &Mutex<BTreeSet<String>>) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        let head = String::from_utf8(head).unwrap();
        let value = |name: &str| {
            let line = head.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_default().trim().to_owned()
        };
        let token = value("sec-websocket-protocol: bookings,");
        let is_first = spent.lock().unwrap().insert(token);
        let answer = if self.spends && !is_first {
            "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n".to_owned()
        } else {
            let accept = derive_accept_key(value("sec-websocket-key:").as_bytes());
            format!(
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
                 sec-websocket-accept: {accept}\r\nsec-websocket-protocol: bookings\r\n\r\n"
            )
            .replacen(self.from, self.to, 1)
        };
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream.write_all(b"\x81\x02{}").await.unwrap();
        let mut rest = [0; 1024];
        while stream.read(&mut rest).await.is_ok_and(|count| count > 0) {}
    }
}

/// Opens a WebSocket, sends one message, and says what is found.
async fn found(service: Service, credentials: Option<Credentials>) -> Vec<String> {
    let mut document = asyncapi();
    let rules = &mut document["channels"]["stream"]["x-conversation"];
    rules["subprotocol"] = json!("bookings");
    rules["single-use"] = json!(true);
    let uri = "https://bookings.invalid/a";
    let channels = channels_from_asyncapi(&document, uri, &Options::default()).unwrap();
    let options = SocketOptions {
        hosts: Vec::new(),
        patience: Duration::from_millis(300),
        seed: 1,
        without: BTreeSet::new(),
        tickets: Some(numbered()),
        headers: Vec::new(),
    };
    let url = service.start().await.parse().unwrap();
    let target = Socket::new(&url, channels, &plain_dialer(), options).unwrap();
    let value = target.model(0).unwrap();
    let case = Case::plain(0, Phase::Conversation, "an opening", value);
    let case = match credentials {
        Some(credentials) => case.twisted(Twist::Credentials(credentials)),
        None => case,
    };
    let trial = target.attempt(&case).await;
    let suspicions = trial.suspicions.iter();
    suspicions
        .map(|suspicion| format!("{}: {}", suspicion.check, suspicion.message))
        .collect()
}

/// Gives each connection a token of its own.
fn numbered() -> Tickets {
    let count = Arc::new(AtomicUsize::new(0));
    Arc::new(move || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Ok(format!("token-{number}")) })
    })
}
