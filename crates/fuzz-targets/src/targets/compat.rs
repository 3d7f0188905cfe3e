//! Two schemas, a line each: a witness is accepted by the one and refused by the other, and a proof
//! is refuted by none of a few values.

use std::time::Duration;

use frontdesk_compat::{Assumptions, Undeclared, Verdict, compare};
use frontdesk_contract::Direction;
use frontdesk_schema::{Options, Schema};
use serde_json::{Value, json};

pub(super) fn run(data: &[u8]) {
    if data.len() > MAX_BYTES {
        return;
    }
    let Some(line) = data.iter().position(|byte| *byte == b'\n') else {
        return;
    };
    let (Some(old), Some(new)) = (schema(&data[..line]), schema(&data[line + 1..])) else {
        return;
    };
    let assumptions = Assumptions {
        undeclared: Undeclared::Maybe,
        budget: Duration::from_millis(500),
        ..Assumptions::default()
    };
    match compare(&old, &new, Direction::Request, &assumptions) {
        Verdict::Compatible(proof) => {
            for value in values() {
                let refuted = old.accepts(&value) && !new.accepts(&value);
                assert!(!refuted, "{value} refutes the proof ({proof})");
            }
        }
        Verdict::Breaking(witness) => {
            let payload = &witness.payload;
            assert!(
                old.accepts(payload) && !new.accepts(payload),
                "{payload} shows nothing"
            );
        }
        Verdict::Undecided(_) => {}
    }
}

fn schema(line: &[u8]) -> Option<Schema> {
    Schema::compile(frontdesk_json::read(line).ok()?, &Options::default()).ok()
}

fn values() -> Vec<Value> {
    let scalars = [
        json!(null),
        json!(true),
        json!(0),
        json!(7),
        json!(-1.5),
        json!(""),
        json!("a"),
        json!("abc"),
    ];
    let mut values = vec![
        json!([]),
        json!({}),
        json!({"a": {}, "b": []}),
        json!([[], {}]),
    ];
    for scalar in &scalars {
        values.push(json!([scalar]));
        values.push(json!([scalar, scalar]));
        values.push(json!({"a": scalar}));
        values.push(json!({"a": scalar, "b": scalar}));
    }
    values.extend(scalars);
    values
}

const MAX_BYTES: usize = 1 << 12;
