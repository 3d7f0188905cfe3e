//! Values that are of interest to both sides of a comparison.

use std::sync::Arc;
use std::time::Instant;

use frontdesk_payload::{Kind, Payloads};
use frontdesk_schema::outline::Outline;
use frontdesk_schema::{Options, Schema};
use serde_json::{Value, json};

use crate::search::Sides;

/// Lists what the writer's schema accepts at its edges, what the reader's refuses, and the values
/// that both name, as long as there is time.
pub(crate) fn of_interest(sides: &Sides<'_>, seed: u64, until: Instant) -> Vec<Value> {
    let mut values = named(sides.writer.outline());
    values.extend(named(sides.reader.outline()));
    values.extend(
        PLAIN
            .iter()
            .filter_map(|text| serde_json::from_str(text).ok()),
    );
    values.extend(TEXTS.iter().map(|text| json!(text)));
    let single: Vec<Value> = values.clone();
    for value in single.into_iter().take(MAX_WRAPPED) {
        values.push(json!([value]));
        values.push(json!([value, value]));
        values.push(json!({ "a": value }));
    }
    let writer = sides.closed.unwrap_or(sides.writer);
    for (schema, kind) in [
        (writer, Kind::Boundary),
        (sides.reader, Kind::Invalid),
        (writer, Kind::Valid),
    ] {
        values.extend(drawn(schema, kind, seed, until));
    }
    values
}

fn drawn(schema: &Schema, kind: Kind, seed: u64, until: Instant) -> Vec<Value> {
    if Instant::now() > until {
        return Vec::new();
    }
    let options: &Options = schema.options();
    let Ok(schema) = Schema::compile(schema.document().clone(), options) else {
        return Vec::new();
    };
    let mut payloads = Payloads::new(Arc::new(schema), seed);
    let mut values = Vec::new();
    while values.len() < MAX_DRAWN && Instant::now() < until {
        match payloads.draw(kind) {
            Ok(found) => values.push(found.payload),
            Err(_) => break,
        }
    }
    values
}

/// Lists the values that a schema names in any way.
fn named(outline: &Outline) -> Vec<Value> {
    let mut values = Vec::new();
    for (id, _) in outline.places() {
        let Some(keywords) = outline.keywords(id) else {
            continue;
        };
        values.extend(keywords.constant.clone());
        values.extend(keywords.enumeration.iter().flatten().cloned());
        values.extend(keywords.examples.iter().cloned());
        values.extend(keywords.default.clone());
        let bounds = keywords.lower.iter().chain(&keywords.upper);
        values.extend(bounds.map(|bound| Value::Number(bound.value.clone())));
        values.extend(keywords.multiple_of.clone().map(Value::Number));
    }
    values.truncate(MAX_NAMED);
    values
}

const PLAIN: [&str; 14] = [
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "0.5",
    "1e30",
    "\"\"",
    "\"a\"",
    "[]",
    "{}",
    "[null]",
    "{\"a\": null}",
];

/// Texts at the rims of the formats, where two of them part.
const TEXTS: [&str; 36] = [
    " ",
    "/ ",
    "/é",
    "/~0",
    "#",
    "?",
    "é",
    "ü@ü.example",
    "a@b.example",
    "\"a b\"@example.com",
    "http://ü.example/ä",
    "http://example.com/é",
    "http://example.com",
    "urn:x:y",
    "//host/path",
    "a/b",
    "a b",
    "%",
    "%zz",
    "[",
    "{",
    "{a}",
    "{a",
    "\\",
    "-",
    "-a",
    "a-",
    "a_b",
    "1.2.3.4",
    "::1",
    "xn--X",
    "例え.jp",
    "2024-02-29",
    "2024-02-29T23:59:60Z",
    "23:59:59Z",
    "P1W",
];

const MAX_NAMED: usize = 2000;
const MAX_WRAPPED: usize = 200;
const MAX_DRAWN: usize = 200;
