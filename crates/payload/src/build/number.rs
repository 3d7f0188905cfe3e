//! Numbers between bounds, by steps.

use frontdesk_schema::outline::{Bound, Type, TypeSet};
use serde_json::{Number, Value};

use super::{Built, Stuck};
use crate::plan::shape::NumberShape;
use frontdesk_text::{Draw, Source};

/// How far from its bound a number without another bound is drawn.
const REACH: i128 = 1000;

/// How many numbers are looked at one by one.
const MAX_SCAN: i128 = 20_000;

/// The largest exponent of ten that is worked with exactly.
const MAX_SCALE: u32 = 18;

/// Draws a number of the type.
pub(super) fn draw(shape: &NumberShape, kind: Type, source: &mut dyn Source) -> Built<Number> {
    for _ in 0..40 {
        let drawn = if shape.multiples.is_empty() {
            match kind {
                Type::Integer => integer(shape, source)?,
                _ => fraction(shape, source)?,
            }
        } else {
            match Steps::common(shape, kind) {
                Some(steps) => stepped(&steps, shape, kind, source)?,
                None => break,
            }
        };
        if let Some(number) = drawn
            && fits(shape, &number)
        {
            return Ok(number);
        }
    }
    scan(shape, kind, source)
}

/// Looks at every number of a narrow range, where drawing met none that fits.
fn scan(shape: &NumberShape, kind: Type, source: &mut dyn Source) -> Built<Number> {
    let found: Vec<Number> = if !shape.multiples.is_empty() {
        let Some(steps) = Steps::common(shape, kind) else {
            let floats = shape.multiples.iter().filter_map(Number::as_f64);
            let few: Vec<Number> = floats
                .flat_map(|step| [step, -step, 2.0 * step, 0.0])
                .chain(near_bounds(shape).flat_map(|bound| [bound, bound.ceil(), bound.floor()]))
                .filter_map(spelled)
                .filter(|number| fits(shape, number))
                .collect();
            return source.pick(&few).cloned().ok_or(Stuck::Luck);
        };
        let Some((low, high)) = narrow(steps.range(shape)) else {
            return Err(Stuck::Luck);
        };
        (low..=high)
            .filter_map(|turn| steps.number(turn, kind))
            .filter(|number| fits(shape, number))
            .collect()
    } else if kind == Type::Integer {
        let Some((low, high)) = narrow(integers(shape)) else {
            let huge: Vec<Number> = near_bounds(shape)
                .filter(|float| float.fract() == 0.0)
                .filter_map(spelled)
                .filter(|number| fits(shape, number))
                .collect();
            return source.pick(&huge).cloned().ok_or(Stuck::Luck);
        };
        (low..=high)
            .filter_map(integer_number)
            .filter(|number| fits(shape, number))
            .collect()
    } else {
        let near: Vec<Number> = near_bounds(shape)
            .filter(|float| float.fract() != 0.0)
            .filter_map(Number::from_f64)
            .filter(|number| fits(shape, number))
            .collect();
        return source.pick(&near).cloned().ok_or(Stuck::Luck);
    };
    source.pick(&found).cloned().ok_or(Stuck::Dead)
}

/// Lists the bounds and the floats next to them.
fn near_bounds(shape: &NumberShape) -> impl Iterator<Item = f64> {
    let bounds = shape.lower.iter().chain(&shape.upper);
    bounds
        .filter_map(|bound| bound.value.as_f64())
        .flat_map(|bound| [bound, bound.next_up(), bound.next_down()])
}

/// Lists the integers that fit, where there are at most `most` between the bounds.
pub(crate) fn integers_within(shape: &NumberShape, most: usize) -> Option<Vec<Value>> {
    let (Some(low), Some(high)) = integers(shape) else {
        return None;
    };
    if high >= low && high - low >= i128::try_from(most).unwrap_or(i128::MAX) {
        return None;
    }
    let integers = (low..=high).filter_map(integer_number);
    Some(
        integers
            .filter(|number| fits(shape, number))
            .map(Value::Number)
            .collect(),
    )
}

