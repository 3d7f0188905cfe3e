//! One spelling for equal values.

use serde_json::{Number, Value};

/// Spells numbers in one way: `1.0` as `1`.
pub(crate) fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(plain_number(number)),
        Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, member)| (name.clone(), plain(member)))
                .collect(),
        ),
        other => other.clone(),
    }
}

fn plain_number(number: &Number) -> Number {
    match number.as_f64() {
        #[expect(clippy::cast_possible_truncation, reason = "guarded by the range")]
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT => {
            Number::from(float as i64)
        }
        _ => number.clone(),
    }
}

/// Below this, every integer is a double of its own: 2 to the 53.
const EXACT: f64 = 9_007_199_254_740_992.0;
