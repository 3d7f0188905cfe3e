use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use frontdesk_tls::{Fault, TlsError};

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
    /// Whom to trust cannot be found out.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The service is there, and no TLS with it comes about.
    #[error("the upstream {upstream}: {fault}")]
    Untrusted {
        /// The host and the port.
        upstream: String,
        /// What is wrong.
        fault: Fault,
    },
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
