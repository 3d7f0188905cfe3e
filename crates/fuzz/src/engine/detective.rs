use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

use super::derive::{Cause, derive};
use super::explain::Explained;
use super::flaky::{Confirmed, confirm};
use super::freshen::Fixed;
use super::known::Known;
use super::probe::{Like, Probe, halves};
use super::recast::plainly_spelled;
use super::shared::Shared;
use super::shrink::shrink;
use super::triage::{Kind, Suspect, kind_of};
use super::words::sentence;
use crate::case::{Case, Repeat};
use crate::finding::Finding;
use crate::progress::Event;
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

/// Tells failures apart by cause, one after the other.
pub(super) struct Detective<'s, T> {
    pub(super) shared: &'s Shared<T>,
}

impl<'s, T: Target> Detective<'s, T> {
    pub(super) fn new(shared: &'s Shared<T>) -> Self {
        Self { shared }
    }

    /// Reports what there is no time left to look into: a failure of which nothing else of its kind
    /// is known, where it came more than once.
    pub(super) fn leave(&self, suspect: Suspect) {
        let kind = suspect.kind();
        let known = self.shared.known();
        let same = |known: &Known| {
            (
                known.operation,
                known.finding.check.as_str(),
                &*known.coarse,
            ) == (kind.0, kind.1, &*kind.2)
        };
        let Suspect {
            case,
            trial,
            suspicion,
        } = suspect;
        let once = self.shared.triage.with(&kind, |lane| lane.seen < 2);
        let explained = self.shared.explain(&case, &trial, &suspicion).is_some();
        if once || explained || kind.1 == "slow" || known.iter().any(same) {
            return;
        }
        let reason = Cause {
            cut_short: true,
            ..Cause::default()
        };
        self.file(case, &trial, &suspicion, reason, None);
    }

