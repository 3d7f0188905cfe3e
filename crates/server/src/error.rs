use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::scenario::ScenarioProblem;

/// Why a service did not start.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct ServiceError {
    kind: ServiceErrorKind,
}

/// The kinds of [`ServiceError`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceErrorKind {
    /// The address cannot be listened on.
    #[error("cannot listen on {addr}: {source}")]
    Listen {
        /// The address.
        addr: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The folder for recordings cannot be written.
    #[error("cannot record to {}: {source}", path.display())]
    Record {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The scenario is none.
    #[error("the scenario has {} mistakes: {}", problems.len(), problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Scenario {
        /// Every mistake that was found.
        problems: Vec<ScenarioProblem>,
    },
    /// A schema of the contract cannot be derived: a bug of this crate.
    #[error("no schema of {message}: {reason}")]
    Contract {
        /// The message.
        message: String,
        /// What is wrong.
        reason: String,
    },
}

impl ServiceError {
    /// Returns what went wrong.
    #[must_use]
    pub fn kind(&self) -> &ServiceErrorKind {
        &self.kind
    }
}

impl From<ServiceErrorKind> for ServiceError {
    fn from(kind: ServiceErrorKind) -> Self {
        Self { kind }
    }
}
