use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::probe::same_label;
use super::shared::Shared;
use crate::case::Case;
use crate::phases::fresh;
use crate::place;
use crate::target::Target;

/// Makes a request that was not sent before and is right or wrong as the given one is.
///
/// Texts that look like ids become others; where there are none, any text or number that may. What a
/// question is `about` stays as it is.
pub(super) fn freshened<T: Target>(
    shared: &Shared<T>,
    case: &Case,
    salt: u64,
    about: &[Pointer],
) -> Case {
    let label = shared.target.expect(case);
    let keeps = |changed: &Case| same_label(&shared.target.expect(changed), &label);
    let mut ids = fresh(&case.value, salt);
    for about in about {
        if let Some(kept) = about.resolve(&case.value) {
            place::put(&mut ids, about, kept.clone());
        }
    }
    let ids = case.with_value(ids);
    if ids.value != case.value && keeps(&ids) {
        return ids;
    }
    let leaves = place::all(&case.value)
        .into_iter()
        .filter(|(at, _)| at.len() > 1 && !about.iter().any(|about| at.starts_with(about)));
    for (at, value) in leaves.take(MOST_LEAVES) {
        for other in others(value, salt) {
            let mut changed = case.value.clone();
            place::put(&mut changed, &at, other);
            let changed = case.with_value(changed);
            if keeps(&changed) {
                return changed;
            }
        }
    }
    case.clone()
}

/// Lists values like one that no request had before, those that are most like it first.
fn others(value: &Value, salt: u64) -> Vec<Value> {
    match value {
        Value::String(text) => {
            let digits = salt.to_string();
            let kept = text.chars().count().saturating_sub(digits.len());
            let as_long = (kept > 0).then(|| {
                let start: String = text.chars().take(kept).collect();
                json!(format!("{start}{digits}"))
            });
            let letters: String = digits
                .bytes()
                .map(|digit| char::from(digit - b'0' + b'a'))
                .collect();
            as_long
                .into_iter()
                .chain([json!(format!("{text}{digits}")), json!(letters)])
                .collect()
        }
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

const MOST_LEAVES: usize = 24;