/// Lists the integers of a narrow range, `None` where there are many or other types.
pub(super) fn few(shape: &NumberShape, types: TypeSet) -> Option<Vec<Value>> {
    if types != TypeSet::only(Type::Integer) {
        return None;
    }
    let (low, high) = narrow(integers(shape))?;
    let integers = (low..=high).filter_map(integer_number);
    Some(
        integers
            .filter(|number| fits(shape, number))
            .map(Value::Number)
            .collect(),
    )
}

/// A range of which every number can be looked at.
fn narrow((low, high): (Option<i128>, Option<i128>)) -> Option<(i128, i128)> {
    let (low, high) = (low?, high?);
    (high.saturating_sub(low) <= MAX_SCAN).then_some((low, high))
}

/// Tells whether a number lies within all bounds and on all steps.
pub(super) fn fits(shape: &NumberShape, number: &Number) -> bool {
    shape.lower.iter().all(|bound| {
        let order = compare(number, &bound.value);
        order.is_gt() || (order.is_eq() && !bound.exclusive)
    }) && shape.upper.iter().all(|bound| {
        let order = compare(number, &bound.value);
        order.is_lt() || (order.is_eq() && !bound.exclusive)
    }) && shape.multiples.iter().all(|step| is_multiple(number, step))
        && !shape
            .not_multiples
            .iter()
            .any(|step| is_multiple(number, step))
}

