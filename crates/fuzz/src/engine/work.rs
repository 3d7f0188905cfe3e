use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::{Mutex, mpsc};

use super::shared::Shared;
use super::triage::Suspect;
use crate::case::Case;
use crate::target::{Target, Trial};

/// Sends cases one after the other, until there are none or the run is over.
pub(super) async fn work<T: Target>(
    shared: Arc<Shared<T>>,
    cases: Arc<Mutex<mpsc::Receiver<Case>>>,
) {
    while !shared.is_closing() {
        let Some(case) = cases.lock().await.recv().await else {
            return;
        };
        let trial = shared.attempt(&case).await;
        shared.note(&case, &trial);
        hand_over(&shared, &case, trial);
        let most = shared.options.cases.unwrap_or(u64::MAX);
        if shared.requests.load(Ordering::Relaxed) >= most {
            shared.over_soon();
        }
    }
}

/// Hands over what is wrong with a trial; what a well known cause explains is only counted.
fn hand_over<T: Target>(shared: &Shared<T>, case: &Case, trial: Trial) {
    let trial = Arc::new(trial);
    for suspicion in &trial.suspicions {
        if suspicion.check.as_str() == "leniency" {
            continue;
        }
        let explained = shared.explain(case, &trial, suspicion);
        if let Some(known) = explained
            && shared.is_plain(known)
        {
            shared.count(known);
            continue;
        }
        let suspect = Suspect {
            case: case.clone(),
            trial: Arc::clone(&trial),
            suspicion: suspicion.clone(),
        };
        shared.triage.put(suspect, explained.is_some());
    }
}
