use serde_json::{Value, json};

use super::probe::same_label;
use super::shared::Shared;
use crate::case::Case;
use crate::phases::fresh;
use crate::place;
use crate::target::Target;

/// Makes a request that was not sent before and is right or wrong as the given one is.
///
/// Texts that look like ids become others; where there are none, any text or number that may.
pub(super) fn freshened<T: Target>(shared: &Shared<T>, case: &Case, salt: u64) -> Case {
    let label = shared.target.expect(case);
    let keeps = |changed: &Case| same_label(&shared.target.expect(changed), &label);
    let with_ids = case.with_value(fresh(&case.value, salt));
    if with_ids.value != case.value && keeps(&with_ids) {
        return with_ids;
    }
    let leaves = place::all(&case.value)
        .into_iter()
        .filter(|(at, _)| at.len() > 1);
    for (at, value) in leaves.take(MOST_LEAVES) {
        let other = match value {
            Value::String(text) => json!(format!("{text}{salt}")),
            Value::Number(number) if number.is_i64() => json!(salt % 1_000_000),
            _ => continue,
        };
        let mut changed = case.value.clone();
        place::put(&mut changed, &at, other);
        let changed = case.with_value(changed);
        if keeps(&changed) {
            return changed;
        }
    }
    case.clone()
}

const MOST_LEAVES: usize = 24;
