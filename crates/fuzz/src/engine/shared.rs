use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use frontdesk_json::Pointer;
use serde_json::Value;

use super::explain::{Explained, explain};
use super::known::Known;
use super::memory::Memories;
use super::pace::Pace;
use super::probe::class;
use super::triage::{Kind, Triage};
use crate::case::{Case, Phase};
use crate::exchange::Outcome;
use crate::expectation::Expectation;
use crate::options::Options;
use crate::place;
use crate::progress::{Event, Tick};
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

/// What everybody who works in a run knows.
pub(super) struct Shared<T> {
    pub(super) target: Arc<T>,
    pub(super) options: Options,
    pub(super) pace: Pace,
    pub(super) started: Instant,
    pub(super) over: AtomicBool,
    closing: AtomicBool,
    pub(super) requests: AtomicU64,
    pub(super) frames: AtomicU64,
    pub(super) known: RwLock<Vec<Known>>,
    /// What waits to be looked into.
    pub(super) triage: Triage,
    /// Which operations answer otherwise to what was sent before.
    pub(super) memories: Memories,
    pub(super) watch: Box<dyn Fn(Event) + Send + Sync>,
    seen: Mutex<Seen>,
}

/// What was seen so far.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) phase: Option<Phase>,
    pub(super) statuses: BTreeMap<u16, u64>,
    /// Cases whose answers were new, to change further.
    pub(super) interesting: Vec<Case>,
    /// The fullest requests of each operation that were right and taken, and how full they are.
    good: BTreeMap<usize, (usize, Value)>,
    /// How many requests of each operation were right and taken, and nothing was wrong with it.
    clean: BTreeMap<usize, u64>,
    /// How many requests of each operation were right, and how many of them each class of failures
    /// came of.
    pub(super) right: BTreeMap<usize, (u64, BTreeMap<String, u64>)>,
    /// Kinds of answers.
    kinds: BTreeSet<String>,
    /// Values that stood at a place of a request that was taken.
    values: BTreeMap<(usize, Pointer), Vec<Value>>,
    /// For each keyword of a place: how often it was broken, and how often that was suspicious.
    pub(super) broken: BTreeMap<(usize, String, String), Broken>,
    /// For each operation and status of 400 or more: how many answers had it, and how many of them
    /// each check found something wrong with, by its coarse signature.
    pub(super) refusals: BTreeMap<(usize, u16), (u64, BTreeMap<String, u64>)>,
    pub(super) edges: BTreeSet<(usize, String)>,
    /// What readers differ on: whether it was taken, and whether it was refused.
    pub(super) policies: BTreeMap<(String, String), (u64, u64)>,
    /// How many answers in a row said that nobody is there.
    pub(super) down: u64,
    pub(super) taken: u64,
    pub(super) unauthorised: u64,
}

/// What came of breaking one keyword at one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Broken {
    pub(super) times: u64,
    /// How often each check found something, by its coarse signature.
    pub(super) suspicious: BTreeMap<String, u64>,
}

impl<T: Target> Shared<T> {
    pub(super) fn new(
        target: Arc<T>,
        options: Options,
        watch: Box<dyn Fn(Event) + Send + Sync>,
    ) -> Self {
        Self {
            target,
            pace: Pace::new(options.rate),
            started: Instant::now(),
            over: AtomicBool::new(false),
            closing: AtomicBool::new(false),
            requests: AtomicU64::new(0),
            frames: AtomicU64::new(0),
            known: RwLock::new(options.known.iter().map(of_earlier).collect()),
            triage: Triage::default(),
            memories: Memories::default(),
            watch,
            seen: Mutex::default(),
            options,
        }
    }

    pub(super) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn known(&self) -> Vec<Known> {
        self.known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Finds a known cause that may explain a failure.
    pub(super) fn explain(
        &self,
        case: &Case,
        trial: &Trial,
        suspicion: &Suspicion,
    ) -> Option<Explained> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        explain(&known, &[], case, trial, suspicion)
    }

