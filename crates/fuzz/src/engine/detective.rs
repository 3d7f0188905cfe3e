use std::collections::BTreeMap;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

use super::derive::{Cause, derive};
use super::flaky::{Confirmed, confirm};
use super::known::Known;
use super::probe::{Like, Probe, halves};
use super::recast::plainly_spelled;
use super::shared::Shared;
use super::shrink::shrink;
use super::words::sentence;
use crate::case::{Case, Repeat};
use crate::expectation::Expectation;
use crate::finding::Finding;
use crate::progress::Event;
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

/// A case that failed, to be looked into.
pub(super) struct Suspect {
    pub(super) case: Case,
    pub(super) trial: Trial,
}

impl Suspect {
    /// Tells whether nothing is wrong but the time that it takes.
    pub(super) fn is_slow(&self) -> bool {
        self.trial
            .suspicions
            .iter()
            .all(|of| matches!(of.check.as_str(), "slow" | "hang"))
    }
}

/// Tells failures apart by cause, one after the other.
pub(super) struct Detective<'s, T> {
    pub(super) shared: &'s Shared<T>,
    /// How many failures of a kind came once and never again.
    fleeting: BTreeMap<(usize, &'static str, String), u64>,
    /// How many failures there were of each kind.
    seen: BTreeMap<(usize, &'static str, String), u64>,
    /// How many causes of a kind there are.
    causes: BTreeMap<(usize, &'static str, String), usize>,
}

impl<'s, T: Target> Detective<'s, T> {
    pub(super) fn new(shared: &'s Shared<T>) -> Self {
        Self {
            shared,
            fleeting: BTreeMap::new(),
            seen: BTreeMap::new(),
            causes: BTreeMap::new(),
        }
    }

    /// Notes what there is no time left to look into.
    pub(super) fn leave(&mut self, suspect: &Suspect) {
        for suspicion in &suspect.trial.suspicions {
            if suspicion.check.as_str() != "leniency" {
                *self
                    .seen
                    .entry(kind_of(&suspect.case, suspicion))
                    .or_default() += 1;
                self.unasked(suspect.case.clone(), &suspect.trial, suspicion);
            }
        }
    }

    /// Reports a failure of which nothing else of its kind is known, where it came more than once.
    fn unasked(&self, case: Case, trial: &Trial, suspicion: &Suspicion) {
        let kind = kind_of(&case, suspicion);
        let times = self.seen.get(&kind).copied().unwrap_or_default();
        let known = self.shared.known();
        let same = |known: &Known| {
            (
                known.operation,
                known.finding.check.as_str(),
                &*known.coarse,
            ) == (kind.0, kind.1, &*kind.2)
        };
        if times < 2 || known.iter().any(same) || kind.1 == "slow" {
            return;
        }
        let reason = Cause {
            cut_short: true,
            ..Cause::default()
        };
        self.file(case, trial, suspicion, reason, None);
    }

    /// Looks into everything that is wrong with what came of a case.
    pub(super) async fn look_into(&mut self, suspect: Suspect) {
        let Suspect { case, trial } = suspect;
        for suspicion in trial.suspicions.clone() {
            if suspicion.check.as_str() != "leniency" {
                self.suspicion(case.clone(), &trial, suspicion).await;
            }
        }
    }

    async fn suspicion(&mut self, mut case: Case, trial: &Trial, mut suspicion: Suspicion) {
        let mut trial = trial.clone();
        let kind = kind_of(&case, &suspicion);
        *self.seen.entry(kind).or_default() += 1;
        if let Some(plain) = plainly_spelled(&case)
            && let Some(found) = self
                .probe(&case, &suspicion, BUDGET_REPAIR)
                .fails(&plain)
                .await
        {
            (case, (trial, suspicion)) = (plain, found);
        }
        // Each round takes one known cause out of the case, until it fails by none or by a new one.
        for _ in 0..MOST_KNOWN {
            let Some((index, known)) = self.explains(&case, &trial, &suspicion) else {
                break;
            };
            if known.is_always() && known.finding.rate.is_some() {
                // What comes and goes does not fail three times in a row.
                let mut probe = self.probe(&case, &suspicion, BUDGET_AGAIN);
                for _ in 0..BUDGET_AGAIN {
                    if probe.fails(&case).await.is_none() {
                        return self.count(index);
                    }
                }
                break;
            }
            let Some(repaired) = known.repaired(&case).filter(|_| !is_plain(&known)) else {
                return self.count(index);
            };
            let mut probe = self.probe(&case, &suspicion, BUDGET_REPAIR);
            probe.like.fine = None;
            match probe.fails(&repaired).await {
                None => return self.count(index),
                Some(found) => (case, (trial, suspicion)) = (repaired, found),
            }
        }
        self.new_cause(case, trial, suspicion).await;
    }

    /// Finds a known cause that the case has.
    fn explains(
        &self,
        case: &Case,
        trial: &Trial,
        suspicion: &Suspicion,
    ) -> Option<(usize, Known)> {
        let (coarse, fine) = halves(&suspicion.signature);
        let known = self
            .shared
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let same = |known: &&Known| {
            known.operation == case.operation
                && known.finding.check == suspicion.check.as_str()
                && known.coarse == coarse
        };
        let by_cause = known
            .iter()
            .position(|known| same(&known) && !known.is_always() && known.matches(case));
        let by_signature = || {
            // What has no cause in the request is told by the words of the answer.
            known
                .iter()
                .position(|known| same(&known) && known.is_always() && known.fine == fine)
        };
        let by_label = || {
            let Expectation::Refused(reason) = &trial.expectation else {
                return None;
            };
            let own = (
                reason.keyword.clone(),
                reason.schema.clone(),
                reason.place(),
            );
            known.iter().position(|known| {
                known.finding.check == "invalid-accepted"
                    && suspicion.check.as_str() == "invalid-accepted"
                    && known.operation == case.operation
                    && known
                        .breaks()
                        .is_some_and(|broken| broken == own || reason.also.contains(&broken))
            })
        };
        let index = by_cause.or_else(by_label).or_else(by_signature)?;
        Some((index, known[index].clone()))
    }

    fn count(&self, index: usize) {
        let mut known = self
            .shared
            .known
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get_mut(index) {
            known.finding.count += 1;
        }
    }

    pub(super) fn probe(&self, case: &Case, suspicion: &Suspicion, budget: u32) -> Probe<'s, T> {
        let (coarse, fine) = halves(&suspicion.signature);
        Probe {
            shared: self.shared,
            like: Like {
                check: suspicion.check.as_str(),
                coarse: coarse.to_owned(),
                fine: Some(fine.to_owned()),
                later: suspicion.answer > 0 && case.repeat() == Some(Repeat::Again),
            },
            budget,
            tries: 1,
            fresh: case.repeat().is_some(),
            until: Instant::now() + TIME,
        }
    }

    async fn new_cause(&mut self, mut case: Case, trial: Trial, mut suspicion: Suspicion) {
        if suspicion.check.as_str() == "invalid-accepted" {
            (case, suspicion) = self.one_wrong(case, suspicion).await;
        }
        let check = suspicion.check.as_str();
        let coarse = halves(&suspicion.signature).0.to_owned();
        let key = (case.operation, check, coarse);
        let mut probe = self.probe(&case, &suspicion, BUDGET_CONFIRM);
        let mut confirmed = confirm(&mut probe, &case).await;
        if matches!(confirmed, Confirmed::Never) {
            // The words may be others each time.
            probe.like.fine = None;
            probe.budget = BUDGET_CONFIRM;
            confirmed = confirm(&mut probe, &case).await;
        }
        let (found, rate) = match confirmed {
            Confirmed::Always(found) => (*found, None),
            Confirmed::Sometimes(found, rate) => (*found, Some(rate)),
            Confirmed::Never if self.shared.is_over() => {
                return self.unasked(case, &trial, &suspicion);
            }
            Confirmed::Never => return self.fleeting(key, case, &trial, &suspicion),
        };
        let causes = self.causes.entry(key.clone()).or_default();
        *causes += 1;
        if *causes > MOST_CAUSES {
            return;
        }
        let is_first = *causes == 1;
        let (case, found) = match rate {
            None => self.of_state(&mut probe, case, found).await,
            Some(_) => (case, found),
        };
        if let (Some(rate), Some(model)) = (rate, self.shared.target.model(case.operation)) {
            // What comes and goes with another request as well is not about the request.
            let other = Case::plain(case.operation, case.phase, case.intent.clone(), model);
            probe.budget = BUDGET_CONFIRM * 2;
            probe.tries = (500 / u32::from(rate.max(1))).clamp(3, 150);
            if probe.fails(&other).await.is_some() {
                return self.file(case, &found.0, &found.1, Cause::default(), Some(rate));
            }
        }
        let time = if check == "slow" { TIME * 2 } else { TIME };
        probe.budget = BUDGET_SHRINK;
        probe.until = Instant::now() + time;
        probe.tries = rate.map_or(1, |rate| {
            (300 / u32::from(rate.max(1))).clamp(2, MOST_TRIES)
        });
        if check == "slow" && rate.is_some() {
            // A machine that is busy is slow now and then.
            return;
        }
        let (case, found) = self.righted(&mut probe, case, found).await;
        let (case, trial, suspicion) = shrink(&mut probe, (case, found.0, found.1)).await;
        probe.budget = BUDGET_DERIVE;
        probe.until = Instant::now() + time;
        let mut why = derive(&mut probe, &case, &trial.expectation).await;
        why.cut_short = probe.is_spent();
        if why.cut_short && why.features.is_empty() && !is_first {
            // It may well be what is known of this answer already: one cause is one finding.
            return;
        }
        self.file(case, &trial, &suspicion, why, rate);
    }

    /// Counts a failure that never came again: several of one kind are a bug that comes and goes.
    fn fleeting(
        &mut self,
        key: (usize, &'static str, String),
        case: Case,
        trial: &Trial,
        suspicion: &Suspicion,
    ) {
        if suspicion.check.as_str() == "crash" && self.shared.is_over() {
            return;
        }
        let quiet = key.1 == "slow";
        let times = self.fleeting.entry(key).or_default();
        *times += 1;
        if quiet || *times != ENOUGH {
            return;
        }
        let requests = self
            .shared
            .requests
            .load(std::sync::atomic::Ordering::Relaxed)
            .max(1);
        let rate = u8::try_from(*times * 100 / requests)
            .unwrap_or(100)
            .clamp(1, 99);
        self.file(case, trial, suspicion, Cause::default(), Some(rate));
    }

    fn file(
        &self,
        case: Case,
        trial: &Trial,
        suspicion: &Suspicion,
        reason: Cause,
        rate: Option<u8>,
    ) {
        let (coarse, fine) = halves(&suspicion.signature);
        let operation = self.shared.target.operation(case.operation);
        let why = if reason.features.is_empty() && reason.cut_short {
            "by a cause that was not found in time".to_owned()
        } else {
            sentence(&reason.features)
        };
        let id = fingerprint(
            &operation,
            suspicion.check.as_str(),
            coarse,
            &reason.features,
        );
        let message = format!("{operation}: {}, {why}", suspicion.message);
        let finding = Finding {
            id: id.clone(),
            check: suspicion.check.as_str().to_owned(),
            operation,
            message: message.clone(),
            cause: reason.features,
            count: 1,
            rate,
            signature: suspicion.signature.clone(),
            expected: suspicion.expected.clone(),
            shown: self.shared.target.show(&case, &trial.exchange),
            sent: trial.exchange.request.clone(),
            symptom: suspicion.symptom.clone(),
            answer: suspicion.answer,
            case,
        };
        let mut known = self
            .shared
            .known
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let complete = !reason.cut_short;
        let new = Known {
            operation: finding.case.operation,
            coarse: coarse.to_owned(),
            fine: fine.to_owned(),
            cures: reason.cures,
            complete,
            finding,
        };
        let unknown = new.finding.cause.is_empty() && !complete;
        if let Some(same) = known.iter_mut().find(|known| {
            known.finding.id == id || known.covers(&new) || (unknown && known.is_like(&new))
        }) {
            same.finding.count += 1;
            return;
        }
        if let Some(old) = known.iter_mut().find(|old| new.covers(old)) {
            let count = old.finding.count + 1;
            *old = new;
            old.finding.count = count;
            return;
        }
        let good = self.shared.values_at(new.operation, &new.place());
        for old in known.iter_mut() {
            // The same, seen by another value.
            if let Some(piece) = old.piece_with(&new, &good) {
                old.generalise(piece);
                old.finding.count += 1;
                return;
            }
        }
        known.push(new);
        drop(known);
        (self.shared.watch)(Event::Found { id, message });
    }
}

/// Names the kind of a failure: the operation, the check, and what stays the same of the answer.
fn kind_of(case: &Case, suspicion: &Suspicion) -> (usize, &'static str, String) {
    let coarse = halves(&suspicion.signature).0.to_owned();
    (case.operation, suspicion.check.as_str(), coarse)
}

/// Tells whether nothing more is to be learnt from failures of a cause.
fn is_plain(known: &Known) -> bool {
    known.finding.count >= OFTEN && !known.finding.count.is_multiple_of(SAMPLE)
}

/// Names a cause in the same way in every run.
fn fingerprint(
    operation: &str,
    check: &str,
    coarse: &str,
    cause: &[super::feature::Feature],
) -> String {
    let mut parts: Vec<String> = cause.iter().map(ToString::to_string).collect();
    parts.sort();
    let mut hash = Sha256::new();
    for part in [operation, check, coarse]
        .into_iter()
        .chain(parts.iter().map(String::as_str))
    {
        hash.update(part);
        hash.update([0]);
    }
    let start = hash.finalize();
    start
        .iter()
        .take(6)
        .fold(String::new(), |id, byte| format!("{id}{byte:02x}"))
}

const BUDGET_REPAIR: u32 = 2;
const BUDGET_CONFIRM: u32 = 80;
pub(super) const BUDGET_AGAIN: u32 = 3;
const BUDGET_SHRINK: u32 = 400;
const BUDGET_DERIVE: u32 = 250;
/// How long one question about a cause may take, where answers are slow.
const TIME: Duration = Duration::from_secs(6);
const MOST_TRIES: u32 = 12;
const MOST_KNOWN: usize = 8;
/// More causes with one kind of answer are one that is not understood.
const MOST_CAUSES: usize = 120;
const ENOUGH: u64 = 3;
const OFTEN: u64 = 20;
const SAMPLE: u64 = 10;
