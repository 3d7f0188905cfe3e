use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::finding::Finding;

/// A finding as a file that says everything that is needed to see it again.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Evidence {
    /// The version of frontdesk that found it.
    pub frontdesk: String,
    /// Where the endpoint was.
    pub url: String,
    /// What grants tokens there, where something does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Tokens>,
    /// What the run drew from.
    pub seed: u64,
    /// The system that it ran on.
    pub environment: String,
    /// The finding.
    pub finding: Finding,
}

/// What grants tokens, without the credentials.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Tokens {
    /// Where.
    pub url: String,
    /// Whether the credentials travel in the query.
    pub in_query: bool,
}

/// Why evidence cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvidenceError {
    /// The file system refuses.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// The file is no evidence.
    #[error("{}: no finding of frontdesk: {source}", path.display())]
    NoEvidence {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

impl Evidence {
    /// Writes it into a folder and returns the path; what is there of the same cause is replaced.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<PathBuf, EvidenceError> {
        fs_err::create_dir_all(folder)?;
        let path = folder.join(format!("{}.json", self.finding.id));
        let text = serde_json::to_value(self)
            .and_then(|value: Value| serde_json::to_string_pretty(&value));
        let text = text.map_err(|source| EvidenceError::NoEvidence {
            path: path.clone(),
            source,
        })?;
        let partial = path.with_extension("partial");
        fs_err::write(&partial, text + "\n")?;
        fs_err::rename(&partial, &path)?;
        Ok(path)
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is something else.
    pub fn read(path: &Path) -> Result<Self, EvidenceError> {
        let bytes = fs_err::read(path)?;
        serde_json::from_slice(&bytes).map_err(|source| EvidenceError::NoEvidence {
            path: path.to_owned(),
            source,
        })
    }

    /// Reads all findings of a folder, by their file names; what is something else is passed over.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn read_all(folder: &Path) -> Result<Vec<Self>, EvidenceError> {
        let mut paths = Vec::new();
        for entry in fs_err::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "json") {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths
            .iter()
            .filter_map(|path| Self::read(path).ok())
            .collect())
    }
}
