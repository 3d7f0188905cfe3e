use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::feature::{Feature, Trait, type_name};
use super::generalise::generalise;
use super::known::Cure;
use super::probe::{Probe, alike, same_label};
use super::twisted::as_general;
use crate::case::Case;
use crate::expectation::Expectation;
use crate::place;
use crate::target::Target;

/// What a request fails by, and what takes that away.
#[derive(Debug, Default)]
pub(super) struct Cause {
    pub(super) features: Vec<Feature>,
    pub(super) cures: Vec<Cure>,
    /// Whether time or requests ran out before everything was asked.
    pub(super) cut_short: bool,
    /// Which answers are wrong, whatever the request is, where it is their form that is.
    pub(super) whenever: Option<String>,
}

/// Finds out what of the smallest failing case it is that it fails by.
pub(super) async fn derive<T: Target>(
    probe: &mut Probe<'_, T>,
    case: &Case,
    expectation: &Expectation,
) -> Cause {
    let mut why = Cause::default();
    for twist in &case.twists {
        let twist = as_general(probe, case, twist, expectation).await;
        why.add("", Trait::Done(twist.clone()), Cure::Untwist(twist));
    }
    if *expectation == Expectation::Unauthorised && !why.features.is_empty() {
        // Who is let in without being known is let in with whatever is right.
        return why;
    }
    let mut wrong = None;
    if probe.like.check == "invalid-accepted"
        && let Expectation::Refused(reason) = expectation
    {
        if reason.is_of_text() && !why.features.is_empty() {
            // What is done besides is all that is wrong.
            return why;
        }
        let is = Trait::Breaks(reason.schema.clone(), reason.keyword.clone());
        let place = reason.place();
        why.features.push(Feature {
            place: place.clone(),
            is,
        });
        if !needs_more(probe, case, &reason.instance).await {
            return why;
        }
        wrong = Some(place);
    }
    let mut deriving = Deriving {
        probe,
        case,
        expectation,
        cause: why,
        wrong,
    };
    deriving.values().await;
    deriving.relations().await;
    if deriving.wrong.is_some() {
        return deriving.cause;
    }
    if is_missing(expectation) {
        deriving.absence().await;
    }
    if deriving.cause.features.is_empty() || !is_missing(expectation) {
        deriving.presence().await;
        deriving.absence().await;
    }
    deriving.cause
}

pub(super) struct Deriving<'p, 's, T> {
    pub(super) probe: &'p mut Probe<'s, T>,
    pub(super) case: &'p Case,
    pub(super) expectation: &'p Expectation,
    pub(super) cause: Cause,
    /// The place of what is wrong and taken, which is said already.
    wrong: Option<String>,
}

/// Tells whether what is wrong here is refused in another request: then something else matters too.
async fn needs_more<T: Target>(probe: &mut Probe<'_, T>, case: &Case, instance: &str) -> bool {
    let (Ok(at), Some(mut model)) = (
        instance.parse::<Pointer>(),
        probe.shared.good(case.operation),
    ) else {
        return false;
    };
    let Some(value) = at.resolve(&case.value).cloned() else {
        return false;
    };
    let place = place::of(&at);
    let Some(there) = place::instances(&place, &model).into_iter().next() else {
        return false;
    };
    // A container lacks something that the same container of another request may have.
    if value.is_object() || !place::put(&mut model, &there, value) {
        return false;
    }
    let other = case.with_value(model);
    matches!(probe.shared.target.expect(&other), Expectation::Refused(_))
        && probe.cured(&other).await
}

impl Cause {
    /// Takes back what is said of a place.
    pub(super) fn forget(&mut self, place: &Pointer) {
        let named = place.to_string();
        self.features.retain(|feature| feature.place != named);
        self.cures.retain(|cure| cure.place() != Some(place));
    }

    /// Takes back what a cure is for.
    pub(super) fn leave_out(&mut self, cure: &Cure) {
        let is_of = |feature: &Feature| match cure {
            Cure::Put(place, is, _) => feature.place == place.to_string() && feature.is == *is,
            Cure::Untwist(twist) => feature.is == Trait::Done(twist.clone()),
            Cure::Remove(place) | Cure::Set(place, _) | Cure::Swap(place, _) => {
                feature.place == place.to_string()
            }
        };
        if self.features.iter().any(is_of) {
            self.features.retain(|feature| !is_of(feature));
            self.cures.retain(|other| other != cure);
        }
    }

    pub(super) fn add(&mut self, place: &str, is: Trait, cure: Cure) {
        let feature = Feature {
            place: place.to_owned(),
            is,
        };
        if !self.features.contains(&feature) {
            self.features.push(feature);
            self.cures.push(cure);
        }
    }
}

