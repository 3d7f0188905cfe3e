use std::collections::BTreeSet;

use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::texts::{LENGTHS, TEXTS, TIMES, is_time, numbers};
use super::{Ground, Made, is_sendable, shuffled};
use crate::case::Phase;
use crate::place;

/// Values that often mean something, at every place of a rich request.
pub(super) fn cases(ground: &Ground) -> Made {
    let ground = ground.clone();
    let Some(model) = ground.model.clone() else {
        return Box::new(std::iter::empty());
    };
    let mut plans: Vec<(Pointer, Planned)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, value) in place::all(&model) {
        if at.len() < 2 && at.tokens().next() != Some("body") || !seen.insert(place::of(&at)) {
            continue;
        }
        match value {
            Value::String(text) => {
                plans.extend(TEXTS.iter().map(|text| (at.clone(), Planned::Text(text))));
                plans.extend(
                    LENGTHS
                        .iter()
                        .map(|length| (at.clone(), Planned::Long(*length))),
                );
                if is_time(text) {
                    plans.extend(TIMES.iter().map(|text| (at.clone(), Planned::Text(text))));
                }
                let cases = [
                    text.to_uppercase(),
                    text.to_lowercase(),
                    format!("{text} "),
                    text.chars().rev().collect(),
                ];
                plans.extend(
                    cases
                        .into_iter()
                        .map(|text| (at.clone(), Planned::Value(json!(text)))),
                );
            }
            Value::Number(_) => {
                plans.extend(
                    numbers()
                        .into_iter()
                        .map(|number| (at.clone(), Planned::Value(number))),
                );
            }
            Value::Bool(is) => plans.push((at, Planned::Value(json!(!is)))),
            Value::Null | Value::Array(_) | Value::Object(_) => {}
        }
    }
    let plans = shuffled(plans, ground.seed);
    Box::new(plans.into_iter().filter_map(move |(at, planned)| {
        let mut value = model.clone();
        let (what, new) = planned.made();
        place::put(&mut value, &at, new);
        let intent = format!("{what} at {}", place::of(&at));
        is_sendable(&value, ground.operation()).then(|| ground.case(Phase::Semantic, intent, value))
    }))
}

/// A value that is made when its turn comes.
enum Planned {
    Text(&'static str),
    Long(usize),
    Value(Value),
}

impl Planned {
    fn made(self) -> (String, Value) {
        match self {
            Self::Text(text) => (frontdesk_json::excerpt(text, 30), json!(text)),
            Self::Long(length) => (format!("{length} characters"), json!("a".repeat(length))),
            Self::Value(value) => (frontdesk_json::excerpt(&value.to_string(), 30), value),
        }
    }
}
