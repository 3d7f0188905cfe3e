use std::sync::Arc;

use frontdesk_json::Pointer;
use frontdesk_payload::{Kind, Payloads, minimise};
use frontdesk_schema::Verdict;
use serde_json::{Value, json};

use super::is_sendable;
use crate::endpoint::Operation;
use crate::place;

/// Finds a rich request that is right by the schema: an example, or a drawn one.
pub(crate) fn model(operation: &Operation, seed: u64) -> Option<Value> {
    let candidates = candidates(operation, seed);
    fullest(&candidates)
}

/// Finds the richest request that is right by the schema: what others have is added to it.
pub(crate) fn richest(operation: &Operation, seed: u64) -> Option<Value> {
    let candidates = candidates(operation, seed);
    let full = fullest(&candidates)?;
    let keeps = |value: &Value| is_small(value) && is_right(value, operation);
    Some(enriched(full, &candidates, keeps))
}

fn is_right(value: &Value, operation: &Operation) -> bool {
    is_sendable(value, operation) && operation.schema.judge(value) == Verdict::Accepted
}

fn is_small(value: &Value) -> bool {
    value.to_string().len() <= MOST_BYTES
}

/// Lists requests that are right: the examples, and some that are drawn.
fn candidates(operation: &Operation, seed: u64) -> Vec<Value> {
    let right = |value: &Value| is_right(value, operation);
    let mut candidates: Vec<Value> = examples(operation, seed)
        .into_iter()
        .filter(|value| right(value))
        .collect();
    let drawn = Payloads::new(Arc::clone(&operation.schema), seed);
    let mut drawn = drawn.realistic(|_| {});
    for _ in 0..DRAWS {
        match drawn.draw(Kind::Valid) {
            Ok(payload) if right(&payload.payload) => candidates.push(payload.payload),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    if right(&json!({})) {
        candidates.push(json!({}));
    }
    candidates
}

fn fullest(candidates: &[Value]) -> Option<Value> {
    let places = |value: &Value| {
        let mut places: Vec<_> = place::all(value)
            .iter()
            .map(|(at, _)| place::of(at))
            .collect();
        places.sort();
        places.dedup();
        places.len()
    };
    let best = candidates
        .iter()
        .filter(|value| is_small(value))
        .max_by_key(|value| places(value));
    best.or_else(|| candidates.first()).cloned()
}

/// Lists the examples of an operation as whole requests: what one says nothing of is drawn.
pub(super) fn examples(operation: &Operation, seed: u64) -> Vec<Value> {
    let accepts = |value: &Value| operation.schema.accepts(value);
    let drawn = Payloads::new(Arc::clone(&operation.schema), seed);
    let mut drawn = drawn.realistic(|_| {});
    let complete = |example: &Value| {
        if accepts(example) {
            return example.clone();
        }
        let whole = (0..DRAWS).find_map(|_| {
            let mut whole = drawn.draw(Kind::Valid).ok()?.payload;
            if let (Value::Object(whole), Value::Object(parts)) = (&mut whole, example) {
                whole.extend(parts.clone());
            }
            accepts(&whole).then_some(whole)
        });
        whole.unwrap_or_else(|| example.clone())
    };
    operation.examples.iter().map(complete).collect()
}

/// Adds what other requests have and one lacks, as long as it stays right.
fn enriched(mut rich: Value, others: &[Value], keeps: impl Fn(&Value) -> bool) -> Value {
    for other in others {
        for (at, value) in place::additions(&rich, other) {
            if is_recursive(&at) {
                continue;
            }
            let mut more = rich.clone();
            if place::put(&mut more, &at, value) && keeps(&more) {
                rich = more;
            }
        }
        for (at, items) in place::all(other) {
            let is_filled = items.as_array().is_some_and(|items| !items.is_empty());
            let is_empty = at.resolve(&rich).and_then(Value::as_array);
            if is_filled && is_empty.is_some_and(Vec::is_empty) {
                let mut more = rich.clone();
                if place::put(&mut more, &at, items.clone()) && keeps(&more) {
                    rich = more;
                }
            }
        }
    }
    rich
}

/// Tells whether a member lies within others of its name: a level more of a tree says nothing new.
fn is_recursive(at: &Pointer) -> bool {
    let name = at.last();
    at.tokens().filter(|token| Some(*token) == name).count() > MOST_LEVELS
}

/// Makes a right request as small as it can be.
pub(crate) fn least(operation: &Operation, model: &Value) -> Value {
    let mut budget = BUDGET;
    minimise(model.clone(), |value| {
        budget = budget.saturating_sub(1);
        budget > 0 && is_sendable(value, operation) && operation.schema.accepts(value)
    })
}

/// Makes an item of an array as small as it can be where it stands alone.
pub(crate) fn least_item(
    operation: &Operation,
    model: &Value,
    at: &Pointer,
    item: &Value,
) -> Value {
    let mut budget = ITEM_BUDGET;
    let mut whole = model.clone();
    minimise(item.clone(), |item| {
        budget = budget.saturating_sub(1);
        place::put(&mut whole, at, Value::Array(vec![item.clone()]));
        budget > 0 && operation.schema.accepts(&whole)
    })
}

const DRAWS: usize = 24;
const MOST_LEVELS: usize = 2;
const MOST_BYTES: usize = 12 * 1024;
const BUDGET: usize = 20_000;
const ITEM_BUDGET: usize = 500;
