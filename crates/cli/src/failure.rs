use std::io;
use std::path::PathBuf;

use frontdesk_check::{CheckError, SealError};
use frontdesk_compat::{GateError, LedgerError, UnknownRule};
use frontdesk_contract::{ContractError, DeriveError, DocumentError, StoreError, UnknownMessage};
use frontdesk_corpus::{CorpusError, PartialError};
use frontdesk_json::{Pointer, ReadError};
use frontdesk_profile::ProfileError;
use frontdesk_proxy::ProxyError;
use frontdesk_report::Exit;
use frontdesk_schema::{SchemaError, YamlError};
use frontdesk_server::ServiceError;
use frontdesk_tls::TlsError;

use crate::commands::GitError;

/// Why a command could not do its work.
///
/// What it found in doing its work is a report instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Failure {
    /// The contract that the program was built for is not well-formed.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// A schema cannot be derived.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// The folder of schemas cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Documents cannot be judged as what they are said to be.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// Documents cannot be looked at together.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The main job cannot run.
    #[error(transparent)]
    Check(Box<CheckError>),
    /// The gate cannot compare.
    #[error(transparent)]
    Gate(Box<GateError>),
    /// The list of accepted breaks cannot be read.
    #[error("{}: {source}", path.display())]
    Ledger { path: PathBuf, source: LedgerError },
    /// A folder cannot be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A message was named that the contract lacks.
    #[error(transparent)]
    UnknownMessage(#[from] UnknownMessage),
    /// A rule was named that the catalogue lacks.
    #[error("{0}; `explain` lists all")]
    UnknownRule(#[from] UnknownRule),
    /// A release was named that lacks the message.
    #[error("release {release} of {contract} has no message `{message}`: it has {known}")]
    NotInRelease {
        contract: String,
        release: String,
        message: String,
        known: String,
    },
    /// A folder was named that is none.
    #[error("{}: no such folder: check the path given to --schemas or --corpus; schemas come from `schema export`, a corpus is a folder of recordings", path.display())]
    NoFolder { path: PathBuf },
    /// A named file cannot be read; the system's words name it.
    #[error("{0}: check the path and the permissions")]
    Unreadable(io::Error),
    /// A named file cannot be written; the system's words name it.
    #[error("{0}: check the path, the permissions and the space")]
    Unwritable(io::Error),
    /// A named file is no strict JSON.
    #[error("{}: {source}", path.display())]
    NoJson { path: PathBuf, source: ReadError },
    /// A named file is no YAML that JSON can be made of.
    #[error("{}: {source}", path.display())]
    NoYaml { path: PathBuf, source: YamlError },
    /// A document is no partial report, or contradicts another.
    #[error("{}: {source}", path.display())]
    NoPartial { path: PathBuf, source: PartialError },
    /// A partial report cannot be written.
    #[error(transparent)]
    Partial(#[from] PartialError),
    /// A schema file does not compile.
    #[error("{}: {source}", path.display())]
    NoSchema { path: PathBuf, source: SchemaError },
    /// An API document cannot be read.
    #[error("{}: {source}", path.display())]
    NoDocument {
        path: PathBuf,
        source: DocumentError,
    },
    /// Git has nothing to compare.
    #[error(transparent)]
    Git(#[from] GitError),
    /// A schema asks itself what it means.
    #[error(
        "{}: the references from `#{pointer}` lead back to the same value: let one of them name a part of it", path.display()
    )]
    Endless { path: PathBuf, pointer: Pointer },
    /// A derived schema does not compile with the resources and the draft that were given.
    #[error("the {side} schema of {message}: {source}")]
    NoDerivedSchema {
        message: String,
        side: &'static str,
        source: SchemaError,
    },
    /// The proxy does not start.
    #[error(transparent)]
    Proxy(#[from] ProxyError),
    /// The service does not start.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// Whom to trust cannot be found out.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A request cannot be sent, or a client cannot be made.
    #[error("{0}")]
    Client(#[from] frontdesk_client::Error),
    /// The system gives no threads to work with.
    #[error("the runtime does not start: {0}")]
    Runtime(io::Error),
    /// The words are well-formed, but do not go together.
    #[error("{0}")]
    Usage(String),
    /// Nobody reads the output any more; there is nothing to say and nobody to say it to.
    #[error("nobody reads the output")]
    PipeClosed,
    /// The output cannot be written.
    #[error("the output cannot be written: {0}")]
    Output(io::Error),
}

impl Failure {
    /// Tells how the process ends.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::PipeClosed => Exit::Clean,
            Self::Contract(_)
            | Self::Derive(_)
            | Self::Store(_)
            | Self::Corpus(_)
            | Self::Profile(_)
            | Self::Check(_)
            | Self::Gate(_)
            | Self::Ledger { .. }
            | Self::Seal(_)
            | Self::UnknownMessage(_)
            | Self::UnknownRule(_)
            | Self::NotInRelease { .. }
            | Self::NoFolder { .. }
            | Self::Unreadable(_)
            | Self::Unwritable(_)
            | Self::NoJson { .. }
            | Self::NoYaml { .. }
            | Self::NoPartial { .. }
            | Self::Partial(_)
            | Self::NoSchema { .. }
            | Self::NoDocument { .. }
            | Self::Git(_)
            | Self::Endless { .. }
            | Self::NoDerivedSchema { .. }
            | Self::Proxy(_)
            | Self::Service(_)
            | Self::Tls(_)
            | Self::Client(_)
            | Self::Runtime(_)
            | Self::Usage(_)
            | Self::Output(_) => Exit::Usage,
        }
    }
}

impl From<CheckError> for Failure {
    fn from(error: CheckError) -> Self {
        // Boxed, because success is what commands pass on nearly always.
        Self::Check(Box::new(error))
    }
}

impl From<GateError> for Failure {
    fn from(error: GateError) -> Self {
        Self::Gate(Box::new(error))
    }
}
