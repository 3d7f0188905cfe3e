//! Where the service is.

use std::fmt;

use thiserror::Error as ThisError;
use url::{Host, Url};

use crate::error::{Error, ErrorKind, Stage};

/// Says where a service is: the URL that the paths of the API are appended to.
///
/// An endpoint never holds a secret, so it can be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    base: Url,
    /// Where connections are opened, as `http://` or `https://`; derived from the base otherwise.
    websocket: Option<Url>,
}

impl Endpoint {
    /// Takes the tenant and the top-level domain that came with the credentials.
    ///
    /// ```
    /// use frontdesk_client::Endpoint;
    ///
    /// let endpoint = Endpoint::tenant("acme", "tech")?;
    /// assert_eq!(endpoint.to_string(), "https://acme.oco.optave.tech/");
    /// # Ok::<_, frontdesk_client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When either is not what may stand in a host name.
    pub fn tenant(tenant: &str, tld: &str) -> Result<Self, Error> {
        if !is_label(tenant) {
            return Err(invalid(EndpointFault::Tenant));
        }
        if !tld.split('.').all(is_label) {
            return Err(invalid(EndpointFault::TopLevelDomain));
        }
        let mut endpoint = Self::base(&format!("https://{tenant}.oco.optave.{tld}"))?;
        let websocket = format!("https://ws-{tenant}.oco.optave.{tld}");
        endpoint.websocket = Some(checked(&websocket)?);
        Ok(endpoint)
    }

    /// Takes the URL before `/auth/oauth2/token` and `/message/reception`.
    ///
    /// ```
    /// use frontdesk_client::{Endpoint, EndpointFault, ErrorKind};
    ///
    /// assert!(Endpoint::base("http://127.0.0.1:8080").is_ok());
    /// let error = Endpoint::base("https://me:secret@example.test").unwrap_err();
    /// assert_eq!(*error.kind(), ErrorKind::InvalidEndpoint(EndpointFault::Credentials));
    /// ```
    ///
    /// # Errors
    ///
    /// When the text is no absolute `http://` or `https://` URL, or has credentials, a query or a
    /// fragment. The error does not repeat it.
    pub fn base(url: &str) -> Result<Self, Error> {
        Ok(Self {
            base: checked(url)?,
            websocket: None,
        })
    }

    /// Takes the URL of the WebSocket, when it is not that of everything else.
    ///
    /// [`tenant`](Self::tenant) knows it; after [`base`](Self::base) it is the same URL.
    ///
    /// ```
    /// use frontdesk_client::Endpoint;
    ///
    /// let endpoint = Endpoint::base("http://127.0.0.1:8080")?.websocket("ws://127.0.0.1:8081")?;
    /// assert_eq!(endpoint.to_string(), "http://127.0.0.1:8080/");
    /// # Ok::<_, frontdesk_client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the text is no absolute `ws://` or `wss://` URL, or has credentials, a query or a
    /// fragment. The error does not repeat it.
    pub fn websocket(mut self, url: &str) -> Result<Self, Error> {
        // The schemes of WebSocket stand for those that its connections begin with.
        let url = match url.split_once("://") {
            Some(("ws", rest)) => format!("http://{rest}"),
            Some(("wss", rest)) => format!("https://{rest}"),
            Some(_) => return Err(invalid(EndpointFault::WebSocketScheme)),
            None => return Err(invalid(EndpointFault::NotAUrl)),
        };
        self.websocket = Some(checked(&url)?);
        Ok(self)
    }

    /// Returns the URL that tokens are fetched from.
    pub(crate) fn token_url(&self) -> Url {
        self.join(["auth", "oauth2", "token"])
    }

    /// Returns the URL that messages of the name are sent to.
    pub(crate) fn message_url(&self, name: &str) -> Url {
        self.join(["message", name])
    }

    /// Returns the URL that WebSocket connections are opened at, by its HTTP scheme.
    pub(crate) fn websocket_url(&self) -> Url {
        self.websocket.clone().unwrap_or_else(|| self.base.clone())
    }

    /// Says whether everything is plain `http://`.
    pub(crate) fn is_plain(&self) -> bool {
        self.urls().all(|url| !is_secure(url))
    }

    /// Says whether anything is `https://`.
    pub(crate) fn needs_tls(&self) -> bool {
        self.urls().any(is_secure)
    }

    /// Says whether anything plain leaves the machine.
    pub(crate) fn is_exposed(&self) -> bool {
        self.urls().any(|url| !is_secure(url) && !is_loopback(url))
    }

    fn urls(&self) -> impl Iterator<Item = &Url> {
        [&self.base].into_iter().chain(&self.websocket)
    }

    fn join<'a>(&self, path: impl IntoIterator<Item = &'a str>) -> Url {
        let mut url = self.base.clone();
        // Fails for URLs such as `data:`, which `base` has refused.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.base.as_str())
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({self})")
    }
}

