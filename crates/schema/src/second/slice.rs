//! As much of a document as can say something of the values at hand.

use std::collections::{BTreeSet, HashSet};

use frontdesk_json::Pointer;
use serde_json::Value;

use crate::options::Options;
use crate::outline::uri::percent_decoded;
use crate::positions::{self, Holds};

/// What can be left out of documents that belong together.
///
/// What `properties` and its like say of a member says nothing of a value without one of that
/// name, at whatever depth. Left in are the entries that a reference passes through, and those that
/// declare a name by which a reference could find what is inside.
#[derive(Debug)]
pub(super) struct Slicing {
    /// The names that entries are kept or left out by.
    names: HashSet<String>,
    /// The names that references pass through.
    pinned: HashSet<String>,
}

impl Slicing {
    /// Finds what can be left out, `None` where a reference makes that uncertain.
    pub(super) fn new(document: &Value, options: &Options) -> Option<Self> {
        let mut slicing = Self {
            names: HashSet::new(),
            pinned: HashSet::new(),
        };
        let resources = options.resources.iter().map(|(_, resource)| resource);
        for document in resources.chain([document]) {
            let pinned = references(document).all(|reference| slicing.pin(reference).is_some());
            if !pinned {
                return None;
            }
            positions::walk(document, (), |_, value, ()| {
                let entries = |keyword: &&str| value.get(keyword).and_then(Value::as_object);
                let entries = DROPPABLE.iter().filter_map(entries);
                slicing
                    .names
                    .extend(entries.flat_map(|entries| entries.keys().cloned()));
            });
        }
        Some(slicing)
    }

    /// Lists the names in a value that decide what of the documents is left out.
    pub(super) fn names(&self, instance: &Value) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let mut todo = vec![instance];
        while let Some(value) = todo.pop() {
            match value {
                Value::Array(items) => todo.extend(items),
                Value::Object(members) => {
                    let known = members.keys().filter(|name| self.names.contains(*name));
                    names.extend(known.cloned());
                    todo.extend(members.values());
                }
                _ => {}
            }
        }
        names
    }

    /// Copies a document without what says nothing of values that have these names only.
    pub(super) fn slice(&self, document: &Value, names: &BTreeSet<String>) -> Value {
        positions::copy(document, &|keyword, name, entry| {
            !DROPPABLE.contains(&keyword)
                || names.contains(name)
                || self.pinned.contains(name)
                || declares(entry)
        })
    }

    /// Keeps what a reference passes through, `None` where it ends between subschemas.
    fn pin(&mut self, reference: &str) -> Option<()> {
        let Some((_, fragment)) = reference.split_once('#') else {
            return Some(());
        };
        let Ok(pointer) = percent_decoded(fragment)?.parse::<Pointer>() else {
            // The name of an anchor.
            return Some(());
        };
        let mut tokens = pointer.tokens().peekable();
        while let Some(keyword) = tokens.next() {
            match positions::holds(keyword) {
                Some(Holds::Map) => self.pinned.insert(tokens.next()?.to_owned()),
                Some(Holds::List) => tokens
                    .next_if(|token| token.parse::<usize>().is_ok())
                    .is_some(),
                Some(Holds::One) => true,
                // Nothing below is ever left out.
                None => break,
            };
        }
        Some(())
    }
}

/// Lists what looks like a reference, wherever it stands.
pub(super) fn references(document: &Value) -> impl Iterator<Item = &str> {
    members(document)
        .filter(|(name, _)| REFERENCES.contains(name))
        .filter_map(|(_, value)| value.as_str())
}

/// Tells whether something in a subschema could be found by a name.
fn declares(entry: &Value) -> bool {
    members(entry).any(|(name, value)| {
        DECLARATIONS.contains(&name) && (value.is_string() || value.is_boolean())
    })
}

/// Iterates over all members of all objects in a value.
fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let mut todo = vec![("", value)];
    std::iter::from_fn(move || {
        let (name, value) = todo.pop()?;
        match value {
            Value::Array(items) => todo.extend(items.iter().map(|item| ("", item))),
            Value::Object(members) => {
                todo.extend(members.iter().map(|(name, value)| (name.as_str(), value)));
            }
            _ => {}
        }
        Some((name, value))
    })
}

/// The keywords whose entries say nothing of a value without a member of their name.
const DROPPABLE: [&str; 3] = ["dependencies", "dependentSchemas", "properties"];

const REFERENCES: [&str; 3] = ["$dynamicRef", "$recursiveRef", "$ref"];

const DECLARATIONS: [&str; 5] = ["$anchor", "$dynamicAnchor", "$id", "$recursiveAnchor", "id"];
