use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Ground, Made, is_sendable};
use crate::case::Phase;
use crate::place;

/// Arrays that are empty, long, with equal items, in another order, and with ids that stand twice.
pub(super) fn cases(ground: &Ground) -> Made {
    let Some(model) = ground.model.clone() else {
        return Box::new(std::iter::empty());
    };
    let mut cases = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, value) in place::all(&model) {
        let Value::Array(items) = value else {
            continue;
        };
        let place = place::of(&at);
        if !seen.insert(place.clone()) {
            continue;
        }
        let mut with = |what: &str, new: Value| {
            let mut value = model.clone();
            place::put(&mut value, &at, new);
            if is_sendable(&value, ground.operation()) {
                cases.push(ground.case(Phase::Semantic, format!("{what} at {place}"), value));
            }
        };
        with("no items", json!([]));
        let Some(first) = items.first() else {
            continue;
        };
        with("one item", json!([first]));
        with("equal items", json!([first, first]));
        let mut reversed = items.clone();
        reversed.reverse();
        with("items in reverse", Value::Array(reversed));
        if let Some(second) = items.get(1) {
            for name in first
                .as_object()
                .into_iter()
                .flat_map(serde_json::Map::keys)
            {
                if second.get(name).is_some_and(|other| *other != first[name]) {
                    let mut changed = items.clone();
                    changed[1][name] = first[name].clone();
                    with(&format!("the same {name} twice"), Value::Array(changed));
                }
            }
        }
        let size = first.to_string().len() + 1;
        for count in COUNTS {
            if count * size <= MOST_BYTES {
                let many: Vec<Value> = (0..count).map(|index| distinct(first, index)).collect();
                with(&format!("{count} items"), Value::Array(many));
            }
        }
    }
    Box::new(cases.into_iter())
}

/// Makes an item unlike the others, where it has texts.
fn distinct(item: &Value, index: usize) -> Value {
    match item {
        Value::String(text) => json!(format!("{text}{index}")),
        other => other.clone(),
    }
}

const COUNTS: [usize; 9] = [3, 10, 11, 33, 101, 257, 1_001, 10_000, 100_000];
/// Larger requests are refused for their size nearly everywhere.
const MOST_BYTES: usize = 900 * 1024;
