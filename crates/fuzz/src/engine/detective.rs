use std::sync::Arc;
use std::time::{Duration, Instant};

use super::certainty::{WAITED_FOR, time_for};
use super::derive::{Cause, derive};
use super::explain::Explained;
use super::flaky::{Confirmed, confirm};
use super::freshen::Fixed;
use super::probe::{Like, Probe, halves};
use super::recast::plainly_spelled;
use super::shared::Shared;
use super::shrink::{shrink, toward_good};
use super::triage::{Kind, Suspect, kind_of};
use crate::case::{Case, Repeat};
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

/// A case that fails when it is sent again.
struct Standing<'s, T> {
    probe: Probe<'s, T>,
    case: Case,
    found: (Trial, Suspicion),
    /// How many of a hundred times it fails, where it is not always.
    rate: Option<u8>,
}

/// Tells failures apart by cause, one after the other.
pub(super) struct Detective<'s, T> {
    pub(super) shared: &'s Shared<T>,
}

impl<'s, T: Target> Detective<'s, T> {
    pub(super) fn new(shared: &'s Shared<T>) -> Self {
        Self { shared }
    }

    /// Finds a known cause that may explain a failure, where nothing has to be asked first.
    pub(super) fn knows(&self, suspect: &Suspect) -> Option<Explained> {
        let explained = self
            .shared
            .explain(&suspect.case, &suspect.trial, &suspect.suspicion);
        explained.filter(|known| !self.shared.comes_and_goes(*known))
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
        if let Some((case, trial, suspicion)) = self.beyond_known(case, trial, suspicion).await {
            self.new_cause(case, trial, suspicion).await;
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
            unclear: 0,
            fixed: Fixed {
                about: Vec::new(),
                neutral: self.shared.ways(case.operation),
                keeps_keys: false,
            },
            fresh: case.repeat().is_some() || self.shared.remembers(case.operation),
            until: Instant::now() + TIME,
            patience: PATIENCE,
            hurry: None,
            is_patient: false,
            beside: Vec::new(),
        }
    }

    /// Finds out what a failure is by that no known cause explains, and files it.
    async fn new_cause(&self, mut case: Case, trial: Trial, mut suspicion: Suspicion) {
        if suspicion.check.as_str() == "invalid-accepted" {
            (case, suspicion) = self.one_wrong(case, suspicion).await;
        }
        if let Some(whenever) = self.shared.whenever(&case, &trial, &suspicion) {
            // What leads to the status is beside the point.
            let mut probe = self.probe(&case, &suspicion, BUDGET_SHRINK);
            let found = (trial, suspicion);
            let (case, found) = self.untwisted(&mut probe, case, found).await;
            let (case, trial, suspicion) = shrink(&mut probe, (case, found.0, found.1)).await;
            let why = Cause {
                whenever: Some(whenever),
                ..Cause::default()
            };
            return self.file(case, &trial, &suspicion, why, None);
        }
        let kind = kind_of(&case, &suspicion);
        let Some(Standing {
            mut probe,
            case,
            found,
            rate,
        }) = self.standing(&kind, case, trial, suspicion).await
        else {
            return;
        };
        let causes = self.shared.triage.with(&kind, |lane| {
            lane.causes += 1;
            lane.causes
        });
        if causes > MOST_CAUSES {
            return;
        }
        let (case, found) = match rate {
            None => self.plainest(&mut probe, case, found).await,
            // A machine that is busy is slow now and then.
            Some(_) if kind.1 == "slow" => return,
            Some(rate) if self.comes_and_goes(&mut probe, &case, &found.1, rate).await => {
                return self.file(case, &found.0, &found.1, Cause::default(), Some(rate));
            }
            Some(_) => (case, found),
        };
        let time = time_for(&found.0);
        probe.budget = BUDGET_SHRINK;
        probe.until = Instant::now() + time;
        probe.tries = rate.map_or(1, |rate| {
            (300 / u32::from(rate.max(1))).clamp(2, MOST_TRIES)
        });
        let (case, found) = match rate {
            None => (case, found),
            Some(_) => self.untwisted(&mut probe, case, found).await,
        };
        let (case, found) = self.righted(&mut probe, case, found).await;
        let (mut case, mut trial, mut suspicion) =
            shrink(&mut probe, (case, found.0, found.1)).await;
        let beside = trial.suspicions.iter().map(|other| other.check);
        probe.beside = beside.collect();
        // Somebody else may have found the same in the meantime.
        let explained = self.shared.explain(&case, &trial, &suspicion);
        if let Some(by @ Explained::Cause(_)) = explained {
            return self.shared.count(by);
        }
        probe.budget = BUDGET_DERIVE;
        probe.until = Instant::now() + time;
        let mut why = derive(&mut probe, &case, &trial.expectation).await;
        let is_always = why.features.is_empty() && rate.is_none();
        let is_untrue = is_always && self.good_passes(&mut probe, &case, &trial).await;
        if (probe.unclear > 0 || is_untrue) && !probe.is_spent() {
            // Something else is wrong with the case, which shows once the cause is taken away.
            (case, trial, suspicion) = toward_good(&mut probe, (case, trial, suspicion)).await;
            why = derive(&mut probe, &case, &trial.expectation).await;
        }
        let is_doubtful = rate.is_none()
            && self
                .held_elsewhere(&mut probe, &case, &trial, &mut why)
                .await
            || why.features.len() >= MANY_FEATURES;
        if is_doubtful && self.is_of_history(&case, &suspicion).await {
            return self.to_history(case, trial, suspicion).await;
        }
        // Where a right request was taken, it is not that every one fails.
        let is_untrue = is_untrue || self.shared.spares_some(case.operation, &suspicion);
        let is_always = why.features.is_empty() && rate.is_none();
        why.cut_short = probe.is_spent() || is_always && is_untrue;
        let is_sure = rate.is_some() || why.cut_short;
        let is_of_time = WAITED_FOR.contains(&kind.1);
        let last = if is_sure && !is_of_time {
            None
        } else {
            self.last_look(&probe, &case, &suspicion).await
        };
        // Nobody has so large a cause: the endpoint knew the request, whatever is in it. And what
        // stands no more was by something else than what is in the request.
        let stands = is_sure || last.is_some() || self.shared.is_over();
        if is_of_time && last.is_none() {
            // It has come after all, or nobody knows.
            return;
        }
        if !stands || why.features.len() > MOST_FEATURES {
            return self.fleeting(&kind, case, &trial, &suspicion);
        }
        (trial, suspicion) = last.unwrap_or((trial, suspicion));
        if why.cut_short && why.features.is_empty() && causes > 1 {
            // It may well be what is known of this answer already: one cause is one finding.
            return;
        }
        self.file(case, &trial, &suspicion, why, rate);
    }

