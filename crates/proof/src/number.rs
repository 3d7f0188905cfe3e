//! Whether some number is within bounds and of the right multiples.

use std::cmp::Ordering;

use frontdesk_schema::outline::Type;
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive};
use serde_json::Value;

use crate::branch::Branch;
use crate::rational::Rational;
use crate::shape::{Contradiction, Numbers};

/// Of so many numbers each is looked at.
const MAX_EACH: i64 = 4096;

/// A bound, and whether it is outside itself.
type Bound = Option<(Rational, bool)>;

/// Checks that a number may be left, and lists some.
pub(crate) fn check(branch: &Branch<'_, '_>) -> Result<Vec<Value>, Contradiction> {
    let whole = branch.kind == Type::Integer;
    let numbers = &branch.shape.number;
    let lower = strictest(&numbers.lower, Ordering::Greater);
    let upper = strictest(&numbers.upper, Ordering::Less);
    if beyond_all(&lower, Ordering::Greater) || beyond_all(&upper, Ordering::Less) {
        return Err(Contradiction);
    }
    if let (Some((low, above)), Some((high, below))) = (&lower, &upper) {
        match low.compare(high) {
            Ordering::Greater => return Err(Contradiction),
            Ordering::Equal if *above || *below => return Err(Contradiction),
            _ => {}
        }
    }
    if !whole && numbers.multiples.iter().any(Rational::is_whole) {
        return Err(Contradiction);
    }
    let Some(step) = common_step(numbers, whole) else {
        return fractions(branch, &lower, &upper);
    };
    let all_refused = numbers
        .not_multiples
        .iter()
        .any(|multiple| step.over(multiple).is_some_and(|times| times.is_whole()));
    if all_refused {
        return Err(Contradiction);
    }
    let factor = |bound: &Bound| {
        let (bound, outside) = bound.as_ref()?;
        Some((bound.over(&step)?, *outside))
    };
    let first =
        factor(&lower).map(|(low, above)| low.ceiling() + BigInt::from(above && low.is_whole()));
    let last =
        factor(&upper).map(|(high, below)| high.floor() - BigInt::from(below && high.is_whole()));
    let is_left = |factor: &BigInt| !is_refused(branch, &step.times(factor));
    let few = factors(first.as_ref(), last.as_ref());
    let is_each = few.is_each;
    let left: Vec<BigInt> = few.factors.into_iter().filter(is_left).collect();
    if is_each && left.is_empty() {
        return Err(Contradiction);
    }
    let values = left.iter().filter_map(|factor| step.times(factor).value());
    let values: Vec<Value> = values.take(MAX_TRIED).collect();
    if !values.is_empty() {
        return Ok(values);
    }
    // Beyond the integers of JSON there are doubles, few and far between.
    let is_within = |number: &Rational| {
        let times = number.over(&step).filter(Rational::is_whole);
        times.is_some_and(|times| {
            let times = times.floor();
            first.as_ref().is_none_or(|first| times >= *first)
                && last.as_ref().is_none_or(|last| times <= *last)
        }) && !is_refused(branch, number)
    };
    Ok(doubles(&lower, &upper, is_within))
}

/// Tells whether a bound leaves only numbers that no document can hold: they are read as doubles.
fn beyond_all(bound: &Bound, side: Ordering) -> bool {
    let Some((bound, outside)) = bound else {
        return false;
    };
    let last = if side.is_gt() { f64::MAX } else { f64::MIN };
    let order = serde_json::Number::from_f64(last).map(|last| bound.compare(&Rational::of(&last)));
    order == Some(side) || *outside && order == Some(Ordering::Equal)
}

/// The factors that are looked at.
struct Factors {
    factors: Vec<BigInt>,
    /// Whether these are all that there are.
    is_each: bool,
}

fn factors(first: Option<&BigInt>, last: Option<&BigInt>) -> Factors {
    let from = |first: &BigInt, count: i64| (0..count).map(|more| first + more).collect();
    if let (Some(first), Some(last)) = (first, last)
        && let Some(distance) = (last - first).to_i64()
        && distance <= MAX_EACH
    {
        return Factors {
            factors: from(first, distance + 1),
            is_each: true,
        };
    }
    let factors = match (first, last) {
        (Some(first), _) if first.is_positive() => from(first, MAX_LISTED),
        (_, Some(last)) if last.is_negative() => (0..=MAX_LISTED).map(|less| last - less).collect(),
        (first, last) => (0..MAX_LISTED)
            .flat_map(|size| [size, -size])
            .map(BigInt::from)
            .filter(|factor| {
                first.is_none_or(|first| factor >= first) && last.is_none_or(|last| factor <= last)
            })
            .collect(),
    };
    Factors {
        factors,
        is_each: false,
    }
}

