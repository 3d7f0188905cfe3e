use frontdesk_json::Pointer;
use serde_json::Value;

use super::detective::{BUDGET_AGAIN, Detective};
use super::freshen::{changed, ways};
use super::probe::{Probe, salt, same_label};
use crate::case::{Case, Repeat, Twist};
use crate::expectation::Expectation;
use crate::place;
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

impl<'s, T: Target> Detective<'s, T> {
    /// Takes away what is wrong with a request that is taken, until one thing is left.
    pub(super) async fn one_wrong(
        &self,
        mut case: Case,
        mut suspicion: Suspicion,
    ) -> (Case, Suspicion) {
        let model = self.shared.good(case.operation);
        for _ in 0..MOST_WRONGS {
            let Expectation::Refused(reason) = self.shared.target.expect(&case) else {
                break;
            };
            let (false, Some(model)) = (reason.also.is_empty(), &model) else {
                break;
            };
            let Some(right) = with_right(&case, &reason.instance, model) else {
                break;
            };
            let trial = self.shared.attempt(&right).await;
            let same = trial
                .suspicions
                .into_iter()
                .find(|of| of.check == suspicion.check);
            match same {
                Some(found) => (case, suspicion) = (right, found),
                None => break,
            }
        }
        (case, suspicion)
    }

    /// Leaves out what is done besides where a case fails all the same.
    pub(super) async fn untwisted(
        &self,
        probe: &mut Probe<'_, T>,
        mut case: Case,
        mut found: (Trial, Suspicion),
    ) -> (Case, (Trial, Suspicion)) {
        for twist in case.twists.clone() {
            let mut without = case.clone();
            without.twists.retain(|known| *known != twist);
            let label = self.shared.target.expect(&without);
            if same_label(&label, &found.0.expectation)
                && let Some(again) = probe.fails(&without).await
            {
                (case, found) = (without, again);
                probe.fresh = case.repeat().is_some();
            }
        }
        (case, found)
    }

    /// Makes a case that fails only since it was sent before one that says so.
    pub(super) async fn only_again(
        &self,
        case: &Case,
        suspicion: &Suspicion,
    ) -> Option<(Case, Suspicion)> {
        if case.repeat().is_some() {
            return None;
        }
        let again = case.clone().twisted(Twist::Repeat(Repeat::Again));
        let mut probe: Probe<'s, T> = self.probe(&again, suspicion, BUDGET_AGAIN);
        probe.confirmations = BUDGET_AGAIN;
        probe.like.later = true;
        probe.like.fine = None;
        let (_, found) = probe.fails(&again).await?;
        Some((again, found))
    }

    /// Tells whether a case fails only since it was sent before: others like it pass at first, and fail
    /// when they are sent again.
    pub(super) async fn is_of_history(&self, case: &Case, suspicion: &Suspicion) -> bool {
        if !case.twists.is_empty() {
            return false;
        }
        let mut probe: Probe<'s, T> = self.probe(case, suspicion, MOST_TWINS * 2);
        probe.fresh = false;
        probe.like.fine = None;
        let mut came_back = 0;
        for _ in 0..MOST_TWINS {
            let salt = salt(self.shared.options.seed);
            let mut twin = case.clone();
            for way in ways(case) {
                if let Some(other) = changed(self.shared, &twin, salt, &probe.fixed, &way) {
                    twin = other;
                }
            }
            if twin == *case {
                return false;
            }
            // It may fail for another cause.
            if probe.fails(&twin).await.is_some() {
                continue;
            }
            if probe.fails(&twin).await.is_none() {
                return false;
            }
            came_back += 1;
            if came_back == ENOUGH_TWINS {
                return true;
            }
        }
        false
    }

