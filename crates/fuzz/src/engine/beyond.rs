//! What known causes explain, and what they hide.

use std::sync::Arc;

use super::detective::{BUDGET_AGAIN, Detective};
use super::explain::Explained;
use super::triage::Suspect;
use crate::case::Case;
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

impl<T: Target> Detective<'_, T> {
    /// Takes known causes out of a failing case; returns what still fails then, or counts what does
    /// not for the cause that it failed by.
    pub(super) async fn beyond_known(
        &self,
        mut case: Case,
        mut trial: Trial,
        mut suspicion: Suspicion,
    ) -> Option<(Case, Trial, Suspicion)> {
        // Each round takes one known cause out of the case, until it fails by none or by a new one.
        let mut taken = Vec::new();
        for _ in 0..MOST_KNOWN {
            let explained = self.shared.explain_but(&taken, &case, &trial, &suspicion);
            let Some((explained, known)) =
                explained.and_then(|of| Some((of, self.shared.known_at(of)?)))
            else {
                break;
            };
            if let Some(rate) = known.finding.rate.filter(|_| known.is_always()) {
                // What comes and goes does not fail so often in a row.
                let mut probe = self.probe(&case, &suspicion, BUDGET_AGAIN);
                probe.confirmations = beyond_chance(rate);
                match probe.passes(&case).await {
                    Ok(trial) => return self.explained(explained, &case, trial),
                    Err(_) => break,
                }
            }
            let mut probe = self.probe(&case, &suspicion, BUDGET_REPAIR);
            probe.like.fine = None;
            if let Explained::History(_) = explained {
                // What was not sent before does not fail by having been.
                probe.fresh = true;
                match probe.passes(&case).await {
                    Ok(trial) => return self.explained(explained, &case, trial),
                    Err(_) => break,
                }
            }
            taken.push(explained.index());
            let Some(repaired) = known.repaired(&case) else {
                return self.explained(explained, &case, None);
            };
            match probe.passes(&repaired).await {
                Ok(trial) => return self.explained(explained, &repaired, trial),
                Err(found) => (case, (trial, suspicion)) = (repaired, found),
            }
        }
        Some((case, trial, suspicion))
    }

    /// Hands over what a known cause had hidden: other failures of a case without it.
    fn hand_on(&self, case: &Case, trial: Trial) {
        let trial = Arc::new(trial);
        for suspicion in &trial.suspicions {
            let is_known = || self.shared.explain(case, &trial, suspicion).is_some();
            if suspicion.check.as_str() != "leniency" && !is_known() {
                let suspect = Suspect {
                    case: case.clone(),
                    trial: Arc::clone(&trial),
                    suspicion: suspicion.clone(),
                };
                self.shared.triage.put(suspect, false);
            }
        }
    }

    /// Counts a case for the cause that it failed by, and hands over what a case without it shows.
    fn explained<R>(&self, by: Explained, without: &Case, trial: Option<Trial>) -> Option<R> {
        if let Some(trial) = trial {
            self.hand_on(without, trial);
        }
        self.shared.count(by);
        None
    }
}

/// Tells how often in a row nothing fails that fails so many times of a hundred, but for one time in
/// a thousand.
fn beyond_chance(rate: u8) -> u32 {
    let chance = f64::from(rate.clamp(1, 95)) / 100.0;
    let mut times = 1;
    while times < 30 && chance.powi(times) > 0.001 {
        times += 1;
    }
    times.unsigned_abs()
}

const BUDGET_REPAIR: u32 = 2;
const MOST_KNOWN: usize = 8;
