use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, mpsc};

use super::detective::{Detective, Suspect};
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
    let (to_detective, suspects) = mpsc::channel(QUEUE);
    let cases = Arc::new(Mutex::new(cases));
    let generator = {
        let shared = Arc::clone(&shared);
        tokio::task::spawn_blocking(move || generate(&shared, &to_workers))
    };
    let workers: Vec<_> = (0..shared.options.concurrency.max(1))
        .map(|_| {
            tokio::spawn(work(
                Arc::clone(&shared),
                Arc::clone(&cases),
                to_detective.clone(),
            ))
        })
        .collect();
    drop(to_detective);
    let detective = tokio::spawn(investigate(Arc::clone(&shared), suspects));
    let stop = tokio::select! {
        stop = supervise(&shared) => stop,
        () = asked => Stop::Asked,
        () = async { for worker in workers { let _ = worker.await; } } => Stop::Done,
    };
    // What is being looked into is brought to an end, the rest is left.
    let grace = if stop == Stop::Asked {
        HURRY
    } else {
        shared.options.time.mul_f64(0.2).clamp(HURRY, PATIENCE)
    };
    shared.over_soon();
    let mut detective = detective;
    if tokio::time::timeout(grace, &mut detective).await.is_err() {
        shared.end();
        let _ = tokio::time::timeout(HURRY, &mut detective).await;
        detective.abort();
    }
    shared.end();
    drop(cases);
    let _ = tokio::time::timeout(HURRY, generator).await;
    outcome(&shared, stop)
}

async fn investigate<T: Target>(shared: Arc<Shared<T>>, mut suspects: mpsc::Receiver<Suspect>) {
    let mut detective = Detective::new(&shared);
    // What takes long to ask about waits until there is nothing else.
    let mut later = VecDeque::new();
    let mut open = true;
    while open || !later.is_empty() {
        if shared.is_over() {
            while let Ok(suspect) = suspects.try_recv() {
                later.push_back(suspect);
            }
            for suspect in &later {
                detective.leave(suspect);
            }
            return;
        }
        let next = match suspects.try_recv() {
            Ok(suspect) => Some(suspect),
            Err(mpsc::error::TryRecvError::Empty) if later.is_empty() => suspects.recv().await,
            Err(_) => None,
        };
        match next {
            Some(suspect) if suspect.is_slow() && later.len() < MOST_LATER => {
                later.push_back(suspect);
            }
            Some(suspect) if suspect.is_slow() => {}
            Some(suspect) => detective.look_into(suspect).await,
            None => match later.pop_front() {
                Some(suspect) => detective.look_into(suspect).await,
                None => open = false,
            },
        }
    }
}

/// Watches the clock and the endpoint, and tells whoever watches.
async fn supervise<T: Target>(shared: &Shared<T>) -> Stop {
    let mut before = 0;
    let mut warned = false;
    let deadline = shared.started + shared.options.time;
    let mut next = Instant::now() + TICK;
    loop {
        tokio::time::sleep_until(next.min(deadline).into()).await;
        if Instant::now() >= deadline {
            return Stop::Done;
        }
        if shared.is_closing() {
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
const MOST_LATER: usize = 40;
const MOST_DOWN: u64 = 40;
const ENOUGH: u64 = 300;
