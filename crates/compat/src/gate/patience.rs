//! Comparisons that end in time, whatever they are in the middle of.
//!
//! The stages of a comparison look at the clock themselves, but some steps over large schemas are
//! long. So each works on a thread of its own, which nobody waits for once the time is long over;
//! what it told until then counts.

use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::changes::{Causes, Change, News};
use crate::verdict::{Reason, Verdict};

/// What a comparison tells.
pub(super) enum Told {
    Verdict(Verdict),
    Break(Box<Change>),
    Ended(Box<Causes>),
}

/// Works for little more than a budget.
pub(super) fn within_time(
    budget: Duration,
    work: impl FnOnce(&mut dyn FnMut(News<'_>)) -> Causes + Send + 'static,
) -> Causes {
    let started = Instant::now();
    let patience = budget.saturating_add(budget / 4).saturating_add(GRACE);
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || drop(tell(&sender, work)));
    let Ok(thread) = thread else {
        // A machine without a thread to spare has no time for it either.
        return broken_off(Vec::new());
    };
    let mut known = Vec::new();
    loop {
        let left = patience.saturating_sub(started.elapsed());
        match receiver.recv_timeout(left) {
            Ok(Told::Ended(causes)) => return *causes,
            Ok(told) => known.push(told),
            Err(RecvTimeoutError::Timeout) => return broken_off(known),
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Err(payload) => panic::resume_unwind(payload),
                Ok(()) => return broken_off(known),
            },
        }
    }
}

fn tell(
    sender: &Sender<Told>,
    work: impl FnOnce(&mut dyn FnMut(News<'_>)) -> Causes,
) -> Result<(), mpsc::SendError<Told>> {
    // Nobody listens any more where the time is over.
    let told = &mut |news: News<'_>| {
        drop(sender.send(match news {
            News::Verdict(verdict) => Told::Verdict(verdict.clone()),
            News::Break(change) => Told::Break(Box::new(change.clone())),
        }));
    };
    let causes = work(told);
    sender.send(Told::Ended(Box::new(causes)))
}

/// Makes the best of what was told until the time was over.
fn broken_off(known: Vec<Told>) -> Causes {
    let mut causes = Causes {
        verdict: Verdict::Undecided(Reason::late()),
        changes: Vec::new(),
        undecided: None,
    };
    for told in known {
        match told {
            Told::Verdict(verdict) => causes.verdict = verdict,
            Told::Break(change) => causes.changes.push(*change),
            Told::Ended(ended) => return *ended,
        }
    }
    if let Verdict::Breaking(_) = causes.verdict {
        causes.undecided = Some(Reason::late());
    }
    causes
}

/// What is granted beyond the budget, so that small schemas are compared in any case.
const GRACE: Duration = Duration::from_millis(250);

/// As much as the first thread of a program has.
const STACK: usize = 8 << 20;

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{GRACE, broken_off, within_time};
    use crate::changes::News;
    use crate::verdict::{Reason, Verdict, Witness};

    #[test]
    fn what_was_told_in_time_counts() {
        let started = Instant::now();
        let causes = within_time(Duration::from_millis(1), |told| {
            let payload = serde_json::json!(1);
            let violations = Vec::new();
            let witness = Witness {
                payload,
                violations,
            };
            told(News::Verdict(&Verdict::Breaking(Box::new(witness))));
            std::thread::sleep(GRACE * 20);
            broken_off(Vec::new())
        });
        assert!(matches!(causes.verdict, Verdict::Breaking(_)));
        assert_eq!(causes.undecided, Some(Reason::late()));
        assert!(started.elapsed() < GRACE * 10);
    }

    #[test]
    fn what_ends_in_time_is_returned_at_once() {
        let causes = within_time(Duration::from_secs(600), |_| broken_off(Vec::new()));
        assert!(matches!(causes.verdict, Verdict::Undecided(_)));
    }
}
