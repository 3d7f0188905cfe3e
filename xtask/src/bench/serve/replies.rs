//! Replies through one connection of the client, against tungstenite alone.
//!
//! Both read on this thread, whose processor time is told: what else the machine does meanwhile is no
//! matter, and the peer has a thread of its own.

use std::net::SocketAddr;
use std::time::Duration;

use frontdesk_client::{Client, Credentials, Endpoint, Event, Until, WebSocket};
use frontdesk_model::{
    AccessToken, Conversation, ConversationMessage, ReceptionRequest, Reply, RequestEnvelope,
    ResponseEnvelope, ResponsePayload, State, Superpower, SuperpowerItem, SuperpowerResponse,
};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::tungstenite::Message;

use super::super::table::{Table, Target};
use super::super::{Figures, Options, real};
use super::child::memory;
use super::flood::{self, Flood};
use super::socket::open;
use super::text;

/// Reads the same replies by the client and by tungstenite alone, in turns.
pub(super) async fn table(options: &Options) -> Result<Table, String> {
    let flood = Flood::start(&frames())?;
    let (mut by_client, mut alone, mut overhead) = (Vec::new(), Vec::new(), Vec::new());
    let mut growth = Vec::new();
    let mut heard = 0;
    for _ in 0..options.runs {
        let run = through_the_client(flood.addr).await?;
        let raw = by_tungstenite(flood.addr).await?;
        by_client.push(run.microseconds);
        alone.push(raw);
        overhead.push(run.microseconds - raw);
        growth.push(run.growth);
        heard += run.heard;
    }
    let title = format!(
        "client, {} x {} replies through one connection",
        options.runs,
        REQUESTS * flood::FRAMES
    );
    let mut table = Table::new(&title);
    let mut figure = |name: &str, figures| {
        table.figure(name, "us/frame", &Figures::new(figures), Target::None);
    };
    figure("client", by_client);
    figure("tungstenite alone", alone);
    figure("what the client adds", overhead);
    let growth = Figures::new(growth);
    let target = Target::Below(GROWTH);
    table.figure("growth after a tenth of them", "MB", &growth, target);
    let all = options.runs * REQUESTS * flood::FRAMES;
    table.correct("replies that arrived", heard, all);
    Ok(table)
}

struct Run {
    microseconds: f64,
    heard: usize,
    /// By how much the process has grown since a tenth of the replies had come, in MB.
    growth: f64,
}

async fn through_the_client(addr: SocketAddr) -> Result<Run, String> {
    let endpoint = Endpoint::base(&format!("http://{addr}")).map_err(text)?;
    let until = Until::all([Superpower::SentimentAnalysis]);
    let client = Client::builder(endpoint)
        .websocket(WebSocket {
            until,
            ..WebSocket::standard()
        })
        .build(Credentials::token(AccessToken::new("none")))
        .map_err(text)?;
    let request = ReceptionRequest::builder()
        .thread_id("t-1")
        .organization_id("o-1")
        .conversation(Conversation::new().message(ConversationMessage::new("Hello")))
        .build();
    let (mut heard, mut early) = (0, 0);
    let mut took = Duration::ZERO;
    for number in 0..REQUESTS {
        let begin = spent();
        let mut events = client.send(&request).await.map_err(text)?;
        while let Some(event) = events.next().await {
            match event.map_err(text)? {
                Event::State(_) | Event::Partial(_) | Event::Result(_) => heard += 1,
                other => return Err(format!("{other:?}")),
            }
        }
        took += spent().saturating_sub(begin);
        if number == REQUESTS / 10 {
            early = memory("self", "VmRSS")?;
        }
    }
    let late = memory("self", "VmRSS")?;
    client.close().await;
    Ok(Run {
        microseconds: took.as_secs_f64() * 1e6 / real(REQUESTS * flood::FRAMES),
        heard,
        growth: real(late.saturating_sub(early)) / 1024.0,
    })
}

async fn by_tungstenite(addr: SocketAddr) -> Result<f64, String> {
    let mut socket = open(addr, "none").await?;
    let request = r#"{"headers":{"correlationId":"01890a5d-ac96-774b-bcce-b302099a8057"}}"#;
    let begin = spent();
    for _ in 0..REQUESTS {
        socket.send(Message::text(request)).await.map_err(text)?;
        for _ in 0..flood::FRAMES {
            let frame = socket.next().await.ok_or("the flood has ended")?;
            if !frame.map_err(text)?.is_text() {
                return Err("the flood is of texts".to_owned());
            }
        }
    }
    let took = spent().saturating_sub(begin);
    let _ = socket.close(None).await;
    Ok(took.as_secs_f64() * 1e6 / real(REQUESTS * flood::FRAMES))
}

/// Tells how much time a processor has spent on this thread.
fn spent() -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    // A clock that counts up from nothing is never negative.
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}

/// Writes the replies to a request: partial results, and the whole at the end.
fn frames() -> Vec<String> {
    let request = ReceptionRequest::builder()
        .thread_id("t-1")
        .organization_id("o-1")
        .conversation(Conversation::new())
        .build();
    let headers = RequestEnvelope::reception(request).headers;
    (1..=flood::FRAMES)
        .map(|number| {
            let content = "The customer waits for a parcel and is growing impatient.";
            let item: SuperpowerItem = [
                ("content".to_owned(), content.into()),
                ("label".to_owned(), "negative".into()),
                ("number".to_owned(), number.into()),
            ]
            .into_iter()
            .collect();
            let mut response = SuperpowerResponse::completed(Superpower::SentimentAnalysis, [item]);
            if number < flood::FRAMES {
                response.state = State::Started;
            }
            let payload = ResponsePayload::from(response);
            let mut envelope = ResponseEnvelope::answering(&headers, payload);
            envelope.headers.correlation_id = None;
            serde_json::to_string(&Reply::Enveloped(Box::new(envelope))).unwrap_or_default()
        })
        .collect()
}

const REQUESTS: usize = 100;
/// What the allocator may keep for itself.
const GROWTH: f64 = 4.0;
