//! A `type` beside values that all have it goes.
//!
//! It says nothing, and it is the one keyword that cannot be broken alone: whatever is of another
//! type is none of the values either.

use serde_json::Value;

use crate::keywords::Keywords;

pub(super) fn apply(keywords: &mut Keywords) {
    let redundant = match (
        keywords.get("type"),
        keywords.get("const"),
        keywords.get("enum"),
    ) {
        (Some(types), Some(value), _) => is_of(value, types),
        (Some(types), None, Some(Value::Array(values))) => {
            values.iter().all(|value| is_of(value, types))
        }
        _ => false,
    };
    if redundant {
        keywords.remove("type");
    }
}

fn is_of(value: &Value, types: &Value) -> bool {
    match types {
        Value::String(name) => has_type(value, name),
        Value::Array(names) => names
            .iter()
            .filter_map(Value::as_str)
            .any(|name| has_type(value, name)),
        _ => false,
    }
}

fn has_type(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => {
            name == "number" || (name == "integer" && (number.is_i64() || number.is_u64()))
        }
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}

#[cfg(test)]
mod tests {
    use super::apply;
    use serde_json::{Value, json};

    fn applied(mut schema: Value) -> Value {
        apply(schema.as_object_mut().unwrap());
        schema
    }

    #[test]
    fn a_type_that_says_nothing_goes() {
        for (values, types) in [
            (json!(["a", "b"]), json!("string")),
            (json!(["a", null]), json!(["string", "null"])),
            (json!([1, 2]), json!("integer")),
            (json!([1, 2]), json!("number")),
        ] {
            let schema = applied(json!({"type": types, "enum": values}));
            assert_eq!(schema, json!({"enum": values}));
        }
        assert_eq!(
            applied(json!({"type": "string", "const": "a"})),
            json!({"const": "a"})
        );
    }

    #[test]
    fn a_type_that_says_more_stays() {
        for schema in [
            json!({"type": "string", "enum": ["a", null]}),
            json!({"type": "integer", "const": 1.5}),
            json!({"type": "string"}),
        ] {
            assert_eq!(applied(schema.clone()), schema);
        }
    }
}
