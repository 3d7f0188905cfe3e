use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    closed: bool,
}

/// What waits of one kind, and what is known of the kind.
#[derive(Default)]
pub(super) struct Lane {
    /// What no known cause explains.
    strange: VecDeque<Suspect>,
    /// What a known cause may explain.
    familiar: VecDeque<Suspect>,
    /// How many are being looked into.
    open: usize,
    /// How often one was looked into.
    looked: u64,
    /// How many there were.
    pub(super) seen: u64,
    /// How many came once and never again.
    pub(super) fleeting: u64,
    /// How many causes it has.
    pub(super) causes: usize,
}

impl Triage {
    /// Puts a failure to the others of its kind; where there are many of them, it is only counted.
    pub(super) fn put(&self, suspect: Suspect, is_familiar: bool) {
        let mut lanes = self.lanes();
        let lane = lanes.of.entry(suspect.kind()).or_default();
        lane.seen += 1;
        let (queue, most) = if is_familiar {
            (&mut lane.familiar, MOST_FAMILIAR)
        } else {
            (&mut lane.strange, MOST_STRANGE)
        };
        if queue.len() < most {
            queue.push_back(suspect);
            drop(lanes);
            self.arrived.notify_one();
        }
    }

    /// Waits for the failure whose turn it is; `None` once nothing comes any more.
    pub(super) async fn next(&self) -> Option<Suspect> {
        loop {
            let arrived = self.arrived.notified();
            {
                let mut lanes = self.lanes();
                if let Some(suspect) = lanes.take() {
                    if lanes.of.values().any(|lane| !lane.is_empty()) {
                        // One note stands for everything that came while nobody waited.
                        self.arrived.notify_one();
                    }
                    return Some(suspect);
                }
                if lanes.closed {
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
    }

    /// Tells whether anything is being looked into, or waits for it that no known cause explains.
    pub(super) fn is_busy(&self) -> bool {
        let lanes = self.lanes();
        let mut lanes = lanes.of.values();
        lanes.any(|lane| lane.open > 0 || !lane.strange.is_empty())
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
        change(self.lanes().of.entry(kind.clone()).or_default())
    }

    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lanes {
    fn take(&mut self) -> Option<Suspect> {
        let waiting = self.of.iter_mut().filter(|(_, lane)| !lane.is_empty());
        // What takes long to ask about waits until there is nothing else.
        let (_, lane) = waiting.min_by_key(|((_, check, _), lane)| {
            let slow = matches!(*check, "slow" | "hang");
            (slow, lane.strange.is_empty(), lane.open, lane.looked)
        })?;
        lane.open += 1;
        lane.looked += 1;
        lane.strange
            .pop_front()
            .or_else(|| lane.familiar.pop_front())
    }
}

impl Lane {
    fn is_empty(&self) -> bool {
        self.strange.is_empty() && self.familiar.is_empty()
    }
}

const MOST_STRANGE: usize = 64;
const MOST_FAMILIAR: usize = 4;

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
            checks.push(taken.suspicion.check.as_str());
            triage.done(&taken.kind());
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
        assert_eq!(taken.case.value, json!(2));
        triage.close();
        assert_eq!(
            triage.next().await.map(|of| of.case.value),
            Some(json!(1)),
            "what waits is taken before the end"
        );
        assert!(triage.next().await.is_none());
        assert!(triage.next().await.is_none());
    }
}
