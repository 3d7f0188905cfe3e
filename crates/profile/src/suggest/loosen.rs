use frontdesk_json::Pointer;
use frontdesk_schema::Schema;
use serde_json::{Value, json};

use super::patch::Operation;
use super::{Checked, Suggestion, SuggestionKind};
use crate::broken::BrokenRule;
use crate::field::number;
use crate::part::MessagePart;

/// Lists what the schema would have to stop saying for what it refused.
pub(super) fn candidates(part: &MessagePart, schema: &Schema) -> Vec<Suggestion> {
    let rules = part.broken.iter();
    rules
        .filter_map(|rule| {
            let place: Pointer = rule.schema.parse().ok()?;
            let (operations, what) = way_out(rule, &place, schema.document())?;
            Some(Suggestion {
                kind: SuggestionKind::Loosen,
                operations,
                because: format!("{what}{}, {} times", at(&rule.field), rule.count),
                seen: rule.count,
                checked: Checked::default(),
            })
        })
        .collect()
}

/// Finds the change that accepts what was there, and says what that was.
fn way_out(
    rule: &BrokenRule,
    place: &Pointer,
    document: &Value,
) -> Option<(Vec<Operation>, String)> {
    let at = place.member(&rule.keyword);
    let said = at.resolve(document)?;
    let name = rule.instead.as_str();
    let set = |value| vec![Operation::set(document, place, &rule.keyword, value)];
    Some(match rule.keyword.as_str() {
        "required" => {
            let listed = said.as_array()?;
            let index = listed.iter().position(|one| *one == rule.instead)?;
            (
                vec![Operation::remove(at.index(index))],
                format!("no `{}`", name?),
            )
        }
        "type" => {
            let mut types = match said {
                Value::Array(types) => types.clone(),
                one => vec![one.clone()],
            };
            types.push(rule.instead.clone());
            (set(types.into()), format!("a value of type {}", name?))
        }
        "enum" => {
            let mut values = said.as_array()?.clone();
            values.push(usable(&rule.instead)?);
            (set(values.into()), format!("the value {}", rule.instead))
        }
        "const" => {
            let values = json!([said, usable(&rule.instead)?]);
            let operations = vec![
                Operation::remove(at.clone()),
                Operation::set(document, place, "enum", values),
            ];
            (operations, format!("the value {}", rule.instead))
        }
        "additionalProperties" | "unevaluatedProperties" => {
            let properties = place.member("properties");
            let value = json!({});
            let declared = match properties.resolve(document) {
                Some(_) => Operation {
                    word: super::Word::Add,
                    path: properties.member(name?),
                    value: Some(value),
                },
                None => Operation::set(document, place, "properties", json!({name?: value})),
            };
            (vec![declared], format!("an undeclared `{}`", name?))
        }
        "format" | "pattern" => (
            vec![Operation::remove(at)],
            format!("{}, which is not of this {}", rule.instead, rule.keyword),
        ),
        "maxLength" | "maxItems" | "maxProperties" | "maximum" => {
            let most = number(rule.measured.greatest);
            (set(most.clone()), format!("up to {most}"))
        }
        "minLength" | "minItems" | "minProperties" | "minimum" => {
            let least = number(rule.measured.least);
            (set(least.clone()), format!("down to {least}"))
        }
        _ => return None,
    })
}

fn at(field: &str) -> String {
    if field.is_empty() {
        String::new()
    } else {
        format!(" at `{field}`")
    }
}

/// Returns a value that was kept whole and is no secret.
fn usable(value: &Value) -> Option<Value> {
    let cut = value
        .as_str()
        .is_some_and(|text| text.ends_with('…') || text == "[redacted]");
    (!cut).then(|| value.clone())
}
