use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::feature::{Trait, type_name};
use super::of_text::of_text;
use super::probe::{Probe, alike};
use crate::case::Case;
use crate::place;
use crate::target::Target;

/// Puts other values in the place of one.
pub(super) struct Trying<'t, 's, T> {
    pub(super) probe: &'t mut Probe<'s, T>,
    case: &'t Case,
    at: &'t Pointer,
    /// A value with which it does not fail.
    pub(super) cure: &'t Value,
}

impl<T: Target> Trying<'_, '_, T> {
    /// Tells whether the request fails with another value, and is as right or wrong as it was.
    pub(super) async fn fails(&mut self, other: Value) -> bool {
        match self.with(other) {
            Some(changed) => self.probe.fails(&changed).await.is_some(),
            None => false,
        }
    }

    /// Puts another value in the place of the one, where that leaves the request right or wrong.
    pub(super) fn with(&self, other: Value) -> Option<Case> {
        if self.probe.is_spent() {
            return None;
        }
        let target = &self.probe.shared.target;
        let mut changed = self.case.value.clone();
        let changed =
            place::put(&mut changed, self.at, other).then(|| self.case.with_value(changed))?;
        alike(&target.expect(self.case), &target.expect(&changed)).then_some(changed)
    }

    /// Tells whether the request fails with the numbers that are further in a direction.
    ///
    /// The next must, and so must the furthest of some that the contract allows.
    async fn fails_beyond(&mut self, integer: i64, sign: i64) -> bool {
        let step = |size: i64| integer.saturating_add(sign.saturating_mul(size));
        if !self.fails(json!(step(1))).await {
            return false;
        }
        for size in [1_003, 101, 11, 3, 2] {
            if let Some(far) = self.with(json!(step(size))) {
                return self.probe.fails(&far).await.is_some();
            }
        }
        true
    }
}

/// Finds out what of a value it is that a request fails by.
///
/// Other values are put in its place that have one thing in common with it, the most general first.
pub(super) async fn generalise<T: Target>(
    probe: &mut Probe<'_, T>,
    case: &Case,
    at: &Pointer,
    value: &Value,
    cure: &Value,
) -> Trait {
    let mut trying = Trying {
        probe,
        case,
        at,
        cure,
    };
    match general(&mut trying, value).await {
        // What a value has that does not fail is not what it is; but others fail, too.
        is if is.holds(cure) => Trait::OtherThan(cure.clone()),
        is => is,
    }
}

async fn general<T: Target>(trying: &mut Trying<'_, '_, T>, value: &Value) -> Trait {
    let right = type_name(trying.cure);
    if type_name(value) != right && fails_by_type(value, trying).await {
        return Trait::NotOfType(right.to_owned());
    }
    match value {
        Value::Null => Trait::OfType("null".to_owned()),
        Value::Bool(_) => {
            if trying.fails(json!(value != &json!(true))).await {
                Trait::OfType("boolean".to_owned())
            } else {
                Trait::Exactly(value.clone())
            }
        }
        Value::Number(number) => {
            if trying.fails(json!(7_919)).await
                && trying.fails(json!(-7_907)).await
                && trying.fails(json!(2.75)).await
            {
                return Trait::OfType("number".to_owned());
            }
            of_number(
                number.as_i64(),
                number.as_f64().unwrap_or(0.0),
                value,
                trying,
            )
            .await
        }
        Value::String(text) => {
            if trying.fails(json!("qxz")).await
                && trying.fails(json!("")).await
                && trying.fails(json!("w7 qx vy")).await
            {
                return Trait::OfType("string".to_owned());
            }
            of_text(text, trying).await
        }
        Value::Array(_) | Value::Object(_) => {
            let empty = Trait::Empty;
            if empty.holds(value) {
                empty
            } else {
                Trait::OfType(type_name(value).to_owned())
            }
        }
    }
}

async fn of_number<T: Target>(
    integer: Option<i64>,
    float: f64,
    value: &Value,
    trying: &mut Trying<'_, '_, T>,
) -> Trait {
    if let Some(integer) = integer {
        let right = trying.cure.as_f64();
        if right.is_none_or(|right| right < float) && trying.fails_beyond(integer, 1).await {
            return Trait::AtLeast(float);
        }
        if right.is_none_or(|right| right > float) && trying.fails_beyond(integer, -1).await {
            return Trait::AtMost(float);
        }
        let times = |factor: i64| json!(integer.saturating_mul(factor));
        if integer.abs() > 1 && trying.fails(times(2)).await && trying.fails(times(3)).await {
            return Trait::MultipleOf(integer);
        }
        return Trait::Exactly(value.clone());
    }
    let is_whole = float.fract() == 0.0;
    if is_whole && trying.fails(json!(3.0)).await && trying.fails(json!(2.0)).await {
        // Where a fraction is a matter of taste, the number without it is not judged alike.
        let mut whole = trying.case.value.clone();
        place::put(&mut whole, trying.at, json!(3));
        let whole = trying.case.with_value(whole);
        if trying.probe.fails(&whole).await.is_none() && !trying.probe.is_spent() {
            return Trait::WholeFraction;
        }
    }
    if !is_whole && trying.fails(json!(1.25)).await && trying.fails(json!(3.125)).await {
        return Trait::Fraction;
    }
    let near = float != 0.0 && float.abs() < 1e-3;
    if near && trying.fails(json!(float / 3.0)).await && trying.fails(json!(float / 700.0)).await {
        return Trait::NearZero(float.abs());
    }
    let more = float != 0.0 && trying.fails(json!(float * 1.5)).await;
    if more && trying.fails(json!(float * 4.0)).await {
        let is = if float > 0.0 {
            Trait::AtLeast(float)
        } else {
            Trait::AtMost(float)
        };
        if !is.holds(trying.cure) {
            return is;
        }
    }
    Trait::Exactly(value.clone())
}

/// Tells whether it fails with values of other types as well, none of which is the right one.
async fn fails_by_type<T: Target>(value: &Value, trying: &mut Trying<'_, '_, T>) -> bool {
    let wrong = [type_name(value), type_name(trying.cure)];
    let others = [
        json!(null),
        json!(7),
        json!(true),
        json!("qxz"),
        json!({}),
        json!([]),
    ];
    let others = others
        .into_iter()
        .filter(|other| !wrong.contains(&type_name(other)));
    let others: Vec<Value> = others
        .filter(|other| trying.with(other.clone()).is_some())
        .take(2)
        .collect();
    for other in &others {
        if !trying.fails(other.clone()).await {
            return false;
        }
    }
    !others.is_empty()
}
