//! Whether some number is within bounds and of the right multiples.

use std::cmp::Ordering;

use frontdesk_schema::outline::Type;
use serde_json::Value;

use crate::branch::Branch;
use crate::rational::Rational;
use crate::shape::{Checked, Contradiction, Numbers};

/// Of so many numbers each is looked at.
const MAX_EACH: i128 = 4096;

/// Checks that a number may be left; what cannot be counted is left.
pub(crate) fn check(branch: &Branch<'_, '_>) -> Checked {
    let numbers = &branch.shape.number;
    let lower = strictest(&numbers.lower, Ordering::Greater);
    let upper = strictest(&numbers.upper, Ordering::Less);
    let (Ok(lower), Ok(upper)) = (lower, upper) else {
        return Ok(());
    };
    if let (Some((low, above)), Some((high, below))) = (lower, upper) {
        match low.compare(high) {
            Some(Ordering::Greater) => return Err(Contradiction),
            Some(Ordering::Equal) if above || below => return Err(Contradiction),
            _ => {}
        }
    }
    let whole = branch.kind == Type::Integer;
    if !whole && numbers.multiples.iter().any(|multiple| multiple.is_whole()) {
        return Err(Contradiction);
    }
    let Ok(step) = common_step(numbers, whole) else {
        return Ok(());
    };
    let Some(step) = step else {
        // Fractions of any size: only a single point can be wrong.
        return match (lower, upper) {
            (Some((low, _)), Some((high, _))) if low == high && is_refused(branch, low) => {
                Err(Contradiction)
            }
            _ => Ok(()),
        };
    };
    let all_refused = numbers
        .not_multiples
        .iter()
        .any(|multiple| step.over(*multiple).is_some_and(Rational::is_whole));
    if all_refused {
        return Err(Contradiction);
    }
    let (Some((low, above)), Some((high, below))) = (lower, upper) else {
        return Ok(());
    };
    let (Some(first), Some(last)) = (low.over(step), high.over(step)) else {
        return Ok(());
    };
    let first = first.ceiling() + i128::from(above && first.is_whole());
    let last = last.floor() - i128::from(below && last.is_whole());
    if last - first > MAX_EACH {
        return Ok(());
    }
    let left = (first..=last)
        .filter_map(|factor| step.times(factor))
        .any(|number| !is_refused(branch, number));
    if left { Ok(()) } else { Err(Contradiction) }
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