impl<T: Target> Deriving<'_, '_, T> {
    /// Looks for values that must be what they are.
    async fn values(&mut self) {
        let mut nodes: Vec<(Pointer, Value)> = place::all(&self.case.value)
            .into_iter()
            .map(|(at, value)| (at, value.clone()))
            .collect();
        if !self.probe.fixed.keeps_keys {
            // It fails with others there already.
            let keys = self.probe.shared.target.once_only(self.case.operation);
            nodes.retain(|(at, _)| !keys.contains(at));
        }
        let mut looked = 0;
        for (at, value) in nodes {
            let place = place::of(&at);
            let named = place.to_string();
            let said = self.wrong.as_ref() == Some(&named) || self.is_of_equals(&named);
            if self.probe.is_spent() {
                return;
            }
            if looked > MOST_LOOKED || said {
                continue;
            }
            match &value {
                Value::Array(items) if items.len() > 1 => self.array(&at, items).await,
                _ if at.is_root() => {}
                Value::Object(members) if !members.is_empty() => {}
                Value::Array(items) if items.len() == 1 => {}
                _ if at.len() == 1 && at.last() != Some("body") => {}
                scalar => {
                    looked += 1;
                    self.probe.fixed.about = vec![at.clone()];
                    if let Some(cure) = self.cure(&at, &place, scalar).await {
                        let is = generalise(self.probe, self.case, &at, scalar, &cure).await;
                        let is = if self.names_a_thing(&at) && is.is_of_letters() {
                            Trait::Stored(scalar.clone())
                        } else {
                            is
                        };
                        let cure = Cure::Put(place.clone(), is.clone(), cure);
                        self.cause.add(&place.to_string(), is, cure);
                    }
                    self.probe.fixed.about.clear();
                }
            }
        }
    }

    /// Tells whether a place lies in items of which it is said already that they are equal, in a member
    /// or as a whole.
    fn is_of_equals(&self, place: &str) -> bool {
        let mut features = self.cause.features.iter();
        features.any(|feature| match &feature.is {
            Trait::EqualMembers(name) => place == format!("{}/*/{name}", feature.place),
            Trait::EqualItems => place.starts_with(&format!("{}/*", feature.place)),
            _ => false,
        })
    }

    /// Tells whether what stands at a place names a thing that requests have made.
    fn names_a_thing(&self, at: &Pointer) -> bool {
        let (target, operation) = (&self.probe.shared.target, self.case.operation);
        let is_in_path = at.tokens().next() == Some("path");
        target.named(operation).contains(at)
            || is_in_path && target.once_only(operation).contains(at)
    }

    /// Finds a value with which the request does not fail, everything else being as it is.
    async fn cure(&mut self, at: &Pointer, place: &Pointer, value: &Value) -> Option<Value> {
        let shared = self.probe.shared;
        let mut candidates = shared.values_at(self.case.operation, place);
        let operation = self.case.operation;
        // What is not there is refused for that.
        candidates.splice(..0, shared.target.named_value(operation, at, 0));
        for model in [shared.good(operation), shared.target.model(operation)] {
            candidates.extend(model.and_then(|model| {
                let first = place::instances(place, &model).into_iter().next()?;
                first.resolve(&model).cloned()
            }));
        }
        // Where there is a list of words, no other text may do.
        let words = shared.target.dictionary(operation).into_iter();
        let of_kind = |word: &Value| type_name(word) == type_name(value);
        candidates.extend(words.filter(of_kind));
        candidates.extend(match value {
            Value::String(_) => vec![json!("b"), json!("plain words")],
            Value::Number(_) => vec![json!(1), json!(5), json!(17)],
            Value::Bool(is) => vec![json!(!is)],
            Value::Null => vec![json!("b"), json!(1)],
            Value::Array(_) => vec![json!(["b"])],
            Value::Object(_) => vec![json!({"b": 1})],
        });
        candidates.retain(|candidate| candidate != value);
        let mut tried = 0;
        for candidate in candidates {
            if tried >= MOST_TRIED || self.probe.is_spent() {
                return None;
            }
            let mut changed = self.case.value.clone();
            place::put(&mut changed, at, candidate.clone());
            let changed = self.case.with_value(changed);
            if self.makes_equal(&changed, place) || !self.comparable(&changed) {
                continue;
            }
            tried += 1;
            if self.probe.cured(&changed).await {
                return Some(candidate);
            }
        }
        None
    }

    /// Tells whether two items have the same value at a place that had different ones.
    fn makes_equal(&self, changed: &Case, place: &Pointer) -> bool {
        let has_equal = |value: &Value| {
            let found = place::instances(place, value);
            let mut values: Vec<&Value> = found.iter().filter_map(|at| at.resolve(value)).collect();
            values.sort_by_key(ToString::to_string);
            values.windows(2).any(|pair| pair[0] == pair[1])
        };
        has_equal(&changed.value) && !has_equal(&self.case.value)
    }

    /// Tells whether a changed request is right where the failing one was.
    ///
    /// A right request that becomes wrong is refused for being wrong, which says nothing; nor does a
    /// wrong one that becomes wrong in another way.
    pub(super) fn comparable(&self, changed: &Case) -> bool {
        let label = self.probe.shared.target.expect(changed);
        match (self.expectation, &label) {
            (Expectation::Refused(_), Expectation::Refused(_)) => alike(self.expectation, &label),
            (Expectation::Accepted, _) => label == Expectation::Accepted,
            (Expectation::Lenient(_), _) => {
                label == Expectation::Accepted || same_label(self.expectation, &label)
            }
            _ => true,
        }
    }

    pub(super) fn with(&self, at: &Pointer, value: Value) -> Option<Case> {
        let mut changed = self.case.value.clone();
        place::put(&mut changed, at, value).then(|| self.case.with_value(changed))
    }
}

/// Tells whether what is wrong with a request is that something is not there.
fn is_missing(expectation: &Expectation) -> bool {
    matches!(expectation, Expectation::Refused(reason) if reason.keyword == "required")
}

pub(super) const MOST_LOOKED: usize = 40;
const MOST_TRIED: usize = 5;
