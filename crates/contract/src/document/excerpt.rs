//! As much of a document as some of its schemas refer to, every part in its place.

use std::collections::BTreeMap;

use frontdesk_json::Pointer;
use serde_json::{Map, Value};

use super::dialect::Dialect;
use super::error::DocumentError;
use super::message::{Role, Shared};
use super::schema::{Rewriting, leads_to_schema};

/// Takes the schemas at some places, and all that they refer to, out of a document.
pub(super) fn excerpt(
    shared: &Shared,
    dialect: Dialect,
    flag: Option<&'static str>,
    role: Role,
    roots: Vec<Pointer>,
) -> Result<Value, DocumentError> {
    let mut rewriting = Rewriting {
        shared,
        dialect,
        flag,
        role,
        targets: roots,
    };
    let mut taken: BTreeMap<Pointer, Value> = BTreeMap::new();
    while let Some(at) = rewriting.targets.pop() {
        if !is_taken(&taken, &at) {
            let schema = rewriting.schema(&at)?;
            taken.insert(at, schema);
        }
    }
    let mut excerpt = Value::Object(Map::new());
    // Containing places come first in the order of pointers.
    for (at, schema) in taken {
        put(&mut excerpt, &shared.document, &at, schema);
    }
    if let Value::Object(members) = &mut excerpt {
        members.insert("$schema".to_owned(), dialect.uri().into());
    }
    Ok(excerpt)
}

/// Tells whether a schema is part of one that is taken.
fn is_taken(taken: &BTreeMap<Pointer, Value>, at: &Pointer) -> bool {
    let mut above = Some(at.clone());
    while let Some(container) = above {
        if taken.contains_key(&container) && leads_to_schema(at.tokens().skip(container.len())) {
            return true;
        }
        above = container.parent();
    }
    false
}

/// Puts a value to its place, in containers like those of the document.
fn put(excerpt: &mut Value, document: &Value, at: &Pointer, value: Value) {
    let mut original = Some(document);
    let mut here = excerpt;
    for token in at.tokens() {
        let is_list = matches!(original, Some(Value::Array(_)));
        original = Pointer::from_tokens([token]).resolve(original.unwrap_or(&Value::Null));
        if !here.is_object() && !here.is_array() {
            *here = if is_list {
                Value::Array(Vec::new())
            } else {
                Value::Object(Map::new())
            };
        }
        here = match here {
            Value::Array(items) => {
                let index = token.parse().unwrap_or(0);
                if items.len() <= index {
                    items.resize(index + 1, Value::Null);
                }
                &mut items[index]
            }
            Value::Object(members) => members.entry(token).or_insert(Value::Null),
            // It is one of the two by now.
            _ => return,
        };
    }
    *here = value;
}
