//! Documents that stand beside each other, and may refer to each other.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use frontdesk_contract::kind_of;
use frontdesk_json::Reading;
use frontdesk_schema::Options;
use serde_json::Value;

use super::document::Document;
use super::git::{self, Object};
use crate::failure::Failure;
use crate::files::read_bytes;

/// Documents that may refer to each other.
#[derive(Debug, Default)]
pub(super) struct Siblings {
    pub(super) by_uri: BTreeMap<String, Arc<Document>>,
}

/// Reads what a file refers to in its folder, and what that refers to in turn.
///
/// Only files below the folder are read, by relative references; nothing is fetched.
pub(super) fn of_one(document: &Arc<Document>) -> Result<Siblings, Failure> {
    let (folder, start) = split(&document.name);
    let mut found = BTreeMap::from([(start.to_owned(), Arc::clone(document))]);
    let mut todo = vec![start.to_owned()];
    while let Some(name) = todo.pop() {
        let mut wanted = Vec::new();
        files_named(&found[&name].reading.value, &mut wanted);
        for file in wanted {
            let Some(file) = below(&name, &file).filter(|file| !found.contains_key(file)) else {
                continue;
            };
            // What is not there is told of where the schema is compiled.
            let Some(bytes) = beside(folder, &file)? else {
                continue;
            };
            let sibling = Document::parse(format!("{folder}{file}"), bytes)?;
            found.insert(file.clone(), Arc::new(sibling));
            todo.push(file);
        }
    }
    Siblings::gathered(&found)
}

impl Siblings {
    /// Gathers documents by `$id`, or else by their place in the folder.
    pub(super) fn gathered<'d>(
        documents: impl IntoIterator<Item = (&'d String, &'d Arc<Document>)>,
    ) -> Result<Self, Failure> {
        let mut by_uri: BTreeMap<String, Arc<Document>> = BTreeMap::new();
        for (name, document) in documents {
            if kind_of(&document.reading.value).is_some() {
                continue;
            }
            let uri = id(&document.reading.value).unwrap_or_else(|| format!("{PLACE}{name}"));
            if let Some(other) = by_uri.insert(uri.clone(), Arc::clone(document)) {
                let message = format!(
                    "{} and {} both have the $id {uri:?}: give each document its own",
                    other.name, document.name
                );
                return Err(Failure::Usage(message));
            }
        }
        Ok(Self { by_uri })
    }

    /// Tells whether the same documents stand under the same names.
    pub(super) fn say_the_same(&self, others: &Self) -> bool {
        let values = |siblings: &Self| -> Vec<(String, Value)> {
            let documents = siblings.by_uri.iter();
            // A document that stands alone is compared itself.
            documents
                .filter(|_| siblings.by_uri.len() > 1)
                .map(|(uri, document)| (uri.clone(), document.reading.value.clone()))
                .collect()
        };
        values(self) == values(others)
    }

    /// Hands the other documents in, and gives a document the name by which it is one of them.
    pub(super) fn join(
        &self,
        document: &Arc<Document>,
        reading: &mut Reading,
        options: &mut Options,
    ) {
        if self.by_uri.len() < 2 || !refers_outside(&reading.value) {
            return;
        }
        for (uri, sibling) in &self.by_uri {
            if !Arc::ptr_eq(sibling, document) {
                let value = sibling.reading.value.clone();
                options.resources.push((uri.clone(), value));
            } else if let Value::Object(members) = &mut reading.value {
                members.entry("$id").or_insert_with(|| uri.as_str().into());
            }
        }
    }
}

/// Parts the name of a file from what stands before it, the last slash included.
fn split(name: &str) -> (&str, &str) {
    let before = name.strip_prefix("git:").and_then(|rest| rest.find(':'));
    let least = before.map_or(0, |colon| "git:".len() + colon + 1);
    let end = name[least..].rfind(['/', std::path::MAIN_SEPARATOR]);
    name.split_at(end.map_or(least, |slash| least + slash + 1))
}

/// Reads a file below a folder; nothing where there is none.
fn beside(folder: &str, file: &str) -> Result<Option<Vec<u8>>, Failure> {
    let word = format!("{folder}{file}");
    if let Some(words) = word.strip_prefix("git:") {
        return Ok(match git::read(words) {
            Ok(Object::File(bytes)) => Some(bytes),
            Ok(Object::Folder(_)) | Err(_) => None,
        });
    }
    let path = Path::new(&word);
    // A link may lead out of the folder.
    let is_file = fs_err::symlink_metadata(path).is_ok_and(|about| about.is_file());
    is_file.then(|| read_bytes(path)).transpose()
}

/// Lists the files that relative references name.
fn files_named(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(reference) if name == "$ref" => {
                        let file = reference.split('#').next().unwrap_or_default();
                        if !file.is_empty() && !file.contains([':', '\\', '?', '%']) {
                            found.push(file.to_owned());
                        }
                    }
                    other => files_named(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| files_named(item, found)),
        _ => {}
    }
}

/// Follows a reference from one file to another; nothing where that stands outside the folder.
fn below(from: &str, reference: &str) -> Option<String> {
    if reference.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in reference.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Tells whether a reference leads outside a document.
fn refers_outside(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, member)| match member {
            Value::String(reference) if name == "$ref" => !reference.starts_with('#'),
            other => refers_outside(other),
        }),
        Value::Array(items) => items.iter().any(refers_outside),
        _ => false,
    }
}

/// Returns the absolute URI that a document gives itself.
fn id(value: &Value) -> Option<String> {
    let id = value.get("$id").or_else(|| value.get("id"))?.as_str()?;
    let id = id.trim_end_matches('#');
    id.contains(':').then(|| id.to_owned())
}

/// What stands before the names of files whose documents say no `$id`.
pub(super) const PLACE: &str = "https://compared.frontdesk.invalid/";

#[cfg(test)]
mod tests {
    use super::{below, split};

    #[test]
    fn references_stay_below_the_folder() {
        for (from, reference, leads) in [
            ("a.json", "b.json", Some("b.json")),
            ("a.json", "./c/b.json", Some("c/b.json")),
            ("c/b.json", "../a.json", Some("a.json")),
            ("a.json", "../b.json", None),
            ("a.json", "c/../../b.json", None),
            ("a.json", "/b.json", None),
        ] {
            assert_eq!(below(from, reference).as_deref(), leads, "{reference}");
        }
    }

    #[test]
    fn names_are_parted_behind_the_last_slash() {
        for (name, parts) in [
            ("a.json", ("", "a.json")),
            ("s/a.json", ("s/", "a.json")),
            ("git:feature/x:a.json", ("git:feature/x:", "a.json")),
            ("git:HEAD:s/a.json", ("git:HEAD:s/", "a.json")),
        ] {
            assert_eq!(split(name), parts, "{name}");
        }
    }
}
