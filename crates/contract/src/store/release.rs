use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::files;
use crate::error::{StoreError, StoreErrorKind};
use crate::export::NEXT;
use crate::hash::hash;
use crate::manifest::{MANIFEST, Manifest, ManifestFile, ManifestMessage};
use crate::side::Side;

/// One exported folder of a contract: a frozen release, or `next` as it was exported last.
#[derive(Clone, Debug)]
pub struct Release {
    name: String,
    folder: PathBuf,
    manifest: Manifest,
    files: BTreeMap<String, Found>,
}

#[derive(Clone, Debug)]
struct Found {
    sha256: String,
    schema: Option<Value>,
}

/// A file of a release that is not as it was frozen.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("release {release} is frozen: {} {}", path.display(), kind.remedy())]
pub struct Tampering {
    /// The release.
    pub release: String,
    /// The file.
    pub path: PathBuf,
    /// What happened to it.
    pub kind: TamperingKind,
}

/// What happened to a file of a release.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TamperingKind {
    /// Its bytes are others than the manifest says.
    Changed,
    /// The manifest names it, but it is not there.
    Missing,
    /// It is there, but the manifest does not name it.
    Undeclared,
}

impl TamperingKind {
    /// Returns the word that names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Undeclared => "undeclared",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Changed => "was changed; restore it, and put the change into a new release",
            Self::Missing => "is missing; restore it",
            Self::Undeclared => "is not in its manifest; move it elsewhere",
        }
    }
}

impl Release {
    /// Returns the name of its folder: a version, or `next`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the version; for `next`, the one that the types were at.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.manifest.version
    }

    /// Returns its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the messages, in the order of declaration.
    #[must_use]
    pub fn messages(&self) -> &[ManifestMessage] {
        &self.manifest.messages
    }

    /// Finds a message by name.
    #[must_use]
    pub fn find(&self, message: &str) -> Option<&ManifestMessage> {
        self.messages().iter().find(|known| known.name == message)
    }

    /// Returns the path of a message's schema.
    #[must_use]
    pub fn path(&self, message: &str, side: Side) -> Option<PathBuf> {
        Some(self.folder.join(&self.file(message, side)?.file))
    }

    /// Returns the hash that the manifest gives for a message's schema.
    #[must_use]
    pub fn sha256(&self, message: &str, side: Side) -> Option<&str> {
        Some(&self.file(message, side)?.sha256)
    }

    /// Returns a message's schema.
    ///
    /// It is `None` when the release has no such message; also when the file is missing or no JSON
    /// any more, which [`Release::verify`] reports.
    #[must_use]
    pub fn schema(&self, message: &str, side: Side) -> Option<&Value> {
        let file = &self.file(message, side)?.file;
        self.files.get(file)?.schema.as_ref()
    }

    /// Lists every file that is not as it was frozen, in the order of their names.
    #[must_use = "a release whose files changed proves nothing"]
    pub fn verify(&self) -> Vec<Tampering> {
        let mut declared: BTreeMap<&str, &str> = BTreeMap::new();
        for message in self.messages() {
            for side in Side::ALL {
                let ManifestFile { file, sha256 } = message.file(side);
                declared.insert(file, sha256);
            }
        }
        for ManifestFile { file, sha256 } in &self.manifest.documents {
            declared.insert(file, sha256);
        }
        let undeclared = self
            .files
            .keys()
            .filter(|file| !declared.contains_key(file.as_str()));
        let mut found: Vec<Tampering> = undeclared
            .map(|file| self.tampering(file, TamperingKind::Undeclared))
            .collect();
        for (file, sha256) in declared {
            match self.files.get(file) {
                None => found.push(self.tampering(file, TamperingKind::Missing)),
                Some(is) if is.sha256 == sha256 => {}
                Some(_) => found.push(self.tampering(file, TamperingKind::Changed)),
            }
        }
        found.sort_by(|one, two| one.path.cmp(&two.path));
        found
    }

    /// Loads the folder of a release; its files may be anything, its manifest may not.
    pub(super) fn load(folder: &Path, contract: &str, name: &str) -> Result<Self, StoreError> {
        let manifest = read_manifest(folder, contract, name)?;
        let mut files = BTreeMap::new();
        for file in files::names(folder)? {
            if file == MANIFEST {
                continue;
            }
            let path = folder.join(&file);
            let bytes = fs_err::read(&path).map_err(StoreError::io(&path))?;
            let schema = frontdesk_json::read(&bytes).ok();
            files.insert(
                file,
                Found {
                    sha256: hash(&bytes),
                    schema,
                },
            );
        }
        let (name, folder) = (name.to_owned(), folder.to_owned());
        Ok(Self {
            name,
            folder,
            manifest,
            files,
        })
    }

    fn file(&self, message: &str, side: Side) -> Option<&ManifestFile> {
        Some(self.find(message)?.file(side))
    }

    fn tampering(&self, file: &str, kind: TamperingKind) -> Tampering {
        Tampering {
            release: self.name.clone(),
            path: self.folder.join(file),
            kind,
        }
    }
}

fn read_manifest(folder: &Path, contract: &str, name: &str) -> Result<Manifest, StoreError> {
    let path = folder.join(MANIFEST);
    let Some(bytes) = files::read_if_there(&path)? else {
        return Err(StoreErrorKind::Missing {
            path,
            named_by: folder.to_owned(),
            way_out: "restore it, or remove the folder if it is no release",
        }
        .into());
    };
    let manifest: Manifest = serde_path_to_error::deserialize(files::parse(&path, &bytes)?)
        .map_err(|error| StoreError::malformed(&path, error.to_string()))?;
    let fault = manifest_fault(&manifest, contract, name);
    fault.map_or(Ok(manifest), |fault| {
        Err(StoreError::malformed(&path, fault))
    })
}

fn manifest_fault(manifest: &Manifest, contract: &str, name: &str) -> Option<String> {
    let Manifest {
        contract: named,
        version,
        messages,
        documents,
    } = manifest;
    if named != contract {
        return Some(format!(
            "it is of contract {named}, but stands under {contract}"
        ));
    }
    if name != NEXT && version != name {
        return Some(format!(
            "it is of version {version}, but stands under {name}"
        ));
    }
    let files = messages
        .iter()
        .flat_map(|message| Side::ALL.map(|side| message.file(side)));
    files
        .chain(documents)
        .map(|file| &file.file)
        .find(|file| {
            Path::new(file)
                .file_name()
                .is_none_or(|name| name != file.as_str())
        })
        .map(|file| format!("{file:?} is not the name of a file beside it"))
}