/// Says why an endpoint cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
#[non_exhaustive]
pub enum EndpointFault {
    /// The text is no absolute URL.
    #[error("is no absolute URL")]
    NotAUrl,
    /// The URL is neither `http://` nor `https://`.
    #[error("is neither http:// nor https://")]
    Scheme,
    /// The URL of the WebSocket is neither `ws://` nor `wss://`.
    #[error("has a WebSocket that is neither ws:// nor wss://")]
    WebSocketScheme,
    /// The URL holds a user name or a password; see [`Credentials`](crate::Credentials) instead.
    #[error("holds a user name or password, which belong into `Credentials`")]
    Credentials,
    /// The URL has a query or a fragment.
    #[error("has a query or a fragment, to which no path can be appended")]
    QueryOrFragment,
    /// The tenant is no label of a host name.
    #[error("has a tenant that is no label of a host name")]
    Tenant,
    /// The top-level domain is no label of a host name, or several with dots between them.
    #[error("has a top-level domain that cannot end a host name")]
    TopLevelDomain,
    /// The URL is plain `http://` to a host other than loopback.
    #[error("is plain http:// to another host than loopback, which `allow_plain_http` would allow")]
    PlainHttp,
    /// The URL is `https://` and the crate was built without TLS.
    #[error("is https://, which needs the cargo feature `tls` of frontdesk-client")]
    NeedsTls,
}

fn invalid(fault: EndpointFault) -> Error {
    Error::new(Stage::Setup, 0, ErrorKind::InvalidEndpoint(fault))
}

/// Parses a URL that can be appended to and shown.
fn checked(url: &str) -> Result<Url, Error> {
    let url = Url::parse(url).map_err(|_| invalid(EndpointFault::NotAUrl))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid(EndpointFault::Scheme));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid(EndpointFault::Credentials));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid(EndpointFault::QueryOrFragment));
    }
    Ok(url)
}

fn is_secure(url: &Url) -> bool {
    url.scheme() == "https"
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, EndpointFault};
    use crate::ErrorKind;

    #[track_caller]
    fn refused(endpoint: Result<Endpoint, crate::Error>, fault: EndpointFault) {
        let error = endpoint.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidEndpoint(fault));
    }

    #[test]
    fn paths_are_appended_to_the_base() {
        for (base, token, message) in [
            (
                "http://localhost:1",
                "http://localhost:1/auth/oauth2/token",
                "http://localhost:1/message/reception",
            ),
            (
                "https://host/a%20b/",
                "https://host/a%20b/auth/oauth2/token",
                "https://host/a%20b/message/reception",
            ),
        ] {
            let endpoint = Endpoint::base(base).unwrap();
            assert_eq!(endpoint.token_url().as_str(), token);
            assert_eq!(endpoint.message_url("reception").as_str(), message);
        }
    }

    #[test]
    fn unusable_urls_are_refused() {
        refused(Endpoint::base(""), EndpointFault::NotAUrl);
        refused(Endpoint::base("127.0.0.1:80"), EndpointFault::NotAUrl);
        refused(Endpoint::base("http://"), EndpointFault::NotAUrl);
        refused(Endpoint::base("localhost:80"), EndpointFault::Scheme);
        refused(Endpoint::base("ws://localhost"), EndpointFault::Scheme);
        refused(Endpoint::base("http://me@host"), EndpointFault::Credentials);
        refused(
            Endpoint::base("http://:pw@host"),
            EndpointFault::Credentials,
        );
        refused(
            Endpoint::base("http://host?"),
            EndpointFault::QueryOrFragment,
        );
        refused(
            Endpoint::base("http://host#x"),
            EndpointFault::QueryOrFragment,
        );
    }

    #[test]
    fn tenants_are_labels() {
        for tenant in ["", "a.b", "a/b", "a@b", "-a", "a-", "ä"] {
            refused(Endpoint::tenant(tenant, "tech"), EndpointFault::Tenant);
        }
        for tld in ["", "tech.", "tech/x", "tech:80", ".."] {
            refused(Endpoint::tenant("acme", tld), EndpointFault::TopLevelDomain);
        }
        let endpoint = Endpoint::tenant("Acme-1", "co.test").unwrap();
        assert_eq!(endpoint.to_string(), "https://acme-1.oco.optave.co.test/");
    }

    #[test]
    fn loopback_is_known_in_every_spelling() {
        for (url, loopback) in [
            ("http://localhost", true),
            ("http://LOCALHOST:1", true),
            ("http://127.1", true),
            ("http://127.200.0.1", true),
            ("http://[::1]", true),
            ("http://localhost.example.test", false),
            ("http://128.0.0.1", false),
            ("http://0.0.0.0", false),
        ] {
            let endpoint = Endpoint::base(url).unwrap();
            assert_eq!(!endpoint.is_exposed(), loopback, "{url}");
        }
    }

    #[test]
    fn the_websocket_has_a_place_of_its_own() {
        let tenant = Endpoint::tenant("acme", "tech").unwrap();
        let websocket = "https://ws-acme.oco.optave.tech/";
        assert_eq!(tenant.websocket_url().as_str(), websocket);

        let base = Endpoint::base("http://localhost:1").unwrap();
        assert_eq!(base.websocket_url().as_str(), "http://localhost:1/");
        refused(
            base.clone().websocket("http://a"),
            EndpointFault::WebSocketScheme,
        );
        refused(base.clone().websocket("a"), EndpointFault::NotAUrl);
        refused(
            base.clone().websocket("ws://a?b"),
            EndpointFault::QueryOrFragment,
        );

        let beside = base.clone().websocket("ws://localhost:2/x").unwrap();
        assert_eq!(beside.websocket_url().as_str(), "http://localhost:2/x");
        assert!(beside.is_plain() && !beside.is_exposed());
        assert!(base.clone().websocket("ws://host").unwrap().is_exposed());
        let secure = base.websocket("wss://host").unwrap();
        assert!(secure.needs_tls() && !secure.is_plain() && !secure.is_exposed());
    }
}
