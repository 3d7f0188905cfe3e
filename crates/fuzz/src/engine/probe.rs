use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use super::freshen::freshened;
use super::shared::Shared;
use crate::case::Case;
use crate::expectation::Expectation;
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

/// Asks the endpoint whether a changed request still fails in the same way.
pub(super) struct Probe<'s, T> {
    pub(super) shared: &'s Shared<T>,
    pub(super) like: Like,
    /// How many requests may still be sent.
    pub(super) budget: u32,
    /// How often a request is sent before it counts as one that does not fail.
    pub(super) tries: u32,
    /// Whether ids must be new in each request.
    pub(super) fresh: bool,
    /// When there is no more time for this question.
    pub(super) until: Instant,
}

/// What failing in the same way means.
#[derive(Clone, Debug)]
pub(super) struct Like {
    pub(super) check: &'static str,
    pub(super) coarse: String,
    /// The words of the answer, where they say something.
    pub(super) fine: Option<String>,
    /// Whether it is a later answer that fails, the first being as it should be.
    pub(super) later: bool,
}

impl Like {
    /// Finds the suspicion of a trial that is of this kind.
    pub(super) fn of<'t>(&self, trial: &'t Trial) -> Option<&'t Suspicion> {
        trial.suspicions.iter().find(|suspicion| {
            let (coarse, fine) = halves(&suspicion.signature);
            suspicion.check.as_str() == self.check
                && coarse == self.coarse
                && self.fine.as_ref().is_none_or(|wanted| wanted == fine)
        })
    }
}

impl<T: Target> Probe<'_, T> {
    /// Tells whether nothing more can be asked.
    pub(super) fn is_spent(&self) -> bool {
        self.budget == 0 || self.shared.is_over() || Instant::now() > self.until
    }

    /// Sends a case, and tells whether it fails no more; no, where nothing can be asked.
    pub(super) async fn cured(&mut self, case: &Case) -> bool {
        self.fails(case).await.is_none() && !self.is_spent()
    }

    /// Sends a case, and returns what came where it still fails.
    pub(super) async fn fails(&mut self, case: &Case) -> Option<(Trial, Suspicion)> {
        for _ in 0..self.tries {
            if self.is_spent() {
                return None;
            }
            self.budget -= 1;
            let case_now = if self.fresh {
                freshened(self.shared, case, salt(self.shared.options.seed))
            } else {
                case.clone()
            };
            let trial = tokio::select! {
                trial = self.shared.attempt(&case_now) => trial,
                () = self.shared.ended() => return None,
            };
            if let Some(suspicion) = self.like.of(&trial) {
                let early = self.like.later && suspicion.answer == 0 && case.repeat().is_some();
                if !early {
                    let suspicion = suspicion.clone();
                    return Some((trial, suspicion));
                }
            }
        }
        None
    }
}

/// Splits a signature into what stays the same and the words of the answer.
pub(super) fn halves(signature: &str) -> (&str, &str) {
    signature.split_once('|').unwrap_or((signature, ""))
}

/// Names the class of a suspicion: the check and, where it is about one, the status.
pub(super) fn class(suspicion: &Suspicion) -> String {
    let (coarse, fine) = halves(&suspicion.signature);
    match suspicion.check.as_str() {
        "invalid-accepted" => "invalid-accepted".to_owned(),
        check => format!("{check} {coarse}|{fine}"),
    }
}

/// Tells whether two requests are right or wrong in the same way.
pub(super) fn same_label(one: &Expectation, other: &Expectation) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// Draws a number that no request had before.
pub(super) fn salt(seed: u64) -> u64 {
    static SALT: AtomicU64 = AtomicU64::new(1);
    let turn = SALT.fetch_add(1, Ordering::Relaxed);
    (turn.wrapping_mul(7_919) ^ seed.rotate_left(17)) % 1_000_000_007
}
