mod files;
mod release;
mod sources;
mod stale;

use std::path::{Path, PathBuf};

pub use self::release::{Release, Tampering, TamperingKind};
pub use self::sources::{Exemption, Source, SourceDocument, Status};
pub use self::stale::{Staleness, StalenessKind};

use crate::contract::{Contract, SOURCES};
use crate::error::{StoreError, StoreErrorKind};
use crate::export::{NEXT, export, export_as};
use crate::publish::is_document;
use crate::side::Side;
use crate::version::Version;

/// The folder that keeps exported schemas and sources, `schemas/` in most projects.
///
/// `<contract>/next/` is what the types say today, `<contract>/<version>/` are frozen releases, and
/// `sources/<name>/` are statements of contracts by others.
///
/// ```no_run
/// use frontdesk_contract::{Contract, Store};
///
/// let contract = Contract::new("hotel", "1.0.0");
/// let store = Store::new("schemas");
/// for stale in store.check_next(&contract)? {
///     eprintln!("{stale}\n{}", stale.diff);
/// }
/// # Ok::<(), frontdesk_contract::StoreError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
}

/// What [`Store::write_next`] did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Written {
    /// How many files were as they should be already.
    pub unchanged: usize,
    /// The files that were written, in the order of their names.
    pub written: Vec<PathBuf>,
    /// The files that were removed, because their message is gone.
    pub removed: Vec<PathBuf>,
}

impl Store {
    /// Names the folder; nothing is read or made yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Returns the folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder of one release, or of [`NEXT`].
    #[must_use]
    pub fn folder(&self, contract: &str, release: &str) -> PathBuf {
        self.root.join(contract).join(release)
    }

    /// Exports what the types say today.
    ///
    /// Only files that change are written, each by renaming a finished one into place. Schemas of
    /// messages and documents that are gone are removed; other files are left alone.
    ///
    /// # Errors
    ///
    /// When a schema cannot be derived, or a file cannot be read, written or removed.
    pub fn write_next(&self, contract: &Contract) -> Result<Written, StoreError> {
        let files = export(contract)?;
        let folder = self.folder(contract.name(), NEXT);
        files::make_folder(&folder)?;
        let mut written = Written::default();
        for (name, bytes) in files.iter() {
            let path = folder.join(name);
            if files::read_if_there(&path)?.as_deref() == Some(bytes) {
                written.unchanged += 1;
            } else {
                files::replace(&path, bytes)?;
                written.written.push(path);
            }
        }
        for name in files::names(&folder)? {
            if files.get(&name).is_none() && is_exported(&name) {
                written.removed.push(files::remove(&folder.join(name))?);
            }
        }
        Ok(written)
    }

    /// Holds the exported files against what the types say today, and writes nothing.
    ///
    /// # Errors
    ///
    /// When a schema cannot be derived, or a file that is there cannot be read.
    pub fn check_next(&self, contract: &Contract) -> Result<Vec<Staleness>, StoreError> {
        stale::check(&export(contract)?, &self.folder(contract.name(), NEXT))
    }

    /// Freezes what the types say today as a release.
    ///
    /// The folder appears complete or not at all.
    ///
    /// # Errors
    ///
    /// When the version is none or frozen already, when a schema cannot be derived, or when a file
    /// cannot be written.
    pub fn release(&self, contract: &Contract, version: &str) -> Result<Release, StoreError> {
        let folder = self.folder(contract.name(), version);
        parse_version(version, &folder)?;
        if files::exists(&folder)? {
            let (contract, version) = (contract.name().to_owned(), version.to_owned());
            return Err(StoreErrorKind::ReleaseExists {
                contract,
                version,
                path: folder,
            }
            .into());
        }
        let files = export_as(contract, version, version)?;
        files::make_whole(&folder, files.iter())?;
        Release::load(&folder, contract.name(), version)
    }

    /// Loads the releases of a contract, the oldest version first; `next` is not among them.
    ///
    /// A contract that was never released has none. Whether the files are as they were frozen is
    /// told by [`Release::verify`].
    ///
    /// # Errors
    ///
    /// When a folder is called like no version, has no readable manifest, or a file of it cannot be
    /// read.
    pub fn releases(&self, contract: &str) -> Result<Vec<Release>, StoreError> {
        let folder = self.root.join(contract);
        self.versions(contract)?
            .iter()
            .map(|version| Release::load(&folder.join(version), contract, version))
            .collect()
    }

    /// Loads one release by its version, or what was exported last as [`NEXT`].
    ///
    /// # Errors
    ///
    /// When there is none of that name, or it cannot be read.
    pub fn load(&self, contract: &str, release: &str) -> Result<Release, StoreError> {
        let folder = self.folder(contract, release);
        if release != NEXT {
            parse_version(release, &folder)?;
        }
        if !files::exists(&folder)? {
            let known = self.versions(contract)?;
            return Err(StoreErrorKind::UnknownRelease {
                contract: contract.to_owned(),
                version: release.to_owned(),
                path: self.root.join(contract),
                known: if known.is_empty() {
                    "none".to_owned()
                } else {
                    known.join(", ")
                },
            }
            .into());
        }
        Release::load(&folder, contract, release)
    }

    /// Loads the sources, in the order of their names.
    ///
    /// # Errors
    ///
    /// When a folder of `sources` has no readable `source.json`, or a document that it names is
    /// missing or is no JSON.
    pub fn sources(&self) -> Result<Vec<Source>, StoreError> {
        sources::load(&self.root.join(SOURCES))
    }

    /// Lists the versions of a contract's releases, the oldest first.
    fn versions(&self, contract: &str) -> Result<Vec<String>, StoreError> {
        let folder = self.root.join(contract);
        let mut versions = Vec::new();
        for name in files::folders(&folder)? {
            if name != NEXT {
                versions.push(parse_version(&name, &folder.join(&name))?);
            }
        }
        versions.sort();
        Ok(versions.iter().map(Version::to_string).collect())
    }
}

/// Tells whether a file has the name of something that is exported beside the manifest.
fn is_exported(file: &str) -> bool {
    message_of(file).is_some() || is_document(file)
}

/// Splits the name of a schema's file into its message and side.
fn message_of(file: &str) -> Option<(&str, Side)> {
    let (message, side) = file.strip_suffix(".json")?.rsplit_once('.')?;
    Some((message, side.parse().ok()?))
}

fn parse_version(text: &str, path: &Path) -> Result<Version, StoreError> {
    text.parse().map_err(|source| {
        let path = path.to_owned();
        StoreErrorKind::Version { path, source }.into()
    })
}
