//! Documents that use the names which a type knows and its schema does not tell.

use std::collections::BTreeSet;

use frontdesk_contract::KnownNames;
use frontdesk_schema::outline::Outline;
use serde_json::Value;

use crate::subject::Subject;

/// From how many documents a type is asked for its names.
const DOCUMENTS: usize = 200;

/// Renames members and replaces strings by names that the schema does not tell.
pub(crate) fn documents<'d>(
    subject: &Subject,
    documents: impl Iterator<Item = &'d Value>,
) -> Vec<Value> {
    let told = told(subject.reader.outline());
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::new();
    for document in documents.take(DOCUMENTS) {
        for known in subject.message.known_names(document) {
            let untold = known.names.iter().filter(|name| !told.contains(**name));
            for name in untold {
                for changed in with_name(document, &known, name) {
                    // One document for each name and member says it all.
                    if asked.insert(format!("{name} {}", changed.1)) {
                        found.push(changed.0);
                    }
                }
            }
        }
    }
    found
}

/// Uses a name in a document, and tells in whose place.
fn with_name(document: &Value, known: &KnownNames, name: &str) -> Vec<(Value, String)> {
    let Some(place) = known.pointer.resolve(document) else {
        return Vec::new();
    };
    let members: Vec<Option<&String>> = match place {
        Value::Object(members) if known.members => members.keys().map(Some).collect(),
        Value::String(_) if !known.members => vec![None],
        _ => Vec::new(),
    };
    members
        .into_iter()
        .filter_map(|member| {
            let mut changed = document.clone();
            match (known.pointer.resolve_mut(&mut changed)?, member) {
                (Value::Object(members), Some(member)) => {
                    let value = members.remove(member)?;
                    members.insert(name.to_owned(), value);
                }
                (place, _) => *place = Value::String(name.to_owned()),
            }
            Some((changed, member.cloned().unwrap_or_default()))
        })
        .collect()
}

/// Lists every member and every string that a schema names anywhere.
fn told(outline: &Outline) -> BTreeSet<&str> {
    let mut told = BTreeSet::new();
    for (place, _) in outline.places() {
        let Some(keywords) = outline.keywords(place) else {
            continue;
        };
        told.extend(keywords.properties.keys().map(String::as_str));
        let values = keywords.enumeration.iter().flatten();
        told.extend(values.chain(&keywords.constant).filter_map(Value::as_str));
    }
    told
}
