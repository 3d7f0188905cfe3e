use std::collections::BTreeSet;
use std::sync::Arc;

use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::edit::{Edit, edited};
use super::{Ground, Made, shuffled};
use crate::place;

/// Each member left out of the rich request, each added to the smallest, each as `null`, and members
/// that nobody declared.
pub(super) fn cases(ground: &Ground) -> Made {
    let Some(model) = ground.model.clone().map(Arc::new) else {
        return Box::new(std::iter::empty());
    };
    let least = ground.least.clone().map(Arc::new);
    let mut edits = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, value) in place::all(&model) {
        let place = place::of(&at);
        if at.len() < 2 || !seen.insert(place.clone()) {
            continue;
        }
        let without = format!("without {place}");
        edits.push(Edit::remove(without, &model, place.clone()));
        let null = format!("null at {place}");
        edits.push(Edit::put(null, &model, at.clone(), Value::Null));
        if let Some(least) = least.as_ref().filter(|least| at.resolve(least).is_none()) {
            let with = format!("with {place}");
            edits.push(Edit::put(with, least, at.clone(), value.clone()));
        }
        if value.is_object() && at.tokens().next() == Some("body") {
            for name in UNDECLARED {
                let intent = format!("an undeclared member at {place}");
                edits.push(Edit::put(intent, &model, at.member(name), json!("x")));
            }
        }
    }
    if model.get("body").is_some_and(Value::is_object) {
        for name in UNDECLARED {
            let at = Pointer::root().member("body").member(name);
            let intent = format!("the undeclared member {name}");
            edits.push(Edit::put(intent, &model, at, json!({"a": 1})));
        }
    }
    edited(shuffled(edits, ground.seed), ground.clone())
}

const UNDECLARED: [&str; 4] = ["x-undeclared", "__proto__", "$ref", "constructor"];
