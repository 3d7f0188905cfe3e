use std::cmp::Ordering;

use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::derive::Deriving;
use super::equals::turned;
use super::feature::{Trait, compare};
use super::known::Cure;
use crate::case::Case;
use crate::moment::Moment;
use crate::place;
use crate::target::Target;

impl<T: Target> Deriving<'_, '_, T> {
    /// Finds two values of which it matters only how they compare.
    pub(super) async fn relations(&mut self) {
        let mut asked = 0;
        let mut index = 0;
        while index < self.cause.features.len() {
            let feature = self.cause.features[index].clone();
            index += 1;
            let exact = matches!(
                feature.is,
                Trait::Exactly(_)
                    | Trait::AtLeast(_)
                    | Trait::AtMost(_)
                    | Trait::Holds(_)
                    | Trait::Moment(_)
            );
            let Some(here) = exact.then(|| self.only(&feature.place)).flatten() else {
                continue;
            };
            for there in self.comparables(&here) {
                asked += 1;
                if asked > MOST_PAIRS || self.probe.is_spent() {
                    return;
                }
                self.probe.fixed.about = vec![here.clone(), there.clone()];
                let relation = self.relation(&here, &there).await;
                self.probe.fixed.about.clear();
                if let Some((place, is, cure)) = relation {
                    self.cause.forget(&place::of(&here));
                    self.cause.forget(&place::of(&there));
                    self.cause.add(&place.to_string(), is, cure);
                    index = 0;
                    break;
                }
            }
        }
    }

    /// Returns the pointer of a place that stands once in the case.
    fn only(&self, place: &str) -> Option<Pointer> {
        let place: Pointer = place.parse().ok()?;
        match place::instances(&place, &self.case.value).as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// Lists the places of values that one can be compared with.
    fn comparables(&self, here: &Pointer) -> Vec<Pointer> {
        let Some(value) = here.resolve(&self.case.value) else {
            return Vec::new();
        };
        let others = place::all(&self.case.value).into_iter();
        others
            .filter(|(at, other)| at != here && at.len() > 1 && compare(value, other).is_some())
            .map(|(at, _)| at)
            .collect()
    }

    /// Finds out whether two values matter only by how they compare, and which is the lesser.
    async fn relation(
        &mut self,
        here: &Pointer,
        there: &Pointer,
    ) -> Option<(Pointer, Trait, Cure)> {
        let value = here.resolve(&self.case.value)?;
        let ordering = compare(value, there.resolve(&self.case.value)?)?;
        let is_equal = ordering == Ordering::Equal;
        // Two values that may stand at both places.
        let [low, high] = pairs_like(value).into_iter().find(|[low, high]| {
            let other = if is_equal { low } else { high };
            self.with_both(here, low, there, other).is_some()
        })?;
        if is_equal {
            let same = self.both(here, &low, there, &low).await
                && self.both(here, &high, there, &high).await
                && !self.both(here, &low, there, &high).await;
            let (here, there) = (place::of(here), place::of(there));
            let cure = Cure::Set(here.clone(), low);
            return same.then(|| (here, Trait::SameAs(there.to_string()), cure));
        }
        let (lesser, greater) = if ordering == Ordering::Less {
            (here, there)
        } else {
            (there, here)
        };
        let less = self.both(lesser, &low, greater, &high).await
            && !self.both(lesser, &high, greater, &low).await;
        let (lesser, greater) = (place::of(lesser), place::of(greater));
        let is = Trait::LessThan(greater.to_string());
        less.then(|| (lesser.clone(), is, Cure::Swap(lesser, greater)))
    }

    async fn both(&mut self, here: &Pointer, one: &Value, there: &Pointer, two: &Value) -> bool {
        match self.with_both(here, one, there, two) {
            Some(changed) => self.probe.fails(&changed).await.is_some(),
            None => false,
        }
    }

    /// Puts two values in, where the request stays right or wrong as it was.
    fn with_both(&self, here: &Pointer, one: &Value, there: &Pointer, two: &Value) -> Option<Case> {
        let mut value = self.case.value.clone();
        place::put(&mut value, here, one.clone());
        place::put(&mut value, there, two.clone());
        let changed = self.case.with_value(value);
        self.comparable(&changed).then_some(changed)
    }
}

/// Lists pairs of two values of a kind, the lesser first.
fn pairs_like(value: &Value) -> Vec<[Value; 2]> {
    match value {
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(near), _) => [(3, 8), (near.saturating_add(1), near.saturating_add(2))]
                .map(|(low, high)| [json!(low), json!(high)])
                .into(),
            (None, near) => [(3.25, 8.5)]
                .into_iter()
                .chain(near.map(|near| (near + 0.25, near + 0.5)))
                .map(|(low, high)| [json!(low), json!(high)])
                .collect(),
        },
        Value::String(text) => {
            let times = Moment::of(text).map(|moment| {
                if moment.is_date() {
                    ["2021-03-17", "2022-05-19"]
                } else {
                    ["2021-03-17T10:20:30Z", "2022-05-19T04:05:06Z"]
                }
            });
            let next = turned(text);
            let alike = [json!(next), json!(turned(&next))];
            vec![times.unwrap_or(["kq", "vz"]).map(|text| json!(text)), alike]
        }
        _ => Vec::new(),
    }
}

const MOST_PAIRS: usize = 12;
