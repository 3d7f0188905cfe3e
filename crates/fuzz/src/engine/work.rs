use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::{Mutex, mpsc};

use super::detective::Suspect;
use super::shared::Shared;
use crate::case::Case;
use crate::target::Target;

/// Sends cases one after the other, until there are none or the run is over.
pub(super) async fn work<T: Target>(
    shared: Arc<Shared<T>>,
    cases: Arc<Mutex<mpsc::Receiver<Case>>>,
    suspects: mpsc::Sender<Suspect>,
) {
    while !shared.is_closing() {
        let Some(case) = cases.lock().await.recv().await else {
            return;
        };
        let trial = shared.attempt(&case).await;
        shared.note(&case, &trial);
        if trial
            .suspicions
            .iter()
            .any(|suspicion| suspicion.check.as_str() != "leniency")
            && suspects.send(Suspect { case, trial }).await.is_err()
        {
            return;
        }
        let most = shared.options.cases.unwrap_or(u64::MAX);
        if shared.requests.load(Ordering::Relaxed) >= most {
            shared.over_soon();
        }
    }
}
