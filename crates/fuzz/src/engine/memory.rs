use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use super::freshen::{Fixed, Way, about, changed, freshened, ways};
use super::probe::salt;
use super::shared::Shared;
use crate::case::{Case, Phase};
use crate::expectation::Expectation;
use crate::target::{Target, Trial};

/// Which operations know what was sent before.
#[derive(Default)]
pub(super) struct Memories {
    /// Operations that were seen to answer otherwise to what was sent before, and ways to make a right
    /// request another that is taken.
    remembering: Mutex<BTreeMap<usize, Vec<Way>>>,
    /// For each operation that was asked whether it does.
    asked: Mutex<BTreeMap<usize, Arc<OnceCell<()>>>>,
    /// How often a way past a state was looked for, by operation.
    sought: Mutex<BTreeMap<usize, u32>>,
    /// What was sent to operations that remember, as hashes.
    sent: Mutex<HashSet<u64>>,
}

impl<T: Target> Shared<T> {
    /// Tells whether an operation answers otherwise to what was sent before.
    pub(super) fn remembers(&self, operation: usize) -> bool {
        let remembering = self.memories.remembering.lock();
        let remembering = remembering.unwrap_or_else(PoisonError::into_inner);
        remembering.contains_key(&operation)
    }

    /// Notes that an operation does.
    pub(super) fn note_memory(&self, operation: usize, ways: Vec<Way>) {
        let remembering = self.memories.remembering.lock();
        let mut remembering = remembering.unwrap_or_else(PoisonError::into_inner);
        remembering.entry(operation).or_default().extend(ways);
    }

    /// Notes what is sent to an operation that remembers.
    pub(super) fn note_sent(&self, case: &Case) {
        if self.remembers(case.operation) {
            let sent = self.memories.sent.lock();
            let mut sent = sent.unwrap_or_else(PoisonError::into_inner);
            if sent.len() >= MOST_SENT {
                sent.clear();
            }
            sent.insert(hash(case));
        }
    }

    /// Tells whether the same was sent to an operation that remembers.
    pub(super) fn was_sent(&self, case: &Case) -> bool {
        let sent = self.memories.sent.lock();
        let sent = sent.unwrap_or_else(PoisonError::into_inner);
        sent.contains(&hash(case))
    }

    /// Lists ways to make a right request another that an operation takes as well.
    pub(super) fn ways(&self, operation: usize) -> Vec<Way> {
        let remembering = self.memories.remembering.lock();
        let remembering = remembering.unwrap_or_else(PoisonError::into_inner);
        remembering.get(&operation).cloned().unwrap_or_default()
    }

    /// Asks once whether an operation answers otherwise to a right request that was sent before.
    pub(super) async fn ask_for_memory(&self, operation: usize) {
        let cell = {
            let asked = self.memories.asked.lock();
            let mut asked = asked.unwrap_or_else(PoisonError::into_inner);
            Arc::clone(asked.entry(operation).or_default())
        };
        if self.has_good(operation) {
            cell.get_or_init(|| self.try_memory(operation)).await;
        }
    }

    /// Finds the way past a state that stands between a right request and its answer, such as a key
    /// that another request has used; returns the request that went it, and what came.
    pub(super) async fn past_state(&self, case: &Case, trial: &Trial) -> Option<(Case, Trial)> {
        if case.repeat().is_some() || !is_of_state(trial) {
            return None;
        }
        {
            let sought = self.memories.sought.lock();
            let mut sought = sought.unwrap_or_else(PoisonError::into_inner);
            let times = sought.entry(case.operation).or_default();
            if *times == MOST_SOUGHT {
                return None;
            }
            *times += 1;
        }
        let fixed = Fixed {
            about: about(self, case).unwrap_or_default(),
            neutral: self.ways(case.operation),
            keeps_keys: false,
        };
        let known = fixed.neutral.iter().cloned();
        let others = ways(case);
        for way in known.chain(others).take(MOST_LOOKED_FOR) {
            let salt = salt(self.options.seed);
            let Some(other) = changed(self, case, salt, &fixed, &way) else {
                continue;
            };
            let trial = self.attempt(&other).await;
            if !is_of_state(&trial) {
                if !fixed.neutral.contains(&way) {
                    self.note_memory(case.operation, vec![way]);
                }
                return Some((other, trial));
            }
        }
        None
    }

    async fn try_memory(&self, operation: usize) {
        let Some(good) = self.good(operation) else {
            return;
        };
        let good = Case::plain(operation, Phase::Search, "a right request", good);
        let is_good = |trial: &Trial| {
            let reply = trial.exchange.answers.first().and_then(|of| of.reply());
            reply.is_none_or(crate::Reply::is_success) && trial.suspicions.is_empty()
        };
        // What fails now and then does not do so every time that it should not.
        for _ in 0..ROUNDS {
            let salt = salt(self.options.seed);
            let fresh = freshened(self, &good, salt, &Fixed::default());
            let first = self.attempt(&fresh).await;
            if !is_good(&first) || is_good(&self.attempt(&fresh).await) {
                return;
            }
        }
        let mut neutral = Vec::new();
        for way in ways(&good).into_iter().take(MOST_WAYS) {
            let salt = salt(self.options.seed);
            if let Some(other) = changed(self, &good, salt, &Fixed::default(), &way)
                && is_good(&self.attempt(&other).await)
            {
                neutral.push(way);
            }
        }
        self.note_memory(operation, neutral);
    }
}

fn hash(case: &Case) -> u64 {
    let mut hasher = DefaultHasher::new();
    (case.operation, &case.value).hash(&mut hasher);
    hasher.finish()
}

/// Tells whether a right request was refused for the state that things are in.
fn is_of_state(trial: &Trial) -> bool {
    let reply = trial.exchange.answers.first().and_then(|of| of.reply());
    trial.expectation == Expectation::Accepted
        && reply.is_some_and(|reply| matches!(reply.status, 409 | 412 | 423))
}

const MOST_SENT: usize = 500_000;
const MOST_SOUGHT: u32 = 12;
const MOST_LOOKED_FOR: usize = 30;
const ROUNDS: u32 = 3;
const MOST_WAYS: usize = 10;
