use serde::{Deserialize, Serialize};

use crate::side::{Direction, Side};

/// What one exported folder holds, by message.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Manifest {
    /// The contract's name.
    pub contract: String,
    /// The release's version; for `next`, the one that the types are at.
    pub version: String,
    /// The messages, in the order of declaration.
    pub messages: Vec<ManifestMessage>,
    /// The documents of the whole contract, by name; releases from before there were any have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<ManifestFile>,
}

/// One message of a [`Manifest`].
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ManifestMessage {
    /// The message's name.
    pub name: String,
    /// Who writes it.
    pub direction: Direction,
    /// The name of its type, as the schemas have it.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The file of the writer schema.
    pub writer: ManifestFile,
    /// The file of the reader schema.
    pub reader: ManifestFile,
}

/// One file of a [`Manifest`].
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ManifestFile {
    /// Its name, in the manifest's folder.
    pub file: String,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl ManifestMessage {
    /// Returns the file of one side.
    #[must_use]
    pub fn file(&self, side: Side) -> &ManifestFile {
        match side {
            Side::Writer => &self.writer,
            Side::Reader => &self.reader,
        }
    }
}

/// The name of the manifest's file.
pub(crate) const MANIFEST: &str = "manifest.json";
