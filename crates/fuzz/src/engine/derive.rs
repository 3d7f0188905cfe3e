use frontdesk_json::Pointer;
use frontdesk_payload::raw_cases;
use serde_json::{Value, json};

use super::feature::{Feature, Trait, type_name};
use super::generalise::generalise;
use super::known::Cure;
use super::probe::{Probe, alike};
use crate::case::{Case, Spelling, Twist};
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
}

/// Finds out what of the smallest failing case it is that it fails by.
pub(super) async fn derive<T: Target>(
    probe: &mut Probe<'_, T>,
    case: &Case,
    expectation: &Expectation,
) -> Cause {
    let mut why = Cause::default();
    for twist in &case.twists {
        let twist = anywhere(probe, case, twist).await;
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

/// Says of a spelling that its place does not matter, where another does as well.
async fn anywhere<T: Target>(probe: &mut Probe<'_, T>, case: &Case, twist: &Twist) -> Twist {
    let Twist::Spelling(spelling) = twist else {
        return twist.clone();
    };
    let good = probe.shared.good(case.operation);
    // The smallest case may have no other place.
    let mut asked = 0;
    for value in [Some(case.value.clone()), good].into_iter().flatten() {
        let Some(body) = value.get("body") else {
            continue;
        };
        let raw = raw_cases(body);
        let others = raw
            .iter()
            .filter(|raw| raw.name == spelling.name && raw.pointer.to_string() != spelling.pointer);
        for other in others {
            if asked == MOST_ELSEWHERE {
                return twist.clone();
            }
            asked += 1;
            let mut changed = case.with_value(value.clone());
            changed.twists.retain(|known| known != twist);
            let elsewhere = Spelling {
                name: spelling.name.clone(),
                pointer: other.pointer.to_string(),
                member: other.member.clone(),
            };
            let elsewhere = changed.twisted(Twist::Spelling(elsewhere));
            if probe.fails(&elsewhere).await.is_some() {
                return Twist::Spelling(Spelling {
                    name: spelling.name.clone(),
                    pointer: Spelling::ANYWHERE.to_owned(),
                    member: None,
                });
            }
        }
    }
    twist.clone()
}

pub(super) struct Deriving<'p, 's, T> {
    pub(super) probe: &'p mut Probe<'s, T>,
    pub(super) case: &'p Case,
    expectation: &'p Expectation,
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
        let nodes: Vec<(Pointer, Value)> = place::all(&self.case.value)
            .into_iter()
            .map(|(at, value)| (at, value.clone()))
            .collect();
        let mut looked = 0;
        for (at, value) in nodes {
            let place = place::of(&at);
            let said = self
                .wrong
                .as_ref()
                .is_some_and(|wrong| *wrong == place.to_string());
            if at.is_root() || looked > MOST_LOOKED || said {
                continue;
            }
            match &value {
                Value::Array(items) if items.len() > 1 => self.array(&at, items).await,
                Value::Object(members) if !members.is_empty() => {}
                Value::Array(items) if items.len() == 1 => {}
                _ if at.len() == 1 && at.last() != Some("body") => {}
                scalar => {
                    looked += 1;
                    self.probe.fixed.about = vec![at.clone()];
                    if let Some(cure) = self.cure(&at, &place, scalar).await {
                        let is = generalise(self.probe, self.case, &at, scalar, &cure).await;
                        let cure = Cure::Put(place.clone(), is.clone(), cure);
                        self.cause.add(&place.to_string(), is, cure);
                    }
                    self.probe.fixed.about.clear();
                }
            }
        }
    }

    /// Finds a value with which the request does not fail, everything else being as it is.
    async fn cure(&mut self, at: &Pointer, place: &Pointer, value: &Value) -> Option<Value> {
        let shared = self.probe.shared;
        let mut candidates = shared.values_at(self.case.operation, place);
        let operation = self.case.operation;
        for model in [shared.good(operation), shared.target.model(operation)] {
            candidates.extend(model.and_then(|model| {
                let first = place::instances(place, &model).into_iter().next()?;
                first.resolve(&model).cloned()
            }));
        }
        // Where there is a list of words, no other text may do.
        let words = shared.target.dictionary(operation).into_iter();
        let of_kind = |word: &Value| type_name(word) == type_name(value);
        candidates.extend(words.filter(of_kind).take(MOST_WORDS));
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
            let mut changed = self.case.value.clone();
            place::put(&mut changed, at, candidate.clone());
            let changed = self.case.with_value(changed);
            if tried >= MOST_TRIED || !self.comparable(&changed) {
                continue;
            }
            tried += 1;
            if self.probe.cured(&changed).await {
                return Some(candidate);
            }
        }
        None
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
            _ => true,
        }
    }

    async fn array(&mut self, at: &Pointer, items: &[Value]) {
        let place = place::of(at);
        let one = Value::Array(items[..1].to_vec());
        let Some(changed) = self.with(at, one.clone()) else {
            return;
        };
        if !self.comparable(&changed) || !self.probe.cured(&changed).await {
            return;
        }
        let mut is = Trait::MoreItemsThan(items.len() - 1);
        if Trait::EqualItems.holds(&json!(items)) {
            let values = self
                .probe
                .shared
                .values_at(self.case.operation, &place.member("*"));
            let mut distinct = items.to_vec();
            let other = values.into_iter().find(|value| !items.contains(value));
            if let (Some(last), Some(other)) = (distinct.last_mut(), other) {
                *last = other;
                if let Some(changed) = self.with(at, Value::Array(distinct))
                    && self.probe.cured(&changed).await
                {
                    is = Trait::EqualItems;
                }
            }
        }
        let cure = Cure::Put(place.clone(), is.clone(), one);
        self.cause.add(&place.to_string(), is, cure);
    }

    fn with(&self, at: &Pointer, value: Value) -> Option<Case> {
        let mut changed = self.case.value.clone();
        place::put(&mut changed, at, value).then(|| self.case.with_value(changed))
    }

    /// Looks for members that must be there, whatever they are.
    async fn presence(&mut self) {
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
            if said || at.len() < 2 || place.last() == Some("*") {
                continue;
            }
            let mut changed = self.case.value.clone();
            place::remove(&mut changed, &at);
            let changed = self.case.with_value(changed);
            let label = self.probe.shared.target.expect(&changed);
            if alike(self.expectation, &label) && self.probe.cured(&changed).await {
                self.cause
                    .add(&place.to_string(), Trait::Present, Cure::Remove(place));
            }
        }
    }

    /// Looks for a member that must not be there: one of the rich request that cures this one.
    async fn absence(&mut self) {
        let Some(model) = self.probe.shared.good(self.case.operation) else {
            return;
        };
        let added = additions(&self.case.value, &model);
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

/// Tells whether what is wrong with a request is that something is not there.
fn is_missing(expectation: &Expectation) -> bool {
    matches!(expectation, Expectation::Refused(reason) if reason.keyword == "required")
}

/// Lists what the rich request has and the other lacks, the outermost only.
fn additions(value: &Value, rich: &Value) -> Vec<(Pointer, Value)> {
    let mut added = Vec::new();
    let mut open = vec![(Pointer::root(), value, rich)];
    while let Some((at, value, rich)) = open.pop() {
        match (value, rich) {
            (Value::Object(members), Value::Object(others)) => {
                for (name, other) in others {
                    match members.get(name) {
                        Some(member) => open.push((at.member(name), member, other)),
                        None => added.push((at.member(name), other.clone())),
                    }
                }
            }
            (Value::Array(items), Value::Array(others)) => {
                for (index, item) in items.iter().enumerate() {
                    if let Some(other) = others.get(index).or_else(|| others.first()) {
                        open.push((at.index(index), item, other));
                    }
                }
            }
            _ => {}
        }
    }
    added
}

const MOST_ELSEWHERE: usize = 4;
const MOST_LOOKED: usize = 40;
/// More of them are tried as values, not sent.
const MOST_WORDS: usize = 80;
const MOST_TRIED: usize = 5;
