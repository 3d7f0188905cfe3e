//! Payloads drawn from the input's choices keep their label, whatever the choices are.

use std::sync::{Arc, OnceLock};

use frontdesk_payload::{Bytes, Kind, Payloads};
use frontdesk_schema::{Options, Schema, Verdict};

pub(super) fn run(data: &[u8]) {
    let [schema, kind, choices @ ..] = data else {
        return;
    };
    let schemas = schemas();
    let schema = &schemas[usize::from(*schema) % schemas.len()];
    let kind = [Kind::Valid, Kind::Boundary, Kind::Invalid][usize::from(*kind) % 3];
    let mut payloads = Payloads::from_source(Arc::clone(schema), Bytes::new(choices));
    // That nothing was found in the budget is an answer.
    let Ok(drawn) = payloads.draw(kind) else {
        return;
    };
    let accepted = match schema.judge(&drawn.payload) {
        Verdict::Accepted => true,
        Verdict::Refused => false,
        Verdict::Undecided => panic!("the judges disagree on {}", drawn.payload),
    };
    assert_eq!(accepted, kind != Kind::Invalid, "{}", drawn.payload);
}

/// The schemas of the first contract, and one with what they lack.
fn schemas() -> &'static [Arc<Schema>] {
    static SCHEMAS: OnceLock<Vec<Arc<Schema>>> = OnceLock::new();
    SCHEMAS.get_or_init(|| {
        let compiled = SOURCES.iter().map(|text| {
            let document =
                frontdesk_json::read(text.as_bytes()).expect("an exported schema is JSON");
            let schema = Schema::compile(document, &Options::default());
            Arc::new(schema.expect("an exported schema compiles"))
        });
        compiled.collect()
    })
}

const SOURCES: [&str; 4] = [
    include_str!("../../../../schemas/reception/next/reception.request.reader.json"),
    include_str!("../../../../schemas/reception/next/response.envelope.writer.json"),
    include_str!("../../../../schemas/reception/next/token.error.reader.json"),
    EVERYTHING,
];

const EVERYTHING: &str = r##"{
    "type": "object",
    "properties": {
        "tree": {"$ref": "#/$defs/tree"},
        "code": {"type": "string", "pattern": "^[A-Z]{2,4}-\\d+$", "maxLength": 9},
        "amount": {"type": "number", "multipleOf": 0.05, "exclusiveMinimum": 0, "maximum": 1000},
        "when": {"type": "string", "format": "date-time"},
        "parts": {
            "type": "array", "uniqueItems": true, "maxItems": 5,
            "prefixItems": [{"const": "first"}], "items": {"type": "integer"},
            "contains": {"minimum": 7}, "minContains": 1
        }
    },
    "required": ["code"],
    "dependentRequired": {"amount": ["when"]},
    "if": {"required": ["tree"]}, "then": {"required": ["parts"]},
    "propertyNames": {"maxLength": 12},
    "unevaluatedProperties": {"type": ["boolean", "null"]},
    "$defs": {
        "tree": {"oneOf": [
            {"type": "object", "properties": {"kind": {"const": "leaf"}}, "required": ["kind"], "additionalProperties": false},
            {"type": "object", "properties": {"kind": {"const": "node"}, "left": {"$ref": "#/$defs/tree"}, "right": {"$ref": "#/$defs/tree"}}, "required": ["kind", "left"], "additionalProperties": false}
        ]}
    }
}"##;
