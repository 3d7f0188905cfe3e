use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

use super::detective::Detective;
use super::fold::fold;
use super::generate::generate;
use super::shared::Shared;
use super::work::work;
use crate::finding::Finding;
use crate::options::Options;
use crate::progress::Event;
use crate::target::Target;

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The bugs, those found first at the start.
    pub findings: Vec<Finding>,
    /// What readers differ on, by operation and what it is: how often it was taken and refused.
    pub policies: BTreeMap<(String, String), (u64, u64)>,
    /// How many requests were sent.
    pub requests: u64,
    /// How many frames of WebSocket conversations were sent and came back.
    pub frames: u64,
    /// How many seconds it took.
    pub seconds: f64,
    /// How many answers there were of each status; 0 for none at all.
    pub statuses: BTreeMap<u16, u64>,
    /// How many requests that are right by the contract were taken.
    pub taken: u64,
    /// Why it ended.
    pub stop: Stop,
}

/// Why a run ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Stop {
    /// The time was over, or the number of requests reached.
    Done,
    /// Somebody asked it to.
    Asked,
    /// Nobody listens any more, or never did.
    Down,
    /// Every request was refused for want of credentials.
    Unauthorised,
}

/// Runs until the time is over, `asked` comes, or the endpoint is of no use.
pub async fn run<T: Target>(
    target: Arc<T>,
    options: Options,
    watch: Box<dyn Fn(Event) + Send + Sync>,
    asked: impl Future<Output = ()> + Send,
) -> Outcome {
    let shared = Arc::new(Shared::new(target, options, watch));
    let (to_workers, cases) = mpsc::channel(QUEUE);
    let cases = Arc::new(Mutex::new(cases));
    let generator = {
        let shared = Arc::clone(&shared);
        tokio::task::spawn_blocking(move || generate(&shared, &to_workers))
    };
    let concurrency = shared.options.concurrency.max(1);
    let workers: Vec<_> = (0..concurrency)
        .map(|number| {
            let gives_way = number >= concurrency.div_ceil(ALWAYS_AT_WORK);
            tokio::spawn(work(Arc::clone(&shared), Arc::clone(&cases), gives_way))
        })
        .collect();
    let mut detectives = JoinSet::new();
    for _ in 0..concurrency.min(MOST_DETECTIVES) {
        detectives.spawn(investigate(Arc::clone(&shared)));
    }
    let stop = tokio::select! {
        stop = supervise(&shared) => stop,
        () = asked => Stop::Asked,
        () = async { for worker in workers { let _ = worker.await; } } => Stop::Done,
    };
    // What is being looked into is brought to an end, the rest is left.
    let left = shared.options.time.saturating_sub(shared.started.elapsed());
    let grace = match stop {
        Stop::Asked => HURRY,
        // The number of cases ends such a run, and not its time.
        _ if shared.options.cases.is_some() => left.clamp(HURRY, PATIENCE),
        _ => left.max(HURRY),
    };
    shared.over_soon();
    shared.triage.close();
    let all = async { while detectives.join_next().await.is_some() {} };
    if tokio::time::timeout(grace, all).await.is_err() {
        shared.end();
        let all = async { while detectives.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(HURRY, all).await;
        detectives.abort_all();
    }
    shared.end();
    let detective = Detective::new(&shared);
    for suspect in shared.triage.rest() {
        detective.leave(suspect);
    }
    drop(cases);
    let _ = tokio::time::timeout(HURRY, generator).await;
    outcome(&shared, stop)
}

/// Looks into one failure after the other, until nothing comes any more or the run is over.
async fn investigate<T: Target>(shared: Arc<Shared<T>>) {
    let detective = Detective::new(&shared);
    while !shared.is_over()
        && let Some(taken) = shared.triage.next().await
    {
        let kind = taken.suspect.kind();
        match detective.knows(&taken.suspect) {
            // What takes long is asked about later; else what is beside the cause may be lost.
            Some(known) if !taken.is_familiar && taken.suspect.is_slow() => {
                if !shared.triage.put_back(taken.suspect) {
                    shared.count(known);
                }
            }
            _ => detective.look_into(taken.suspect).await,
        }
        shared.triage.done(&kind);
    }
}

/// Watches the clock and the endpoint, and tells whoever watches.
async fn supervise<T: Target>(shared: &Shared<T>) -> Stop {
    let mut before = 0;
    let mut warned = false;
    let deadline = shared.started + shared.options.time;
    // What is being looked into then takes the rest of the time.
    let last = shared.options.time.mul_f64(0.15).min(PATIENCE);
    let closing = deadline.checked_sub(last).unwrap_or(deadline);
    let mut next = Instant::now() + TICK;
    loop {
        tokio::time::sleep_until(next.min(deadline).into()).await;
        if Instant::now() >= deadline {
            return Stop::Done;
        }
        if shared.is_closing() || Instant::now() >= closing && shared.triage.is_busy() {
            return Stop::Done;
        }
        next += TICK;
        let tick = shared.tick(before);
        before = tick.requests;
        let (down, taken, unauthorised) = {
            let seen = shared.seen();
            (seen.down, seen.taken, seen.unauthorised)
        };
        if down >= MOST_DOWN {
            return Stop::Down;
        }
        let answers: u64 = tick.statuses.values().sum();
        if !warned && taken == 0 && answers >= ENOUGH {
            if unauthorised * 20 >= answers * 19 {
                return Stop::Unauthorised;
            }
            warned = true;
            let text =
                "no request that is right by the contract was taken so far: is it the right URL?";
            (shared.watch)(Event::Warning(text.to_owned()));
        }
        (shared.watch)(Event::Tick(tick));
    }
}

fn outcome<T: Target>(shared: &Shared<T>, stop: Stop) -> Outcome {
    let known = shared.known();
    let seen = shared.seen();
    Outcome {
        findings: fold(known, &seen.broken),
        policies: seen.policies.clone(),
        requests: shared.requests.load(Ordering::Relaxed),
        frames: shared.frames.load(Ordering::Relaxed),
        seconds: shared.started.elapsed().as_secs_f64(),
        statuses: seen.statuses.clone(),
        taken: seen.taken,
        stop,
    }
}

const QUEUE: usize = 128;
const TICK: Duration = Duration::from_secs(1);
const HURRY: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(10);
/// More of them at once mostly find the same.
const MOST_DETECTIVES: usize = 12;
/// One of so many goes on where much is to be looked into.
const ALWAYS_AT_WORK: usize = 4;
const MOST_DOWN: u64 = 40;
const ENOUGH: u64 = 300;
