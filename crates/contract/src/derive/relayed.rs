//! What a type marks by `"x-relayed": true` is kept from reading and never authored.
//!
//! A writer schema describes authored values only, so there the mark closes an object that says
//! something about further members (`additionalProperties` or `unevaluatedProperties`): it has
//! none. Any other marked schema goes: a branch of `anyOf` or `oneOf`, a member, a definition with
//! what refers to it. In a reader schema the mark means nothing. It is in no exported schema.
//!
//! The mark belongs on the type, by a container attribute or a hand-written `JsonSchema`: schemars
//! drops field attributes of flattened fields.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::DEFINITIONS;
use super::references::definition_name;
use crate::keywords::{Holds, Keywords, for_each, holds};
use crate::side::Side;

pub(super) fn apply(document: &mut Value, side: Side) {
    match side {
        Side::Reader => for_each(document, &mut |keywords| {
            keywords.remove(MARK);
        }),
        Side::Writer => {
            let gone = gone_definitions(document);
            if !stays(document, &gone) {
                *document = json!({"not": {}});
            }
        }
    }
}

/// Finds the definitions that go, and those that go because of them.
fn gone_definitions(document: &Value) -> BTreeSet<String> {
    let Some(Value::Object(definitions)) = document.get(DEFINITIONS) else {
        return BTreeSet::new();
    };
    let mut gone = BTreeSet::new();
    loop {
        let before = gone.len();
        for (name, definition) in definitions {
            if !stays(&mut definition.clone(), &gone) {
                gone.insert(name.clone());
            }
        }
        if gone.len() == before {
            return gone;
        }
    }
}

/// Takes what goes out of a schema, and tells whether the schema itself stays.
fn stays(schema: &mut Value, gone: &BTreeSet<String>) -> bool {
    let Value::Object(keywords) = schema else {
        return true;
    };
    let reference = keywords
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(definition_name);
    if reference.is_some_and(|name| gone.contains(&name)) {
        return false;
    }
    if keywords.remove(MARK) == Some(Value::Bool(true)) && !close(keywords) {
        return false;
    }
    let mut removed = Vec::new();
    for (keyword, value) in keywords.iter_mut() {
        if !held_stay(keyword, value, gone, &mut removed) {
            return false;
        }
    }
    forget_members(keywords, &removed);
    unwrap_single_branch(keywords);
    true
}

/// Closes an object that says something about further members.
fn close(keywords: &mut Keywords) -> bool {
    let additional = keywords.remove("additionalProperties").is_some();
    let unevaluated = keywords.remove("unevaluatedProperties").is_some();
    let closes = additional || unevaluated;
    if closes {
        keywords.entry("properties").or_insert_with(|| json!({}));
    }
    closes
}

/// Takes what goes out of one keyword, and tells whether the schema that has it stays.
fn held_stay(
    keyword: &str,
    value: &mut Value,
    gone: &BTreeSet<String>,
    removed: &mut Vec<String>,
) -> bool {
    match (keyword, holds(keyword), value) {
        ("anyOf" | "oneOf", _, Value::Array(branches)) => {
            let was_empty = branches.is_empty();
            branches.retain_mut(|branch| stays(branch, gone));
            return was_empty || !branches.is_empty();
        }
        ("allOf", _, Value::Array(parts)) => {
            return parts.iter_mut().all(|part| stays(part, gone));
        }
        ("properties" | DEFINITIONS, _, Value::Object(members)) => {
            members.retain(|name, member| {
                let member_stays = stays(member, gone);
                if !member_stays && keyword == "properties" {
                    removed.push(name.clone());
                }
                member_stays
            });
        }
        (_, Holds::Schema, schema) => forbid(schema, gone),
        (_, Holds::List, Value::Array(schemas)) => {
            for schema in schemas {
                forbid(schema, gone);
            }
        }
        (_, Holds::Members, Value::Object(members)) => {
            for schema in members.values_mut() {
                forbid(schema, gone);
            }
        }
        (_, Holds::Data | Holds::List | Holds::Members, _) => {}
    }
    true
}

/// Leaves `false` where a schema that goes has a place that must not be left empty.
fn forbid(schema: &mut Value, gone: &BTreeSet<String>) {
    if !stays(schema, gone) {
        *schema = Value::Bool(false);
    }
}

fn forget_members(keywords: &mut Keywords, removed: &[String]) {
    let Some(Value::Array(required)) = keywords.get_mut("required") else {
        return;
    };
    required.retain(|name| !removed.iter().any(|gone| name == gone));
    if required.is_empty() {
        keywords.remove("required");
    }
}

/// Takes the one branch that is left in the place of the choice, where it fits there.
fn unwrap_single_branch(keywords: &mut Keywords) {
    for choice in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = keywords.get_mut(choice) else {
            continue;
        };
        let [Value::Object(branch)] = branches.as_mut_slice() else {
            continue;
        };
        let mut branch = std::mem::take(branch);
        keywords.remove(choice);
        if branch
            .keys()
            .any(|keyword| keyword != "description" && keywords.contains_key(keyword))
        {
            keywords.insert(choice.to_owned(), json!([branch]));
        } else {
            branch.append(keywords);
            *keywords = branch;
        }
    }
}

const MARK: &str = "x-relayed";

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::Side;
    use serde_json::{Value, json};

    fn writer(mut schema: Value) -> Value {
        apply(&mut schema, Side::Writer);
        schema
    }

    #[test]
    fn readers_only_lose_the_mark() {
        let mut schema = json!({
            "anyOf": [{"type": "string", "x-relayed": true}, {"const": 1}],
            "properties": {"x-relayed": {"x-relayed": true}}
        });
        apply(&mut schema, Side::Reader);
        assert_eq!(
            schema,
            json!({
                "anyOf": [{"type": "string"}, {"const": 1}],
                "properties": {"x-relayed": {}}
            })
        );
    }

    #[test]
    fn a_marked_map_has_no_further_members() {
        assert_eq!(
            writer(
                json!({"properties": {"a": {}}, "additionalProperties": true, "x-relayed": true})
            ),
            json!({"properties": {"a": {}}})
        );
        assert_eq!(
            writer(json!({"type": "object", "unevaluatedProperties": {}, "x-relayed": true})),
            json!({"type": "object", "properties": {}})
        );
    }

    #[test]
    fn a_marked_branch_goes() {
        assert_eq!(
            writer(json!({
                "description": "State.",
                "anyOf": [{"enum": ["a", "b"]}, {"type": "string", "x-relayed": true}]
            })),
            json!({"description": "State.", "enum": ["a", "b"]})
        );
        assert_eq!(
            writer(json!({"oneOf": [{"const": 1}, {"const": 2}, {"x-relayed": true}]})),
            json!({"oneOf": [{"const": 1}, {"const": 2}]})
        );
        assert_eq!(
            writer(json!({"anyOf": [{"x-relayed": true}]})),
            json!({"not": {}})
        );
    }

    #[test]
    fn a_marked_member_goes_with_its_name() {
        assert_eq!(
            writer(json!({
                "properties": {"a": {}, "b": {"$ref": "#/$defs/B"}},
                "required": ["b"],
                "items": {"allOf": [{"$ref": "#/$defs/C"}]},
                "$defs": {"B": {"x-relayed": true}, "C": {"anyOf": [{"$ref": "#/$defs/B"}]}}
            })),
            json!({"properties": {"a": {}}, "items": false, "$defs": {}})
        );
    }
}
