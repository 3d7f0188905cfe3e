use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::probe::{alike, salt};
use super::shared::Shared;
use crate::case::{Case, Phase};
use crate::moment::Moment;
use crate::phases::fresh;
use crate::place;
use crate::target::Target;

/// What may change where a request must be one that was not sent before.
#[derive(Clone, Debug, Default)]
pub(super) struct Fixed {
    /// The places that are asked about, which stay as they are.
    pub(super) about: Vec<Pointer>,
    /// Ways of which it is known that they change nothing else.
    pub(super) neutral: Vec<Way>,
    /// Whether even values that should be others each time stay, since it fails by one of them.
    pub(super) keeps_keys: bool,
}

/// A way to make a request another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Way {
    /// Texts that look like ids become others.
    Ids,
    /// The value at a place becomes another.
    Leaf(Pointer),
}

/// Makes a request that was not sent before and is right or wrong as the given one is.
///
/// The neutral ways come first, then ids, then texts, and numbers at last.
pub(super) fn freshened<T: Target>(
    shared: &Shared<T>,
    case: &Case,
    salt: u64,
    fixed: &Fixed,
) -> Case {
    let mut neutral = fixed.neutral.iter();
    if let Some(fresh) = neutral.find_map(|way| new(shared, case, salt, fixed, way)) {
        return fresh;
    }
    // Of few values all were sent already, but hardly each with each.
    let mut together = case.clone();
    for way in &fixed.neutral {
        if let Some(other) = changed(shared, &together, salt, fixed, way) {
            together = other;
        }
    }
    if together != *case {
        return together;
    }
    let mut others = ways(case).into_iter();
    others
        .find_map(|way| new(shared, case, salt, fixed, &way))
        .unwrap_or(together)
}

/// Changes a case in one way to one that was not sent before; `None` where that cannot be.
pub(super) fn new<T: Target>(
    shared: &Shared<T>,
    case: &Case,
    first: u64,
    fixed: &Fixed,
    way: &Way,
) -> Option<Case> {
    let salts = std::iter::once(first)
        .chain(std::iter::repeat_with(|| salt(shared.options.seed)).take(MOST_SALTS));
    for salt in salts {
        let other = changed(shared, case, salt, fixed, way)?;
        if !shared.was_sent(&other) {
            return Some(other);
        }
    }
    None
}

/// Puts other values where each request must have one of its own.
pub(super) fn renewed<T: Target>(shared: &Shared<T>, case: Case, fixed: &Fixed) -> Case {
    let places = if fixed.keeps_keys {
        Vec::new()
    } else {
        shared.target.once_only(case.operation)
    };
    replaced(shared, case, places, &fixed.about)
}

/// Puts other values at places that are there and not asked about.
fn replaced<T: Target>(
    shared: &Shared<T>,
    mut case: Case,
    places: Vec<Pointer>,
    about: &[Pointer],
) -> Case {
    let fixed = Fixed {
        about: about.to_vec(),
        ..Fixed::default()
    };
    for at in places {
        let salt = salt(shared.options.seed);
        if let Some(other) = changed(shared, &case, salt, &fixed, &Way::Leaf(at)) {
            case = other;
        }
    }
    case
}

/// Makes a case one that the endpoint has not seen, where it answers otherwise to what it has, and
/// that names what is there.
///
/// What the case changes of the model is what it is about, and stays.
pub(super) fn unseen<T: Target>(shared: &Shared<T>, case: Case) -> Case {
    let case = with_named(shared, case);
    if case.repeat().is_some() || !shared.remembers(case.operation) {
        return case;
    }
    let salt = salt(shared.options.seed);
    let about = about(shared, &case);
    // What was drawn is likely to be another than all before.
    if about.is_none() && salt.is_multiple_of(2) {
        return case;
    }
    let fixed = Fixed {
        about: about.unwrap_or_default(),
        neutral: shared.ways(case.operation),
        keeps_keys: false,
    };
    let mut ways = fixed.neutral.iter();
    ways.find_map(|way| new(shared, &case, salt, &fixed, way))
        .unwrap_or(case)
}

/// Names in a case what answers have named, and gives it keys of its own.
pub(super) fn with_named<T: Target>(shared: &Shared<T>, case: Case) -> Case {
    let mut places = shared.target.once_only(case.operation);
    for at in shared.target.named(case.operation) {
        if !places.contains(&at) {
            places.push(at);
        }
    }
    if places.is_empty() {
        return case;
    }
    let mut about = about(shared, &case).unwrap_or_default();
    // A drawn value of such a place is about nothing.
    if matches!(case.phase, Phase::Examples | Phase::Search) {
        about.retain(|at| !places.contains(at));
    }
    replaced(shared, case, places, &about)
}

/// Lists the places in which a case differs from the model; `None` where it is not made of it.
pub(super) fn about<T: Target>(shared: &Shared<T>, case: &Case) -> Option<Vec<Pointer>> {
    let model = shared.target.model(case.operation)?;
    let other = place::all(&case.value).into_iter().filter(|(at, value)| {
        let is_leaf = !value.is_object() && !value.is_array();
        is_leaf && at.resolve(&model) != Some(value)
    });
    let about: Vec<Pointer> = other.map(|(at, _)| at).take(MOST_ABOUT + 1).collect();
    (about.len() <= MOST_ABOUT).then_some(about)
}

