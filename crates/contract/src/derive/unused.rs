//! Definitions that nothing refers to go.

use std::collections::BTreeSet;

use serde_json::Value;

use super::DEFINITIONS;
use super::references::{definition_name, walk};

pub(super) fn apply(document: &mut Value) {
    let used = reachable(document);
    if let Some(Value::Object(definitions)) = document.get_mut(DEFINITIONS) {
        definitions.retain(|name, _| used.contains(name));
    }
}

fn reachable(document: &Value) -> BTreeSet<String> {
    let mut root = document.clone();
    if let Some(keywords) = root.as_object_mut() {
        keywords.remove(DEFINITIONS);
    }
    let mut used = BTreeSet::new();
    let mut waiting = referred(&root);
    while let Some(name) = waiting.pop() {
        if let Some(definition) = document.get(DEFINITIONS).and_then(|all| all.get(&name))
            && used.insert(name)
        {
            waiting.extend(referred(definition));
        }
    }
    used
}

fn referred(schema: &Value) -> Vec<String> {
    let mut names = Vec::new();
    walk(
        schema,
        &frontdesk_json::Pointer::root(),
        &mut |schema, _| {
            let reference = schema.get("$ref").and_then(Value::as_str);
            names.extend(reference.and_then(definition_name));
        },
    );
    names
}

#[cfg(test)]
mod tests {
    use super::apply;
    use serde_json::json;

    #[test]
    fn only_what_the_root_reaches_stays() {
        let mut document = json!({
            "items": {"$ref": "#/$defs/A"},
            "$defs": {
                "A": {"items": {"$ref": "#/$defs/B"}},
                "B": {"items": {"$ref": "#/$defs/A"}},
                "C": {"items": {"$ref": "#/$defs/D"}},
                "D": {"items": {"$ref": "#/$defs/C"}}
            }
        });
        apply(&mut document);
        let names: Vec<&String> = document["$defs"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["A", "B"]);
    }
}
