use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Keeps requests apart: by the rate that was asked for, and when the endpoint asks for patience.
#[derive(Debug)]
pub(super) struct Pace {
    between: Option<Duration>,
    next: Mutex<Instant>,
}

impl Pace {
    pub(super) fn new(rate: Option<u32>) -> Self {
        Self {
            between: rate.map(|rate| Duration::from_secs(1) / rate.max(1)),
            next: Mutex::new(Instant::now()),
        }
    }

    /// Waits until the next request may be sent.
    pub(super) async fn turn(&self) {
        let at = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Instant::now();
            let at = (*next).max(now);
            if let Some(between) = self.between {
                *next = at + between;
            } else if at == now {
                return;
            }
            at
        };
        tokio::time::sleep_until(at.into()).await;
    }

    /// Lets everybody wait for a while.
    pub(super) fn back_off(&self) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        *next = (*next).max(Instant::now() + PATIENCE);
    }
}

const PATIENCE: Duration = Duration::from_millis(250);
