//! Folders: of a release or a source by message, of anything else by file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use frontdesk_contract::{Direction, Manifest, Side, kind_of};
use serde::Deserialize;
use walkdir::WalkDir;

use super::content::{Content, Item, Kind, Source};
use super::document::Document;
use super::siblings::Siblings;
use crate::failure::Failure;

/// The files of a folder, each by its path from there.
pub(super) type Files = Vec<(String, Vec<u8>)>;

/// Tells whether a file of a folder is one that is compared.
pub(super) fn is_wanted(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    let end = Path::new(path).extension().unwrap_or_default();
    let known = ["json", "yaml", "yml"];
    !hidden && known.iter().any(|known| end.eq_ignore_ascii_case(known))
}

/// Reads the files of a folder on disk, in the order of their names.
pub(super) fn walk(folder: &Path) -> Result<Files, Failure> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| Failure::Unreadable(error.into()))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        let name = parts.join("/");
        if is_wanted(&name) {
            let bytes = fs_err::read(entry.path()).map_err(Failure::Unreadable)?;
            files.push((name, bytes));
        }
    }
    Ok(files)
}

/// Tells what new files were called before that differ in the end of their names alone.
///
/// A schema that was JSON and is YAML now is the same one.
///
/// # Errors
///
/// When several files could be the old or the new version of one.
pub(super) fn renamed(old: &Files, new: &Files) -> Result<BTreeMap<String, String>, Failure> {
    let only = |files: &Files, others: &Files| -> BTreeMap<String, Vec<String>> {
        let known: BTreeSet<&String> = others.iter().map(|(name, _)| name).collect();
        let mut by_stem: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, _) in files.iter().filter(|(name, _)| !known.contains(name)) {
            let stem = Path::new(name).with_extension("");
            let stem = stem.to_string_lossy().into_owned();
            by_stem.entry(stem).or_default().push(name.clone());
        }
        by_stem
    };
    let gone = only(old, new);
    let mut renamed = BTreeMap::new();
    for (stem, is) in only(new, old) {
        match (gone.get(&stem).map(Vec::as_slice), is.as_slice()) {
            (None, _) => {}
            (Some([was]), [is]) => {
                renamed.insert(is.clone(), was.clone());
            }
            (Some(was), is) => {
                return Err(Failure::Usage(format!(
                    "nobody can tell which of {} became which of {}: keep one file for each name \
                     without its end, or compare them file by file",
                    was.join(" and "),
                    is.join(" and ")
                )));
            }
        }
    }
    Ok(renamed)
}

/// Makes items of the files of a folder; `version` keeps the two sides apart.
///
/// A file of `renamed` goes by the name that it had before.
pub(super) fn content(
    folder: &str,
    files: Files,
    version: &str,
    renamed: &BTreeMap<String, String>,
) -> Result<Content, Failure> {
    let folder = folder.trim_end_matches('/');
    let mut documents = BTreeMap::new();
    for (name, bytes) in files {
        let document = Document::parse(format!("{folder}/{name}"), bytes);
        documents.insert(name, document.map(Arc::new));
    }
    if let Some(listed) = listed(&documents) {
        return Ok(of_messages(folder, &documents, &listed));
    }
    of_files(folder, documents, version, renamed)
}

type Documents = BTreeMap<String, Result<Arc<Document>, Failure>>;

/// What a folder says of one message.
struct Listed {
    message: String,
    direction: Direction,
    writer: String,
    reader: String,
}

/// `source.json`, as far as it matters here.
#[derive(Deserialize)]
struct SourceFile {
    documents: Vec<SourceEntry>,
}

#[derive(Deserialize)]
struct SourceEntry {
    message: String,
    file: String,
    direction: Direction,
}

/// Lists the messages of a release or a source.
fn listed(documents: &Documents) -> Option<Vec<Listed>> {
    let value = |name: &str| {
        let document = documents.get(name)?.as_ref().ok()?;
        Some(document.reading.value.clone())
    };
    let manifest = value("manifest.json").and_then(|value| serde_json::from_value(value).ok());
    if let Some(Manifest { messages, .. }) = manifest {
        let listed = messages.into_iter().map(|message| Listed {
            direction: message.direction,
            writer: message.file(Side::Writer).file.clone(),
            reader: message.file(Side::Reader).file.clone(),
            message: message.name,
        });
        return Some(listed.collect());
    }
    let SourceFile { documents } = serde_json::from_value(value("source.json")?).ok()?;
    let listed = documents.into_iter().map(|entry| Listed {
        message: entry.message,
        direction: entry.direction,
        writer: entry.file.clone(),
        reader: entry.file,
    });
    Some(listed.collect())
}

fn of_messages(folder: &str, documents: &Documents, listed: &[Listed]) -> Content {
    let siblings = Arc::new(Siblings::default());
    let source = |file: &str| match documents.get(file) {
        Some(Ok(document)) => Source::Schema {
            document: Arc::clone(document),
            siblings: Arc::clone(&siblings),
        },
        Some(Err(failure)) => Source::Broken {
            file: format!("{folder}/{file}"),
            reason: failure.to_string(),
        },
        None => Source::Broken {
            file: format!("{folder}/{file}"),
            reason: format!("{folder}/{file}: there is no such file"),
        },
    };
    let items = listed.iter().map(|listed| {
        let item = Item {
            name: listed.message.clone(),
            direction: Some(listed.direction),
            writer: source(&listed.writer),
            reader: source(&listed.reader),
            two_sided: listed.writer != listed.reader,
        };
        (listed.message.clone(), item)
    });
    Content {
        kind: Kind::Contract,
        items: items.collect(),
        operations: BTreeMap::new(),
        apis: BTreeMap::new(),
    }
}

fn of_files(
    folder: &str,
    documents: Documents,
    version: &str,
    renamed: &BTreeMap<String, String>,
) -> Result<Content, Failure> {
    let readable = documents.iter();
    let readable = readable.filter_map(|(name, document)| Some((name, document.as_ref().ok()?)));
    let siblings = Arc::new(Siblings::gathered(readable)?);
    let mut content = Content {
        kind: Kind::Folder,
        items: BTreeMap::new(),
        operations: BTreeMap::new(),
        apis: BTreeMap::new(),
    };
    for (name, document) in documents {
        let key = renamed.get(&name).unwrap_or(&name);
        let source = match document {
            Ok(document) if kind_of(&document.reading.value).is_some() => {
                match content.add_api(&document, version, key) {
                    Ok(()) => continue,
                    Err(failure) => Source::Broken {
                        file: document.name.clone(),
                        reason: failure.to_string(),
                    },
                }
            }
            Ok(document) => Source::Schema {
                document,
                siblings: Arc::clone(&siblings),
            },
            Err(failure) => Source::Broken {
                file: format!("{folder}/{name}"),
                reason: failure.to_string(),
            },
        };
        let item = Item::of_one(name.clone(), None, source);
        content.items.insert(key.clone(), item);
    }
    Ok(content)
}
