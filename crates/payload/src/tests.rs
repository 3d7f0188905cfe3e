//! What single schemas are to come to.

mod elsewhere;

use std::sync::Arc;

use frontdesk_schema::{Options, Schema};
use serde_json::{Value, json};

use crate::{Kind, NoPayload, Payload, Payloads};

fn payloads(document: Value) -> Payloads {
    let schema = Schema::compile(document, &Options::default()).unwrap();
    Payloads::new(Arc::new(schema), 1)
}

fn systematic(document: Value, kind: Kind) -> Vec<Payload> {
    payloads(document).systematic(kind).unwrap()
}

#[track_caller]
fn gave_up(document: Value) -> (String, String) {
    match payloads(document).draw(Kind::Valid).unwrap_err() {
        NoPayload::GaveUp { pointer, reason } => (pointer.to_string(), reason),
        other => panic!("{other}"),
    }
}

#[test]
fn an_edge_behind_a_reference_is_where_the_value_is() {
    let behind = json!({"type": "string", "minLength": 3});
    for (document, instance) in [
        (
            json!({"required": ["p"], "properties": {"p": {"$ref": "#/$defs/a"}}}),
            "/p",
        ),
        (
            json!({"type": "array", "prefixItems": [{"$ref": "#named"}]}),
            "/0",
        ),
        (
            json!({"items": {"allOf": [{"$ref": "https://frontdesk.invalid/a"}]}}),
            "/0",
        ),
    ] {
        let mut document = document;
        let mut target = behind.clone();
        target["$anchor"] = json!("named");
        document["$defs"] = json!({"a": target});
        if instance == "/0" && document.get("items").is_some() {
            document["$defs"]["a"]["$id"] = json!("https://frontdesk.invalid/a");
        }
        let edges = systematic(document.clone(), Kind::Boundary);
        let targets = edges.into_iter().filter_map(|edge| edge.target);
        let mut targets = targets.filter(|target| target.keyword == "minLength");
        let target = targets.next().unwrap();
        assert_eq!(target.instance.to_string(), instance, "{document}");
    }
}

#[test]
fn edges_are_named_by_keywords_that_are_there() {
    let document = json!({"type": "array", "prefixItems": [{"type": "null"}], "maxItems": 3});
    let edges = systematic(document, Kind::Boundary);
    let keywords: Vec<String> = edges
        .into_iter()
        .filter_map(|edge| edge.target)
        .map(|target| target.keyword)
        .collect();
    assert!(keywords.contains(&"prefixItems".to_owned()));
    assert!(!keywords.contains(&"items".to_owned()), "{keywords:?}");
}

#[test]
fn what_has_few_values_is_drawn_without_replacement() {
    let document = json!({
        "type": "array",
        "items": {"type": "integer", "minimum": 1, "maximum": 3000},
        "uniqueItems": true,
        "minItems": 3000
    });
    let payload = payloads(document).draw(Kind::Valid).unwrap().payload;
    assert_eq!(payload.as_array().unwrap().len(), 3000);
}

#[test]
fn as_much_is_built_as_is_said() {
    for (document, count) in [
        (
            json!({"type": "array", "minItems": 60_000, "items": {"type": "integer"}}),
            60_000,
        ),
        (json!({"type": "object", "minProperties": 20_000}), 20_000),
    ] {
        let payload = payloads(document).draw(Kind::Valid).unwrap().payload;
        let built = match &payload {
            Value::Array(items) => items.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        };
        assert!(built >= count, "{built}");
    }
}

#[test]
fn what_asks_for_too_much_is_named() {
    let inner = json!({"type": "array", "minItems": 2000});
    let (pointer, reason) = gave_up(json!({"type": "array", "minItems": 2000, "items": inner}));
    assert_eq!(pointer, "/items");
    assert!(reason.contains("minItems asks for 2000"), "{reason}");
    let mut document = json!({"type": "null"});
    for _ in 0..16 {
        document = json!({
            "type": "object",
            "properties": {"l": document, "r": document},
            "required": ["l", "r"]
        });
    }
    let (_, reason) = gave_up(document);
    assert!(reason.contains("nothing was complete after"), "{reason}");
}

#[test]
fn what_the_judges_say_is_told() {
    let (_, reason) = gave_up(json!({
        "type": "integer",
        "exclusiveMinimum": 9_007_199_254_740_992_u64,
        "exclusiveMaximum": 9_007_199_254_740_994_u64
    }));
    assert!(
        reason.contains("9007199254740993: the first judge accepts it"),
        "{reason}"
    );
    assert!(reason.contains("as doubles"), "{reason}");
}

#[test]
fn an_endless_reference_is_named_whatever_is_asked_for() {
    for kind in Kind::ALL {
        let reason = payloads(json!({"$ref": "#"})).draw(kind).unwrap_err();
        assert!(
            reason.to_string().contains("leads back to itself"),
            "{kind}: {reason}"
        );
    }
}

