use std::io;
use std::path::{Path, PathBuf};

use frontdesk_json::Pointer;

use crate::side::Side;
use crate::version::VersionError;

/// Why a contract is not well-formed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{kind}")]
pub struct ContractError {
    kind: ContractErrorKind,
}

/// The kinds of [`ContractError`].
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ContractErrorKind {
    /// A name has other characters than names may have.
    #[error(
        "{what} name {name:?} is not lower-case words such as `booking.request`: letters, digits, single hyphens and dots"
    )]
    Name {
        /// Whose name: `contract` or `message`.
        what: &'static str,
        /// The name as it was given.
        name: String,
    },
    /// The contract's name is that of a folder which holds something else.
    #[error("contract name {name:?} is taken by the folder of sources: choose another")]
    Reserved {
        /// The name as it was given.
        name: String,
    },
    /// The contract's version is none.
    #[error("contract {contract}: {source}")]
    Version {
        /// The contract.
        contract: String,
        /// What is wrong with the version.
        source: VersionError,
    },
    /// Two messages have the same name.
    #[error("message `{message}` is declared twice: give one of them another name")]
    Duplicate {
        /// The name of both.
        message: String,
    },
    /// The interface names what is not there, or what is there already.
    #[error("the interface has no {what} called {name:?}: check the spelling and the direction")]
    Interface {
        /// What was named.
        what: &'static str,
        /// The name as it was given.
        name: String,
    },
    /// An example does not serialise.
    #[error("message `{message}`: example {index} does not serialise: {reason}")]
    Example {
        /// The message.
        message: String,
        /// Which of its examples, from 0.
        index: usize,
        /// What serde says.
        reason: String,
    },
}

/// Why no schema could be derived from a message's type.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{kind}")]
pub struct DeriveError {
    // Boxed, because success is what callers pass on nearly always.
    kind: Box<DeriveErrorKind>,
}

/// The kinds of [`DeriveError`].
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DeriveErrorKind {
    /// The contract itself is not well-formed.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// Two types want the same name, so which of them is numbered depends on the order of fields.
    #[error(
        "message `{message}`, {side}: `{second}` (used at {second_at}) looks like a second type called `{first}` (used at {first_at}), numbered by the order of fields; rename one of them with #[schemars(rename = \"...\")], or, if its name really is `{second}`, say so with #[schemars(title = \"{second}\")]"
    )]
    Collision {
        /// The message.
        message: String,
        /// Which of its schemas.
        side: Side,
        /// The definition that kept the name.
        first: String,
        /// Where the first one is used.
        first_at: Pointer,
        /// The definition that was numbered.
        second: String,
        /// Where the second one is used.
        second_at: Pointer,
    },
    /// A reference leads elsewhere than to a definition of the same document.
    #[error(
        "message `{message}`, {side}: the reference {reference:?} at {pointer} is not `#/$defs/...` of this document; a hand-written JsonSchema uses subschema_for, never root_schema_for"
    )]
    Reference {
        /// The message.
        message: String,
        /// Which of its schemas.
        side: Side,
        /// Where the reference stands.
        pointer: Pointer,
        /// What it says.
        reference: String,
    },
    /// A nested schema has an `$id`, which would capture the references below it.
    #[error(
        "message `{message}`, {side}: `$id` at {pointer}; only exported roots have one, remove it from the type"
    )]
    NestedId {
        /// The message.
        message: String,
        /// Which of its schemas.
        side: Side,
        /// Where it stands.
        pointer: Pointer,
    },
}

/// Why a folder of schemas could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct StoreError {
    kind: Box<StoreErrorKind>,
}

/// The kinds of [`StoreError`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// The schemas cannot be derived.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// A file or folder cannot be read or written.
    #[error("{source}")]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says; it names the path too.
        source: io::Error,
    },
    /// A file is there, but does not hold what it should.
    #[error("{}: {message}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, and the way out.
        message: String,
    },
    /// A file that another one names is missing.
    #[error("{}: missing, but {} names it; {way_out}", path.display(), named_by.display())]
    Missing {
        /// The file that is not there.
        path: PathBuf,
        /// The file that names it.
        named_by: PathBuf,
        /// What to do.
        way_out: &'static str,
    },
    /// The version to release, or a folder beside the releases, is no version.
    #[error("{}: {source}", path.display())]
    Version {
        /// The folder of the release.
        path: PathBuf,
        /// What is wrong with its name.
        source: VersionError,
    },
    /// The release exists already.
    #[error("release {version} of {contract} is frozen already in {}: choose the next version", path.display())]
    ReleaseExists {
        /// The contract.
        contract: String,
        /// The version.
        version: String,
        /// Its folder.
        path: PathBuf,
    },
    /// There is no such release.
    #[error("no release {version} of {contract} in {}: there is {known}", path.display())]
    UnknownRelease {
        /// The contract.
        contract: String,
        /// The version that was asked for.
        version: String,
        /// The folder of the contract.
        path: PathBuf,
        /// The releases that exist, for a person.
        known: String,
    },
}

impl ContractError {
    /// Returns what went wrong.
    #[must_use]
    pub fn kind(&self) -> &ContractErrorKind {
        &self.kind
    }
}

impl DeriveError {
    /// Returns what went wrong.
    #[must_use]
    pub fn kind(&self) -> &DeriveErrorKind {
        &self.kind
    }
}

impl StoreError {
    /// Returns what went wrong.
    #[must_use]
    pub fn kind(&self) -> &StoreErrorKind {
        &self.kind
    }

    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| StoreErrorKind::Io { path, source }.into()
    }

    pub(crate) fn malformed(path: &Path, message: impl Into<String>) -> Self {
        let (path, message) = (path.to_owned(), message.into());
        StoreErrorKind::Malformed { path, message }.into()
    }
}

impl From<ContractErrorKind> for ContractError {
    fn from(kind: ContractErrorKind) -> Self {
        Self { kind }
    }
}

impl From<DeriveErrorKind> for DeriveError {
    fn from(kind: DeriveErrorKind) -> Self {
        Self {
            kind: Box::new(kind),
        }
    }
}

impl From<ContractError> for DeriveError {
    fn from(error: ContractError) -> Self {
        DeriveErrorKind::from(error).into()
    }
}

impl From<StoreErrorKind> for StoreError {
    fn from(kind: StoreErrorKind) -> Self {
        Self {
            kind: Box::new(kind),
        }
    }
}

impl From<DeriveError> for StoreError {
    fn from(error: DeriveError) -> Self {
        StoreErrorKind::from(error).into()
    }
}
