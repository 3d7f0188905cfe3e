use std::sync::Arc;

use frontdesk_payload::{Kind, Payloads, minimise};
use frontdesk_schema::Verdict;
use serde_json::{Value, json};

use super::is_sendable;
use crate::endpoint::Operation;
use crate::place;

/// Finds a rich request that is right by the schema: an example, or a drawn one.
pub(crate) fn model(operation: &Operation, seed: u64) -> Option<Value> {
    let right = |value: &Value| {
        is_sendable(value, operation) && operation.schema.judge(value) == Verdict::Accepted
    };
    let mut candidates: Vec<Value> = operation
        .examples
        .iter()
        .filter(|value| right(value))
        .cloned()
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
    let places = |value: &Value| {
        let mut places: Vec<_> = place::all(value)
            .iter()
            .map(|(at, _)| place::of(at))
            .collect();
        places.sort();
        places.dedup();
        places.len()
    };
    let small = |value: &&Value| value.to_string().len() <= MOST_BYTES;
    let best = candidates
        .iter()
        .filter(small)
        .max_by_key(|value| places(value));
    best.or_else(|| candidates.first()).cloned()
}

/// Makes a right request as small as it can be.
pub(crate) fn least(operation: &Operation, model: &Value) -> Value {
    let mut budget = BUDGET;
    minimise(model.clone(), |value| {
        budget = budget.saturating_sub(1);
        budget > 0 && is_sendable(value, operation) && operation.schema.accepts(value)
    })
}

const DRAWS: usize = 24;
const MOST_BYTES: usize = 12 * 1024;
const BUDGET: usize = 20_000;
