use std::collections::BTreeSet;

use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::kin::kin;
use super::order::in_order;
use super::texts::{LENGTHS, TEXTS, numbers};
use super::{Ground, Made, is_sendable, shuffled};
use crate::case::Phase;
use crate::place;

/// Values that often mean something, at every place of a rich request.
pub(super) fn cases(ground: &Ground) -> Made {
    let ground = ground.clone();
    let Some(model) = ground.model.clone() else {
        return Box::new(std::iter::empty());
    };
    let mut plans: Vec<(usize, Pointer, Planned)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, value) in place::all(&model) {
        if at.len() < 2 && at.tokens().next() != Some("body") || !seen.insert(place::of(&at)) {
            continue;
        }
        let ranked = planned(value).into_iter().enumerate();
        plans.extend(ranked.map(|(rank, planned)| (rank, at.clone(), planned)));
    }
    // The likeliest values of every place come first.
    let mut plans = shuffled(plans, ground.seed);
    plans.sort_by_key(|(rank, ..)| *rank);
    Box::new(plans.into_iter().flat_map(move |(_, at, planned)| {
        let (what, new) = planned.made();
        let mut value = model.clone();
        place::put(&mut value, &at, new.clone());
        let intent = format!("{what} at {}", place::of(&at));
        // Times that are out of order are a cause of their own, which hides others.
        let in_order = in_order(&model, &at, &new).into_iter();
        let values = in_order
            .chain([value])
            .filter(|value| is_sendable(value, ground.operation()));
        let cases = values.map(|value| ground.case(Phase::Semantic, intent.clone(), value));
        cases.collect::<Vec<_>>()
    }))
}

/// Lists what may stand in the place of a value, the likeliest to mean something first.
fn planned(value: &Value) -> Vec<Planned> {
    match value {
        Value::String(text) => {
            let cases = [text.to_lowercase(), text.to_uppercase()];
            let forms = [format!("{text} "), text.chars().rev().collect()];
            let changed = cases.into_iter().chain(kin(text)).chain(forms);
            changed
                .filter(|changed| changed != text)
                .map(|text| Planned::Value(json!(text)))
                .chain(TEXTS.into_iter().map(Planned::Text))
                .chain(LENGTHS.into_iter().map(Planned::Long))
                .collect()
        }
        Value::Number(_) => numbers().into_iter().map(Planned::Value).collect(),
        Value::Bool(is) => vec![Planned::Value(json!(!is))],
        Value::Null | Value::Array(_) | Value::Object(_) => Vec::new(),
    }
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
