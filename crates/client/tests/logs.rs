//! Neither the secret nor a token is in anything that the client or a crate beneath it logs.

#[path = "example/service.rs"]
mod service;

use std::sync::Mutex;

use frontdesk_client::{Client, Credentials, TokenPlace, WebSocket};
use frontdesk_model::{Conversation, ReceptionRequest};
use log::{LevelFilter, Log, Metadata, Record};

/// Keeps everything.
struct Kept(Mutex<Vec<String>>);

impl Log for Kept {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let line = format!("{} {}", record.target(), record.args());
        self.0.lock().expect("no logger panics").push(line);
    }

    fn flush(&self) {}
}

static KEPT: Kept = Kept(Mutex::new(Vec::new()));

#[tokio::test]
async fn nothing_that_is_logged_holds_a_secret() {
    log::set_logger(&KEPT).expect("the only logger");
    log::set_max_level(LevelFilter::Trace);
    for token_place in [TokenPlace::Subprotocol, TokenPlace::Query] {
        let settings = WebSocket {
            token_place,
            ..WebSocket::standard()
        };
        let client = Client::builder(service::start().await)
            .websocket(settings)
            .build(Credentials::new("my-client", "s3cret-of-the-example"))
            .unwrap();
        let request = ReceptionRequest::builder()
            .thread_id("t-1")
            .organization_id("o-1")
            .conversation(Conversation::new())
            .build();
        // In the query form the service of the example is refused, for it chooses a subprotocol.
        let outcome = client.send(&request).await.unwrap().next().await.unwrap();
        assert_eq!(outcome.is_ok(), token_place == TokenPlace::Subprotocol);
        client.close().await;
    }
    let lines = KEPT.0.lock().unwrap();
    assert!(
        lines.iter().any(|line| line.starts_with("tungstenite")),
        "{lines:?}"
    );
    for line in lines.iter() {
        for secret in ["s3cret", "t0ken"] {
            assert!(!line.contains(secret), "{line}");
        }
    }
}
