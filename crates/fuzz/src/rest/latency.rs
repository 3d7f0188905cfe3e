use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What is usual for an operation, as a running median.
#[derive(Debug, Default)]
pub(super) struct Latency {
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    count: u64,
    /// Estimated by small steps, in microseconds.
    median: f64,
}

impl Latency {
    /// Takes in how long an answer took, and tells from when on an answer is strikingly slow.
    pub(super) fn note(&self, elapsed: Duration) -> Option<Duration> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        #[expect(
            clippy::cast_precision_loss,
            reason = "microseconds of one request are few"
        )]
        let micros = elapsed.as_micros() as f64;
        seen.count += 1;
        if seen.count == 1 {
            seen.median = micros;
        }
        let step = (seen.median * 0.05).max(1.0);
        seen.median += if micros > seen.median { step } else { -step };
        let usual = seen.median;
        (seen.count > ENOUGH).then(|| {
            let strange = (usual * TIMES).max(usual + LEAST);
            Duration::from_secs_f64(strange.clamp(0.0, 1e12) / 1e6)
        })
    }
}

const ENOUGH: u64 = 40;
const TIMES: f64 = 12.0;
/// In microseconds: less is the noise of a machine that has other things to do.
const LEAST: f64 = 200_000.0;
