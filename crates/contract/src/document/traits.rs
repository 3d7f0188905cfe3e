//! Traits of AsyncAPI, merged into the messages that have them.

use frontdesk_json::Pointer;
use serde_json::{Map, Value};

use super::error::DocumentError;
use super::place::Place;

/// Who wins where a message and its traits say different things.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Wins {
    /// The message, as of version 3.
    #[default]
    Message,
    /// The trait, up to version 2.6.
    Trait,
}

/// Merges the traits of the message at a place into it.
pub(super) fn merge(document: &mut Value, at: &Pointer, wins: Wins) -> Result<(), DocumentError> {
    let traits = traits(document, at)?;
    let Some(Value::Object(message)) = at.resolve_mut(document) else {
        return Ok(());
    };
    // A message of several operations is merged once.
    message.remove("traits");
    if traits.is_empty() {
        return Ok(());
    }
    let own = Value::Object(message.clone());
    let mut merged = match wins {
        Wins::Message => Value::Object(Map::new()),
        Wins::Trait => own.clone(),
    };
    for of_trait in &traits {
        patch(&mut merged, of_trait);
    }
    if wins == Wins::Message {
        patch(&mut merged, &own);
    }
    if let Value::Object(merged) = merged {
        *message = merged;
    }
    Ok(())
}

fn traits(document: &Value, at: &Pointer) -> Result<Vec<Value>, DocumentError> {
    let message = Place::at(document, at.clone());
    let mut traits = Vec::new();
    for part in message.list("traits", "a list of traits")? {
        let part = part.resolved()?;
        part.object("a trait")?;
        traits.push(part.value.clone());
    }
    Ok(traits)
}

/// Patches a value as RFC 7396 says.
fn patch(target: &mut Value, patched: &Value) {
    let Value::Object(members) = patched else {
        *target = patched.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(target) = target {
        // A reference and something else cannot be one value.
        if members.contains_key("$ref") || target.contains_key("$ref") {
            target.clear();
        }
        for (name, value) in members {
            if value.is_null() {
                target.remove(name);
            } else {
                patch(target.entry(name).or_insert(Value::Null), value);
            }
        }
    }
}
