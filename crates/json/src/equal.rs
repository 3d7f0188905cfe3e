use serde_json::Value;

/// Tells whether two values are equal as JSON Schema reads them: numbers by what they count, members
/// in any order.
///
/// It is what `const`, `enum` and `uniqueItems` ask (JSON Schema 2020-12 core, section 4.2.2); the
/// `==` of values takes `1` and `1.0` for two.
///
/// ```
/// use frontdesk_json::equal;
/// use serde_json::json;
///
/// assert!(equal(&json!({"a": [1]}), &json!({"a": [1.0]})));
/// assert!(!equal(&json!([1, 2]), &json!([2, 1])));
/// ```
#[must_use]
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || (left.is_f64() != right.is_f64() && left.as_f64() == right.as_f64())
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| equal(l, r))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, value)| right.get(name).is_some_and(|other| equal(value, other)))
        }
        _ => left == right,
    }
}
