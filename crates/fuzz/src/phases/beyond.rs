use std::collections::BTreeSet;
use std::sync::Arc;

use frontdesk_payload::{Kind, Payloads};
use serde_json::{Value, json};

use super::{Ground, Made, is_sendable};
use crate::case::Phase;
use crate::place;

/// One step to either side of every edge: where a bound was written with the wrong sign, the first
/// value that it must refuse is taken.
pub(super) fn cases(ground: &Ground) -> Made {
    let ground = ground.clone();
    let mut payloads = None;
    let mut seen = BTreeSet::new();
    let mut drawn = 0;
    let stepped = std::iter::from_fn(move || {
        let schema = &ground.operation().schema;
        let payloads =
            payloads.get_or_insert_with(|| Payloads::new(Arc::clone(schema), ground.seed ^ 0xed6e));
        let coverage = payloads.coverage(Kind::Boundary);
        if drawn > 0 && coverage.tried >= coverage.leaves {
            return None;
        }
        drawn += 1;
        let payload = payloads.draw(Kind::Boundary).ok()?;
        let mut cases = Vec::new();
        let Some(target) = payload.target else {
            return Some(cases);
        };
        let at = target.instance;
        let Some(edge) = at.resolve(&payload.payload) else {
            return Some(cases);
        };
        for other in beside(edge, &target.keyword) {
            let what = format!(
                "beside the edge of {} at {}",
                target.keyword,
                place::of(&at)
            );
            if !seen.insert((what.clone(), size(&other))) {
                continue;
            }
            // What is known to be taken says more than what was drawn.
            let model = ground
                .model
                .iter()
                .find(|model| at.resolve(model).is_some());
            let mut value = model.unwrap_or(&payload.payload).clone();
            if place::put(&mut value, &at, other) && is_sendable(&value, ground.operation()) {
                cases.push(ground.case(Phase::Invalid, what, value));
            }
        }
        Some(cases)
    });
    Box::new(stepped.flatten())
}

/// Lists the values next to one, by what the keyword counts.
fn beside(edge: &Value, keyword: &str) -> Vec<Value> {
    match (keyword, edge) {
        (
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf",
            Value::Number(number),
        ) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => vec![
                json!(integer.saturating_add(1)),
                json!(integer.saturating_sub(1)),
            ],
            (None, Some(float)) => vec![json!(float + 0.5), json!(float - 0.5)],
            (None, None) => Vec::new(),
        },
        ("minLength" | "maxLength", Value::String(text)) => {
            let last = text.chars().last().unwrap_or('a');
            let mut shorter = text.clone();
            shorter.pop();
            vec![json!(format!("{text}{last}")), json!(shorter)]
        }
        ("minItems" | "maxItems", Value::Array(items)) => {
            let mut longer = items.clone();
            longer.push(items.last().cloned().unwrap_or_default());
            let shorter = &items[..items.len().saturating_sub(1)];
            vec![Value::Array(longer), json!(shorter)]
        }
        _ => Vec::new(),
    }
}

/// Tells values of one place apart by what their keyword counts.
fn size(value: &Value) -> String {
    match value {
        Value::String(text) => text.chars().count().to_string(),
        Value::Array(items) => items.len().to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::beside;

    #[test]
    fn both_sides_of_an_edge_are_tried() {
        assert_eq!(beside(&json!(500), "maximum"), [json!(501), json!(499)]);
        assert_eq!(
            beside(&json!("ab"), "maxLength"),
            [json!("abb"), json!("a")]
        );
        assert_eq!(beside(&json!([]), "minItems"), [json!([null]), json!([])]);
        assert!(beside(&json!("ab"), "pattern").is_empty());
    }
}
