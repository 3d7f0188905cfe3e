//! A writer schema is closed: authored values have the declared members and no others.
//!
//! An object that declares `properties` by itself gets `additionalProperties: false`. One that is
//! composed of several (an internally tagged variant, a flattened enum) must not close its parts,
//! because none of them knows the members of the others: the parts are opened, merged where they
//! are plain, and the whole is closed, by `unevaluatedProperties: false` where parts remain. What
//! says something about further members already stays as it says.

use serde_json::{Value, json};

use super::DEFINITIONS;
use super::compose::{Parts, compose};
use crate::keywords::{Keywords, held_mut};

pub(super) fn apply(document: &mut Value) {
    let definitions = document
        .get(DEFINITIONS)
        .and_then(Value::as_object)
        .cloned();
    close(document, &Parts::of(&definitions.unwrap_or_default()));
}

/// Closes a schema that describes a value alone.
fn close(schema: &mut Value, parts: &Parts<'_>) {
    let Value::Object(keywords) = schema else {
        return;
    };
    if parts.is_composed(keywords) {
        compose(keywords, parts);
        seal(keywords, parts);
        close_below(keywords, parts);
        return;
    }
    if keywords.contains_key("properties") {
        seal(keywords, parts);
    }
    for (keyword, value) in keywords.iter_mut() {
        if is_in_place(keyword) || is_inside(keyword) {
            held_mut(keyword, value).for_each(|inner| close(inner, parts));
        }
    }
}

/// Closes the values inside an object whose parts stay open.
fn close_below(keywords: &mut Keywords, parts: &Parts<'_>) {
    for (keyword, value) in keywords.iter_mut() {
        if is_inside(keyword) {
            held_mut(keyword, value).for_each(|inner| close(inner, parts));
        } else if is_in_place(keyword) {
            held_mut(keyword, value)
                .filter_map(Value::as_object_mut)
                .for_each(|part| close_below(part, parts));
        }
    }
}

/// Says that there are no further members, unless something is said about them.
fn seal(keywords: &mut Keywords, parts: &Parts<'_>) {
    if says_more(keywords) {
        return;
    }
    let keyword = if parts.beside(keywords) > 0 {
        "unevaluatedProperties"
    } else {
        "additionalProperties"
    };
    keywords.insert(keyword.to_owned(), json!(false));
    if keywords.get("properties") == Some(&json!({})) {
        keywords.remove("properties");
    }
}

pub(super) fn says_more(keywords: &Keywords) -> bool {
    keywords.contains_key("additionalProperties") || keywords.contains_key("unevaluatedProperties")
}

/// Tells whether a keyword applies schemas to the same value.
pub(super) fn is_in_place(keyword: &str) -> bool {
    matches!(
        keyword,
        "allOf" | "anyOf" | "dependentSchemas" | "else" | "oneOf" | "then"
    )
}

/// Tells whether a keyword applies schemas to values inside.
///
/// `contains`, `if`, `not` and `propertyNames` are left alone: closing a condition changes it.
fn is_inside(keyword: &str) -> bool {
    matches!(
        keyword,
        "$defs"
            | "additionalProperties"
            | "items"
            | "patternProperties"
            | "prefixItems"
            | "properties"
            | "unevaluatedItems"
            | "unevaluatedProperties"
    )
}

#[cfg(test)]
mod tests {
    use super::apply;
    use serde_json::{Value, json};

    fn closed(mut schema: Value) -> Value {
        apply(&mut schema);
        schema
    }

    #[test]
    fn plain_objects_are_closed_at_every_depth() {
        assert_eq!(
            closed(json!({
                "properties": {"a": {"items": {"properties": {"b": {}}}}},
                "$defs": {"D": {"anyOf": [{"properties": {"c": {}}}, {"type": "null"}]}}
            })),
            json!({
                "properties": {"a": {"items": {
                    "properties": {"b": {}}, "additionalProperties": false
                }}},
                "additionalProperties": false,
                "$defs": {"D": {"anyOf": [
                    {"properties": {"c": {}}, "additionalProperties": false},
                    {"type": "null"}
                ]}}
            })
        );
    }

    #[test]
    fn what_is_free_or_says_so_stays() {
        for schema in [
            json!({"type": "object"}),
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            json!({"properties": {"a": {}}, "additionalProperties": true}),
            json!({"properties": {"a": {}}, "unevaluatedProperties": {"type": "string"}}),
            json!({"not": {"properties": {"a": {}}}}),
            json!({"if": {"properties": {"a": {}}}}),
        ] {
            assert_eq!(closed(schema.clone()), schema);
        }
    }

    #[test]
    fn a_map_without_members_is_empty() {
        assert_eq!(
            closed(json!({"type": "object", "properties": {}})),
            json!({"type": "object", "additionalProperties": false})
        );
    }

    #[test]
    fn a_tagged_variant_takes_the_members_of_its_content() {
        let schema = closed(json!({
            "oneOf": [
                {
                    "description": "First.",
                    "type": "object",
                    "properties": {"kind": {"const": "a"}},
                    "required": ["kind"],
                    "$ref": "#/$defs/A"
                },
                {"type": "object", "properties": {"kind": {"const": "b"}}}
            ],
            "$defs": {"A": {
                "description": "Content.",
                "type": "object",
                "properties": {"x": {}},
                "required": ["x"]
            }}
        }));
        assert_eq!(
            schema["oneOf"],
            json!([
                {
                    "description": "First.",
                    "type": "object",
                    "properties": {"kind": {"const": "a"}, "x": {}},
                    "required": ["kind", "x"],
                    "additionalProperties": false
                },
                {
                    "type": "object",
                    "properties": {"kind": {"const": "b"}},
                    "additionalProperties": false
                }
            ])
        );
    }

    #[test]
    fn a_composed_object_is_closed_as_a_whole() {
        let schema = closed(json!({
            "properties": {"id": {}},
            "oneOf": [
                {"properties": {"kind": {"const": "a"}, "x": {"properties": {"deep": {}}}}},
                {"$ref": "#/$defs/B"}
            ],
            "$defs": {"B": {"properties": {"kind": {"const": "b"}}, "description": "B."}}
        }));
        assert_eq!(
            schema,
            json!({
                "properties": {"id": {}},
                "oneOf": [
                    {"properties": {"kind": {"const": "a"}, "x": {
                        "properties": {"deep": {}}, "additionalProperties": false
                    }}},
                    {"properties": {"kind": {"const": "b"}}, "description": "B."}
                ],
                "unevaluatedProperties": false,
                "$defs": {"B": {
                    "properties": {"kind": {"const": "b"}},
                    "description": "B.",
                    "additionalProperties": false
                }}
            })
        );
    }

    #[test]
    fn conditions_on_members_do_not_compose() {
        let schema = closed(json!({
            "properties": {"a": {}, "b": {}},
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}]
        }));
        assert_eq!(schema["additionalProperties"], json!(false));
    }
}
