use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use frontdesk_contract::Interface;
use frontdesk_corpus::{ContractVersion, Judges, Redactor};
use url::Url;

use crate::error::{ProxyError, ProxyErrorKind};

/// What a proxy passes on.
#[derive(Clone)]
pub struct Config {
    /// The address to listen on; port 0 takes a free one.
    pub addr: SocketAddr,
    /// The service that everything is passed on to.
    pub upstream: Upstream,
    /// How long a body or frame may be to be recorded, in bytes; longer ones pass unrecorded.
    pub max_body_bytes: usize,
    /// What is recorded of it, and where.
    pub recording: RecordingConfig,
}

/// What is recorded, and where.
#[derive(Clone)]
pub struct RecordingConfig {
    /// The folder that is written to.
    pub folder: PathBuf,
    /// How long a file of recordings may be, in bytes.
    pub max_file_bytes: u64,
    /// The contract that is spoken.
    pub contract: ContractVersion,
    /// Which message travels where.
    pub interface: Interface,
    /// The schemas of the messages.
    pub judges: Arc<Judges>,
    /// What reaches no disk.
    pub redactor: Redactor,
    /// Who is told at once of what goes wrong.
    pub listener: Listener,
}

/// Takes what a person should know while the proxy runs.
pub type Listener = Arc<dyn Fn(&str) + Send + Sync>;

/// The address of a service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Upstream(Url);

impl Upstream {
    /// Returns the address that a path and query of a client stand for.
    pub(crate) fn at(&self, path_and_query: &str) -> Result<Url, url::ParseError> {
        let base = self.0.as_str().trim_end_matches('/');
        Url::parse(&format!("{base}{path_and_query}"))
    }

    /// Names the service without anything that may be a secret.
    pub(crate) fn name(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    pub(crate) fn needs_tls(&self) -> bool {
        self.0.scheme() == "https"
    }
}

impl FromStr for Upstream {
    type Err = ProxyError;

    /// Reads a URL; `ws` and `wss` mean the same places as `http` and `https`.
    ///
    /// # Errors
    ///
    /// When it is no URL of a host, or has a query or credentials.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = match text.split_once("://") {
            Some(("ws", rest)) => format!("http://{rest}"),
            Some(("wss", rest)) => format!("https://{rest}"),
            _ => text.to_owned(),
        };
        let malformed = |reason: &str| ProxyErrorKind::Upstream {
            reason: reason.to_owned(),
        };
        let url = Url::parse(&plain).map_err(|error| malformed(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(malformed("it has to begin with https:// or http://").into());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(malformed("leave the query out, clients bring their own").into());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(malformed("leave the credentials out, clients bring their own").into());
        }
        Ok(Self(url))
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Config")
            .field("addr", &self.addr)
            .field("upstream", &self.upstream)
            .field("recording", &self.recording)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RecordingConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordingConfig")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// How long a file of recordings is unless told otherwise: 64 MiB.
pub const USUAL_MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// How long a body is that is recorded unless told otherwise: 4 MiB.
pub const USUAL_MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::Upstream;

    #[test]
    fn upstreams_are_urls_of_hosts() {
        let upstream: Upstream = "wss://example.org:444/base/".parse().unwrap();
        assert!(upstream.needs_tls());
        assert_eq!(upstream.name(), "example.org:444");
        assert_eq!(
            upstream.at("/a?b=c").unwrap().as_str(),
            "https://example.org:444/base/a?b=c"
        );
        for text in ["", "ftp://a", "http://", "http://a?b=c", "http://me:pw@a"] {
            assert!(text.parse::<Upstream>().is_err(), "{text}");
        }
    }
}
