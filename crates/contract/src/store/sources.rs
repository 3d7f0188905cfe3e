use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::files;
use crate::error::{StoreError, StoreErrorKind};
use crate::side::Direction;

/// A public statement of the contract by someone else, written down as schemas.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name, which is that of its folder.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Whether it still holds.
    pub status: Status,
    /// The version of the API that it describes.
    pub describes: String,
    /// What it says of messages, in the order of `source.json`.
    pub documents: Vec<SourceDocument>,
    /// Where it is known not to hold, each with the reason.
    pub exemptions: Vec<Exemption>,
    /// Its folder.
    pub folder: PathBuf,
}

/// Whether a source still holds.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It holds: what contradicts it is a finding.
    Current,
    /// A later one took its place: it is compared and reported only.
    Superseded,
}

/// What a source says of one message.
#[derive(Clone, Debug)]
pub struct SourceDocument {
    /// The message.
    pub message: String,
    /// The file of the schema.
    pub file: PathBuf,
    /// Who writes the message.
    pub direction: Direction,
    /// Whether the source says all there is to say, or gives a part only.
    pub complete: bool,
    /// What else there is to know.
    pub note: Option<String>,
    /// The schema; whether it compiles is for the reader to find out.
    pub schema: Value,
}

/// A place where a source is known not to hold.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct Exemption {
    /// The name by which tests and reports refer to it.
    pub id: String,
    /// The message that it is about.
    pub message: String,
    /// The keyword that refuses.
    pub keyword: String,
    /// Why the refusal does not count.
    pub reason: String,
}

impl Status {
    /// Returns the word that names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Superseded => "superseded",
        }
    }
}

impl Source {
    /// Finds what the source says of a message.
    #[must_use]
    pub fn find(&self, message: &str) -> Option<&SourceDocument> {
        self.documents
            .iter()
            .find(|document| document.message == message)
    }
}

/// Loads every source under a folder.
pub(super) fn load(root: &Path) -> Result<Vec<Source>, StoreError> {
    let names = files::folders(root)?;
    names
        .into_iter()
        .map(|name| load_source(root.join(&name), name))
        .collect()
}

/// `source.json`, as it is written; members it does not know are tolerated.
#[derive(Deserialize)]
struct SourceFile {
    name: String,
    title: String,
    status: Status,
    describes: String,
    documents: Vec<DocumentEntry>,
    #[serde(default)]
    exemptions: Vec<Exemption>,
}

#[derive(Deserialize)]
struct DocumentEntry {
    message: String,
    file: PathBuf,
    direction: Direction,
    complete: bool,
    note: Option<String>,
}

fn load_source(folder: PathBuf, name: String) -> Result<Source, StoreError> {
    let path = folder.join(SOURCE);
    let way_out = "write it, or move the folder elsewhere if it is no source";
    let bytes = read(&path, &folder, way_out)?;
    let file: SourceFile = serde_path_to_error::deserialize(files::parse(&path, &bytes)?)
        .map_err(|error| StoreError::malformed(&path, error.to_string()))?;
    if file.name != name {
        let message = format!("its name is {:?}, but its folder is {name:?}", file.name);
        return Err(StoreError::malformed(&path, message));
    }
    let documents = file
        .documents
        .into_iter()
        .map(|entry| load_document(entry, &folder, &path));
    Ok(Source {
        name,
        title: file.title,
        status: file.status,
        describes: file.describes,
        documents: documents.collect::<Result<_, _>>()?,
        exemptions: file.exemptions,
        folder,
    })
}

fn load_document(
    entry: DocumentEntry,
    folder: &Path,
    named_by: &Path,
) -> Result<SourceDocument, StoreError> {
    if !entry
        .file
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        let message = format!("{} is not inside the source's folder", entry.file.display());
        return Err(StoreError::malformed(named_by, message));
    }
    let file = folder.join(&entry.file);
    let way_out = "write the schema, or take the document out of the list";
    let schema = files::parse(&file, &read(&file, named_by, way_out)?)?;
    if !(schema.is_object() || schema.is_boolean()) {
        return Err(StoreError::malformed(
            &file,
            "a schema is an object, true or false",
        ));
    }
    let DocumentEntry {
        message,
        direction,
        complete,
        note,
        ..
    } = entry;
    Ok(SourceDocument {
        message,
        file,
        direction,
        complete,
        note,
        schema,
    })
}

fn read(path: &Path, named_by: &Path, way_out: &'static str) -> Result<Vec<u8>, StoreError> {
    files::read_if_there(path)?.ok_or_else(|| {
        let (path, named_by) = (path.to_owned(), named_by.to_owned());
        StoreErrorKind::Missing {
            path,
            named_by,
            way_out,
        }
        .into()
    })
}

const SOURCE: &str = "source.json";
