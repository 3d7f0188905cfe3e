use frontdesk_json::Pointer;
use serde_json::Value;

/// Lists the deepest places at which two documents differ, in the order of their names.
///
/// An array whose length changed is named itself, because its items have no names to tell them
/// apart by.
pub(crate) fn differences(one: &Value, two: &Value) -> Vec<Pointer> {
    let mut places = Vec::new();
    collect(one, two, &Pointer::root(), &mut places);
    places
}

fn collect(one: &Value, two: &Value, here: &Pointer, places: &mut Vec<Pointer>) {
    match (one, two) {
        (Value::Object(ones), Value::Object(twos)) => {
            let mut names: Vec<&String> = ones.keys().chain(twos.keys()).collect();
            names.sort();
            names.dedup();
            for name in names {
                match (ones.get(name), twos.get(name)) {
                    (Some(one), Some(two)) => collect(one, two, &here.member(name), places),
                    _ => places.push(here.member(name)),
                }
            }
        }
        (Value::Array(ones), Value::Array(twos)) if ones.len() == twos.len() => {
            for (index, (one, two)) in ones.iter().zip(twos).enumerate() {
                collect(one, two, &here.index(index), places);
            }
        }
        _ if one == two => {}
        _ => places.push(here.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::differences;
    use serde_json::{Value, json};

    #[track_caller]
    fn differ(one: &Value, two: &Value, expected: &[&str]) {
        let places: Vec<String> = differences(one, two)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(places, expected);
    }

    #[test]
    fn the_deepest_places_are_named() {
        differ(
            &json!({"a": {"x": 1, "y": 1}, "b": [1, {"c": 1}], "r": ["x", "y"], "n": 1}),
            &json!({"a": {"x": 1}, "b": [1, {"c": 2}], "r": ["x"], "n": 1.0, "new/~": 1}),
            &["/a/y", "/b/1/c", "/n", "/new~1~0", "/r"],
        );
        differ(&json!([1]), &json!({"0": 1}), &[""]);
        differ(&json!({"a": [1]}), &json!({"a": [1]}), &[]);
    }
}