fn compare(left: &Number, right: &Number) -> std::cmp::Ordering {
    match (exact_integer(left), exact_integer(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => left
            .as_f64()
            .partial_cmp(&right.as_f64())
            .unwrap_or(std::cmp::Ordering::Equal),
    }
}

fn is_multiple(number: &Number, step: &Number) -> bool {
    match (Decimal::of(number), Decimal::of(step)) {
        (Some(number), Some(step)) => {
            let scale = number.scale.max(step.scale);
            match (number.at(scale), step.at(scale)) {
                (Some(number), Some(step)) if step != 0 => number % step == 0,
                _ => false,
            }
        }
        // Beyond what decimals hold, floats are what every reader of the number has.
        _ => match (number.as_f64(), step.as_f64()) {
            (Some(number), Some(step)) if step != 0.0 => (number / step).fract() == 0.0,
            _ => false,
        },
    }
}

/// The least and the greatest integer between the bounds, `None` where it is out of reach.
fn integers(shape: &NumberShape) -> (Option<i128>, Option<i128>) {
    let within = |integer: &i128| integer.unsigned_abs() < i128::MAX.unsigned_abs() / 4;
    (
        shape
            .lower
            .iter()
            .filter_map(least_integer)
            .max()
            .filter(within),
        shape
            .upper
            .iter()
            .filter_map(greatest_integer)
            .min()
            .filter(within),
    )
}

fn integer(shape: &NumberShape, source: &mut dyn Source) -> Built<Option<Number>> {
    let (low, high) = match integers(shape) {
        (Some(low), Some(high)) => (low, high),
        (Some(low), None) => (low, low.saturating_add(REACH)),
        (None, Some(high)) => (high.saturating_sub(REACH), high),
        (None, None) => (-REACH, REACH),
    };
    if low > high {
        return Err(Stuck::Dead);
    }
    let drawn = match shape.extreme {
        Some(true) => high,
        Some(false) => low,
        // Small numbers are what most fields hold; the whole range is drawn from as well.
        None if source.chance(1, 2) => {
            let near = 0.clamp(low, high);
            source.between(near, near.saturating_add(100).min(high))
        }
        None => source.between(low, high),
    };
    Ok(integer_number(drawn))
}

fn fraction(shape: &NumberShape, source: &mut dyn Source) -> Built<Option<Number>> {
    let bound = |bounds: &[Bound], pick: fn(f64, f64) -> f64| {
        bounds
            .iter()
            .filter_map(|bound| bound.value.as_f64())
            .reduce(pick)
    };
    let low = bound(&shape.lower, f64::max);
    let high = bound(&shape.upper, f64::min);
    #[expect(clippy::cast_precision_loss, reason = "the reach is a small constant")]
    let reach = REACH as f64;
    let (low, high) = match (low, high) {
        (Some(low), Some(high)) => (low, high),
        (Some(low), None) => (low, low + reach),
        (None, Some(high)) => (high - reach, high),
        (None, None) => (-reach, reach),
    };
    if low > high {
        return Err(Stuck::Dead);
    }
    let drawn = match shape.extreme {
        Some(true) => high,
        Some(false) => low,
        None => {
            #[expect(clippy::cast_precision_loss, reason = "below 2^20")]
            let part = (1 + source.below(0xf_fffe)) as f64 / 1_048_576.0;
            low + (high - low) * part
        }
    };
    // Two decimals read like a number that somebody wrote, where the range has room for them.
    let rounded = (drawn * 100.0).round() / 100.0;
    let readable = rounded > low && rounded < high && rounded.fract() != 0.0;
    let drawn = if readable { rounded } else { drawn };
    if drawn.fract() == 0.0 && shape.extreme.is_none() {
        return Ok(None);
    }
    Ok(Number::from_f64(drawn))
}

/// Draws a common multiple of all steps.
fn stepped(
    steps: &Steps,
    shape: &NumberShape,
    kind: Type,
    source: &mut dyn Source,
) -> Built<Option<Number>> {
    let (low, high) = match steps.range(shape) {
        (Some(low), Some(high)) => (low, high),
        (Some(low), None) => (low, low.saturating_add(100)),
        (None, Some(high)) => (high.saturating_sub(100), high),
        (None, None) => (-100, 100),
    };
    if low > high {
        return Err(Stuck::Dead);
    }
    Ok(steps.number(source.between(low, high), kind))
}

/// What all steps of a number have in common.
struct Steps {
    /// The least common multiple, in units of ten to the power of minus `scale`.
    step: i128,
    scale: u32,
    /// One, in the same units.
    whole: i128,
}

impl Steps {
    fn common(shape: &NumberShape, kind: Type) -> Option<Self> {
        let steps: Option<Vec<Decimal>> = shape.multiples.iter().map(Decimal::of).collect();
        let steps = steps?;
        let scale = steps.iter().map(|step| step.scale).max()?;
        let whole = 10_i128.checked_pow(scale)?;
        let mut step = if kind == Type::Integer { whole } else { 1 };
        for other in steps {
            step = least_common_multiple(step, other.at(scale)?)?;
        }
        (step != 0).then_some(Self { step, scale, whole })
    }

    /// Counts the turns between the bounds, with one to spare on either side.
    fn range(&self, shape: &NumberShape) -> (Option<i128>, Option<i128>) {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "a first guess, checked on the number itself; casts from f64 saturate"
        )]
        let turns = |bound: &Bound| {
            let value = bound.value.as_f64().unwrap_or_default();
            (value * self.whole as f64 / self.step as f64) as i128
        };
        let low = shape
            .lower
            .iter()
            .map(|bound| turns(bound).saturating_sub(1));
        let high = shape
            .upper
            .iter()
            .map(|bound| turns(bound).saturating_add(1));
        (low.max(), high.min())
    }

    fn number(&self, turn: i128, kind: Type) -> Option<Number> {
        let digits = turn.checked_mul(self.step)?;
        if kind == Type::Fraction && digits % self.whole == 0 {
            return None;
        }
        Decimal {
            digits,
            scale: self.scale,
        }
        .number()
    }
}

/// A decimal number: `digits` divided by ten to the power of `scale`.
#[derive(Clone, Copy, Debug)]
struct Decimal {
    digits: i128,
    scale: u32,
}

