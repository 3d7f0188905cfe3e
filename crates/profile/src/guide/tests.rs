use frontdesk_schema::{Options, Schema};
use serde_json::{Value, json};

use super::{Declared, Guide};
use crate::address::leaf_address;

fn compile(document: Value) -> Schema {
    Schema::compile(document, &Options::default()).unwrap()
}

/// Lists the leaves that a document exercises.
fn exercised(schema: &Schema, document: &Value) -> Vec<String> {
    let mut guide = Guide::new(schema);
    let touched = guide.leaves_of(document);
    let leaves = guide.leaves().iter().enumerate();
    leaves
        .filter(|(index, _)| touched.has(*index))
        .map(|(_, leaf)| leaf_address(guide.outline(), leaf))
        .collect()
}

#[test]
fn only_the_branches_that_accept_are_exercised() {
    let schema = compile(json!({
        "oneOf": [
            {"properties": {"kind": {"const": "a"}, "n": {"type": ["integer", "null"]}}, "required": ["kind"]},
            {"properties": {"kind": {"enum": ["b", "c"]}}, "required": ["kind"]}
        ]
    }));
    assert_eq!(
        exercised(&schema, &json!({"kind": "a", "n": null})),
        [
            "",
            "/oneOf/0",
            "/oneOf/0/properties/kind",
            "/oneOf/0/properties/n",
            "/oneOf/0/properties/n type null"
        ]
    );
    assert_eq!(
        exercised(&schema, &json!({"kind": "c"})),
        [
            "",
            "/oneOf/1",
            "/oneOf/1/properties/kind",
            "/oneOf/1/properties/kind value 1"
        ]
    );
}

#[test]
fn conditions_references_and_items_lead_on() {
    let schema = compile(json!({
        "if": {"properties": {"a": {"const": 1}}},
        "then": {"properties": {"list": {"prefixItems": [{"type": "string"}], "items": {"$ref": "#/$defs/n"}}}},
        "else": {"required": ["b"]},
        "$defs": {"n": {"type": "number"}}
    }));
    let found = exercised(&schema, &json!({"a": 1, "list": ["x", 2]}));
    assert!(found.contains(&"/$defs/n".to_owned()), "{found:?}");
    assert!(found.contains(&"/then/properties/list/prefixItems/0".to_owned()));
    assert!(!found.contains(&"/else".to_owned()));
    assert!(exercised(&schema, &json!({"a": 2, "b": 0})).contains(&"/else".to_owned()));
}

#[test]
fn recursion_is_followed_as_deep_as_the_value() {
    let schema = compile(json!({"properties": {"next": {"$ref": "#"}, "n": {"type": "integer"}}}));
    let mut document = json!({"n": 1});
    for _ in 0..100 {
        document = json!({"next": document});
    }
    assert_eq!(exercised(&schema, &document).len(), 3);
}

#[test]
fn members_are_named_described_or_undeclared() {
    let schema = compile(json!({
        "properties": {"open": {}, "map": {"additionalProperties": {"type": "integer"}},
            "any": {"additionalProperties": true}},
        "patternProperties": {"^x-": {"type": "string"}},
        "unevaluatedProperties": false
    }));
    let mut guide = Guide::new(&schema);
    let root = Guide::root();
    assert_eq!(guide.member(root, "open").0, Declared::Named);
    assert_eq!(guide.member(root, "x-a").0, Declared::Described);
    assert_eq!(guide.member(root, "other").0, Declared::Undeclared);
    let (_, map) = guide.member(root, "map");
    assert_eq!(guide.member(map, "k").0, Declared::Described);
    let (_, any) = guide.member(root, "any");
    assert_eq!(guide.member(any, "k").0, Declared::Undeclared);
}

#[test]
fn what_is_under_not_is_no_leaf() {
    let schema = compile(json!({"not": {"required": ["a"]}, "properties": {"b": false}}));
    assert_eq!(Guide::new(&schema).leaves().len(), 1);
}