    /// Finds out whether a case fails only since it was sent before, and makes it one that says so.
    pub(super) async fn of_state(
        &self,
        probe: &mut Probe<'s, T>,
        case: Case,
        found: (Trial, Suspicion),
    ) -> (Case, (Trial, Suspicion)) {
        let asks = matches!(probe.like.check, "slow" | "hang" | "invalid-accepted");
        if !case.twists.is_empty() || probe.fresh || asks {
            return (case, found);
        }
        let again = case.clone().twisted(Twist::Repeat(Repeat::Again));
        let mut twice: Probe<'s, T> = self.probe(&again, &found.1, BUDGET_AGAIN);
        twice.confirmations = BUDGET_AGAIN;
        twice.like.later = true;
        twice.like.fine.clone_from(&probe.like.fine);
        match twice.fails(&again).await {
            Some(found) if found.1.answer > 0 => {
                self.shared.note_memory(case.operation, Vec::new());
                probe.like.later = true;
                probe.fresh = true;
                (again, found)
            }
            _ => (case, found),
        }
    }

    /// Makes a wrong request right where it fails all the same: what is wrong with it is beside the point.
    pub(super) async fn righted(
        &self,
        probe: &mut Probe<'_, T>,
        case: Case,
        found: (Trial, Suspicion),
    ) -> (Case, (Trial, Suspicion)) {
        let Some(model) = self.shared.good(case.operation) else {
            return (case, found);
        };
        let mut right = case.clone();
        for _ in 0..MOST_WRONGS {
            let Expectation::Refused(reason) = self.shared.target.expect(&right) else {
                break;
            };
            let clamped = self.clamped(&right, &reason.instance);
            match clamped.or_else(|| with_right(&right, &reason.instance, &model)) {
                Some(changed) => right = changed,
                None => break,
            }
        }
        if right != case
            && self.shared.target.expect(&right) == Expectation::Accepted
            && let Some(found) = probe.fails(&right).await
        {
            return (right, found);
        }
        (case, found)
    }

    /// Makes a text, list or number that is too large as large as it may be.
    fn clamped(&self, case: &Case, instance: &str) -> Option<Case> {
        let at: Pointer = instance.parse().ok()?;
        let whole = at.resolve(&case.value)?.clone();
        let most = match &whole {
            Value::String(text) => text.chars().count() as u64,
            Value::Array(items) => items.len() as u64,
            Value::Number(number) => number.as_u64()?,
            _ => return None,
        };
        let part = |size: u64| {
            let count = usize::try_from(size).unwrap_or(usize::MAX);
            let mut value = case.value.clone();
            place::put(
                &mut value,
                &at,
                match &whole {
                    Value::String(text) => text.chars().take(count).collect::<String>().into(),
                    Value::Array(items) => items[..count.min(items.len())].to_vec().into(),
                    _ => size.into(),
                },
            );
            case.with_value(value)
        };
        let fits = |size: u64| match self.shared.target.expect(&part(size)) {
            Expectation::Refused(reason) => reason.instance != instance,
            _ => true,
        };
        let (mut good, mut bad) = (0, most);
        while good + 1 < bad {
            let middle = good.midpoint(bad);
            if fits(middle) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        (good > 0 && fits(good)).then(|| part(good))
    }
}

/// Puts a right value in the place of a wrong one, or takes it away.
fn with_right(case: &Case, instance: &str, model: &Value) -> Option<Case> {
    let at: Pointer = instance.parse().ok()?;
    let mut value = case.value.clone();
    let instances = place::instances(&place::of(&at), model);
    match instances.first().and_then(|at| at.resolve(model)) {
        Some(right) if value.pointer(instance) != Some(right) => {
            place::put(&mut value, &at, right.clone());
        }
        _ if place::remove(&mut value, &at) => {}
        _ => return None,
    }
    Some(case.with_value(value))
}

/// Says by a value what a case says by another spelling, where a value can.
pub(super) fn plainly_spelled(case: &Case) -> Option<Case> {
    let twist = case
        .twists
        .iter()
        .find(|twist| matches!(twist, Twist::Spelling(_)))?;
    let Twist::Spelling(spelling) = twist else {
        return None;
    };
    let bytes = crate::rest::spelled(case.value.get("body")?, spelling)?;
    let mut plain = case.clone();
    plain.twists.retain(|known| known != twist);
    plain.value["body"] = frontdesk_json::read(&bytes).ok()?;
    Some(plain)
}

const MOST_WRONGS: usize = 4;
const MOST_TWINS: u32 = 4;
const ENOUGH_TWINS: u32 = 2;