/// How many factors are looked at where there is no end to them, and how many numbers are tried.
const MAX_LISTED: i64 = 64;
const MAX_TRIED: usize = 64;

/// Lists some fractions between bounds; only a single point can be wrong.
fn fractions(
    branch: &Branch<'_, '_>,
    lower: &Bound,
    upper: &Bound,
) -> Result<Vec<Value>, Contradiction> {
    let point = |bound: &Bound| bound.as_ref().map(|(point, _)| point.clone());
    let (low, high) = (point(lower), point(upper));
    if low == high && low.is_some_and(|point| is_refused(branch, &point)) {
        return Err(Contradiction);
    }
    let double = |bound: &Bound| bound.as_ref().map(|(point, _)| point.as_f64());
    let between = match (double(lower), double(upper)) {
        (Some(low), Some(high)) => {
            let width = high - low;
            [0.0, 1.0, 0.5, 0.25, 0.1, 0.75, 0.3]
                .map(|part| low + width * part)
                .to_vec()
        }
        (Some(low), None) => [0.0, 0.5, 0.25, 1.5, 0.1].map(|more| low + more).to_vec(),
        (None, Some(high)) => [0.0, 0.5, 0.25, 1.5, 0.1].map(|less| high - less).to_vec(),
        (None, None) => vec![0.5, -0.5, 1.25, 0.1, 1e-3, -2.75],
    };
    let mut values: Vec<Value> = between
        .into_iter()
        .filter(|double| double.is_finite() && double.fract() != 0.0)
        .map(Value::from)
        .collect();
    values.extend(doubles(lower, upper, |number| {
        let above = lower.as_ref().map(|(low, out)| (number.compare(low), *out));
        let below = upper
            .as_ref()
            .map(|(high, out)| (number.compare(high), *out));
        above.is_none_or(|(order, out)| order.is_gt() || order.is_eq() && !out)
            && below.is_none_or(|(order, out)| order.is_lt() || order.is_eq() && !out)
            && !is_refused(branch, number)
    }));
    Ok(values)
}

/// Lists doubles next to bounds and far from them, of those that are left.
fn doubles(lower: &Bound, upper: &Bound, is_left: impl Fn(&Rational) -> bool) -> Vec<Value> {
    let bounds = lower.iter().chain(upper);
    let near = bounds.flat_map(|(bound, _)| {
        let double = bound.as_f64();
        [
            double,
            double.next_up(),
            double.next_down(),
            double * 2.0,
            double / 2.0,
            double * 10.0,
        ]
    });
    near.chain([1e300, -1e300])
        .filter_map(serde_json::Number::from_f64)
        .filter(|number| is_left(&Rational::of(number)))
        .map(Value::Number)
        .collect()
}

/// Returns the strictest of some bounds.
fn strictest(bounds: &[(Rational, bool)], stricter: Ordering) -> Bound {
    let mut strictest: Bound = None;
    for (bound, exclusive) in bounds {
        strictest = Some(match strictest {
            None => (bound.clone(), *exclusive),
            Some((known, out)) => match bound.compare(&known) {
                Ordering::Equal => (known, out || *exclusive),
                order if order == stricter => (bound.clone(), *exclusive),
                _ => (known, out),
            },
        });
    }
    strictest
}

/// Returns the number whose multiples they all are.
fn common_step(numbers: &Numbers, whole: bool) -> Option<Rational> {
    let mut step = whole.then(|| Rational::whole(BigInt::one()));
    for multiple in numbers
        .multiples
        .iter()
        .filter(|multiple| !multiple.is_zero())
    {
        step = match step {
            None => Some(multiple.clone()),
            // Neither is zero, so there is such a number.
            Some(step) => step.common_multiple(multiple).or(Some(step)),
        };
    }
    step
}

fn is_refused(branch: &Branch<'_, '_>, number: &Rational) -> bool {
    let is_whole = branch.kind == Type::Integer;
    let is_multiple = |multiple: &Rational| {
        let times = number.over(multiple);
        times.is_some_and(|times| times.is_whole())
    };
    number.is_whole() != is_whole
        || branch.shape.number.not_multiples.iter().any(is_multiple)
        || branch.shape.excluded.iter().any(|value| match value {
            Value::Number(excluded) => Rational::of(excluded) == *number,
            _ => false,
        })
}
