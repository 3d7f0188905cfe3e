use std::error::Error;
use std::io;
use std::time::Duration;

use rustls::{AlertDescription, CertificateError, Error as Rustls};

/// Why TLS to a server came to nothing, and what helps.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Nobody who is trusted has signed the certificate.
    #[error(
        "its certificate is signed by an authority that is not trusted here: name the authority's file with --ca FILE"
    )]
    UnknownAuthority,
    /// The certificate is that of another server.
    #[error("its certificate is not for this name{}", listed(names))]
    OtherName {
        /// The names that it is for.
        names: Vec<String>,
    },
    /// The certificate is no longer valid.
    #[error("its certificate has expired: it has to be renewed, if the clock here is right")]
    Expired,
    /// The certificate is not valid yet.
    #[error("its certificate is not valid yet: is the clock here right?")]
    NotYetValid,
    /// The certificate was taken back.
    #[error("its certificate was revoked: the server needs another")]
    Revoked,
    /// The certificate of an authority is used as that of a server.
    #[error(
        "its certificate is that of an authority (CA:TRUE), and may not stand for a server: let the authority \
         sign one for the server, and name the authority's file with --ca FILE"
    )]
    AuthorityItself,
    /// The certificate is no good for another reason.
    #[error("its certificate is no good: {0}")]
    Certificate(String),
    /// What comes back is no TLS.
    #[error("it does not speak TLS there: write http:// or ws://, or the port that speaks TLS")]
    NoTls,
    /// The server wants to know who we are.
    #[error("it asks for a certificate of the client, and there is no way to show one")]
    ClientCertificate,
    /// The server refuses.
    #[error("it refuses TLS: {0}")]
    Refused(String),
    /// There is no version or cipher that both know.
    #[error("it speaks no version of TLS that is safe, from 1.2 on: {0}")]
    NothingInCommon(String),
    /// The connection ended.
    #[error("the connection ended before TLS had begun ({0}): does it speak TLS there?")]
    Broken(String),
    /// The handshake came to no end.
    #[error("TLS had not begun after {0:?}: does it speak TLS there?")]
    Endless(Duration),
    /// The host has a name that no certificate can have.
    #[error("that is no name or address which a certificate can be for")]
    NoName,
    /// Something else.
    #[error("TLS has failed: {0}")]
    Other(String),
}

impl Fault {
    /// Finds what TLS says in an error and its sources.
    #[must_use]
    pub fn find_in(error: &(dyn Error + 'static)) -> Option<Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(fault) = error.downcast_ref::<Self>() {
                return Some(fault.clone());
            }
            if let Some(error) = error.downcast_ref::<Rustls>() {
                return Some(Self::of(error));
            }
            // An error of the system tells the source of what it wraps, and not what it wraps.
            let inner = error
                .downcast_ref::<io::Error>()
                .and_then(io::Error::get_ref);
            next = match inner {
                Some(inner) => Some(inner),
                None => error.source(),
            };
        }
        None
    }

    /// Tells whether whoever answered so speaks TLS.
    pub(crate) fn is_of_tls(&self) -> bool {
        match self {
            Self::UnknownAuthority
            | Self::OtherName { .. }
            | Self::Expired
            | Self::NotYetValid
            | Self::Revoked
            | Self::AuthorityItself
            | Self::Certificate(_)
            | Self::ClientCertificate
            | Self::Refused(_)
            | Self::NothingInCommon(_) => true,
            Self::NoTls | Self::Broken(_) | Self::Endless(_) | Self::NoName | Self::Other(_) => {
                false
            }
        }
    }

    fn of(error: &Rustls) -> Self {
        match error {
            Rustls::InvalidCertificate(certificate) => Self::of_certificate(certificate),
            // Whatever comes first from a server is a record of TLS, or no TLS at all.
            Rustls::InvalidMessage(_) => Self::NoTls,
            Rustls::AlertReceived(AlertDescription::CertificateRequired) => Self::ClientCertificate,
            Rustls::AlertReceived(AlertDescription::ProtocolVersion)
            | Rustls::PeerIncompatible(_) => Self::NothingInCommon(error.to_string()),
            Rustls::AlertReceived(alert) => Self::Refused(format!("{alert:?}")),
            other => Self::Other(other.to_string()),
        }
    }

    fn of_certificate(error: &CertificateError) -> Self {
        match error {
            // Somebody else may have the name of an authority, but not its key.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                Self::UnknownAuthority
            }
            CertificateError::NotValidForName => Self::OtherName { names: Vec::new() },
            CertificateError::NotValidForNameContext { presented, .. } => Self::OtherName {
                names: presented.iter().map(|name| bare(name)).collect(),
            },
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Self::NotYetValid
            }
            CertificateError::Revoked => Self::Revoked,
            // The engine hands it on without a name of its own.
            other if format!("{other:?}").contains("CaUsedAsEndEntity") => Self::AuthorityItself,
            other => Self::Certificate(other.to_string()),
        }
    }
}

/// Takes a name out of the words that it is shown in, such as `DnsName("example.org")`.
fn bare(shown: &str) -> String {
    let mut parts = shown.split('"');
    parts.nth(1).unwrap_or(shown).to_owned()
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return ", and says for which: write the name that it is for".to_owned();
    }
    let shown: Vec<&str> = names.iter().take(MOST_SHOWN).map(String::as_str).collect();
    let rest = names.len().saturating_sub(MOST_SHOWN);
    let more = if rest == 0 {
        String::new()
    } else {
        format!(" and {rest} more")
    };
    format!(" but for {}{more}: write one of these", shown.join(", "))
}

const MOST_SHOWN: usize = 5;
