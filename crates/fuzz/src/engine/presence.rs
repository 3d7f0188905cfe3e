use frontdesk_json::Pointer;
use serde_json::Value;

use super::derive::{Deriving, MOST_LOOKED};
use super::feature::{Trait, depth};
use super::known::Cure;
use super::probe::alike;
use crate::expectation::Expectation;
use crate::place;
use crate::target::Target;

impl<T: Target> Deriving<'_, '_, T> {
    /// Looks for members that must be there, whatever they are.
    pub(super) async fn presence(&mut self) {
        if matches!(self.expectation, Expectation::Refused(_)) && !self.cause.features.is_empty() {
            // What a wrong request needs to get as far as it does is beside the point.
            return;
        }
        let nodes: Vec<Pointer> = place::all(&self.case.value)
            .into_iter()
            .map(|(at, _)| at)
            .collect();
        for at in nodes.into_iter().take(MOST_LOOKED) {
            let place = place::of(&at);
            let said = self
                .cause
                .features
                .iter()
                .any(|feature| feature.place.starts_with(&place.to_string()));
            if self.probe.is_spent() {
                return;
            }
            // In a conversation, what a step is comes second.
            let is_part = at.len() < 2 || self.case.value.is_array() && at.len() < 3;
            if said || is_part || place.last() == Some("*") || self.is_in_depth(&place) {
                continue;
            }
            if let Some(node) = at.resolve(&self.case.value)
                && depth(node) > DEEP
                && self.nesting(&at, node).await
            {
                continue;
            }
            let mut changed = self.case.value.clone();
            place::remove(&mut changed, &at);
            let changed = self.case.with_value(changed);
            let label = self.probe.shared.target.expect(&changed);
            if alike(self.expectation, &label) && self.probe.cured(&changed).await {
                let cure = Cure::Remove(place.clone());
                match self.undescribed(&at).await {
                    Some((around, is)) => self.cause.add(&around.to_string(), is, cure),
                    None => self.cause.add(&place.to_string(), Trait::Present, cure),
                }
            }
        }
    }

    /// Finds out whether it is by the levels of a value: with one less, it does not fail.
    async fn nesting(&mut self, at: &Pointer, node: &Value) -> bool {
        let deepest = place::all(node).into_iter().map(|(inner, _)| inner);
        let Some(deepest) = deepest.max_by_key(Pointer::len) else {
            return false;
        };
        // The innermost member that can go.
        let mut innermost = Some(deepest);
        while let Some(inner) = innermost.filter(|inner| !inner.is_root()) {
            let mut less = node.clone();
            place::remove(&mut less, &inner);
            if let Some(changed) = self.with(at, less.clone())
                && self.comparable(&changed)
                && depth(&less) < depth(node)
            {
                let is = Trait::DeeperThan(depth(&less));
                let is_cured = self.probe.cured(&changed).await;
                if is_cured {
                    let place = place::of(at);
                    let cure = Cure::Put(place.clone(), is.clone(), less);
                    self.cause.add(&place.to_string(), is, cure);
                }
                return is_cured;
            }
            innermost = inner.parent();
        }
        false
    }

    /// Tells whether a place lies in a value of which it is said already that it is deep.
    fn is_in_depth(&self, place: &Pointer) -> bool {
        let place = place.to_string();
        let mut features = self.cause.features.iter();
        features.any(|feature| {
            matches!(feature.is, Trait::DeeperThan(_)) && place.starts_with(&feature.place)
        })
    }

    /// Finds out whether a member matters for being one that nobody has described: it fails under
    /// another name as well.
    async fn undescribed(&mut self, at: &Pointer) -> Option<(Pointer, Trait)> {
        let around = at.parent()?;
        let operation = self.case.operation;
        let shared = self.probe.shared;
        let models = [shared.good(operation), shared.target.model(operation)];
        let place = place::of(&around);
        let mut known: Vec<String> = Vec::new();
        for model in models.iter().flatten() {
            for there in place::instances(&place, model) {
                let members = there.resolve(model).and_then(Value::as_object);
                known.extend(
                    members
                        .into_iter()
                        .flat_map(|members| members.keys().cloned()),
                );
            }
        }
        let own = around.resolve(&self.case.value)?.as_object()?;
        let name = at.last()?;
        if known.iter().any(|known| known == name) {
            return None;
        }
        let mut renamed = own.clone();
        let value = renamed.remove(name)?;
        renamed.insert(UNHEARD_OF.to_owned(), value);
        known.extend(renamed.keys().filter(|name| *name != UNHEARD_OF).cloned());
        known.sort();
        known.dedup();
        let changed = self.with(&around, Value::Object(renamed))?;
        let fails = self.comparable(&changed) && self.probe.fails(&changed).await.is_some();
        fails.then_some((place, Trait::MemberBeside(known)))
    }

    /// Looks for a member that must not be there: one of the rich request that cures this one.
    pub(super) async fn absence(&mut self) {
        let Some(model) = self.probe.shared.good(self.case.operation) else {
            return;
        };
        let mut added = place::additions(&self.case.value, &model);
        // What is empty lacks everything.
        added.retain(|(at, _)| {
            let around = at.parent().map(|parent| place::of(&parent).to_string());
            let mut features = self.cause.features.iter();
            !features.any(|feature| {
                feature.is == Trait::Empty && Some(&feature.place) == around.as_ref()
            })
        });
        let mut all = self.case.value.clone();
        for (at, value) in &added {
            place::put(&mut all, at, value.clone());
        }
        let all = self.case.with_value(all);
        if added.is_empty() || !self.comparable(&all) || !self.probe.cured(&all).await {
            return;
        }
        for (at, value) in added.into_iter().take(MOST_LOOKED) {
            if let Some(changed) = self.with(&at, value.clone())
                && self.probe.cured(&changed).await
            {
                let place = place::of(&at);
                self.cause.add(
                    &place.to_string(),
                    Trait::Absent,
                    Cure::Put(place.clone(), Trait::Absent, value),
                );
            }
        }
    }
}

const UNHEARD_OF: &str = "unheard-of";
/// Values of fewer levels fail by what is in them.
const DEEP: usize = 6;