#[test]
fn keys_with_look_around_have_payloads() {
    let mut payloads = payloads(json!({
        "type": "object",
        "patternProperties": {"^(?!x$)[a-z]+$": {"type": "integer"}},
        "additionalProperties": false,
        "minProperties": 1
    }));
    for kind in Kind::ALL {
        assert!(payloads.draw(kind).is_ok(), "{kind}");
    }
}

#[test]
fn old_dependencies_are_not_broken() {
    let broken = |schema: &str| -> bool {
        let document = json!({"$schema": schema, "dependencies": {"a": ["b"]}, "minimum": 2});
        let flaws = systematic(document, Kind::Invalid);
        let mut targets = flaws.into_iter().filter_map(|flaw| flaw.target);
        targets.any(|target| target.keyword == "dependencies")
    };
    assert!(broken("http://json-schema.org/draft-07/schema#"));
    assert!(!broken("https://json-schema.org/draft/2020-12/schema"));
}

#[test]
fn two_items_are_equal_that_may_be() {
    let document = json!({
        "type": "array",
        "prefixItems": [{"type": "string"}, {"type": "integer", "maximum": 3}],
        "items": {"type": "integer", "minimum": 5},
        "minItems": 4,
        "maxItems": 4,
        "uniqueItems": true
    });
    let flaws = systematic(document, Kind::Invalid);
    let mut targets = flaws.into_iter().filter_map(|flaw| flaw.target);
    let target = targets
        .find(|target| target.keyword == "uniqueItems")
        .unwrap();
    assert!(target.also.is_empty(), "{target:?}");
}

#[test]
fn what_has_valid_payloads_has_boundary_payloads() {
    for document in [
        json!({"if": {"type": "string"}, "then": false}),
        json!({"if": {"maxItems": 2}, "else": false}),
        json!({"dependentSchemas": {"b": {"minimum": 3}}, "unevaluatedProperties": false}),
        json!({"contains": {"contains": {"not": {"minimum": 0}}}, "dependentSchemas": {"c": false}}),
        json!({"not": {"minLength": 1}, "items": {"allOf": [false]}}),
        json!({"allOf": [{"not": {"type": "string"}}], "contains": false}),
    ] {
        let mut payloads = payloads(document.clone());
        for _ in 0..20 {
            let payload = payloads.draw(Kind::Boundary).unwrap();
            let target = payload.target.unwrap();
            assert!(target.instance.is_root(), "{document}: {target:?}");
            let members = document.as_object().unwrap();
            assert!(members.contains_key(&target.keyword), "{target:?}");
        }
        assert!(payloads.draw_any(Kind::Boundary).is_ok(), "{document}");
    }
}

#[test]
fn what_refuses_nothing_has_nothing_to_break() {
    for document in [
        json!({"allOf": [{"$ref": "#/$defs/d"}], "$defs": {"d": {}}}),
        json!({"$ref": "#/$defs/d", "$defs": {"d": true}}),
        json!({"items": {"$ref": "#"}}),
        json!({"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"n": {"$ref": "#/$defs/a"}}}}}),
        json!({"type": ["null", "boolean", "number", "string", "array", "object"]}),
        json!({"not": false, "if": {"type": "string"}, "minLength": 0, "anyOf": [true, false]}),
        json!({"pattern": "^"}),
        json!({"format": "of-the-house"}),
    ] {
        let reason = payloads(document.clone()).draw(Kind::Invalid).unwrap_err();
        let nothing = matches!(reason, NoPayload::NothingToBreak { .. });
        assert!(nothing, "{document}: {reason}");
    }
}

#[test]
fn what_asks_for_too_much_is_named_beside_what_forbids_it() {
    for (document, pointer, reason) in [
        (
            json!({
                "type": "object",
                "minProperties": 3,
                "properties": {"a": {}, "b": {}},
                "additionalProperties": false
            }),
            "/additionalProperties",
            "it is `false`, and `minProperties` is 3 where only 2 may be there",
        ),
        (
            json!({"type": "object", "minProperties": 1, "propertyNames": false}),
            "/propertyNames",
            "it is `false`, and `minProperties` is 1 where none may be there",
        ),
        (
            json!({"type": "array", "minItems": 2, "prefixItems": [{}], "items": false}),
            "/items",
            "it is `false`, and `minItems` is 2 where only 1 may be there",
        ),
        (
            json!({"type": "array", "contains": false}),
            "/contains",
            "it is `false`",
        ),
    ] {
        let unsatisfiable = NoPayload::Unsatisfiable {
            pointer: pointer.parse().unwrap(),
            reason: reason.to_owned(),
        };
        assert_eq!(payloads(document).draw(Kind::Valid), Err(unsatisfiable));
    }
}
