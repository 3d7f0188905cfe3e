use std::collections::BTreeMap;

use serde_json::Value;

use crate::contract::{Contract, file_name};
use crate::error::DeriveError;
use crate::hash::hash;
use crate::manifest::{MANIFEST, Manifest, ManifestFile, ManifestMessage};
use crate::message::Message;
use crate::publish;
use crate::side::Side;
use crate::text::schema_text;

/// The name of the release that is not frozen: what the types say today.
pub const NEXT: &str = "next";

/// The files of one release folder, by name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedFiles {
    files: BTreeMap<String, Vec<u8>>,
    manifest: Manifest,
}

impl ExportedFiles {
    /// Returns the bytes of the file called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// Iterates over the files, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Returns what the files are.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

/// Derives all schemas of a contract, as files of the release `next`.
///
/// For every message `<message>.writer.json` and `<message>.reader.json`; where the contract has an
/// [`Interface`](crate::Interface), `openapi.json` with its operations and `asyncapi.json` with its
/// channels; and `manifest.json` with the hashes of all. The same types give the same bytes.
///
/// ```
/// use frontdesk_contract::{Contract, Direction, Message, export};
///
/// let contract = Contract::new("hotel", "1.0.0")
///     .message(Message::of::<String>("guest.name", Direction::Request));
/// let files = export(&contract)?;
/// let names: Vec<&str> = files.iter().map(|(name, _)| name).collect();
/// assert_eq!(names, ["guest.name.reader.json", "guest.name.writer.json", "manifest.json"]);
/// # Ok::<(), frontdesk_contract::DeriveError>(())
/// ```
///
/// # Errors
///
/// When the contract is not well-formed or a schema cannot be derived.
pub fn export(contract: &Contract) -> Result<ExportedFiles, DeriveError> {
    export_as(contract, NEXT, contract.version())
}

/// Derives all schemas of a contract, as files of the release of its own version.
///
/// These are the bytes that [`Store::release`](crate::Store::release) freezes, for whoever holds a
/// frozen release against types that must not change any more.
///
/// # Errors
///
/// When the contract is not well-formed or a schema cannot be derived.
pub fn export_release(contract: &Contract) -> Result<ExportedFiles, DeriveError> {
    export_as(contract, contract.version(), contract.version())
}

/// Derives all schemas as files of the release `release`, whose manifest says `version`.
pub(crate) fn export_as(
    contract: &Contract,
    release: &str,
    version: &str,
) -> Result<ExportedFiles, DeriveError> {
    contract.check()?;
    let mut files = BTreeMap::new();
    let mut messages = Vec::new();
    for message in contract.messages() {
        let mut add = |side| add_schema(&mut files, contract, message, side, release);
        messages.push(ManifestMessage {
            name: message.name().to_owned(),
            direction: message.direction(),
            type_name: message.type_name().to_owned(),
            writer: add(Side::Writer)?,
            reader: add(Side::Reader)?,
        });
    }
    let documents = publish::documents(contract, version)?;
    let documents = documents
        .iter()
        .map(|(name, document)| add_file(&mut files, (*name).to_owned(), document))
        .collect();
    let manifest = Manifest {
        contract: contract.name().to_owned(),
        version: version.to_owned(),
        messages,
        documents,
    };
    files.insert(MANIFEST.to_owned(), manifest_text(&manifest).into_bytes());
    Ok(ExportedFiles { files, manifest })
}

fn add_schema(
    files: &mut BTreeMap<String, Vec<u8>>,
    contract: &Contract,
    message: &Message,
    side: Side,
    release: &str,
) -> Result<ManifestFile, DeriveError> {
    let schema = contract.schema_in(message, side, release)?;
    Ok(add_file(files, file_name(message.name(), side), &schema))
}

fn add_file(files: &mut BTreeMap<String, Vec<u8>>, file: String, document: &Value) -> ManifestFile {
    let bytes = schema_text(document).into_bytes();
    let sha256 = hash(&bytes);
    files.insert(file.clone(), bytes);
    ManifestFile { file, sha256 }
}

/// Writes a manifest with its members in the order in which they are declared.
fn manifest_text(manifest: &Manifest) -> String {
    // A manifest is texts and lists of them, which always serialise.
    let mut text = serde_json::to_string_pretty(manifest).unwrap_or_default();
    text.push('\n');
    text
}
