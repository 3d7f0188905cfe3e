//! Pairs of schemas that differ by one known edit, with the truth by construction.
//!
//! An edit that takes a constraint away accepts more: what went before is covered. The way back is
//! breaking where a payload is known that breaks just the constraint; it was labelled by the two
//! judges and not by the comparison.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its data must fail"
)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use frontdesk_compat::{Assumptions, Undeclared, Verdict, compare};
use frontdesk_contract::Direction;
use frontdesk_payload::{Kind, Payloads};
use frontdesk_schema::{Options, Schema};
use serde_json::{Map, Value, json};

/// What became of the pairs.
#[derive(Debug, Default)]
struct Tally {
    pairs: usize,
    undecided: Vec<String>,
    wrong: Vec<String>,
    by_keyword: BTreeMap<String, usize>,
}

#[test]
fn edits_of_the_contract_are_told_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = [
        "schemas/reception/next",
        "examples/orders/schemas/orders/next",
    ];
    let mut files: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.to_string_lossy();
            name.ends_with("reader.json") || name.ends_with("writer.json")
        })
        .collect();
    files.sort();
    let mut tally = Tally::default();
    for file in files {
        let document = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        each_edit(&name, &document, &mut tally);
    }
    tally.holds(1000);
}

#[test]
fn edits_of_everyday_schemas_are_told_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/everyday");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut tally = Tally::default();
    for file in files {
        let document = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        each_edit(&name, &document, &mut tally);
    }
    tally.holds(100);
}

impl Tally {
    fn holds(&self, least: usize) {
        assert!(self.wrong.is_empty(), "{:#?}", self.wrong);
        assert!(self.pairs >= least, "only {} pairs", self.pairs);
        assert!(
            self.undecided.len() * 50 < self.pairs,
            "{} of {} undecided: {:#?}",
            self.undecided.len(),
            self.pairs,
            self.undecided
        );
    }
}

fn each_edit(name: &str, document: &Value, tally: &mut Tally) {
    let base = compile(document.clone());
    let mut payloads = Payloads::new(Arc::new(compile(document.clone())), 1);
    let broken = payloads.systematic(Kind::Invalid).unwrap_or_default();
    let mut sites = Vec::new();
    collect(document, &mut String::new(), &mut sites);
    for (pointer, keyword) in sites {
        for loosened in loosened(document, &pointer, &keyword) {
            let Ok(wider) = Schema::compile(loosened, &Options::default()) else {
                continue;
            };
            let what = format!("{name} {pointer} {keyword}");
            *tally.by_keyword.entry(keyword.clone()).or_default() += 1;
            judge(&what, &base, &wider, Some(true), tally);
            let known = broken
                .iter()
                .any(|payload| !base.accepts(&payload.payload) && wider.accepts(&payload.payload));
            judge(&what, &wider, &base, known.then_some(false), tally);
        }
    }
}

/// Compares a pair, of which it may be known whether it is compatible.
fn judge(what: &str, old: &Schema, new: &Schema, truth: Option<bool>, tally: &mut Tally) {
    let assumptions = Assumptions {
        undeclared: Undeclared::Maybe,
        ..Assumptions::default()
    };
    tally.pairs += 1;
    match (compare(old, new, Direction::Request, &assumptions), truth) {
        (Verdict::Compatible(_), Some(false)) => tally.wrong.push(format!("{what}: compatible")),
        (Verdict::Breaking(witness), Some(true)) => {
            tally.wrong.push(format!("{what}: {}", witness.payload));
        }
        (Verdict::Undecided(reason), _) => {
            tally
                .undecided
                .push(format!("{what} {truth:?}: {}", reason.text));
        }
        _ => {}
    }
}

fn compile(document: Value) -> Schema {
    Schema::compile(document, &Options::default()).unwrap()
}

/// Lists the keywords that only ever refuse, by subschema; nothing below a negation or an
/// exclusive choice.
fn collect(schema: &Value, at: &mut String, sites: &mut Vec<(String, String)>) {
    let Value::Object(members) = schema else {
        return;
    };
    for (keyword, value) in members {
        if ASSERTIONS.contains(&keyword.as_str()) {
            sites.push((at.clone(), keyword.clone()));
        }
        let length = at.len();
        match keyword.as_str() {
            "items" | "additionalProperties" | "contains" => {
                write!(at, "/{keyword}").unwrap();
                collect(value, at, sites);
            }
            "allOf" | "anyOf" | "prefixItems" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    write!(at, "/{keyword}/{index}").unwrap();
                    collect(item, at, sites);
                    at.truncate(length);
                }
            }
            "properties" | "patternProperties" | "$defs" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    let token = name.replace('~', "~0").replace('/', "~1");
                    write!(at, "/{keyword}/{token}").unwrap();
                    collect(member, at, sites);
                    at.truncate(length);
                }
            }
            _ => {}
        }
        at.truncate(length);
    }
}

const ASSERTIONS: [&str; 20] = [
    "required",
    "enum",
    "const",
    "type",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "propertyNames",
];

/// Lists documents that say less in one keyword.
fn loosened(document: &Value, pointer: &str, keyword: &str) -> Vec<Value> {
    // What exactly one of several accepts grows and shrinks with none of them alone.
    if document.to_string().contains("\"oneOf\"") || document.to_string().contains("\"not\"") {
        return Vec::new();
    }
    let change = |edit: &dyn Fn(&mut Map<String, Value>)| {
        let mut changed = document.clone();
        edit(
            changed
                .pointer_mut(pointer)
                .unwrap()
                .as_object_mut()
                .unwrap(),
        );
        changed
    };
    let value = document.pointer(pointer).unwrap()[keyword].clone();
    let without = change(&|schema| {
        schema.remove(keyword);
    });
    match (keyword, value) {
        ("required", Value::Array(names)) => (0..names.len())
            .map(|index| {
                change(&|schema| {
                    schema[keyword].as_array_mut().unwrap().remove(index);
                })
            })
            .collect(),
        ("enum", Value::Array(_)) => {
            let more = change(&|schema| {
                schema[keyword]
                    .as_array_mut()
                    .unwrap()
                    .push(json!("one more"));
            });
            vec![more]
        }
        ("type", Value::String(name)) if name != "null" => {
            vec![change(&|schema| {
                schema[keyword] = json!([name, "null"]);
            })]
        }
        ("maxLength" | "maxItems" | "maximum", Value::Number(number)) if number.is_u64() => {
            let more = json!(number.as_u64().unwrap() + 1);
            vec![change(&|schema| schema[keyword] = more.clone()), without]
        }
        ("type", _) | ("additionalProperties", Value::Object(_)) => Vec::new(),
        _ => vec![without],
    }
}
