//! What a subschema says of a matter, on one line.

use frontdesk_json::excerpt;
use serde_json::Value;

use crate::fold::{shown, spaced};

/// Writes the keywords of a subschema that are about the same as one keyword.
pub(crate) fn says(subschema: &Value, keyword: &str) -> String {
    let Value::Object(keywords) = subschema else {
        return subschema.to_string();
    };
    let Some(family) = FAMILIES.iter().find(|family| family.contains(&keyword)) else {
        return match keywords.get(keyword) {
            Some(value) => one(keyword, value),
            None if keyword.is_empty() || keyword == "false" => excerpt(&shown(subschema), MOST),
            None => format!("no {keyword}"),
        };
    };
    let said: Vec<String> = family
        .iter()
        .filter_map(|name| Some(one(name, keywords.get(*name)?)))
        .collect();
    if !said.is_empty() {
        return excerpt(&said.join(", "), MOST);
    }
    match keywords.get("$ref") {
        Some(reference) => one("$ref", reference),
        None => format!("no {keyword}"),
    }
}

fn one(keyword: &str, value: &Value) -> String {
    let value = match value {
        Value::Object(members) if NAMED.contains(&keyword) => {
            let names: Vec<&str> = members.keys().map(String::as_str).collect();
            format!("{{{}}}", names.join(", "))
        }
        Value::Array(branches) if branches.iter().any(Value::is_object) => {
            format!("of {}", branches.len())
        }
        Value::Object(_) => shown(value),
        other => spaced(other),
    };
    excerpt(&format!("{keyword} {value}"), MOST)
}

/// Keywords whose members are named, of which the names are enough.
const NAMED: [&str; 4] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "dependencies",
];

/// Keywords that are about the same.
const FAMILIES: [&[&str]; 11] = [
    &["type", "nullable"],
    &["const", "enum"],
    &["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"],
    &["minLength", "maxLength"],
    &["minItems", "maxItems"],
    &["minProperties", "maxProperties"],
    &["anyOf", "oneOf"],
    &["required"],
    &["dependentRequired", "dependentSchemas", "dependencies"],
    &[
        "properties",
        "patternProperties",
        "additionalProperties",
        "unevaluatedProperties",
    ],
    &[
        "prefixItems",
        "items",
        "additionalItems",
        "unevaluatedItems",
    ],
];

const MOST: usize = 100;

#[cfg(test)]
mod tests {
    use super::says;
    use serde_json::json;

    #[test]
    fn both_sides_speak_of_the_same_matter() {
        for (subschema, keyword, expected) in [
            (
                json!({"enum": ["a", "b"], "title": "x"}),
                "const",
                r#"enum ["a", "b"]"#,
            ),
            (
                json!({"minimum": 1, "maximum": 5}),
                "maximum",
                "minimum 1, maximum 5",
            ),
            (json!({"type": "string"}), "enum", "no enum"),
            (
                json!({"$ref": "#/$defs/A"}),
                "enum",
                r##"$ref "#/$defs/A""##,
            ),
            (
                json!({"oneOf": [{"type": "null"}, {}]}),
                "oneOf",
                "oneOf of 2",
            ),
            (
                json!({"properties": {"a": {}, "b": {}}, "additionalProperties": false}),
                "additionalProperties",
                "properties {a, b}, additionalProperties false",
            ),
            (json!(false), "false", "false"),
            (json!({"pattern": "^a"}), "pattern", r#"pattern "^a""#),
            (json!({}), "pattern", "no pattern"),
        ] {
            assert_eq!(says(&subschema, keyword), expected);
        }
    }
}
