//! Places of values, whichever item of an array they are in.

use frontdesk_json::Pointer;
use serde_json::Value;

/// Returns the place of a pointer: the same with `*` for each index.
pub(crate) fn of(pointer: &Pointer) -> Pointer {
    Pointer::from_tokens(pointer.tokens().map(|token| {
        if token.bytes().all(|byte| byte.is_ascii_digit()) && !token.is_empty() {
            "*"
        } else {
            token
        }
    }))
}

/// Lists the pointers of a value that are at a place.
pub(crate) fn instances(place: &Pointer, value: &Value) -> Vec<Pointer> {
    let mut found = vec![(Pointer::root(), value)];
    for token in place.tokens() {
        let mut next = Vec::new();
        for (at, value) in found {
            match value {
                Value::Array(items) if token == "*" => {
                    for (index, item) in items.iter().enumerate().take(MOST_ITEMS) {
                        next.push((at.index(index), item));
                    }
                }
                Value::Object(members) => {
                    if let Some(member) = members.get(token) {
                        next.push((at.member(token), member));
                    }
                }
                _ => {}
            }
        }
        found = next;
    }
    found.into_iter().map(|(at, _)| at).collect()
}

/// Lists every value within a value with its pointer, containers before what they hold.
pub(crate) fn all(value: &Value) -> Vec<(Pointer, &Value)> {
    let mut found = Vec::new();
    let mut open = vec![(Pointer::root(), value)];
    while let Some((at, value)) = open.pop() {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate().take(MOST_ITEMS) {
                    open.push((at.index(index), item));
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    open.push((at.member(name), member));
                }
            }
            _ => {}
        }
        found.push((at, value));
    }
    found
}

/// Removes the value at a pointer from its container; tells whether it was there.
pub(crate) fn remove(value: &mut Value, at: &Pointer) -> bool {
    let (Some(parent), Some(name)) = (at.parent(), at.last()) else {
        return false;
    };
    match parent.resolve_mut(value) {
        Some(Value::Object(members)) => members.remove(name).is_some(),
        Some(Value::Array(items)) => match name.parse::<usize>() {
            Ok(index) if index < items.len() => {
                items.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// Puts a value at a pointer whose container is there; tells whether it could.
pub(crate) fn put(value: &mut Value, at: &Pointer, new: Value) -> bool {
    let (Some(parent), Some(name)) = (at.parent(), at.last()) else {
        *value = new;
        return true;
    };
    match parent.resolve_mut(value) {
        Some(Value::Object(members)) => {
            members.insert(name.to_owned(), new);
            true
        }
        Some(Value::Array(items)) => match name.parse::<usize>() {
            Ok(index) if index < items.len() => {
                items[index] = new;
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// Lists what a rich value has and another lacks, the outermost only; items are compared in order.
pub(crate) fn additions(value: &Value, rich: &Value) -> Vec<(Pointer, Value)> {
    let mut added = Vec::new();
    let mut open = vec![(Pointer::root(), value, rich)];
    while let Some((at, value, rich)) = open.pop() {
        match (value, rich) {
            (Value::Object(members), Value::Object(others)) => {
                for (name, other) in others {
                    match members.get(name) {
                        Some(member) => open.push((at.member(name), member, other)),
                        None => added.push((at.member(name), other.clone())),
                    }
                }
            }
            (Value::Array(items), Value::Array(others)) => {
                for (index, item) in items.iter().enumerate() {
                    if let Some(other) = others.get(index).or_else(|| others.first()) {
                        open.push((at.index(index), item, other));
                    }
                }
            }
            _ => {}
        }
    }
    added
}

/// More items of one array are not looked at one by one.
const MOST_ITEMS: usize = 200;

#[cfg(test)]
mod tests {
    use super::{instances, of};
    use serde_json::json;

    #[test]
    fn an_index_is_any_index() {
        let place = of(&"/body/items/3/name".parse().unwrap());
        assert_eq!(place.to_string(), "/body/items/*/name");
        let value = json!({"body": {"items": [{"name": 1}, {}, {"name": 2}]}});
        let found: Vec<String> = instances(&place, &value)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(found, ["/body/items/0/name", "/body/items/2/name"]);
    }
}
