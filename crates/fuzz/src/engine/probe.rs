use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use frontdesk_report::RuleId;

use super::freshen::{Fixed, freshened, new, renewed, ways};
use super::shared::Shared;
use crate::case::Case;
use crate::checks::same_text;
use crate::expectation::Expectation;
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

/// Asks the endpoint whether a changed request still fails in the same way.
pub(super) struct Probe<'s, T> {
    pub(super) shared: &'s Shared<T>,
    pub(super) like: Like,
    /// How many times a request may still be tried, each as often in a row as it must fail.
    pub(super) budget: u32,
    /// How often a request is sent before it counts as one that does not fail.
    pub(super) tries: u32,
    /// Whether ids must be new in each request.
    pub(super) fresh: bool,
    /// How often in a row a request must fail, where others fail now and then.
    pub(super) confirmations: u32,
    /// How many answers without the fault said nothing.
    pub(super) unclear: u32,
    /// What may change where ids must be new.
    pub(super) fixed: Fixed,
    /// When there is no more time for this question.
    pub(super) until: Instant,
    /// For how long an endpoint is waited for that is busy with something else.
    pub(super) patience: Duration,
    /// What is taken for the answer that never comes, where it is not waited for to the end.
    pub(super) hurry: Option<Hurry>,
    /// Whether an answer is waited for as long as is allowed.
    pub(super) is_patient: bool,
    /// The checks that find something else in the failing case, which says nothing where it stays.
    pub(super) beside: Vec<RuleId>,
}

/// After how long an answer is taken for one that never comes, and the trial that stands for it.
pub(super) struct Hurry {
    pub(super) after: Duration,
    pub(super) instead: Trial,
}

/// What failing in the same way means.
#[derive(Clone, Debug)]
pub(super) struct Like {
    pub(super) check: &'static str,
    pub(super) coarse: String,
    /// The words of the answer, where they say something.
    pub(super) fine: Option<String>,
    /// The status of the answer that failed.
    pub(super) status: Option<u16>,
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
                && self
                    .fine
                    .as_ref()
                    .is_none_or(|wanted| same_text(wanted, fine))
        })
    }
}

