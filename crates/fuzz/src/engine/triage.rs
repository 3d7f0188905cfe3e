use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::probe::halves;
use crate::case::Case;
use crate::suspicion::Suspicion;
use crate::target::Trial;

/// A failure of a case, to be looked into.
#[derive(Clone)]
pub(super) struct Suspect {
    pub(super) case: Case,
    pub(super) trial: Arc<Trial>,
    pub(super) suspicion: Suspicion,
}

/// A kind of failures: the operation, the check, and what stays the same of the answer.
pub(super) type Kind = (usize, &'static str, String);

impl Suspect {
    pub(super) fn kind(&self) -> Kind {
        kind_of(&self.case, &self.suspicion)
    }
}

/// Names the kind of a failure.
pub(super) fn kind_of(case: &Case, suspicion: &Suspicion) -> Kind {
    let coarse = halves(&suspicion.signature).0.to_owned();
    (case.operation, suspicion.check.as_str(), coarse)
}

/// Failures that wait to be looked into; each kind has its turn, however many there are of others.
#[derive(Default)]
pub(super) struct Triage {
    lanes: Mutex<Lanes>,
    arrived: Notify,
}

#[derive(Default)]
struct Lanes {
    of: BTreeMap<Kind, Lane>,
    /// How many bytes everything that waits takes, roughly.
    held: usize,
    closed: bool,
}

/// What waits of one kind, and what is known of the kind.
#[derive(Default)]
pub(super) struct Lane {
    /// What no known cause explains.
    strange: VecDeque<Suspect>,
    /// What a known cause may explain.
    familiar: VecDeque<Suspect>,
    /// Whether answers of the kind are waited for, so that it takes long to ask about them.
    slow: bool,
    /// How many are being looked into.
    open: usize,
    /// How often one was looked into since a new cause was found.
    barren: u64,
    /// How many there were.
    pub(super) seen: u64,
    /// How many came once and never again.
    pub(super) fleeting: u64,
    /// How many causes it has.
    pub(super) causes: usize,
}

/// A failure whose turn it is.
pub(super) struct Taken {
    pub(super) suspect: Suspect,
    /// Whether it was known, when it was put, which cause may explain it.
    pub(super) is_familiar: bool,
}

impl Triage {
    /// Puts a failure to the others of its kind; tells whether there was room for it.
    pub(super) fn put(&self, suspect: Suspect, is_familiar: bool) -> bool {
        let mut lanes = self.lanes();
        lanes.lane(&suspect.kind()).seen += 1;
        let is_kept = lanes.push(suspect, is_familiar);
        drop(lanes);
        self.arrived.notify_one();
        is_kept
    }

    /// Puts a failure back that a cause explains which was found since.
    pub(super) fn put_back(&self, suspect: Suspect) -> bool {
        let mut lanes = self.lanes();
        let lane = lanes.lane(&suspect.kind());
        lane.barren = lane.barren.saturating_sub(1);
        lanes.push(suspect, true)
    }

    /// Waits for the failure whose turn it is; `None` once nothing comes any more.
    pub(super) async fn next(&self) -> Option<Taken> {
        loop {
            let arrived = self.arrived.notified();
            {
                let mut lanes = self.lanes();
                if let Some(taken) = lanes.take() {
                    if lanes.of.values().any(|lane| !lane.is_empty()) {
                        // One note stands for everything that came while nobody waited.
                        self.arrived.notify_one();
                    }
                    return Some(taken);
                }
                if lanes.closed && lanes.of.values().all(Lane::is_empty) {
                    // Whoever waits beside this one is to see it, too.
                    self.arrived.notify_one();
                    return None;
                }
            }
            arrived.await;
        }
    }

    /// Notes that a failure of a kind is no longer looked into.
    pub(super) fn done(&self, kind: &Kind) {
        let mut lanes = self.lanes();
        if let Some(lane) = lanes.of.get_mut(kind) {
            lane.open = lane.open.saturating_sub(1);
        }
        drop(lanes);
        // Something slow may have waited for this.
        self.arrived.notify_one();
    }

    /// Tells whether anything is being looked into, or waits for it that no known cause explains.
    pub(super) fn is_busy(&self) -> bool {
        let lanes = self.lanes();
        let mut lanes = lanes.of.values();
        lanes.any(|lane| lane.open > 0 || !lane.strange.is_empty())
    }

    /// Tells whether so much waits that is not understood that those who find more should let those
    /// who look into it go first.
    pub(super) fn is_crowded(&self) -> bool {
        let lanes = self.lanes();
        let waiting = lanes.of.values().filter(|lane| !lane.slow);
        waiting.map(|lane| lane.strange.len()).sum::<usize>() > CROWD
    }

    /// Says that nothing comes any more.
    pub(super) fn close(&self) {
        self.lanes().closed = true;
        self.arrived.notify_one();
    }

    /// Takes whatever still waits.
    pub(super) fn rest(&self) -> Vec<Suspect> {
        let mut lanes = self.lanes();
        let rest = lanes.of.values_mut().flat_map(|lane| {
            let strange = std::mem::take(&mut lane.strange);
            strange
                .into_iter()
                .chain(std::mem::take(&mut lane.familiar))
        });
        rest.collect()
    }

    /// Looks at or changes what is known of a kind.
    pub(super) fn with<R>(&self, kind: &Kind, change: impl FnOnce(&mut Lane) -> R) -> R {
        change(self.lanes().lane(kind))
    }

    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lanes {
    fn lane(&mut self, kind: &Kind) -> &mut Lane {
        self.of.entry(kind.clone()).or_default()
    }

    fn push(&mut self, suspect: Suspect, is_familiar: bool) -> bool {
        let (size, is_slow) = (suspect.size(), suspect.is_slow());
        let is_full = self.held + size > MOST_HELD;
        let lane = self.lane(&suspect.kind());
        lane.slow = is_slow;
        let (queue, most) = if is_familiar {
            (&mut lane.familiar, MOST_FAMILIAR)
        } else {
            (&mut lane.strange, MOST_STRANGE)
        };
        let has_room = queue.len() < most && (queue.is_empty() || !is_full);
        if has_room {
            queue.push_back(suspect);
            self.held += size;
        }
        has_room
    }

    fn take(&mut self) -> Option<Taken> {
        let open = |slow: bool| -> usize {
            let lanes = self.of.values().filter(|lane| lane.slow == slow);
            lanes.map(|lane| lane.open).sum()
        };
        let (slow_open, fast_open) = (open(true), open(false));
        // What takes long to ask about has one who asks, and a second where nobody else has work.
        let is_due = slow_open == 0 && fast_open > 0;
        let waiting = self
            .of
            .iter_mut()
            .filter(|(_, lane)| !lane.is_empty() && (!lane.slow || slow_open < MOST_SLOW));
        let (_, lane) = waiting.min_by_key(|(_, lane)| {
            let is_familiar = lane.strange.is_empty();
            // Where much was found there is more; but others are to have their turn.
            let merit = lane.barren + lane.open as u64 * 2;
            (is_familiar, lane.slow != is_due, merit, lane.open)
        })?;
        lane.open += 1;
        lane.barren += 1;
        let is_familiar = lane.strange.is_empty();
        let queue = if is_familiar {
            &mut lane.familiar
        } else {
            &mut lane.strange
        };
        let suspect = queue.pop_front()?;
        self.held = self.held.saturating_sub(suspect.size());
        Some(Taken {
            suspect,
            is_familiar,
        })
    }
}

impl Lane {
    /// Notes that a new cause was found.
    pub(super) fn bears(&mut self) {
        self.barren = 0;
    }

    fn is_empty(&self) -> bool {
        self.strange.is_empty() && self.familiar.is_empty()
    }
}

impl Suspect {
    /// Says how many bytes it takes, roughly: the request as a value, as bytes, and the answers.
    fn size(&self) -> usize {
        let exchange = &self.trial.exchange;
        let answers = exchange.answers.iter().filter_map(|answer| answer.reply());
        let replies: usize = answers.map(|reply| reply.body.len()).sum();
        exchange.request.body.len() * 4 + replies + LEAST_SIZE
    }

    /// Tells whether it took long to get an answer, or to get none.
    pub(super) fn is_slow(&self) -> bool {
        let mut answers = self.trial.exchange.answers.iter();
        answers.any(|answer| answer.elapsed > SLOW)
            || matches!(self.suspicion.check.as_str(), "slow" | "hang")
    }
}

/// So many wait at once that it takes a while to look into them.
const CROWD: usize = 24;
const MOST_STRANGE: usize = 500;
const MOST_FAMILIAR: usize = 50;
/// In bytes, for everything that waits.
const MOST_HELD: usize = 24 * 1024 * 1024;
const LEAST_SIZE: usize = 2 * 1024;
/// So many at once ask about what takes long.
const MOST_SLOW: usize = 2;
const SLOW: Duration = Duration::from_millis(400);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::case::Phase;
    use crate::exchange::Exchange;
    use crate::expectation::Expectation;
    use crate::request::Request;
    use crate::suspicion::{Expected, Symptom};
    use frontdesk_report::RuleId;

    fn suspect(check: &'static str, number: u64) -> Suspect {
        let exchange = Exchange {
            request: Request::nothing(),
            answers: Vec::new(),
        };
        Suspect {
            case: Case::plain(0, Phase::Search, "", json!(number)),
            trial: Arc::new(Trial {
                exchange,
                expectation: Expectation::Any,
                suspicions: Vec::new(),
                throttled: false,
            }),
            suspicion: Suspicion {
                check: RuleId::new(check),
                signature: "500|".to_owned(),
                symptom: Symptom::Cut,
                answer: 0,
                message: String::new(),
                expected: Expected::default(),
            },
        }
    }

    #[tokio::test]
    async fn a_flood_of_one_kind_does_not_hide_another() {
        let triage = Triage::default();
        for number in 0..1_000 {
            triage.put(suspect("server-error", number), false);
        }
        triage.put(suspect("leak", 1), false);
        triage.put(suspect("slow", 2), false);
        let mut checks = Vec::new();
        for _ in 0..4 {
            let taken = triage.next().await.expect("something waits");
            checks.push(taken.suspect.suspicion.check.as_str());
            triage.done(&taken.suspect.kind());
        }
        assert_eq!(checks[..2], ["leak", "server-error"]);
        assert!(!checks.contains(&"slow"), "{checks:?}");
        let seen = triage.with(&suspect("server-error", 0).kind(), |lane| lane.seen);
        assert_eq!(seen, 1_000);
    }

    #[tokio::test]
    async fn what_is_strange_comes_before_what_is_familiar() {
        let triage = Triage::default();
        triage.put(suspect("leak", 1), true);
        triage.put(suspect("leak", 2), false);
        let taken = triage.next().await.expect("something waits");
        assert_eq!(taken.suspect.case.value, json!(2));
        assert!(!taken.is_familiar);
        triage.close();
        assert_eq!(
            triage.next().await.map(|of| of.suspect.case.value),
            Some(json!(1)),
            "what waits is taken before the end"
        );
        assert!(triage.next().await.is_none());
        assert!(triage.next().await.is_none());
    }
}
