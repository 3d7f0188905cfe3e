//! Thousands of conversations at once, each of which has to be in order.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::task::{JoinSet, LocalSet};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use super::super::table::{Table, Target};
use super::super::{Figures, Options, milliseconds, real};
use super::child::Served;
use super::load::{Line, payload};
use super::socket::{Socket, open};
use super::text;

/// Holds conversations, without and with the time that superpowers think.
pub(super) async fn table(options: &Options) -> Result<Table, String> {
    let title = format!("{SOCKETS} WebSockets, {REQUESTS} requests on each");
    let mut table = Table::new(&title);
    for thinking in [0, 300] {
        let mut held = Held::default();
        for _ in 0..options.runs.min(MOST_RUNS) {
            held.add(all(thinking).await?);
        }
        let heading = |what: &str| format!("{what}, {thinking} ms of thinking");
        let frames = Figures::new(held.rates);
        table.figure(&heading("frames"), "/s", &frames, Target::None);
        let p99 = Figures::new(held.p99);
        table.figure(&heading("99 of 100 within"), "ms", &p99, Target::None);
        let memory = Figures::new(held.memory);
        let target = Target::Below(MEGABYTES);
        table.figure(&heading("most memory"), "MB", &memory, target);
        table.correct(&heading("whole and in order"), held.right, held.asked);
    }
    Ok(table)
}

#[derive(Default)]
struct Held {
    rates: Vec<f64>,
    p99: Vec<f64>,
    memory: Vec<f64>,
    right: usize,
    asked: usize,
}

impl Held {
    fn add(&mut self, run: Run) {
        self.rates.push(run.rate);
        self.p99.push(Figures::new(run.latencies).percentile(99));
        self.memory.push(run.memory);
        self.right += run.right;
        self.asked += SOCKETS * REQUESTS;
    }
}

struct Run {
    rate: f64,
    /// From a request to the last frame of its answer, in milliseconds.
    latencies: Vec<f64>,
    memory: f64,
    right: usize,
}

async fn all(thinking: u32) -> Result<Run, String> {
    let service = Served::service(thinking)?;
    let mut line = Line::connect(service.addr).await?;
    let mut sockets = Vec::with_capacity(SOCKETS);
    for _ in 0..SOCKETS {
        let token = line.token().await?;
        sockets.push(open(service.addr, &token).await?);
    }
    let begin = Instant::now();
    let conversations = LocalSet::new();
    let ended = conversations.run_until(async {
        let mut running = JoinSet::new();
        for (number, socket) in sockets.into_iter().enumerate() {
            running.spawn_local(conversation(socket, number));
        }
        running.join_all().await
    });
    let ended = ended.await;
    let took = begin.elapsed();
    let (mut right, mut latencies) = (0, Vec::new());
    for conversation in ended {
        let conversation = conversation?;
        right += conversation.right;
        latencies.extend(conversation.latencies);
    }
    let frames = SOCKETS * REQUESTS * FRAMES;
    Ok(Run {
        rate: super::super::per_second(frames, took),
        latencies,
        memory: real(service.memory("VmHWM")?) / 1024.0,
        right,
    })
}

struct Ended {
    right: usize,
    latencies: Vec<f64>,
}

/// Asks everything at once, and reads until all of it is answered.
async fn conversation(mut socket: Socket, number: usize) -> Result<Ended, String> {
    let ids: Vec<String> = (0..REQUESTS)
        .map(|request| format!("01890a5d-ac96-774b-8{number:03x}-{request:012x}"))
        .collect();
    let begin = Instant::now();
    for id in &ids {
        let message = Message::text(envelope(id).to_string());
        socket.feed(message).await.map_err(text)?;
    }
    socket.flush().await.map_err(text)?;
    let mut seen: HashMap<String, Vec<String>> = HashMap::new();
    let mut latencies = Vec::new();
    while latencies.len() < REQUESTS {
        let frame = timeout(PATIENCE, socket.next()).await.map_err(text)?;
        let frame = frame.ok_or("the service has hung up")?.map_err(text)?;
        let frame: Value = serde_json::from_slice(&frame.into_data()).map_err(text)?;
        let id = frame["headers"]["correlationId"].as_str();
        let id = id.ok_or("a frame has no id")?;
        let said = format!(
            "{} {}",
            frame["payload"]["state"].as_str().unwrap_or_default(),
            frame["payload"]["actionType"].as_str().unwrap_or_default()
        );
        let of_this = seen.entry(id.to_owned()).or_default();
        of_this.push(said);
        if of_this.len() == FRAMES {
            latencies.push(milliseconds(begin.elapsed()));
        }
    }
    let right = ids
        .iter()
        .filter(|id| seen.get(*id).is_some_and(|frames| is_in_order(frames)))
        .count();
    // What comes now would be a frame too many.
    let _ = socket.close(None).await;
    Ok(Ended { right, latencies })
}

/// Tells whether all superpowers have begun and then ended, each once.
fn is_in_order(frames: &[String]) -> bool {
    let names = |frames: &[String], state: &str| {
        let mut names: Vec<String> = frames
            .iter()
            .filter_map(|said| said.strip_prefix(state).map(str::to_owned))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let (begun, ended) = frames.split_at(frames.len().min(FRAMES / 2));
    let (begun, ended) = (names(begun, "started "), names(ended, "completed "));
    frames.len() == FRAMES && begun.len() == FRAMES / 2 && begun == ended
}

pub(in crate::bench) fn envelope(id: &str) -> Value {
    json!({
        "action": "message",
        "headers": {"correlationId": id, "action": "reception", "schemaRef": "optave.message.v3"},
        "payload": payload()
    })
}

const SOCKETS: usize = 2_000;
const REQUESTS: usize = 5;
/// Each of five superpowers begins and ends.
pub(in crate::bench) const FRAMES: usize = 10;
const MEGABYTES: f64 = 150.0;
/// The memory of a process only grows, and the count of frames is the same each time.
const MOST_RUNS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::is_in_order;

    #[test]
    fn every_superpower_begins_before_one_ends() {
        let frames = |order: &[&str]| -> Vec<String> {
            let names = ["a", "b", "c", "d", "e"];
            order
                .iter()
                .flat_map(|state| names.map(|name| format!("{state} {name}")))
                .collect()
        };
        assert!(is_in_order(&frames(&["started", "completed"])));
        assert!(!is_in_order(&frames(&["completed", "started"])));
        assert!(!is_in_order(&frames(&["started"])));
        let mut twice = frames(&["started", "completed"]);
        twice[9] = twice[8].clone();
        assert!(!is_in_order(&twice));
    }
}
