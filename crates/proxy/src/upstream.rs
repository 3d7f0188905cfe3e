use std::fmt;
use std::str::FromStr;

use hyper::http::uri::InvalidUri;
use hyper::{Uri, http};
use url::Url;

use crate::error::{ProxyError, ProxyErrorKind};

/// The address of a service.
#[derive(Clone, Eq, PartialEq)]
pub struct Upstream(Url);

impl Upstream {
    /// Returns the address that a path and query of a client stand for, which are not touched.
    pub(crate) fn at(&self, path_and_query: &str) -> Result<Uri, http::Error> {
        // Whoever asks of no path at all asks of the whole server.
        let base = if path_and_query == "*" {
            ""
        } else {
            self.0.path().trim_end_matches('/')
        };
        let path: Result<_, InvalidUri> = format!("{base}{path_and_query}").parse();
        let path: http::uri::PathAndQuery = path?;
        Uri::builder()
            .scheme(self.0.scheme())
            .authority(self.name())
            .path_and_query(path)
            .build()
    }

    /// Names the service without anything that may be a secret.
    pub(crate) fn name(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// Returns the host as connections and certificates have it.
    pub(crate) fn host(&self) -> &str {
        let host = self.0.host_str().unwrap_or_default();
        host.trim_start_matches('[').trim_end_matches(']')
    }

    pub(crate) fn port(&self) -> u16 {
        // Both schemes that are taken have a port of their own.
        self.0.port_or_known_default().unwrap_or_default()
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

impl fmt::Debug for Upstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Upstream({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Upstream;

    #[test]
    fn upstreams_are_urls_of_hosts() {
        let upstream: Upstream = "wss://example.org:444/base/".parse().unwrap();
        assert!(upstream.needs_tls());
        assert_eq!(upstream.name(), "example.org:444");
        assert_eq!(
            upstream.at("/a?b=c").unwrap().to_string(),
            "https://example.org:444/base/a?b=c"
        );
        for text in ["", "ftp://a", "http://", "http://a?b=c", "http://me:pw@a"] {
            assert!(text.parse::<Upstream>().is_err(), "{text}");
        }
    }

    #[test]
    fn paths_pass_as_they_are() {
        let upstream: Upstream = "http://[::1]".parse().unwrap();
        assert_eq!((upstream.host(), upstream.port()), ("::1", 80));
        assert_eq!(
            upstream.at("/a/../b//c?d[]={e}").unwrap().to_string(),
            "http://[::1]/a/../b//c?d[]={e}"
        );
        assert_eq!(upstream.at("*").unwrap().path(), "*");
        assert!(upstream.at("").is_err());
    }
}