    /// Counts a case that fails only since it was sent before, or hands it on as one that says so.
    async fn to_history(&self, case: Case, trial: Trial, suspicion: Suspicion) {
        self.shared.note_memory(case.operation, Vec::new());
        match self.shared.explain(&case, &trial, &suspicion) {
            Some(by @ Explained::History(_)) => self.shared.count(by),
            _ => {
                if let Some((case, suspicion)) = self.only_again(&case, &suspicion).await {
                    let trial = Arc::new(trial);
                    let suspect = Suspect {
                        case,
                        trial,
                        suspicion,
                    };
                    self.shared.triage.put(suspect, false);
                }
            }
        }
    }

    /// Finds out whether, and how often, a case fails when it is sent again.
    async fn standing(
        &self,
        kind: &Kind,
        mut case: Case,
        trial: Trial,
        mut suspicion: Suspicion,
    ) -> Option<Standing<'s, T>> {
        let keys = self.shared.target.once_only(case.operation);
        // A thing that is taken away may be what it is about; a key is so seldom.
        let in_path = keys.iter().any(|at| at.tokens().next() == Some("path"));
        let mut probe = self.probe(&case, &suspicion, BUDGET_CONFIRM);
        if kind.1 == "hang" {
            probe.hurry = self.hurry(case.operation, &trial).await;
        }
        probe.fixed.keeps_keys = in_path;
        probe.find_neutral(&case).await;
        let mut confirmed = confirm(&mut probe, &case).await;
        if !keys.is_empty() && !matches!(confirmed, Confirmed::Always(_)) {
            probe.fixed.keeps_keys = !in_path;
            probe.budget = BUDGET_CONFIRM;
            let otherwise = confirm(&mut probe, &case).await;
            if matches!(otherwise, Confirmed::Always(_)) || matches!(confirmed, Confirmed::Never) {
                confirmed = otherwise;
            } else {
                probe.fixed.keeps_keys = in_path;
            }
        }
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
            // What was sent before answers otherwise, and not everything could be made new.
            Confirmed::Sometimes(_, rate) if rate >= HALF && probe.fresh => return None,
            Confirmed::Sometimes(found, rate) => (*found, Some(rate)),
            Confirmed::Never if self.shared.is_over() => {
                self.leave(Suspect {
                    case,
                    trial: Arc::new(trial),
                    suspicion,
                });
                return None;
            }
            Confirmed::Never => {
                self.fleeting(kind, case, &trial, &suspicion);
                return None;
            }
        };
        Some(Standing {
            probe,
            case,
            found,
            rate,
        })
    }

    /// Leaves out what is done besides, or says that the request was sent before.
    async fn plainest(
        &self,
        probe: &mut Probe<'s, T>,
        case: Case,
        found: (Trial, Suspicion),
    ) -> (Case, (Trial, Suspicion)) {
        let (case, found) = self.untwisted(probe, case, found).await;
        let fresh = probe.fresh;
        let (case, found) = self.of_state(probe, case, found).await;
        if !fresh {
            probe.find_neutral(&case).await;
        }
        (case, found)
    }
}

const BUDGET_REPAIR: u32 = 2;
pub(super) const BUDGET_CONFIRM: u32 = 80;
pub(super) const BUDGET_AGAIN: u32 = 3;
const BUDGET_SHRINK: u32 = 400;
const BUDGET_DERIVE: u32 = 250;
/// How long one question about a cause may take, where answers are slow.
pub(super) const TIME: Duration = Duration::from_secs(6);
/// How long more, where the endpoint is busy with something else.
const PATIENCE: Duration = Duration::from_secs(20);
/// What fails one time in ten does not do so three times in a row.
const FICKLE: u32 = 3;
const MOST_TRIES: u32 = 12;
const HALF: u8 = 50;
const MOST_FEATURES: usize = 6;
/// So many at once are seldom what it takes.
const MANY_FEATURES: usize = 3;
/// More causes with one kind of answer are one that is not understood.
const MOST_CAUSES: usize = 120;
