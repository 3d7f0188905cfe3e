use std::io;
use std::path::PathBuf;

/// Why TLS cannot be prepared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A file of authorities cannot be read; the system's words name it.
    #[error("{0}: check the path and the permissions")]
    Unreadable(io::Error),
    /// A file has no certificate, or one that cannot be read.
    #[error(
        "{}: {reason}: a file of authorities is PEM, and begins with `-----BEGIN CERTIFICATE-----`",
        path.display()
    )]
    NoCertificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Neither the system nor a file names anybody to trust.
    #[error(
        "this system trusts nobody ({0}): install its package of certificates (`ca-certificates`), or name \
         a file of authorities with --ca FILE"
    )]
    NoAuthorities(String),
    /// The provider of cryptography that the process has installed is of no use.
    #[error("the provider of cryptography is of no use: {0}")]
    Provider(String),
}