impl Decimal {
    /// Reads the shortest spelling, which is what the schema's author wrote.
    fn of(number: &Number) -> Option<Self> {
        let text = number.to_string();
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text.as_str(), 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let mut digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let mut scale = i32::try_from(fraction.len()).ok()? - exponent;
        if scale < 0 {
            digits = digits.checked_mul(10_i128.checked_pow(scale.unsigned_abs())?)?;
            scale = 0;
        }
        let scale = u32::try_from(scale).ok()?;
        (scale <= MAX_SCALE).then_some(Self { digits, scale })
    }

    fn at(self, scale: u32) -> Option<i128> {
        self.digits
            .checked_mul(10_i128.checked_pow(scale.checked_sub(self.scale)?)?)
    }

    fn number(self) -> Option<Number> {
        let divisor = 10_i128.checked_pow(self.scale)?;
        if self.digits % divisor == 0 {
            return integer_number(self.digits / divisor);
        }
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = self.digits.unsigned_abs();
        let divisor = divisor.unsigned_abs();
        let width = self.scale as usize;
        let text = format!("{sign}{}.{:0width$}", digits / divisor, digits % divisor);
        Number::from_f64(text.parse().ok()?)
    }
}

/// Spells a float as an integer where it is one: readers of integers know no other spelling.
pub(crate) fn spelled(float: f64) -> Option<Number> {
    const BEYOND_64_BITS: f64 = 18_446_744_073_709_551_616.0;
    if float.fract() == 0.0 && float.abs() < BEYOND_64_BITS {
        return integer_number(saturated(float));
    }
    Number::from_f64(float)
}

fn integer_number(integer: i128) -> Option<Number> {
    if let Ok(small) = i64::try_from(integer) {
        return Some(small.into());
    }
    if let Ok(large) = u64::try_from(integer) {
        return Some(large.into());
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "beyond 64 bits JSON numbers are floats here"
    )]
    Number::from_f64(integer as f64)
}

fn exact_integer(number: &Number) -> Option<i128> {
    number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from))
}

fn least_integer(bound: &Bound) -> Option<i128> {
    if let Some(exact) = exact_integer(&bound.value) {
        return Some(exact + i128::from(bound.exclusive));
    }
    let float = bound.value.as_f64()?;
    let up = float.ceil();
    let on_bound = bound.exclusive && up.total_cmp(&float).is_eq();
    Some(saturated(up).saturating_add(i128::from(on_bound)))
}

fn greatest_integer(bound: &Bound) -> Option<i128> {
    if let Some(exact) = exact_integer(&bound.value) {
        return Some(exact - i128::from(bound.exclusive));
    }
    let float = bound.value.as_f64()?;
    let down = float.floor();
    let on_bound = bound.exclusive && down.total_cmp(&float).is_eq();
    Some(saturated(down).saturating_sub(i128::from(on_bound)))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "casts from f64 saturate, as the name says"
)]
fn saturated(float: f64) -> i128 {
    float as i128
}

fn least_common_multiple(left: i128, right: i128) -> Option<i128> {
    let (mut divisor, mut rest) = (left.abs(), right.abs());
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    if divisor == 0 {
        return None;
    }
    (left / divisor).checked_mul(right).map(i128::abs)
}

#[cfg(test)]
mod tests {
    use super::{Decimal, is_multiple};
    use serde_json::{Number, json};

    fn number(value: &serde_json::Value) -> Number {
        value.as_number().unwrap().clone()
    }

    #[test]
    fn decimals_are_exact() {
        let decimal = Decimal::of(&number(&json!(-12.50))).unwrap();
        assert_eq!((decimal.digits, decimal.scale), (-125, 1));
        assert_eq!(decimal.number().unwrap().to_string(), "-12.5");
        assert_eq!(Decimal::of(&number(&json!(1e3))).unwrap().digits, 1000);
    }

    #[test]
    fn multiples_are_decided_in_decimals() {
        assert!(is_multiple(&number(&json!(0.07)), &number(&json!(0.01))));
        assert!(!is_multiple(&number(&json!(0.075)), &number(&json!(0.01))));
    }
}
