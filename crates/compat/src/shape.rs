//! The part of a payload that a change is about, told so that no index and no `$defs` matter.

use std::collections::BTreeSet;

use frontdesk_json::Pointer;
use frontdesk_proof::Evaluator;
use frontdesk_schema::outline::{Outline, PlaceId};
use serde_json::Value;

use crate::changes::{beside, places_at};

/// Stands for any item of an array, and for any name that is not declared.
pub(crate) const ANY: &str = "*";

/// Gives the shape of a part, and the tags of the variants on the way to it.
pub(crate) fn of(outline: &Outline, payload: &Value, part: &Pointer) -> (Pointer, Vec<String>) {
    let evaluator = Evaluator::new(outline);
    let mut shape = Pointer::root();
    let mut tags = BTreeSet::new();
    let mut at = Pointer::root();
    let mut tokens = part.tokens();
    while let Some(value) = at.resolve(payload) {
        let places = places_at(outline, &evaluator, payload, &at);
        tags.extend(
            tags_of(outline, &evaluator, &places, value)
                .into_iter()
                .map(|tag| format!("{shape}/{tag}")),
        );
        let Some(token) = tokens.next() else {
            break;
        };
        let declared = value.is_object()
            && places
                .iter()
                .filter_map(|place| outline.keywords(*place))
                .any(|keywords| keywords.properties.contains_key(token));
        shape.push(if declared { token } else { ANY });
        at.push(token);
    }
    (shape, tags.into_iter().collect())
}

/// Lists the constants of the variants of unions that a value is of.
fn tags_of(
    outline: &Outline,
    evaluator: &Evaluator<'_>,
    places: &[PlaceId],
    value: &Value,
) -> Vec<String> {
    let Value::Object(members) = value else {
        return Vec::new();
    };
    let variants: Vec<PlaceId> = places
        .iter()
        .filter_map(|place| outline.keywords(*place))
        .flat_map(|keywords| [&keywords.any_of, &keywords.one_of])
        .filter(|branches| branches.len() > 1)
        .flatten()
        .copied()
        .filter(|branch| places.contains(branch))
        .collect();
    let variants = beside(outline, evaluator, variants, value);
    let declared = variants
        .into_iter()
        .filter_map(|place| outline.keywords(place))
        .flat_map(|keywords| &keywords.properties);
    let mut tags: Vec<String> = declared
        .filter_map(|(name, place)| {
            let constant = constant(outline, *place)?;
            (members.get(name) == Some(constant)).then(|| format!("{name}={constant}"))
        })
        .collect();
    tags.dedup();
    tags
}

fn constant(outline: &Outline, place: PlaceId) -> Option<&Value> {
    let mut at = place;
    for _ in 0..MAX_REFERENCES {
        let keywords = outline.keywords(at)?;
        if let Some(constant) = &keywords.constant {
            return Some(constant);
        }
        at = keywords.reference?;
    }
    None
}

/// How many references are followed to a constant.
const MAX_REFERENCES: usize = 4;

/// Lists the parts of a payload that have a shape.
pub(crate) fn parts<'v>(shape: &Pointer, payload: &'v Value) -> Vec<&'v Value> {
    let mut parts = vec![payload];
    for token in shape.tokens() {
        parts = parts
            .into_iter()
            .flat_map(|part| -> Vec<&Value> {
                match part {
                    Value::Array(items) if token == ANY => items.iter().collect(),
                    Value::Object(members) if token == ANY => members.values().collect(),
                    Value::Object(members) => members.get(token).into_iter().collect(),
                    _ => Vec::new(),
                }
            })
            .collect();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{of, parts};
    use frontdesk_schema::{Options, Schema};
    use serde_json::{Value, json};

    #[track_caller]
    fn shape(schema: Value, payload: &Value, part: &str) -> (String, Vec<String>) {
        let schema = Schema::compile(schema, &Options::default()).unwrap();
        let (shape, tags) = of(schema.outline(), payload, &part.parse().unwrap());
        (shape.to_string(), tags)
    }

    #[test]
    fn indices_and_undeclared_names_are_stars() {
        let schema = json!({
            "properties": {"list": {"items": {"$ref": "#/$defs/Map"}}},
            "$defs": {"Map": {"additionalProperties": {"properties": {"0": {}}}}}
        });
        let payload = json!({"list": [{}, {"any": {"0": 1}}]});
        let (shape, tags) = shape(schema, &payload, "/list/1/any/0");
        assert_eq!((shape.as_str(), tags.len()), ("/list/*/*/0", 0));
    }

    #[test]
    fn variants_are_told_apart_by_their_tags() {
        let variant = |tag: &str| json!({"properties": {"kind": {"const": tag}, "x": {}}, "required": ["kind"]});
        let schema = json!({"items": {"oneOf": [variant("a"), {"$ref": "#/$defs/B"}]}, "$defs": {"B": variant("b")}});
        let payload = json!([{"kind": "b", "x": 1}]);
        let (shape, tags) = shape(schema, &payload, "/0/x");
        assert_eq!(shape, "/*/x");
        assert_eq!(tags, ["/*/kind=\"b\""]);
    }

    #[test]
    fn parts_are_found_by_shape() {
        let payload = json!({"a": [{"b": 1}, {"c": 2}, {"b": 3}]});
        let found = parts(&"/a/*/b".parse().unwrap(), &payload);
        assert_eq!(found, [&json!(1), &json!(3)]);
    }
}
