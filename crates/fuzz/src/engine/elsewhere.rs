//! Whether a cause of several features holds in another request, and which of them it takes there.

use frontdesk_json::Pointer;

use super::derive::Cause;
use super::detective::Detective;
use super::feature::{Feature, Trait};
use super::freshen::with_named;
use super::probe::{Probe, alike};
use crate::case::{Case, Phase};
use crate::place;
use crate::target::{Target, Trial};

impl<T: Target> Detective<'_, T> {
    /// Leaves out of a cause what another request that has all of it does not fail by; tells whether
    /// one passed that has all of it.
    ///
    /// What an endpoint remembers may let one request pass that differs from the failing one in
    /// something that is beside the point. A right request knows nothing of that.
    pub(super) async fn held_elsewhere(
        &self,
        probe: &mut Probe<'_, T>,
        case: &Case,
        trial: &Trial,
        why: &mut Cause,
    ) -> bool {
        let says_something = !why.features.is_empty();
        let Some(good) = self.shared.good(case.operation).filter(|_| says_something) else {
            return false;
        };
        if !good.is_object() || !case.value.is_object() {
            return false;
        }
        let good = Case::plain(case.operation, Phase::Search, "a right request", good);
        let good = with_named(self.shared, good);
        let Some(all) = transplanted(&why.features, case, &good) else {
            return false;
        };
        let is_alike = |other: &Case| {
            let label = self.shared.target.expect(other);
            alike(&trial.expectation, &label)
        };
        let about = std::mem::take(&mut probe.fixed.about);
        probe.fixed.about = places(&why.features, &all);
        probe.budget = BUDGET;
        // What comes now and then does not come so often in a row; how slow an answer is varies.
        let (tries, confirmations) = (probe.tries, probe.confirmations);
        if probe.like.check == "slow" {
            probe.tries = IN_A_ROW;
        } else {
            probe.confirmations = IN_A_ROW;
        }
        let mut has_passed = false;
        if is_alike(&all) && probe.cured(&good).await {
            match probe.passes(&all).await {
                Ok(trial) => has_passed = trial.is_some(),
                Err(_) => self.without_beside(probe, all, why, is_alike).await,
            }
        }
        (probe.tries, probe.confirmations) = (tries, confirmations);
        probe.fixed.about = about;
        has_passed
    }

    /// Leaves out of a cause whatever a request with all of it fails without.
    async fn without_beside(
        &self,
        probe: &mut Probe<'_, T>,
        mut all: Case,
        why: &mut Cause,
        is_alike: impl Fn(&Case) -> bool,
    ) {
        for cure in why.cures.clone() {
            let Some(without) = cure.applied(&all).filter(|other| is_alike(other)) else {
                continue;
            };
            if why.features.len() > 1 && probe.fails(&without).await.is_some() {
                why.leave_out(&cure);
                all = without;
            }
        }
    }
}

/// Puts what a cause says of a failing case into another one; `None` where that cannot be.
fn transplanted(features: &[Feature], case: &Case, into: &Case) -> Option<Case> {
    let mut other = into.clone();
    other.twists.clone_from(&case.twists);
    for feature in features {
        for place in of_feature(feature) {
            let from = place::instances(&place, &case.value).into_iter().next();
            if feature.is == Trait::Absent {
                for at in place::instances(&place, &other.value).iter().rev() {
                    place::remove(&mut other.value, at);
                }
                continue;
            }
            let value = from.and_then(|at| at.resolve(&case.value).cloned());
            let there = place::instances(&place, &other.value).into_iter().next();
            let at = there.or_else(|| {
                let parent = place::instances(&place.parent()?, &other.value);
                Some(parent.into_iter().next()?.member(place.last()?))
            });
            match (value, at) {
                (Some(value), Some(at)) => {
                    if at.resolve(&other.value) != Some(&value) {
                        place::put(&mut other.value, &at, value).then_some(())?;
                    }
                }
                (None, _) if matches!(feature.is, Trait::Done(_)) => {}
                _ => return None,
            }
        }
    }
    let holds = features.iter().all(|feature| feature.found_in(&other));
    holds.then_some(other)
}

/// Lists the places that a feature is about.
fn of_feature(feature: &Feature) -> Vec<Pointer> {
    let other = match &feature.is {
        Trait::LessThan(other) | Trait::SameAs(other) => Some(other.as_str()),
        Trait::Done(_) => return Vec::new(),
        _ => None,
    };
    let places = [Some(feature.place.as_str()), other];
    let places = places.into_iter().flatten();
    places.filter_map(|place| place.parse().ok()).collect()
}

/// Lists the places whose values are asked about, and not only whether there is one.
fn places(features: &[Feature], case: &Case) -> Vec<Pointer> {
    let of_value = features.iter().filter(|of| of.is != Trait::Present);
    let places = of_value.flat_map(of_feature);
    places
        .flat_map(|place| place::instances(&place, &case.value))
        .collect()
}

const BUDGET: u32 = 24;
const IN_A_ROW: u32 = 3;
