//! Whether what was found out is so: asked once more, with patience, and beside a right request.

use std::time::{Duration, Instant};

use super::detective::{Detective, TIME};
use super::freshen::with_named;
use super::probe::{Hurry, Probe};
use crate::case::{Case, Phase};
use crate::expectation::Expectation;
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

impl<T: Target> Detective<'_, T> {
    /// Tells whether another request fails now and then, too, about as often: then it is not about
    /// the request.
    pub(super) async fn comes_and_goes(
        &self,
        probe: &mut Probe<'_, T>,
        case: &Case,
        suspicion: &Suspicion,
        rate: u8,
    ) -> bool {
        if self.shared.spares(case.operation, suspicion, rate / 2) {
            return false;
        }
        let Some(good) = self.shared.good(case.operation) else {
            return false;
        };
        let other = Case::plain(case.operation, case.phase, case.intent.clone(), good);
        let ways = self.shared.ways(case.operation);
        let neutral = std::mem::replace(&mut probe.fixed.neutral, ways);
        let rate = u32::from(rate.max(1));
        let times = (500 / rate).clamp(3, 150);
        probe.budget = times;
        probe.tries = 1;
        let mut failed = 0;
        while probe.budget > 0 && !probe.is_spent() {
            failed += u32::from(probe.fails(&other).await.is_some());
            if failed * 400 >= times * rate {
                break;
            }
        }
        probe.fixed.neutral = neutral;
        failed * 400 >= times * rate
    }

    /// Tells whether a right request passes, where the failing one is right, too: then it is not that
    /// everything fails.
    pub(super) async fn good_passes(
        &self,
        probe: &mut Probe<'_, T>,
        case: &Case,
        trial: &Trial,
    ) -> bool {
        let good = self.shared.good(case.operation);
        let Some(good) = good.filter(|_| trial.expectation == Expectation::Accepted) else {
            return false;
        };
        let good = Case::plain(case.operation, Phase::Search, "a right request", good);
        let good = with_named(self.shared, good);
        self.shared.target.expect(&good) == Expectation::Accepted && probe.cured(&good).await
    }

    /// Sends the smallest case again, as often as it must fail; returns what came at last.
    pub(super) async fn last_look(
        &self,
        probe: &Probe<'_, T>,
        case: &Case,
        suspicion: &Suspicion,
    ) -> Option<(Trial, Suspicion)> {
        let fixed = probe.fixed.clone();
        let mut probe = self.probe(case, suspicion, BUDGET_STANDS * 2);
        probe.fixed = fixed;
        probe.like.fine = None;
        probe.until += TIME;
        probe.is_patient = true;
        let times = if WAITED_FOR.contains(&probe.like.check) {
            1
        } else {
            BUDGET_STANDS
        };
        // A machine that is busy is slow with any request.
        let good = self.shared.good(case.operation);
        let good = good.filter(|_| probe.like.check == "slow");
        let good = good.map(|good| case.with_value(good));
        let mut found = None;
        for _ in 0..times {
            if let Some(good) = &good
                && !probe.cured(good).await
            {
                return None;
            }
            found = Some(probe.fails(case).await?);
        }
        found
    }

    /// Says for how long an answer is waited for that did not come, by how long another one takes.
    pub(super) async fn hurry(&self, operation: usize, found: &Trial) -> Option<Hurry> {
        let good = self.shared.good(operation)?;
        let good = Case::plain(operation, Phase::Search, "a right request", good);
        let begin = Instant::now();
        self.shared.attempt(&with_named(self.shared, good)).await;
        Some(Hurry {
            after: (begin.elapsed() * HURRIED).max(LEAST_HURRY),
            instead: found.clone(),
        })
    }
}

/// Says how long a question may take, by how long the answer is waited for.
pub(super) fn time_for(trial: &Trial) -> Duration {
    let answers = trial.exchange.answers.iter();
    let waited: Duration = answers.map(|answer| answer.elapsed).sum();
    (waited * 30).clamp(TIME, TIME * 4)
}

/// Checks that find that something did not come in time.
pub(super) const WAITED_FOR: [&str; 2] = ["hang", "missing-terminal"];
const BUDGET_STANDS: u32 = 3;
/// What takes so many times as long as another request is not waited for any longer.
const HURRIED: u32 = 20;
const LEAST_HURRY: Duration = Duration::from_millis(250);
