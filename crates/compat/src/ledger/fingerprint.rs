use frontdesk_contract::hash;

use crate::changes::Change;

/// How many characters an id has.
pub(super) const LENGTH: usize = 10;

/// Returns the id of a break of a message.
///
/// It is made of what a person would call the same break: the rule, the message, what it is a
/// break of, the place in the payload with `*` for indices and undeclared names, the tags of the
/// variants on the way, the member, the keyword, and the value where values are listed. Pointers
/// into schemas are no part of it, so that it outlives renamed and reordered definitions; neither
/// are versions, so that one acceptance can speak of several.
#[must_use]
pub fn fingerprint(message: &str, against: &str, rule: &str, change: Option<&Change>) -> String {
    let mut parts = vec![message.to_owned(), against.to_owned(), rule.to_owned()];
    if let Some(change) = change {
        // A member that nobody declares has any name.
        let named = !matches!(change.stem.as_str(), "object-closed" | "object-opened");
        let name = change.name.as_ref().filter(|_| named);
        let value = change.value.as_ref().map(ToString::to_string);
        parts.extend([
            change.shape.to_string(),
            change.tags.join("\u{1}"),
            name.map_or_else(|| "\u{1}".to_owned(), String::clone),
            change.keyword.clone(),
            value.unwrap_or_else(|| "\u{1}".to_owned()),
        ]);
    }
    let mut id = hash(parts.join("\0").as_bytes());
    id.truncate(LENGTH);
    id
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use frontdesk_contract::Direction;
    use frontdesk_schema::{Options, Schema};
    use serde_json::{Value, json};

    use super::fingerprint;
    use crate::{Assumptions, breaks};

    fn ids(old: &Value, new: &Value) -> BTreeSet<String> {
        let compile = |document: &Value| Schema::compile(document.clone(), &Options::default());
        let [old, new] = [old, new].map(|document| compile(document).unwrap());
        let assumptions = Assumptions::default();
        let found = breaks(&old, &new, Direction::Request, &assumptions);
        let changes = found.breaking.iter();
        changes
            .map(|change| {
                let rule = change.stem.rule_name(change.direction);
                fingerprint("m", "releases", rule, Some(change))
            })
            .collect()
    }

    fn pair(item: &str, required: &Value, values: &Value) -> (Value, Value) {
        let old = json!({
            "type": "object",
            "properties": {"list": {"type": "array", "items": {"$ref": format!("#/$defs/{item}")}}},
            "$defs": {item: {
                "type": "object",
                "properties": {"a": {"enum": ["x", "y", "z"]}, "b": {"type": "string"}}
            }}
        });
        let mut new = old.clone();
        new["$defs"][item]["required"] = required.clone();
        new["$defs"][item]["properties"]["a"]["enum"] = values.clone();
        (old, new)
    }

    #[test]
    fn ids_outlive_names_of_definitions_and_the_order_of_everything() {
        let (old, new) = pair("Item", &json!(["a", "b"]), &json!(["x"]));
        let found = ids(&old, &new);
        // Two members became required, and two values are gone.
        assert_eq!(found.len(), 4);
        assert!(found.iter().all(|id| id.len() == super::LENGTH));
        let (old, new) = pair("Other1", &json!(["b", "a"]), &json!(["x"]));
        assert_eq!(ids(&old, &new), found);
        let reordered = |document: &Value| {
            let text = document
                .to_string()
                .replace("[\"x\",\"y\",\"z\"]", "[\"z\",\"y\",\"x\"]");
            serde_json::from_str::<Value>(&text).unwrap()
        };
        assert_eq!(ids(&reordered(&old), &reordered(&new)), found);
    }

    #[test]
    fn ids_tell_breaks_apart() {
        let (old, new) = pair("Item", &json!(["a"]), &json!(["x", "y"]));
        let one = ids(&old, &new);
        let (_, new) = pair("Item", &json!(["b"]), &json!(["x", "z"]));
        assert!(one.is_disjoint(&ids(&old, &new)));
    }
}
