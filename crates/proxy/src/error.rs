use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why a proxy did not start.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct ProxyError {
    kind: ProxyErrorKind,
}

/// The kinds of [`ProxyError`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyErrorKind {
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
    /// The address of the service is none.
    #[error("the upstream is no address of a service: {reason}")]
    Upstream {
        /// What is wrong with it.
        reason: String,
    },
    /// The service is reached over TLS, and nothing in the program speaks it.
    #[error(
        "the upstream is https://, which needs a program built with the cargo feature `tls` (`cargo build -p frontdesk --features tls`)"
    )]
    NeedsTls,
    /// The connections to the service cannot be prepared.
    #[error("connections to the upstream cannot be prepared: {0}")]
    Client(String),
}

impl ProxyError {
    /// Returns what went wrong.
    #[must_use]
    pub fn kind(&self) -> &ProxyErrorKind {
        &self.kind
    }
}

impl From<ProxyErrorKind> for ProxyError {
    fn from(kind: ProxyErrorKind) -> Self {
        Self { kind }
    }
}