    /// Finds a known cause that may explain a failure, but for some that do not.
    pub(super) fn explain_but(
        &self,
        but: &[usize],
        case: &Case,
        trial: &Trial,
        suspicion: &Suspicion,
    ) -> Option<Explained> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        explain(&known, but, case, trial, suspicion)
    }

    /// Returns a known cause.
    pub(super) fn known_at(&self, explained: Explained) -> Option<Known> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(explained.index()).cloned()
    }

    /// Returns a rich request that is right by the contract, one that was taken where there is any.
    pub(super) fn good(&self, operation: usize) -> Option<Value> {
        let taken = self.seen().good.get(&operation).cloned();
        taken
            .map(|(_, value)| value)
            .or_else(|| self.target.model(operation))
    }

    /// Tells whether there ever was an answer.
    pub(super) fn is_up(&self) -> bool {
        self.seen().statuses.keys().any(|status| *status > 0)
    }

    /// Tells whether a right request of an operation was taken.
    pub(super) fn has_good(&self, operation: usize) -> bool {
        self.seen().clean.contains_key(&operation)
    }

    /// Tells whether requests of a kind fail now and then, whatever is in them.
    pub(super) fn is_fickle(&self, kind: &Kind) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.iter().any(|known| {
            known.finding.rate.is_some()
                && known.operation == kind.0
                && known.finding.check == kind.1
                && known.coarse == kind.2
        })
    }

    /// Counts one more failure by a known cause.
    pub(super) fn count(&self, explained: Explained) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get_mut(explained.index()) {
            known.finding.count += 1;
        }
    }

    /// Tells whether a known cause is that everything fails now and then.
    pub(super) fn comes_and_goes(&self, explained: Explained) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let known = known.get(explained.index());
        known.is_some_and(|known| known.is_always() && known.finding.rate.is_some())
    }

    /// Tells whether whatever is sent to an operation fails now and then.
    pub(super) fn is_unsteady(&self, operation: usize) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.iter().any(|known| {
            known.operation == operation && known.is_always() && known.finding.rate.is_some()
        })
    }

    /// Tells whether a cause is so well known that only now and then one of its failures is asked about.
    pub(super) fn is_plain(&self, explained: Explained) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(explained.index()).is_some_and(|known| {
            let count = known.finding.count;
            count >= OFTEN && !count.is_multiple_of(SAMPLE)
        })
    }

    /// Lets nobody begin anything new; what is being looked into goes on.
    pub(super) fn over_soon(&self) {
        self.closing.store(true, Ordering::Relaxed);
    }

    /// Tells whether nothing new is begun.
    pub(super) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed) || self.is_over()
    }

    /// Waits until the run is over.
    pub(super) async fn ended(&self) {
        while !self.is_over() {
            tokio::time::sleep(LOOK_UP).await;
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    pub(super) fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// Sends a case, and counts.
    pub(super) async fn attempt(&self, case: &Case) -> Trial {
        self.pace.turn().await;
        self.note_sent(case);
        self.counted(case, self.target.attempt(case).await)
    }

    /// Does the same, and waits for the answer as long as is allowed.
    pub(super) async fn attempt_patiently(&self, case: &Case) -> Trial {
        self.pace.turn().await;
        self.note_sent(case);
        self.counted(case, self.target.attempt_patiently(case).await)
    }

    fn counted(&self, case: &Case, trial: Trial) -> Trial {
        self.requests
            .fetch_add(trial.exchange.answers.len() as u64, Ordering::Relaxed);
        for answer in &trial.exchange.answers {
            if let Outcome::Frames(frames) = &answer.outcome {
                // What is sent is an array of steps.
                let steps = case.value.as_array().map_or(0, Vec::len);
                self.frames
                    .fetch_add((steps + frames.len()) as u64, Ordering::Relaxed);
            }
        }
        if trial.throttled {
            self.pace.back_off();
        }
        trial
    }

    /// Takes in what came of a case; tells whether its answer is of a new kind.
    pub(super) fn note(&self, case: &Case, trial: &Trial) {
        let mut seen = self.seen();
        seen.phase = Some(case.phase);
        for answer in &trial.exchange.answers {
            let status = match &answer.outcome {
                Outcome::Replied(reply) => reply.status,
                // What a WebSocket is opened with.
                Outcome::Frames(_) => 101,
                Outcome::Silent(_) => 0,
            };
            *seen.statuses.entry(status).or_default() += 1;
            if status >= 400 {
                let refusals = seen.refusals.entry((case.operation, status)).or_default();
                refusals.0 += 1;
                for suspicion in &trial.suspicions {
                    *refusals.1.entry(class(suspicion)).or_default() += 1;
                }
            }
            if matches!(status, 401 | 403) {
                seen.unauthorised += 1;
            }
        }
        let Some(answer) = trial.exchange.answers.first() else {
            return;
        };
        if crate::rest::is_down(answer) {
            seen.down += 1;
        } else {
            seen.down = 0;
        }
        let taken = answer.reply().is_some_and(crate::Reply::is_success)
            || matches!(answer.outcome, Outcome::Frames(_));
        if trial.expectation == Expectation::Accepted {
            let (all, of_class) = seen.right.entry(case.operation).or_default();
            *all += 1;
            for suspicion in &trial.suspicions {
                let class = class(suspicion);
                if of_class.len() < MOST_CLASSES || of_class.contains_key(&class) {
                    *of_class.entry(class).or_default() += 1;
                }
            }
        }
        match &trial.expectation {
            Expectation::Refused(reason) => {
                let key = (
                    case.operation,
                    reason.keyword.clone(),
                    format!("{}@{}", reason.schema, reason.place()),
                );
                let broken = seen.broken.entry(key).or_default();
                broken.times += 1;
                let mut coarse: Vec<String> = trial.suspicions.iter().map(class).collect();
                coarse.dedup();
                for class in coarse {
                    *broken.suspicious.entry(class).or_default() += 1;
                }
            }
            Expectation::Lenient(what) => {
                let key = (self.target.operation(case.operation), what.clone());
                let policy = seen.policies.entry(key).or_default();
                if taken { policy.0 += 1 } else { policy.1 += 1 }
            }
            Expectation::Accepted if taken => {
                seen.taken += 1;
                if trial.suspicions.is_empty() {
                    seen.learn(case);
                    let clean = seen.clean.entry(case.operation).or_default();
                    *clean += 1;
                    if case.twists.is_empty() && *clean < ENOUGH_TAKEN && small(case) {
                        seen.keep(case);
                    }
                }
            }
            _ => {}
        }
        if case.phase == Phase::Boundary && seen.edges.len() < MOST_EDGES {
            seen.edges.insert((case.operation, case.intent.clone()));
        }
        let kind = kind_of(case, trial);
        // What is like a request that is never answered takes as long, and mostly fails by the same.
        let is_quick = answer.elapsed < LONG;
        if seen.kinds.len() < MOST_KINDS && seen.kinds.insert(kind) && is_quick && small(case) {
            seen.interesting.push(case.clone());
        }
    }

    /// Returns values that other requests that were taken had at a place.
    pub(super) fn values_at(&self, operation: usize, place: &Pointer) -> Vec<Value> {
        self.seen()
            .values
            .get(&(operation, place.clone()))
            .cloned()
            .unwrap_or_default()
    }

    pub(super) fn tick(&self, before: u64) -> Tick {
        let requests = self.requests.load(Ordering::Relaxed);
        let findings = self
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .len();
        let seen = self.seen();
        Tick {
            phase: seen.phase,
            requests,
            rate: requests - before,
            findings,
            seconds: self.started.elapsed().as_secs_f64(),
            statuses: seen.statuses.clone(),
            exercised: (seen.edges.len(), seen.broken.len()),
        }
    }
}

impl Seen {
    /// Keeps a request that was right and taken, where it is fuller than the one that is kept.
    fn keep(&mut self, case: &Case) {
        let mut places: Vec<_> = place::all(&case.value)
            .into_iter()
            .map(|(at, _)| place::of(&at))
            .collect();
        places.sort();
        places.dedup();
        let kept = self.good.get(&case.operation).map_or(0, |(full, _)| *full);
        if places.len() > kept {
            let good = (places.len(), case.value.clone());
            self.good.insert(case.operation, good);
        }
    }

    fn learn(&mut self, case: &Case) {
        if self.values.len() > MOST_PLACES {
            return;
        }
        for (at, value) in place::all(&case.value).into_iter().take(MOST_LEARNED) {
            let scalar = !value.is_array() && !value.is_object();
            if scalar && value.as_str().is_none_or(|text| text.len() < MOST_TEXT) {
                let values = self
                    .values
                    .entry((case.operation, place::of(&at)))
                    .or_default();
                if values.len() < MOST_VALUES && !values.contains(value) {
                    values.push(value.clone());
                }
            }
        }
    }
}

fn of_earlier(finding: &crate::Finding) -> Known {
    Known::of(finding.clone(), &finding.signature)
}

/// Tells answers apart that a person would call different.
fn kind_of(case: &Case, trial: &Trial) -> String {
    let mut kind = format!("{} ", case.operation);
    for answer in &trial.exchange.answers {
        match &answer.outcome {
            Outcome::Silent(_) => kind.push_str("- "),
            Outcome::Frames(frames) => {
                for frame in frames.iter().take(MOST_FRAMES) {
                    kind.push_str(&shape(frame.to_string().as_bytes()));
                }
            }
            Outcome::Replied(reply) => {
                kind.push_str(&reply.status.to_string());
                kind.push(' ');
                kind.push_str(&shape(&reply.body));
            }
        }
        let slow = answer.elapsed.as_millis().checked_ilog2().unwrap_or(0);
        if slow > 5 {
            let _ = write!(kind, " slow{slow}");
        }
    }
    kind
}

/// The names of members in a body, with what stands in short texts.
fn shape(body: &[u8]) -> String {
    let mut shape = String::new();
    let Ok(value) = frontdesk_json::read(&body[..body.len().min(MOST_SHAPE)]) else {
        return crate::checks::plain_text(body);
    };
    for (at, value) in place::all(&value).into_iter().take(60) {
        shape.push_str(&place::of(&at).to_string());
        shape.push_str(super::feature::type_name(value));
        shape.push(' ');
    }
    shape
}

fn small(case: &Case) -> bool {
    place::all(&case.value).len() < 400 && case.value.to_string().len() < 16 * 1024
}

const OFTEN: u64 = 20;
const SAMPLE: u64 = 10;
const ENOUGH_TAKEN: u64 = 1_000;
const LONG: Duration = Duration::from_secs(1);
const MOST_CLASSES: usize = 200;
const LOOK_UP: Duration = Duration::from_millis(50);
const MOST_EDGES: usize = 20_000;
const MOST_FRAMES: usize = 12;
const MOST_KINDS: usize = 600;
const MOST_PLACES: usize = 4_000;
const MOST_LEARNED: usize = 300;
const MOST_VALUES: usize = 6;
const MOST_TEXT: usize = 200;
const MOST_SHAPE: usize = 64 * 1024;
