//! Members that only one side writes, so that the other need not.

use std::collections::BTreeSet;

use frontdesk_json::Pointer;
use serde_json::Value;

use super::message::Shared;
use super::place::MAX_HOPS;
use super::references::target;

/// Collects the members of an object schema that `flag` says are not written.
///
/// What a schema says by references and by `allOf` is part of it.
pub(super) fn members(shared: &Shared, at: &Pointer, flag: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut todo = vec![at.clone()];
    while let Some(at) = todo.pop() {
        let Some(Value::Object(schema)) = at.resolve(&shared.document) else {
            continue;
        };
        if !seen.insert(at.clone()) {
            continue;
        }
        if let Some(Value::Object(properties)) = schema.get("properties") {
            let place = at.member("properties");
            let flagged = properties
                .keys()
                .filter(|name| is_flagged(shared, place.member(name), flag));
            found.extend(flagged.cloned());
        }
        if let Some(Value::Array(branches)) = schema.get("allOf") {
            let place = at.member("allOf");
            todo.extend((0..branches.len()).map(|index| place.index(index)));
        }
        todo.extend(referred(shared, &at));
    }
    found
}

/// Tells whether a schema, or one that it refers to, has a flag set.
pub(super) fn is_flagged(shared: &Shared, at: Pointer, flag: &str) -> bool {
    let mut here = Some(at);
    for _ in 0..MAX_HOPS {
        let Some(at) = here else {
            return false;
        };
        let schema = at.resolve(&shared.document);
        if schema.and_then(|schema| schema.get(flag)) == Some(&Value::Bool(true)) {
            return true;
        }
        here = referred(shared, &at);
    }
    false
}

fn referred(shared: &Shared, at: &Pointer) -> Option<Pointer> {
    let reference = at.resolve(&shared.document)?.get("$ref")?.as_str()?;
    target(&shared.document, &shared.names, at, reference).ok()
}
