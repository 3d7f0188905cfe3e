//! Whether some number is within bounds and of the right multiples.

use std::cmp::Ordering;

use frontdesk_schema::outline::Type;
use serde_json::Value;

use crate::branch::Branch;
use crate::rational::Rational;
use crate::shape::{Contradiction, Numbers};

/// Of so many numbers each is looked at.
const MAX_EACH: i128 = 4096;

/// Checks that a number may be left, and lists some; what cannot be counted is left.
pub(crate) fn check(branch: &Branch<'_, '_>) -> Result<Vec<Value>, Contradiction> {
    let whole = branch.kind == Type::Integer;
    let numbers = &branch.shape.number;
    let lower = strictest(&numbers.lower, Ordering::Greater);
    let upper = strictest(&numbers.upper, Ordering::Less);
    let (Ok(lower), Ok(upper)) = (lower, upper) else {
        return Ok(Vec::new());
    };
    if let (Some((low, above)), Some((high, below))) = (lower, upper) {
        match low.compare(high) {
            Some(Ordering::Greater) => return Err(Contradiction),
            Some(Ordering::Equal) if above || below => return Err(Contradiction),
            _ => {}
        }
    }
    if !whole && numbers.multiples.iter().any(|multiple| multiple.is_whole()) {
        return Err(Contradiction);
    }
    let Ok(step) = common_step(numbers, whole) else {
        return Ok(Vec::new());
    };
    let Some(step) = step else {
        return fractions(branch, lower, upper);
    };
    let all_refused = numbers
        .not_multiples
        .iter()
        .any(|multiple| step.over(*multiple).is_some_and(Rational::is_whole));
    if all_refused {
        return Err(Contradiction);
    }
    let factor =
        |bound: Option<(Rational, bool)>| bound.map(|(bound, out)| (bound.over(step), out));
    let first = match factor(lower) {
        None => None,
        Some((Some(low), above)) => Some(low.ceiling() + i128::from(above && low.is_whole())),
        Some((None, _)) => return Ok(Vec::new()),
    };
    let last = match factor(upper) {
        None => None,
        Some((Some(high), below)) => Some(high.floor() - i128::from(below && high.is_whole())),
        Some((None, _)) => return Ok(Vec::new()),
    };
    let is_left = |factor: &i128| {
        step.times(*factor)
            .is_some_and(|number| !is_refused(branch, number))
    };
    let few: Vec<i128> = match (first, last) {
        (Some(first), Some(last)) if last - first <= MAX_EACH => {
            let left: Vec<i128> = (first..=last).filter(is_left).collect();
            if left.is_empty() {
                return Err(Contradiction);
            }
            left
        }
        (Some(first), last) if first > 0 || last.is_none_or(|last| last < 0) => {
            (first..first.saturating_add(MAX_LISTED)).collect()
        }
        (_, Some(last)) if last < 0 => (last.saturating_sub(MAX_LISTED)..=last).rev().collect(),
        (first, last) => (0..MAX_LISTED)
            .flat_map(|size| [size, -size])
            .filter(|factor| {
                first.is_none_or(|first| *factor >= first)
                    && last.is_none_or(|last| *factor <= last)
            })
            .collect(),
    };
    let values = few.iter().filter(|factor| is_left(factor));
    let values = values.filter_map(|factor| step.times(*factor)?.value());
    Ok(values.take(MAX_TRIED).collect())
}

/// How many factors are looked at where there is no end to them, and how many numbers are tried.
const MAX_LISTED: i128 = 64;
const MAX_TRIED: usize = 64;

/// Lists some fractions between bounds; only a single point can be wrong.
fn fractions(
    branch: &Branch<'_, '_>,
    lower: Option<(Rational, bool)>,
    upper: Option<(Rational, bool)>,
) -> Result<Vec<Value>, Contradiction> {
    let (low, high) = (lower.map(|(low, _)| low), upper.map(|(high, _)| high));
    if low.is_some() && low == high && low.is_some_and(|point| is_refused(branch, point)) {
        return Err(Contradiction);
    }
    let low_value = low.map(Rational::as_f64);
    let high_value = high.map(Rational::as_f64);
    let between = match (low_value, high_value) {
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
    Ok(between
        .into_iter()
        .filter(|float| float.fract() != 0.0)
        .map(Value::from)
        .collect())
}

/// These numbers are too large to be counted with.
struct Uncounted;

/// Returns the strictest of some bounds.
fn strictest(
    bounds: &[(Rational, bool)],
    stricter: Ordering,
) -> Result<Option<(Rational, bool)>, Uncounted> {
    let mut strictest: Option<(Rational, bool)> = None;
    for (bound, exclusive) in bounds {
        strictest = Some(match strictest {
            None => (*bound, *exclusive),
            Some((known, out)) => match bound.compare(known).ok_or(Uncounted)? {
                Ordering::Equal => (known, out || *exclusive),
                order if order == stricter => (*bound, *exclusive),
                _ => (known, out),
            },
        });
    }
    Ok(strictest)
}

/// Returns the number whose multiples they all are.
fn common_step(numbers: &Numbers, whole: bool) -> Result<Option<Rational>, Uncounted> {
    let mut step = whole.then(|| Rational::whole(1));
    for multiple in numbers
        .multiples
        .iter()
        .filter(|multiple| !multiple.is_zero())
    {
        step = Some(match step {
            None => *multiple,
            Some(step) => step.common_multiple(*multiple).ok_or(Uncounted)?,
        });
    }
    Ok(step)
}

fn is_refused(branch: &Branch<'_, '_>, number: Rational) -> bool {
    let is_whole = branch.kind == Type::Integer;
    number.is_whole() != is_whole
        || branch
            .shape
            .number
            .not_multiples
            .iter()
            .any(|multiple| number.over(*multiple).is_some_and(Rational::is_whole))
        || branch.shape.excluded.iter().any(|value| match value {
            Value::Number(excluded) => Rational::of(excluded) == Some(number),
            _ => false,
        })
}