    /// Looks into a failure: by which known cause it is, or by which new one.
    pub(super) async fn look_into(&self, suspect: Suspect) {
        let Suspect {
            mut case,
            trial,
            mut suspicion,
        } = suspect;
        let mut trial = Arc::unwrap_or_clone(trial);
        self.shared.ask_for_memory(case.operation).await;
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
            let explained = self.shared.explain(&case, &trial, &suspicion);
            let Some((explained, known)) =
                explained.and_then(|of| Some((of, self.shared.known_at(of)?)))
            else {
                break;
            };
            if known.is_always() && known.finding.rate.is_some() {
                // What comes and goes does not fail three times in a row.
                let mut probe = self.probe(&case, &suspicion, BUDGET_AGAIN);
                for _ in 0..BUDGET_AGAIN {
                    if probe.fails(&case).await.is_none() {
                        return self.shared.count(explained);
                    }
                }
                break;
            }
            let mut probe = self.probe(&case, &suspicion, BUDGET_REPAIR);
            probe.like.fine = None;
            if let Explained::History(_) = explained {
                // What was not sent before does not fail by having been.
                probe.fresh = true;
                match probe.fails(&case).await {
                    None => return self.shared.count(explained),
                    Some(_) => break,
                }
            }
            let repaired = known.repaired(&case);
            let Some(repaired) = repaired.filter(|_| !self.shared.is_plain(explained)) else {
                return self.shared.count(explained);
            };
            match probe.fails(&repaired).await {
                None => return self.shared.count(explained),
                Some(found) => (case, (trial, suspicion)) = (repaired, found),
            }
        }
        self.new_cause(case, trial, suspicion).await;
    }

    pub(super) fn probe(&self, case: &Case, suspicion: &Suspicion, budget: u32) -> Probe<'s, T> {
        let (coarse, fine) = halves(&suspicion.signature);
        Probe {
            shared: self.shared,
            like: Like {
                check: suspicion.check.as_str(),
                coarse: coarse.to_owned(),
                fine: Some(fine.to_owned()),
                status: suspicion.symptom.status(),
                later: suspicion.answer > 0 && case.repeat() == Some(Repeat::Again),
            },
            budget,
            tries: 1,
            confirmations: if self.shared.is_fickle(&kind_of(case, suspicion)) {
                FICKLE
            } else {
                1
            },
            fixed: Fixed {
                about: Vec::new(),
                neutral: self.shared.ways(case.operation),
            },
            fresh: case.repeat().is_some() || self.shared.remembers(case.operation),
            until: Instant::now() + TIME,
        }
    }

    async fn new_cause(&self, mut case: Case, trial: Trial, mut suspicion: Suspicion) {
        if suspicion.check.as_str() == "invalid-accepted" {
            (case, suspicion) = self.one_wrong(case, suspicion).await;
        }
        let check = suspicion.check.as_str();
        let kind = kind_of(&case, &suspicion);
        let mut probe = self.probe(&case, &suspicion, BUDGET_CONFIRM);
        probe.find_neutral(&case).await;
        let mut confirmed = confirm(&mut probe, &case).await;
        if matches!(confirmed, Confirmed::Never) && probe.fresh {
            // What was never sent does not fail: it may have been sent before.
            if let Some(again) = self.only_again(&case, &suspicion).await {
                (case, suspicion) = again;
                probe = self.probe(&case, &suspicion, BUDGET_CONFIRM);
                probe.find_neutral(&case).await;
                confirmed = confirm(&mut probe, &case).await;
            }
        }
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
                return self.leave(Suspect {
                    case,
                    trial: Arc::new(trial),
                    suspicion,
                });
            }
            Confirmed::Never => return self.fleeting(&kind, case, &trial, &suspicion),
        };
        let causes = self.shared.triage.with(&kind, |lane| {
            lane.causes += 1;
            lane.causes
        });
        if causes > MOST_CAUSES {
            return;
        }
        let (case, found) = match rate {
            None => {
                let (case, found) = self.untwisted(&mut probe, case, found).await;
                let fresh = probe.fresh;
                let (case, found) = self.of_state(&mut probe, case, found).await;
                if !fresh {
                    probe.find_neutral(&case).await;
                }
                (case, found)
            }
            Some(_) => (case, found),
        };
        if let (Some(rate), Some(model)) = (rate, self.shared.good(case.operation)) {
            // What comes and goes with another request as well is not about the request.
            let other = Case::plain(case.operation, case.phase, case.intent.clone(), model);
            let neutral =
                std::mem::replace(&mut probe.fixed.neutral, self.shared.ways(case.operation));
            probe.budget = BUDGET_CONFIRM * 2;
            probe.tries = (500 / u32::from(rate.max(1))).clamp(3, 150);
            if probe.fails(&other).await.is_some() {
                return self.file(case, &found.0, &found.1, Cause::default(), Some(rate));
            }
            probe.fixed.neutral = neutral;
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
        let (case, found) = match rate {
            None => (case, found),
            Some(_) => self.untwisted(&mut probe, case, found).await,
        };
        let (case, found) = self.righted(&mut probe, case, found).await;
        let (case, trial, suspicion) = shrink(&mut probe, (case, found.0, found.1)).await;
        // Somebody else may have found the same in the meantime.
        let explained = self.shared.explain(&case, &trial, &suspicion);
        if let Some(by @ Explained::Cause(_)) = explained {
            return self.shared.count(by);
        }
        probe.budget = BUDGET_DERIVE;
        probe.until = Instant::now() + time;
        let mut why = derive(&mut probe, &case, &trial.expectation).await;
        why.cut_short = probe.is_spent();
        if rate.is_none() && !why.cut_short && !self.stands(&probe, &case, &suspicion).await {
            // Something else than what is in the request was at work, and now is not.
            return self.fleeting(&kind, case, &trial, &suspicion);
        }
        if why.cut_short && why.features.is_empty() && causes > 1 {
            // It may well be what is known of this answer already: one cause is one finding.
            return;
        }
        self.file(case, &trial, &suspicion, why, rate);
    }

    /// Tells whether the smallest case still fails, however often it is sent.
    async fn stands(&self, probe: &Probe<'_, T>, case: &Case, suspicion: &Suspicion) -> bool {
        let fixed = probe.fixed.clone();
        let mut probe = self.probe(case, suspicion, BUDGET_STANDS);
        probe.fixed = fixed;
        probe.confirmations = BUDGET_STANDS;
        probe.like.fine = None;
        // A machine that is busy is slow now and then, and never so often.
        probe.fails(case).await.is_some() || self.shared.is_over()
    }

    /// Counts a failure that never came again: several of one kind are a bug that comes and goes.
    fn fleeting(&self, kind: &Kind, case: Case, trial: &Trial, suspicion: &Suspicion) {
        if suspicion.check.as_str() == "crash" && self.shared.is_over() {
            return;
        }
        let times = self.shared.triage.with(kind, |lane| {
            lane.fleeting += 1;
            lane.fleeting
        });
        // What was there before, or what comes and goes, may be all that it is.
        let remembers = self.shared.remembers(kind.0) || self.shared.is_fickle(kind);
        if kind.1 == "slow" || times != ENOUGH || remembers {
            return;
        }
        let requests = self
            .shared
            .requests
            .load(std::sync::atomic::Ordering::Relaxed)
            .max(1);
        let rate = u8::try_from(times * 100 / requests)
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
const BUDGET_STANDS: u32 = 3;
const BUDGET_SHRINK: u32 = 400;
const BUDGET_DERIVE: u32 = 250;
/// How long one question about a cause may take, where answers are slow.
const TIME: Duration = Duration::from_secs(6);
/// What fails one time in ten does not do so three times in a row.
const FICKLE: u32 = 3;
const MOST_TRIES: u32 = 12;
const MOST_KNOWN: usize = 8;
/// More causes with one kind of answer are one that is not understood.
const MOST_CAUSES: usize = 120;
const ENOUGH: u64 = 3;
