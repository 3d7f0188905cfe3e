use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::edit::{Edit, edited};
use super::{Ground, Made, shuffled};
use crate::engine::type_name;
use crate::place;

/// Values written as another type that a reader may take for the right one.
pub(super) fn cases(ground: &Ground) -> Made {
    let mut edits = Vec::new();
    for base in ground.bases() {
        let base = Arc::new(base);
        let mut seen = BTreeSet::new();
        for (at, value) in place::all(&base) {
            let place = place::of(&at);
            if at.is_root() || !seen.insert(place.clone()) {
                continue;
            }
            for other in other_types(value) {
                let intent = format!("written as {} at {place}", type_name(&other));
                edits.push(Edit::put(intent, &base, at.clone(), other));
            }
        }
    }
    edited(shuffled(edits, ground.seed ^ 2), ground.clone())
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
