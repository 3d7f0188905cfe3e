//! A schema from JSON or YAML: it compiles or says why not, and then judges without panic; a schema
//! that is proved to accept nothing accepts nothing.

use frontdesk_schema::{Options, Schema, read_yaml};
use serde_json::{Value, json};

pub(super) fn run(data: &[u8]) {
    if data.len() > MAX_BYTES {
        return;
    }
    let document = frontdesk_json::read(data).ok().or_else(|| yaml(data));
    let Some(document) = document else {
        return;
    };
    let Ok(schema) = Schema::compile(document, &Options::default()) else {
        return;
    };
    let unsatisfiable = schema.unsatisfiable().is_some();
    for probe in probes() {
        let accepted = schema.accepts(&probe);
        assert!(
            !(accepted && unsatisfiable),
            "{probe} is accepted by a schema that accepts nothing"
        );
        assert_eq!(accepted, schema.violations(&probe).is_empty(), "{probe}");
    }
}

fn yaml(data: &[u8]) -> Option<Value> {
    Some(read_yaml(data).ok()?.value)
}

fn probes() -> [Value; 12] {
    [
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5),
        json!(1e300),
        json!(""),
        json!("a"),
        json!("2024-01-15T10:30:00Z"),
        json!([]),
        json!([1, "a", null]),
        json!({}),
        json!({"a": {"b": [1]}, "c": null}),
    ]
}

const MAX_BYTES: usize = 1 << 13;
