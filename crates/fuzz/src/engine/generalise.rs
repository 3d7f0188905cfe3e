use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::feature::{Trait, class_of, type_name};
use super::probe::Probe;
use crate::case::Case;
use crate::place;
use crate::target::Target;

/// Puts other values in the place of one.
struct Trying<'t, 's, T> {
    probe: &'t mut Probe<'s, T>,
    case: &'t Case,
    at: &'t Pointer,
}

impl<T: Target> Trying<'_, '_, T> {
    async fn fails(&mut self, other: Value) -> bool {
        let mut changed = self.case.value.clone();
        if !place::put(&mut changed, self.at, other) {
            return false;
        }
        self.probe
            .fails(&self.case.with_value(changed))
            .await
            .is_some()
    }
}

/// Finds out what of a value it is that a request fails by.
///
/// Other values are put in its place that have one thing in common with it, the most general first.
pub(super) async fn generalise<T: Target>(
    probe: &mut Probe<'_, T>,
    case: &Case,
    at: &Pointer,
    value: &Value,
) -> Trait {
    let mut trying = Trying { probe, case, at };
    match value {
        Value::Null => Trait::OfType("null".to_owned()),
        Value::Bool(_) => {
            if trying.fails(json!(value != &json!(true))).await {
                Trait::OfType("boolean".to_owned())
            } else {
                Trait::Exactly(value.clone())
            }
        }
        Value::Number(number) => {
            if trying.fails(json!(7_919)).await
                && trying.fails(json!(-7_907)).await
                && trying.fails(json!(2.75)).await
            {
                return Trait::OfType("number".to_owned());
            }
            of_number(
                number.as_i64(),
                number.as_f64().unwrap_or(0.0),
                value,
                &mut trying,
            )
            .await
        }
        Value::String(text) => {
            if trying.fails(json!("qxz")).await
                && trying.fails(json!("")).await
                && trying.fails(json!("w7 qx vy")).await
            {
                return Trait::OfType("string".to_owned());
            }
            of_text(text, &mut trying).await
        }
        Value::Array(_) | Value::Object(_) => {
            let empty = Trait::Empty;
            if empty.holds(value) {
                empty
            } else {
                Trait::OfType(type_name(value).to_owned())
            }
        }
    }
}

async fn of_number<T: Target>(
    integer: Option<i64>,
    float: f64,
    value: &Value,
    trying: &mut Trying<'_, '_, T>,
) -> Trait {
    if let Some(integer) = integer {
        let up = [integer.saturating_add(1), integer.saturating_add(1_003)];
        if trying.fails(json!(up[0])).await && trying.fails(json!(up[1])).await {
            return Trait::AtLeast(float);
        }
        let down = [integer.saturating_sub(1), integer.saturating_sub(1_003)];
        if trying.fails(json!(down[0])).await && trying.fails(json!(down[1])).await {
            return Trait::AtMost(float);
        }
        return Trait::Exactly(value.clone());
    }
    if float.fract() != 0.0 && trying.fails(json!(1.25)).await && trying.fails(json!(3.125)).await {
        return Trait::Fraction;
    }
    if float > 0.0 && trying.fails(json!(float * 1.5)).await {
        return Trait::AtLeast(float);
    }
    if float < 0.0 && trying.fails(json!(float * 1.5)).await {
        return Trait::AtMost(float);
    }
    Trait::Exactly(value.clone())
}

async fn of_text<T: Target>(text: &str, trying: &mut Trying<'_, '_, T>) -> Trait {
    if text.is_empty() {
        return Trait::Empty;
    }
    let characters: Vec<char> = text.chars().collect();
    let count = characters.len();
    if trying.fails(json!("b".repeat(count))).await {
        return Trait::LongerThan(count - 1);
    }
    for (index, character) in characters.iter().enumerate() {
        let Some(class) = class_of(*character) else {
            continue;
        };
        let others = OTHERS
            .iter()
            .filter(|(known, _)| *known == class)
            .flat_map(|(_, others)| others.chars());
        let mut general = true;
        for other in others.filter(|other| other != character).take(2) {
            let mut changed = characters.clone();
            changed[index] = other;
            general &= trying
                .fails(json!(changed.iter().collect::<String>()))
                .await;
        }
        if general && class != "the null character" {
            return Trait::HoldsClass(class.to_owned());
        }
        if trying.fails(json!(format!("b{character}b"))).await {
            return Trait::Holds(character.to_string());
        }
    }
    if trying.fails(json!(format!("b{text}b"))).await {
        return Trait::Holds(text.to_owned());
    }
    Trait::Exactly(json!(text))
}

/// Characters of each class, to put in the place of one that is suspected.
const OTHERS: [(&str, &str); 4] = [
    ("a control character", "\u{1}\u{2}\u{3}"),
    (
        "a character beyond the basic plane",
        "\u{1f600}\u{1f431}\u{1d4b3}",
    ),
    ("a character beyond ASCII", "éжñ"),
    ("a space that is not ASCII", "\u{2003}\u{2009}\u{3000}"),
];
