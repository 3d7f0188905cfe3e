//! How long a reply is waited for, by how long others took.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What is known of how fast a channel answers.
pub(super) struct Pace {
    /// How long an answer may take.
    patience: Duration,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// How long the last replies of conversations took that came to their end.
    settled: Recent,
    /// The same of those that were waited for with all patience, and did not.
    in_vain: Recent,
}

/// The last of many times.
#[derive(Default)]
struct Recent(VecDeque<Duration>);

impl Recent {
    fn note(&mut self, took: Duration) {
        if self.0.len() == MOST_RECENT {
            self.0.pop_front();
        }
        self.0.push_back(took);
    }

    /// Returns what nine of ten do not exceed: one that was late is not what is usual.
    fn usual(&self) -> Option<Duration> {
        let mut sorted: Vec<Duration> = self.0.iter().copied().collect();
        sorted.sort_unstable();
        let last = sorted.len().checked_sub(1)?;
        Some(sorted[last * 9 / 10])
    }
}

impl Pace {
    pub(super) fn new(patience: Duration) -> Self {
        Self {
            patience,
            seen: Mutex::default(),
        }
    }

    /// Says for how long a reply is waited for after the last one.
    ///
    /// Patience is at an end where no conversation ever came to its own, though it was waited for.
    pub(super) fn wait(&self, is_patient: bool) -> Duration {
        let seen = self.seen();
        let (known, times) = match (is_patient, seen.settled.usual(), seen.in_vain.usual()) {
            (true, None, Some(known)) => (known, TIMES * 4),
            (true, ..) => return self.patience,
            (false, Some(known), _) | (false, None, Some(known)) => (known, TIMES),
            (false, None, None) => return FIRST_WAIT.min(self.patience),
        };
        (known * times).clamp(LEAST_WAIT.min(self.patience), self.patience)
    }

    /// Says for how long a reply is waited for that may be there already, and nobody can tell.
    pub(super) fn wait_for_stray(&self) -> Duration {
        let usual = self.seen().settled.usual();
        usual.map_or(LONGEST_FOR_STRAY, |usual| {
            (usual * FEW_TIMES).clamp(LEAST_FOR_STRAY, LONGEST_FOR_STRAY)
        })
    }

    /// Notes that a conversation came to its end, and how long the last reply took.
    pub(super) fn settled(&self, took: Duration, was_patient: bool) {
        let mut seen = self.seen();
        // What only a patient one has waited for is not what is usual, unless nothing else is known.
        if !was_patient || seen.settled.usual().is_none() {
            seen.settled.note(took);
        }
    }

    /// Notes that the end was waited for with all patience, and did not come; and how long the last
    /// reply took that did.
    pub(super) fn in_vain(&self, took: Duration) {
        self.seen().in_vain.note(took);
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many times as long as is usual a reply is waited for.
const TIMES: u32 = 12;
const FEW_TIMES: u32 = 4;
const LEAST_FOR_STRAY: Duration = Duration::from_millis(20);
const LONGEST_FOR_STRAY: Duration = Duration::from_millis(80);
const MOST_RECENT: usize = 32;
const LEAST_WAIT: Duration = Duration::from_millis(250);
/// How long it is waited for where nothing is known.
const FIRST_WAIT: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    #[test]
    fn what_ends_in_time_sets_the_pace() {
        let pace = Pace::new(PATIENCE);
        assert_eq!(pace.wait(false), FIRST_WAIT);
        assert_eq!(pace.wait(true), PATIENCE);
        pace.settled(Duration::from_millis(100), false);
        pace.settled(Duration::from_secs(9), true);
        assert_eq!(pace.wait(false), Duration::from_millis(1_200));
        assert_eq!(pace.wait(true), PATIENCE);
    }

    #[test]
    fn a_slow_service_is_waited_for() {
        let pace = Pace::new(PATIENCE);
        pace.settled(Duration::from_secs(5), true);
        assert_eq!(pace.wait(false), PATIENCE);
    }

    #[test]
    fn what_never_ends_is_not_waited_for_again_and_again() {
        let pace = Pace::new(PATIENCE);
        pace.in_vain(Duration::from_millis(1));
        assert_eq!(pace.wait(false), LEAST_WAIT);
        assert!(pace.wait(true) < Duration::from_secs(1));
        pace.settled(Duration::from_millis(1), false);
        assert_eq!(pace.wait(true), PATIENCE);
    }
}