/// Lists the ways to make a request another, the harmless first.
pub(super) fn ways(case: &Case) -> Vec<Way> {
    let mut leaves: Vec<(u8, bool, Pointer)> = place::all(&case.value)
        .into_iter()
        .filter(|(at, _)| at.len() > 1)
        .filter_map(|(at, value)| {
            // What tells requests apart stands beside the body, where it does.
            let is_within = at.tokens().next() == Some("body");
            Some((harm(value)?, is_within, at))
        })
        .collect();
    leaves.sort_by_key(|(harm, is_within, _)| (*harm, *is_within));
    let leaves = leaves.into_iter().map(|(_, _, at)| Way::Leaf(at));
    [Way::Ids]
        .into_iter()
        .chain(leaves.take(MOST_LEAVES))
        .collect()
}

/// Changes a case in one way; `None` where that cannot be, or makes it right or wrong.
pub(super) fn changed<T: Target>(
    shared: &Shared<T>,
    case: &Case,
    salt: u64,
    fixed: &Fixed,
    way: &Way,
) -> Option<Case> {
    let label = shared.target.expect(case);
    let keeps = |value: Value| {
        let changed = case.with_value(value);
        let is_other = changed.value != case.value;
        (is_other && alike(&label, &shared.target.expect(&changed))).then_some(changed)
    };
    match way {
        Way::Ids => {
            let mut value = fresh(&case.value, salt);
            for about in &fixed.about {
                if let Some(kept) = about.resolve(&case.value) {
                    place::put(&mut value, about, kept.clone());
                }
            }
            keeps(value)
        }
        Way::Leaf(at) if fixed.about.iter().any(|about| at.starts_with(about)) => None,
        Way::Leaf(at) => named(shared, case.operation, at, salt)
            .chain(others(at.resolve(&case.value)?, salt))
            .find_map(|other| {
                let mut value = case.value.clone();
                place::put(&mut value, at, other);
                keeps(value)
            }),
    }
}

/// Lists what answers have named for a place; numbers as texts, too, where a path wants these.
fn named<T: Target>(
    shared: &Shared<T>,
    operation: usize,
    at: &Pointer,
    salt: u64,
) -> impl Iterator<Item = Value> + use<T> {
    let value = shared.target.named_value(operation, at, salt);
    let text = value.as_ref().filter(|value| value.is_number());
    let text = text.map(|number| json!(number.to_string()));
    value.into_iter().chain(text)
}

/// Tells how much another value of a kind may change beside; `None` where there is none.
fn harm(value: &Value) -> Option<u8> {
    match value {
        Value::String(text) if Moment::of(text).is_some() => Some(1),
        Value::String(_) => Some(0),
        Value::Number(number) if number.is_i64() => Some(2),
        _ => None,
    }
}

/// Lists values like one that no request had before, those that are most like it first.
fn others(value: &Value, salt: u64) -> Vec<Value> {
    match value {
        Value::String(text) => match Moment::of(text) {
            Some(moment) => vec![json!(moment.later(salt).to_string())],
            None => texts(text, salt),
        },
        Value::Number(number) if number.is_i64() => {
            vec![
                json!(salt % 1_000_000),
                json!(salt % 1_000),
                json!(salt % 100),
            ]
        }
        _ => Vec::new(),
    }
}

fn texts(text: &str, salt: u64) -> Vec<Value> {
    let digits = salt.to_string();
    let kept = text.chars().count().saturating_sub(digits.len());
    let as_long = (kept > 0).then(|| {
        let start: String = text.chars().take(kept).collect();
        json!(format!("{start}{digits}"))
    });
    let letters = digits
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'a'))
        .collect::<String>();
    [with_form(text, salt, false), with_form(text, salt, true)]
        .map(Value::from)
        .into_iter()
        .chain(as_long)
        .chain([json!(format!("{text}{digits}")), json!(letters)])
        .collect()
}

/// Draws other digits, and letters where they may differ, so that the text keeps its form.
fn with_form(text: &str, salt: u64, letters: bool) -> String {
    let mut salt = salt.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut drawn = |first: u8, count: u8| {
        salt = salt.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        let step = u8::try_from((salt >> 33) % u64::from(count)).unwrap_or(0);
        char::from(first + step)
    };
    let other = |character: char| match character {
        '0'..='9' => drawn(b'0', 10),
        'a'..='z' if letters => drawn(b'a', 26),
        'A'..='Z' if letters => drawn(b'A', 26),
        other => other,
    };
    text.chars().map(other).collect()
}

const MOST_LEAVES: usize = 24;
const MOST_SALTS: usize = 6;
const MOST_ABOUT: usize = 8;

#[cfg(test)]
mod tests {
    use super::with_form;

    #[test]
    fn another_text_keeps_its_form() {
        let other = with_form("FR-8805", 4, false);
        assert_ne!(other, "FR-8805");
        assert!(other.starts_with("FR-") && other.len() == 7, "{other}");
        let other = with_form("ab/X9", 7, true);
        let [a, b, slash, x, nine] = other.as_bytes() else {
            panic!("{other}");
        };
        assert!(a.is_ascii_lowercase() && b.is_ascii_lowercase() && *slash == b'/');
        assert!(x.is_ascii_uppercase() && nine.is_ascii_digit());
    }
}
