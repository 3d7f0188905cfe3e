//! What holds of every comparison, over schemas made at random.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its data must fail"
)]

use std::sync::Arc;

use frontdesk_compat::{Assumptions, Undeclared, Verdict, compare};
use frontdesk_contract::Direction;
use frontdesk_payload::{Kind, Payloads, Seeded, Source};
use frontdesk_schema::{Options, Schema, Verdict as Judged};
use serde_json::{Map, Value, json};

/// How many pairs are made; more with `FRONTDESK_LAW_CASES`.
fn cases() -> u64 {
    std::env::var("FRONTDESK_LAW_CASES").map_or(120, |count| count.parse().unwrap())
}

fn maybe() -> Assumptions {
    Assumptions {
        undeclared: Undeclared::Maybe,
        ..Assumptions::default()
    }
}

fn compile(document: &Value) -> Schema {
    Schema::compile(document.clone(), &Options::default()).unwrap()
}

fn verdict(old: &Schema, new: &Schema) -> Verdict {
    compare(old, new, Direction::Request, &maybe())
}

#[test]
fn what_is_compatible_has_no_counterexample_and_what_breaks_has_one() {
    let mut undecided = Vec::new();
    for seed in 0..cases() {
        let (old, new) = pair(seed);
        let (old_schema, new_schema) = (compile(&old), compile(&new));
        match verdict(&old_schema, &new_schema) {
            Verdict::Compatible(_) => {
                let mut payloads = Payloads::new(Arc::new(compile(&old)), seed);
                for index in 0..MEMBERS {
                    let kind = if index % 2 == 0 {
                        Kind::Valid
                    } else {
                        Kind::Boundary
                    };
                    let Ok(member) = payloads.draw(kind) else {
                        break;
                    };
                    assert!(
                        new_schema.accepts(&member.payload),
                        "seed {seed}: {old} -> {new}: {}",
                        member.payload
                    );
                }
            }
            Verdict::Breaking(witness) => {
                assert_eq!(
                    old_schema.judge(&witness.payload),
                    Judged::Accepted,
                    "seed {seed}"
                );
                assert_eq!(
                    new_schema.judge(&witness.payload),
                    Judged::Refused,
                    "seed {seed}"
                );
            }
            Verdict::Undecided(reason) => {
                undecided.push(format!("seed {seed}: {old} -> {new}: {}", reason.text));
            }
        }
    }
    assert!(
        undecided.len() as u64 * 50 <= cases(),
        "{} of {} undecided: {undecided:#?}",
        undecided.len(),
        cases()
    );
}

#[test]
fn every_schema_covers_itself_however_it_is_written() {
    for seed in 0..cases() {
        let document = random(&mut Seeded::new(seed), 3);
        let schema = compile(&document);
        for same in [
            document.clone(),
            reordered(&document),
            through_references(&document),
        ] {
            let same_schema = compile(&same);
            for (old, new) in [(&schema, &same_schema), (&same_schema, &schema)] {
                let verdict = verdict(old, new);
                assert!(
                    matches!(verdict, Verdict::Compatible(_)),
                    "seed {seed}: {document} and {same}: {verdict:?}"
                );
            }
        }
    }
}

#[test]
fn compatibility_is_handed_on() {
    for seed in 0..cases() / 2 {
        let (first, second) = pair(seed);
        let third = json!({"anyOf": [second, random(&mut Seeded::new(seed + 7_000), 2)]});
        let (first, second, third) = (compile(&first), compile(&second), compile(&third));
        let handed = |verdict| matches!(verdict, Verdict::Compatible(_));
        assert!(handed(verdict(&second, &third)), "seed {seed}");
        if handed(verdict(&first, &second)) {
            assert!(handed(verdict(&first, &third)), "seed {seed}");
        }
    }
}

/// How many members of the old schema are tried on the new one.
const MEMBERS: usize = 60;

/// Makes two schemas, of which the second is often the first with an edit.
fn pair(seed: u64) -> (Value, Value) {
    let mut source = Seeded::new(seed);
    let old = random(&mut source, 3);
    let new = match source.below(4) {
        0 => random(&mut source, 3),
        1 => json!({"anyOf": [old, random(&mut source, 2)]}),
        2 => json!({"allOf": [old, random(&mut source, 2)]}),
        _ => edited(&old, &mut source),
    };
    (old, new)
}

