use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::{Mutex, mpsc};

use super::detective::{BUDGET_AGAIN, Detective};
use super::freshen::unseen;
use super::probe::halves;
use super::shared::Shared;
use super::triage::Suspect;
use crate::case::Case;
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

/// Sends cases one after the other, until there are none or the run is over; one that gives way
/// waits while much is to be looked into.
pub(super) async fn work<T: Target>(
    shared: Arc<Shared<T>>,
    cases: Arc<Mutex<mpsc::Receiver<Case>>>,
    gives_way: bool,
) {
    while !shared.is_closing() {
        if gives_way && shared.triage.is_crowded() {
            tokio::time::sleep(MOMENT).await;
            continue;
        }
        let Some(case) = cases.lock().await.recv().await else {
            return;
        };
        shared.ask_for_memory(case.operation).await;
        let mut case = unseen(&shared, case);
        let mut trial = shared.attempt(&case).await;
        if let Some(past) = shared.past_state(&case, &trial).await {
            shared.note(&case, &trial);
            (case, trial) = past;
        }
        shared.note(&case, &trial);
        hand_over(&shared, &case, trial).await;
        let most = shared.options.cases.unwrap_or(u64::MAX);
        if shared.requests.load(Ordering::Relaxed) >= most {
            shared.over_soon();
        }
    }
}

/// Hands over what is wrong with a trial; what a known cause explains is asked about at once, since
/// what is beside the cause may never be sent again.
async fn hand_over<T: Target>(shared: &Shared<T>, case: &Case, trial: Trial) {
    let trial = Arc::new(trial);
    for suspicion in &trial.suspicions {
        if suspicion.check.as_str() == "leniency" {
            continue;
        }
        let suspect = Suspect {
            case: case.clone(),
            trial: Arc::clone(&trial),
            suspicion: suspicion.clone(),
        };
        let Some(known) = shared.explain(case, &trial, suspicion) else {
            shared.triage.put(suspect, false);
            continue;
        };
        // What comes and goes fails again by chance only; else it was never that.
        if shared.comes_and_goes(known) {
            if comes_again(shared, case, suspicion).await {
                shared.triage.put(suspect, false);
            } else {
                shared.count(known);
            }
        } else if suspect.is_slow() {
            if shared.is_plain(known) || !shared.triage.put(suspect, true) {
                shared.count(known);
            }
        } else {
            let detective = Detective::new(shared);
            let trial = Trial::clone(&trial);
            let beyond = detective.beyond_known(case.clone(), trial, suspicion.clone());
            if let Some((case, trial, suspicion)) = beyond.await {
                let suspect = Suspect {
                    case,
                    trial: Arc::new(trial),
                    suspicion,
                };
                shared.triage.put(suspect, false);
            }
        }
    }
}

/// How long whoever gives way waits before having another look.
const MOMENT: Duration = Duration::from_millis(5);

/// Tells whether a case fails in the same way each time that it is sent again.
async fn comes_again<T: Target>(shared: &Shared<T>, case: &Case, suspicion: &Suspicion) -> bool {
    let (coarse, _) = halves(&suspicion.signature);
    for _ in 0..BUDGET_AGAIN {
        let trial = shared.attempt(&unseen(shared, case.clone())).await;
        let fails = trial
            .suspicions
            .iter()
            .any(|other| other.check == suspicion.check && halves(&other.signature).0 == coarse);
        if !fails {
            return false;
        }
    }
    true
}