impl<T: Target> Probe<'_, T> {
    /// Tells whether nothing more can be asked.
    pub(super) fn is_spent(&self) -> bool {
        self.budget == 0 || self.shared.is_over() || Instant::now() > self.until
    }

    /// Sends a case, and tells whether it fails no more; no, where that cannot be said.
    pub(super) async fn cured(&mut self, case: &Case) -> bool {
        match self.ask(case).await {
            Asked::Passes(trial) => {
                let says = self.is_conclusive(&trial);
                self.unclear += u32::from(!says);
                says
            }
            Asked::Fails(_) | Asked::Nothing => false,
        }
    }

    /// Sends a case, and returns what came where it still fails.
    pub(super) async fn fails(&mut self, case: &Case) -> Option<(Trial, Suspicion)> {
        match self.ask(case).await {
            Asked::Fails(found) => Some(*found),
            Asked::Passes(_) | Asked::Nothing => None,
        }
    }

    /// Sends a case, and returns what came where it fails no more.
    pub(super) async fn passes(
        &mut self,
        case: &Case,
    ) -> Result<Option<Trial>, (Trial, Suspicion)> {
        match self.ask(case).await {
            Asked::Fails(found) => Err(*found),
            Asked::Passes(trial) => Ok(Some(*trial)),
            Asked::Nothing => Ok(None),
        }
    }

    /// Sends a case until it passes as often as it may, or fails as often as it must.
    async fn ask(&mut self, case: &Case) -> Asked {
        let mut passed = Asked::Nothing;
        // Where anything fails now and then, an answer may be by that and say nothing.
        let mut unsteady = if self.shared.is_unsteady(case.operation) {
            MOST_UNCLEAR
        } else {
            0
        };
        for _ in 0..self.tries {
            if self.is_spent() {
                // Whoever asks on and on can be stopped here.
                tokio::task::yield_now().await;
                return passed;
            }
            self.budget -= 1;
            let mut failed = None;
            let mut sent = 0;
            while sent < self.confirmations {
                let Some(trial) = self.once(case).await else {
                    return passed;
                };
                if unsteady > 0 && self.like.of(&trial).is_none() && !self.is_conclusive(&trial) {
                    unsteady -= 1;
                    continue;
                }
                sent += 1;
                let Some(suspicion) = self.failing(case, &trial) else {
                    (passed, failed) = (Asked::Passes(Box::new(trial)), None);
                    break;
                };
                failed = Some(Box::new((trial, suspicion)));
            }
            if let Some(found) = failed {
                return Asked::Fails(found);
            }
        }
        passed
    }

    async fn once(&mut self, case: &Case) -> Option<Trial> {
        if self.shared.is_over() {
            return None;
        }
        let started = Instant::now();
        let mut case = renewed(self.shared, case.clone(), &self.fixed);
        if self.fresh {
            let salt = salt(self.shared.options.seed);
            case = freshened(self.shared, &case, salt, &self.fixed);
        }
        let attempt = async {
            if self.is_patient {
                self.shared.attempt_patiently(&case).await
            } else {
                self.shared.attempt(&case).await
            }
        };
        let trial = tokio::select! {
            trial = attempt => Some(trial),
            () = self.shared.ended() => None,
            trial = never(self.hurry.as_ref()) => Some(trial),
        };
        // While the endpoint is busy with something else, nobody's time passes.
        let is_slow = matches!(self.like.check, "slow" | "hang" | "crash");
        let took = started.elapsed();
        if !is_slow && took > BUSY && self.patience > took {
            self.patience -= took;
            self.until += took;
        }
        trial
    }

    fn failing(&self, case: &Case, trial: &Trial) -> Option<Suspicion> {
        let suspicion = self.like.of(trial)?;
        let early = self.like.later && suspicion.answer == 0 && case.repeat().is_some();
        (!early).then(|| suspicion.clone())
    }

    /// Finds ways to make the failing case another with which it fails all the same.
    ///
    /// Only these say nothing about the cause, where an endpoint knows what was sent before.
    pub(super) async fn find_neutral(&mut self, case: &Case) {
        if !self.fresh {
            return;
        }
        let mut asked = 0;
        let mut neutral = Vec::new();
        let mut known = self.fixed.neutral.clone();
        known.extend(
            ways(case)
                .into_iter()
                .filter(|way| !self.fixed.neutral.contains(way)),
        );
        for way in known {
            if asked == MOST_WAYS || neutral.len() == ENOUGH_WAYS {
                break;
            }
            let salt = salt(self.shared.options.seed);
            let Some(other) = new(self.shared, case, salt, &self.fixed, &way) else {
                continue;
            };
            asked += 1;
            self.fresh = false;
            if self.fails(&other).await.is_some() {
                neutral.push(way);
            }
            self.fresh = true;
        }
        if !neutral.is_empty() {
            self.fixed.neutral = neutral;
        }
    }

    /// Tells whether an answer without the fault says that the fault is gone.
    ///
    /// It does not where the endpoint got as far as another fault, or refused for the state that
    /// things are in.
    fn is_conclusive(&self, trial: &Trial) -> bool {
        let is_other = |suspicion: &Suspicion| {
            !matches!(suspicion.check.as_str(), "leniency" | "slow")
                && suspicion.check.as_str() != self.like.check
                && !self.beside.contains(&suspicion.check)
        };
        let wanted = trial.expectation == Expectation::Accepted;
        let of_state = trial.exchange.answers.iter().any(|answer| {
            answer.reply().is_some_and(|reply| {
                let status = reply.status;
                let is_of_state = matches!(status, 401 | 403 | 408..=410 | 412 | 423 | 425 | 429);
                // A right request may be refused by rules that no schema says.
                let is_refused = wanted && (400..500).contains(&status);
                (is_of_state || is_refused || status >= 500) && self.like.status != Some(status)
            })
        });
        !(of_state || wanted && trial.suspicions.iter().any(is_other))
    }
}

/// Returns the trial of an answer that never comes, once it was waited for long enough.
async fn never(hurry: Option<&Hurry>) -> Trial {
    match hurry {
        Some(hurry) => {
            tokio::time::sleep(hurry.after).await;
            hurry.instead.clone()
        }
        None => std::future::pending().await,
    }
}

/// What a question came to.
enum Asked {
    Fails(Box<(Trial, Suspicion)>),
    Passes(Box<Trial>),
    /// There was no time left to ask.
    Nothing,
}

const MOST_UNCLEAR: u32 = 6;
const BUSY: Duration = Duration::from_millis(500);
const MOST_WAYS: usize = 10;
const ENOUGH_WAYS: usize = 3;

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

/// Tells whether a request is right, or wrong by the same thing and no more than before.
pub(super) fn alike(was: &Expectation, is: &Expectation) -> bool {
    match (was, is) {
        (Expectation::Refused(was), Expectation::Refused(is)) => {
            was.keyword == is.keyword
                && was.place() == is.place()
                && is.also.len() <= was.also.len()
        }
        _ => same_label(was, is),
    }
}

/// Draws a number that no request had before.
pub(super) fn salt(seed: u64) -> u64 {
    static SALT: AtomicU64 = AtomicU64::new(1);
    let turn = SALT.fetch_add(1, Ordering::Relaxed);
    (turn.wrapping_mul(7_919) ^ seed.rotate_left(17)) % 1_000_000_007
}
