use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Ground, Made, is_sendable, shuffled};
use crate::case::Phase;
use crate::place;

/// Each member left out of the rich request, each added to the smallest, each as `null`, and members
/// that nobody declared.
pub(super) fn cases(ground: &Ground) -> Made {
    let ground = ground.clone();
    let Some(model) = ground.model.clone() else {
        return Box::new(std::iter::empty());
    };
    let mut values: Vec<(String, Value)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, value) in place::all(&model) {
        let place = place::of(&at);
        if at.len() < 2 || !seen.insert(place.clone()) {
            continue;
        }
        let mut without = model.clone();
        for instance in place::instances(&place, &model).iter().rev() {
            place::remove(&mut without, instance);
        }
        values.push((format!("without {place}"), without));
        let mut null = model.clone();
        place::put(&mut null, &at, Value::Null);
        values.push((format!("null at {place}"), null));
        if let Some(least) = &ground.least {
            let mut with = least.clone();
            if at.resolve(&with).is_none() && place::put(&mut with, &at, value.clone()) {
                values.push((format!("with {place}"), with));
            }
        }
        if value.is_object() && at.tokens().next() == Some("body") {
            for name in UNDECLARED {
                let mut more = model.clone();
                place::put(&mut more, &at.member(name), json!("x"));
                values.push((format!("an undeclared member at {place}"), more));
            }
        }
    }
    if let Some(body) = model.get("body").filter(|body| body.is_object()) {
        for name in UNDECLARED {
            let mut body = body.clone();
            body[name] = json!({"a": 1});
            let mut more = model.clone();
            more["body"] = body;
            values.push((format!("the undeclared member {name}"), more));
        }
    }
    let values = shuffled(values, ground.seed);
    Box::new(values.into_iter().filter_map(move |(intent, value)| {
        is_sendable(&value, ground.operation()).then(|| ground.case(Phase::Semantic, intent, value))
    }))
}

const UNDECLARED: [&str; 4] = ["x-undeclared", "__proto__", "$ref", "constructor"];
