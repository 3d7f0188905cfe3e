//! Documents that are nearly others: bytes and values are changed at random.

use serde_json::{Value, json};

use super::{Random, Tally};
use crate::{Options, Schema};

/// Changes some bytes of a document.
pub(super) fn bytes(random: &mut Random, document: &[u8]) -> Vec<u8> {
    let mut mutant = document.to_vec();
    for _ in 0..=random.below(2) {
        let at = random.below(mutant.len());
        match random.below(6) {
            0 => mutant.truncate(at),
            1 => {
                let piece = *random.of(PIECES);
                mutant.splice(at..at, piece.iter().copied());
            }
            2 if at < mutant.len() => mutant[at] ^= 1 << random.below(8),
            3 if at < mutant.len() => drop(mutant.remove(at)),
            4 => {
                let end = (at + random.below(24)).min(mutant.len());
                let copied = mutant[at..end].to_vec();
                mutant.splice(at..at, copied);
            }
            _ => {
                let piece = *random.of(PIECES);
                let end = (at + random.below(4)).min(mutant.len());
                mutant.splice(at..end, piece.iter().copied());
            }
        }
    }
    mutant
}

/// Changes one value somewhere in a document.
pub(super) fn value(random: &mut Random, document: &Value, others: &[Value]) -> Value {
    let mut mutant = document.clone();
    let count = count(&mutant);
    let mut wanted = random.below(count);
    change(random, &mut mutant, &mut wanted, others);
    mutant
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// Changes the value of a number, counted from the outside in.
fn change(random: &mut Random, value: &mut Value, wanted: &mut usize, others: &[Value]) -> bool {
    if *wanted == 0 {
        change_this(random, value, others);
        return true;
    }
    *wanted -= 1;
    match value {
        Value::Array(items) => items
            .iter_mut()
            .any(|item| change(random, item, wanted, others)),
        Value::Object(members) => members
            .values_mut()
            .any(|member| change(random, member, wanted, others)),
        _ => false,
    }
}

fn change_this(random: &mut Random, value: &mut Value, others: &[Value]) {
    let other = random.of(others).clone();
    match (value, random.below(3)) {
        (Value::Object(members), 0) if !members.is_empty() => {
            let names: Vec<String> = members.keys().cloned().collect();
            let removed = members.remove(random.of(&names));
            if random.below(2) == 0
                && let Some(removed) = removed
            {
                members.insert("renamed".to_owned(), removed);
            }
        }
        (Value::Object(members), 1) => {
            members.insert(random.of(NAMES).to_string(), other);
        }
        (Value::Array(items), 0) if !items.is_empty() => {
            let at = random.below(items.len());
            items.push(items[at].clone());
        }
        (Value::Array(items), 1) => items.push(other),
        (value, _) => *value = other,
    }
}

/// Values of every kind, and all that are part of these.
pub(super) fn pool(documents: &[Value]) -> Vec<Value> {
    let mut pool = vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1),
        json!(1.0),
        json!(1.5),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e20),
        json!(""),
        json!("a"),
        json!("é\n\"\u{1F600}"),
        json!([]),
        json!([[]]),
        json!({}),
        json!({"a": {"a": 1}}),
    ];
    let mut todo: Vec<&Value> = documents.iter().collect();
    while let Some(value) = todo.pop() {
        if pool.len() > 400 {
            break;
        }
        pool.push(value.clone());
        match value {
            Value::Array(items) => todo.extend(items),
            Value::Object(members) => todo.extend(members.values()),
            _ => {}
        }
    }
    pool
}

/// Collects the examples that the schemas of a document show, whatever they are of.
fn examples(document: &Value, found: &mut Vec<Value>) {
    match document {
        Value::Object(members) => {
            for (name, member) in members {
                match (name.as_str(), member) {
                    ("examples", Value::Array(items)) => found.extend(items.iter().cloned()),
                    _ => examples(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| examples(item, found)),
        _ => {}
    }
}

const PIECES: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"\\u0061",
    b"\\ud800",
    b"\\udc00\\ud800",
    b"\\ud83d\\ude00",
    b"\\n",
    b"\n",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b" ",
    b"\t",
    b"0",
    b"-0",
    b"1.0",
    b"1e400",
    b"-1",
    b"18446744073709551616",
    b"0.1000000000000000055",
    b"null",
    b"true",
    b"fals",
    b"{}",
    b"[]",
    b"\"a\":1,",
    b"\"\":{},",
    b"\xff",
    b"\xc3\xa9",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\0",
    b"//",
];

const NAMES: &[&str] = &[
    "a", "b", "foo", "bar", "id", "type", "", "a/b", "é", "quo\"te", "x-y",
];

#[test]
fn mutants_of_the_contract_are_judged_alike() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schemas/reception/next");
    let mut random = Random::new(7);
    let mut tally = Tally::default();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.contains(".writer.") && !name.contains(".reader.") {
            continue;
        }
        let document: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let roots = document["examples"].as_array().cloned().unwrap_or_default();
        let mut parts = roots.clone();
        examples(&document, &mut parts);
        let others = pool(&parts);
        let schema = Schema::compile(document, &Options::default()).unwrap();
        let mut judge = schema.fast();
        assert!(judge.has_plan(), "{name}");
        let before = tally;
        for root in &roots {
            let text = serde_json::to_vec(root).unwrap();
            tally.judge(&schema, &mut judge, &text);
            for _ in 0..5_000 {
                tally.judge(&schema, &mut judge, &bytes(&mut random, &text));
                let mutant = value(&mut random, root, &others);
                tally.judge(&schema, &mut judge, &serde_json::to_vec(&mutant).unwrap());
            }
        }
        assert!(roots.is_empty() || tally.by_plan > before.by_plan, "{name}");
    }
    assert!(tally.documents >= 100_000, "{tally:?}");
    // What is accepted is mostly accepted without a second look.
    assert!(tally.by_plan * 100 >= tally.accepted * 97, "{tally:?}");
}
