use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Ground, Made, is_sendable, shuffled};
use crate::case::Phase;
use crate::engine::type_name;
use crate::place;

/// Values written as another type that a reader may take for the right one.
pub(super) fn cases(ground: &Ground) -> Made {
    let ground = ground.clone();
    let mut values: Vec<(String, Value)> = Vec::new();
    for base in ground.bases() {
        let mut seen = BTreeSet::new();
        for (at, value) in place::all(&base) {
            let place = place::of(&at);
            if at.is_root() || !seen.insert(place.clone()) {
                continue;
            }
            for other in other_types(value) {
                let mut changed = base.clone();
                let what = type_name(&other);
                if place::put(&mut changed, &at, other) {
                    values.push((format!("written as {what} at {place}"), changed));
                }
            }
        }
    }
    let values = shuffled(values, ground.seed ^ 2);
    Box::new(values.into_iter().filter_map(move |(intent, value)| {
        is_sendable(&value, ground.operation()).then(|| ground.case(Phase::Semantic, intent, value))
    }))
}

fn other_types(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![json!("null"), json!("")],
        Value::Bool(is) => vec![json!(is.to_string()), json!(u8::from(*is)), json!([is])],
        Value::Number(number) => vec![json!(number.to_string()), json!([number])],
        Value::String(text) => {
            let mut others = vec![json!([text])];
            let number: Option<Value> = serde_json::from_str(text).ok();
            others.extend(number.filter(Value::is_number));
            others
        }
        Value::Array(items) => {
            let mut others: Vec<Value> = items.first().cloned().into_iter().collect();
            others.push(json!({"0": items.first()}));
            others
        }
        Value::Object(_) => vec![json!([value]), json!(value.to_string())],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::other_types;

    #[test]
    fn numbers_become_texts_and_texts_numbers() {
        assert_eq!(other_types(&json!(4)), [json!("4"), json!([4])]);
        assert_eq!(other_types(&json!("4")), [json!(["4"]), json!(4)]);
        assert_eq!(other_types(&json!("a")), [json!(["a"])]);
    }
}