/// Replaces one subschema by another.
fn edited(schema: &Value, source: &mut Seeded) -> Value {
    let Value::Object(members) = schema else {
        return random(source, 1);
    };
    let mut members = members.clone();
    let names: Vec<String> = members.keys().cloned().collect();
    let Some(name) = names.get(usize::try_from(source.below(names.len() as u64)).unwrap()) else {
        return random(source, 1);
    };
    match &members[name] {
        Value::Object(inner) if name == "properties" => {
            let mut inner: Map<String, Value> = inner.clone();
            let key = inner.keys().next().cloned();
            if let Some(key) = key {
                let edited = edited(&inner[&key], source);
                inner.insert(key, edited);
            }
            members.insert(name.clone(), Value::Object(inner));
        }
        Value::Object(_) => {
            let edited = edited(&members[name], source);
            members.insert(name.clone(), edited);
        }
        _ => {
            members.remove(name);
        }
    }
    Value::Object(members)
}

/// Makes a schema of every keyword, no deeper than asked for.
fn random(source: &mut Seeded, depth: u32) -> Value {
    let pick = |source: &mut Seeded, options: &[Value]| {
        options[usize::try_from(source.below(options.len() as u64)).unwrap()].clone()
    };
    let simple = [
        json!(true),
        json!({"type": "string"}),
        json!({"type": "integer"}),
        json!({"type": "number"}),
        json!({"type": ["string", "null"]}),
        json!({"type": "boolean"}),
        json!({"enum": ["a", "b", 1]}),
        json!({"const": "a"}),
        json!({"minimum": 1}),
        json!({"type": "integer", "minimum": 1, "maximum": 3}),
        json!({"type": "integer", "multipleOf": 2, "minimum": 0}),
        json!({"type": "string", "minLength": 1, "maxLength": 3}),
        json!({"type": "string", "pattern": "^[ab]+$"}),
        json!({"type": "string", "format": "date"}),
        json!({"type": "array", "items": {"type": "integer"}}),
        json!({"type": "array", "maxItems": 2, "uniqueItems": true}),
        json!({"type": "object", "required": ["a"]}),
        json!({"exclusiveMaximum": 2.5}),
    ];
    if depth == 0 {
        return pick(source, &simple);
    }
    match source.below(14) {
        0 => json!({"anyOf": [random(source, depth - 1), random(source, depth - 1)]}),
        1 => json!({"allOf": [random(source, depth - 1), random(source, depth - 1)]}),
        2 => json!({"not": random(source, depth - 1)}),
        3 => json!({"oneOf": [random(source, depth - 1), random(source, depth - 1)]}),
        4 => json!({
            "if": random(source, depth - 1),
            "then": random(source, depth - 1),
            "else": random(source, depth - 1)
        }),
        5 => {
            json!({"type": "array", "items": random(source, depth - 1), "minItems": source.below(2)})
        }
        6 => json!({
            "type": "array",
            "prefixItems": [random(source, depth - 1), random(source, depth - 1)],
            "items": source.below(2) == 1
        }),
        7 => {
            json!({"type": "array", "contains": random(source, depth - 1), "maxContains": 1 + source.below(2)})
        }
        8 => json!({
            "type": "object",
            "properties": {"a": random(source, depth - 1)},
            "patternProperties": {"^b": random(source, depth - 1)},
            "additionalProperties": random(source, depth - 1)
        }),
        9 => json!({
            "properties": {"a": random(source, depth - 1)},
            "dependentSchemas": {"a": random(source, depth - 1)},
            "unevaluatedProperties": source.below(2) == 1
        }),
        10 | 11 => json!({
            "type": "object",
            "required": ["a"],
            "properties": {"a": random(source, depth - 1), "b": random(source, depth - 1)},
            "additionalProperties": source.below(2) == 1
        }),
        _ => pick(source, &simple),
    }
}

/// Writes lists of which the order says nothing the other way round.
fn reordered(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, value)| {
                    let mut value = reordered(value);
                    if ["anyOf", "allOf", "oneOf", "enum", "required"].contains(&name.as_str()) {
                        value.as_array_mut().unwrap().reverse();
                    }
                    (name.clone(), value)
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(reordered).collect()),
        other => other.clone(),
    }
}

/// Moves the subschemas of members to definitions.
fn through_references(schema: &Value) -> Value {
    let mut document = schema.clone();
    let mut definitions = Map::new();
    if let Some(Value::Object(properties)) = document.get_mut("properties") {
        for (name, member) in properties.iter_mut() {
            definitions.insert(name.clone(), member.take());
            *member = json!({"$ref": format!("#/$defs/{name}")});
        }
    }
    match document {
        Value::Object(mut members) => {
            members.insert("$defs".to_owned(), Value::Object(definitions));
            Value::Object(members)
        }
        other => other,
    }
}
