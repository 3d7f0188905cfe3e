//! Payloads with plain names, where any name would do.

use std::collections::BTreeSet;

use frontdesk_json::Pointer;
use frontdesk_payload::minimise_while;
use frontdesk_schema::outline::Outline;
use serde_json::{Map, Value};

/// Gives members that no schema names the plainest names that `keep` allows.
pub(crate) fn readable(
    value: Value,
    outlines: [&Outline; 2],
    mut goes_on: impl FnMut() -> bool,
    mut keep: impl FnMut(&Value) -> bool,
) -> Value {
    let mut members = Vec::new();
    collect(&value, &mut Pointer::root(), &mut members);
    members.retain(|(_, name)| !PLAIN.contains(&name.as_str()));
    if members.is_empty() {
        return value;
    }
    let known: BTreeSet<&str> = outlines.iter().flat_map(|outline| names(outline)).collect();
    members.retain(|(_, name)| !known.contains(name.as_str()));
    let mut current = value;
    for (object, name) in members {
        let mut called = |new: &str, current: &Value| {
            let renamed = renamed(current, &object, &name, new)?;
            keep(&renamed).then_some(renamed)
        };
        let free: Vec<&str> = PLAIN
            .into_iter()
            .filter(|plain| !known.contains(plain) && is_free(&current, &object, plain))
            .collect();
        if let Some(renamed) = free
            .iter()
            .take_while(|_| goes_on())
            .find_map(|plain| called(plain, &current))
        {
            current = renamed;
            continue;
        }
        let short = minimise_while(Value::String(name.clone()), &mut goes_on, |text| {
            let text = text.as_str().unwrap_or_default();
            !text.is_empty() && called(text, &current).is_some()
        });
        if let Some(renamed) = short.as_str().and_then(|short| called(short, &current)) {
            current = renamed;
        }
    }
    current
}

/// Lists the members of all objects within, the innermost first, so that places stay as they are.
fn collect(value: &Value, at: &mut Pointer, members: &mut Vec<(Pointer, String)>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                at.push(index.to_string());
                collect(item, at, members);
                at.pop();
            }
        }
        Value::Object(object) => {
            for (name, member) in object {
                at.push(name);
                collect(member, at, members);
                at.pop();
            }
            members.extend(object.keys().map(|name| (at.clone(), name.clone())));
        }
        _ => {}
    }
}

/// Lists the names that a schema knows.
fn names(outline: &Outline) -> impl Iterator<Item = &str> {
    let all = outline.places().filter_map(|(id, _)| outline.keywords(id));
    all.flat_map(|keywords| {
        let dependent = keywords.dependent_required.iter();
        let dependent = dependent.flat_map(|(name, needed)| std::iter::once(name).chain(needed));
        keywords
            .properties
            .keys()
            .chain(&keywords.required)
            .chain(keywords.dependent_schemas.keys())
            .chain(dependent)
            .map(String::as_str)
    })
}

fn is_free(value: &Value, object: &Pointer, name: &str) -> bool {
    let object = object.resolve(value).and_then(Value::as_object);
    object.is_some_and(|members| !members.contains_key(name))
}

fn renamed(value: &Value, object: &Pointer, name: &str, new: &str) -> Option<Value> {
    if !is_free(value, object, new) {
        return None;
    }
    let mut changed = value.clone();
    let members = object.resolve_mut(&mut changed)?.as_object_mut()?;
    let other = |member: String| {
        if member == name {
            new.to_owned()
        } else {
            member
        }
    };
    let renamed = std::mem::take(members).into_iter();
    *members = renamed
        .map(|(member, value)| (other(member), value))
        .collect::<Map<_, _>>();
    Some(changed)
}

/// Names that nobody takes for more than they are.
const PLAIN: [&str; 8] = ["a", "b", "c", "d", "1", "A", "_", "-"];

#[cfg(test)]
mod tests {
    use frontdesk_schema::{Options, Schema};
    use serde_json::json;

    use super::readable;

    #[test]
    fn names_that_no_schema_knows_become_plain() {
        let schema = json!({"properties": {"known": {}}, "patternProperties": {"^x-": {}}});
        let schema = Schema::compile(schema, &Options::default()).unwrap();
        let outlines = [schema.outline().as_ref(), schema.outline().as_ref()];
        let payload = json!({"known": [{"Ž": 1, "": 2}], "x-Ūž": 3});
        let found = readable(
            payload,
            outlines,
            || true,
            |value| {
                let members = value.as_object().unwrap();
                members.keys().any(|name| name.starts_with("x-"))
            },
        );
        assert_eq!(found, json!({"known": [{"a": 2, "b": 1}], "x-": 3}));
    }
}
