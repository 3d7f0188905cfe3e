//! Every fault against the client of this house, over both transports.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use frontdesk_client::{
    Client, Credentials, Endpoint, Error, Event, RetryPolicy, Until, WebSocket,
};
use frontdesk_model::{Conversation, ConversationMessage, ReceptionRequest};
use frontdesk_server::{Fault, Reach, ReceivedKind, Service, TokenMishap};

/// What became of a request that a fault went to.
struct Outcome {
    text: String,
    /// How many times the message arrived.
    sent: usize,
}

#[tokio::test]
async fn the_client_comes_through_every_fault() {
    let mut table = String::new();
    for fault in Fault::all() {
        let (rest, websocket) = tokio::join!(over(fault, false), over(fault, true));
        for (transport, outcome) in [("REST", rest), ("WebSocket", websocket)] {
            let line = outcome.map_or_else(
                || "does not apply".to_owned(),
                |outcome| format!("{} [{} sent]", outcome.text, outcome.sent),
            );
            table += &format!("{:<24} {transport:<10} {line}\n", fault.to_string());
        }
    }
    insta::with_settings!({filters => vec![
        (r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "[id]"),
    ]}, { insta::assert_snapshot!(table) });
}

async fn over(fault: Fault, websocket: bool) -> Option<Outcome> {
    let reaches: &[Reach] = if websocket {
        &[Reach::Token, Reach::Frame, Reach::Upgrade]
    } else {
        &[Reach::Token, Reach::Rest]
    };
    if !reaches.iter().any(|reach| fault.reaches(*reach)) {
        return None;
    }
    let log = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&log);
    let service = Service::builder()
        .client("conformance", SECRET)
        .thinking(Duration::from_millis(40))
        .fault_delay(Duration::from_millis(50))
        .fault(fault)
        .log(move |entry| *kept.lock().unwrap() += &format!("{entry}\n"))
        .start()
        .await
        .unwrap();
    let mut builder = Client::builder(Endpoint::base(&service.url()).unwrap())
        .request_timeout(Duration::from_millis(600))
        .retry(RetryPolicy {
            max_attempts: 2,
            first_delay: Duration::from_millis(1),
            longest_retry_after: Duration::from_secs(1),
            ..RetryPolicy::standard()
        });
    if websocket {
        builder = builder.websocket(WebSocket {
            until: Until::quiet(Duration::from_millis(150))
                .or(Until::deadline(Duration::from_secs(15))),
            close_timeout: Duration::from_millis(100),
            ..WebSocket::standard()
        });
    }
    let client = builder
        .build(Credentials::new("conformance", SECRET))
        .unwrap();
    let begin = Instant::now();
    let text = tokio::time::timeout(HANGING, told(&client)).await;
    assert!(begin.elapsed() < HANGING, "{fault} hangs");
    client.close().await;
    let text = text.unwrap();
    let received = service.received();
    let kind = if websocket {
        ReceivedKind::Frame
    } else {
        ReceivedKind::Rest
    };
    let messages = received.iter().filter(|received| received.kind == kind);
    let sent = messages.count();
    // What was refused by a status was not acted on, and is sent again with a new token, or when the
    // service asks for it.
    let refused = [
        Fault::TokenExpiry,
        Fault::Status(401),
        Fault::Status(429),
        Fault::Status(503),
        Fault::Token(TokenMishap::Expired),
        Fault::Token(TokenMishap::Unsendable),
    ];
    let may_repeat = !websocket && refused.contains(&fault);
    assert!(
        sent <= if may_repeat { 2 } else { 1 },
        "{fault}: sent {sent} times"
    );
    assert!(
        received.iter().any(|received| received
            .faults
            .iter()
            .any(|named| named.starts_with(&fault.to_string()))),
        "{fault} went nowhere"
    );
    let log = log.lock().unwrap();
    assert!(
        log.contains(&format!("{fault}")) && log.contains(" fault: "),
        "{fault}: {log}"
    );
    for place in [text.as_str(), &log, &format!("{received:?}")] {
        assert!(
            !place.contains("eyJ") && !place.contains(SECRET),
            "{fault}: {place}"
        );
    }
    Some(Outcome { text, sent })
}

/// Sends one request and tells what came back, in one line.
async fn told(client: &Client) -> String {
    let request = ReceptionRequest::builder()
        .request_id("01890a5d-ac96-774b-bcce-b302099a8057")
        .thread_id("t-1")
        .organization_id("o-1")
        .conversation(
            Conversation::new().message(ConversationMessage::new("Hello, where is my parcel?")),
        )
        .build();
    let mut events = match client.send(&request).await {
        Ok(events) => events,
        Err(error) => return failed(&error),
    };
    let (mut states, mut results, mut failures, mut unknown) = (0, 0, 0, 0);
    let mut end = String::new();
    while let Some(event) = events.next().await {
        match event {
            Ok(Event::State(_) | Event::Partial(_)) => states += 1,
            Ok(Event::Result(_)) => results += 1,
            Ok(Event::Failure(_)) => failures += 1,
            Ok(_) => unknown += 1,
            Err(error) => end = failed(&error),
        }
    }
    if let Some(known) = events.end() {
        end = format!("{known:?}");
    }
    let counts = [
        (states, "states"),
        (results, "results"),
        (failures, "failures"),
        (unknown, "unknown"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    format!("{} -> {end}", counts.join(", "))
}

fn failed(error: &Error) -> String {
    format!("error: {error}")
}

const SECRET: &str = "conformance-s3cret";
/// Far more than any outcome takes on a busy machine.
const HANGING: Duration = Duration::from_secs(20);
