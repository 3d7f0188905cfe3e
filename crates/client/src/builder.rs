//! Settings of a client.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect;
use reqwest::retry;
use secrecy::{ExposeSecret as _, SecretString};

use crate::credentials::Credentials;
use crate::endpoint::{Endpoint, EndpointFault};
use crate::error::{Cause, Error, ErrorKind, Stage};
use crate::http::Http;
use crate::rest::Rest;
use crate::tokens::Tokens;
use crate::websocket::{Dialer, Shared, Streaming};
use crate::{Client, RetryPolicy, Surroundings, WebSocket};

/// Collects the settings of a [`Client`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    endpoint: Endpoint,
    plain_http: bool,
    proxy: bool,
    connect_timeout: Duration,
    request_timeout: Duration,
    request_limit: usize,
    response_limit: usize,
    retry: RetryPolicy,
    surroundings: Surroundings,
    websocket: Option<WebSocket>,
    headers: Vec<(String, SecretString)>,
    #[cfg(feature = "tls")]
    authorities: Vec<std::path::PathBuf>,
}

impl ClientBuilder {
    /// Finishes the client; nothing is sent yet.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::InvalidEndpoint`] when the endpoint is plain `http://` to another host than
    ///   loopback, or `https://` without the cargo feature `tls`;
    /// - [`ErrorKind::UnusableHeader`] when a header cannot be sent, or is one of the client's own;
    /// - [`ErrorKind::UnusableToken`] when a ready-made token cannot be sent;
    /// - [`ErrorKind::Setup`] when the HTTP client cannot be made, for example without root
    ///   certificates.
    pub fn build(self, credentials: Credentials) -> Result<Client, Error> {
        let setup = |kind| Error::new(Stage::Setup, 0, kind);
        if self.endpoint.is_exposed() && !self.plain_http {
            return Err(setup(ErrorKind::InvalidEndpoint(EndpointFault::PlainHttp)));
        }
        if self.endpoint.needs_tls() && !cfg!(feature = "tls") {
            return Err(setup(ErrorKind::InvalidEndpoint(EndpointFault::NeedsTls)));
        }
        credentials.check().map_err(setup)?;
        let headers = self.header_map().map_err(setup)?;
        let http = Http {
            client: self
                .http_client(headers)
                .map_err(|cause| Error::new(Stage::Setup, 0, cause))?,
            policy: self.retry.clone(),
            surroundings: self.surroundings.clone(),
            response_limit: self.response_limit,
            header_values: self
                .headers
                .iter()
                .map(|(_, value)| value.clone())
                .collect(),
        };
        Ok(match self.websocket {
            None => Client::over_rest(Rest::new(
                http,
                self.endpoint,
                credentials,
                self.request_limit,
            )),
            Some(settings) => {
                let dialer = Dialer::new(
                    http.clone(),
                    Tokens::new(http, self.endpoint.token_url(), credentials),
                    self.endpoint.websocket_url(),
                    &settings,
                    self.connect_timeout,
                );
                let shared = Shared {
                    endpoint: self.endpoint,
                    retry: self.retry,
                    surroundings: self.surroundings,
                    request_limit: self.request_limit,
                    request_timeout: self.request_timeout,
                };
                Client::over_websocket(Streaming::new(settings, dialer, shared))
            }
        })
    }

    /// Sends messages over WebSocket, not over REST.
    pub fn websocket(mut self, settings: WebSocket) -> Self {
        self.websocket = Some(settings);
        self
    }

    /// Sends a header with every request: for tokens, for messages over REST, for the opening of a
    /// WebSocket. Its value is kept out of errors and of `Debug`.
    ///
    /// What a gateway in front of the service asks for is set so, not what the contract has: a token
    /// comes from the [`Credentials`].
    pub fn header(mut self, name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Trusts the authorities in PEM files, beside those of the system.
    ///
    /// The files are read by [`build`](Self::build), and only for `https://` endpoints.
    #[cfg(feature = "tls")]
    pub fn authorities(
        mut self,
        files: impl IntoIterator<Item = impl Into<std::path::PathBuf>>,
    ) -> Self {
        self.authorities.extend(files.into_iter().map(Into::into));
        self
    }

    /// Allows plain `http://` to any host: whoever is on the way reads secret and token.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Ignores the proxy that the environment names (`HTTPS_PROXY` and its kin).
    ///
    /// Plain `http://` never goes through a proxy, with or without this.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = false;
        self
    }

    /// Limits the time for connecting, 10 seconds otherwise; over WebSocket until the connection is
    /// open.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Limits the time of one request until its response is read, 30 seconds otherwise.
    ///
    /// A call makes several requests when a token has to be fetched or when requests are repeated.
    /// Over WebSocket this is the longest silence: before the first event of a request, connecting
    /// included, and between its events. It is also how long a reader who does not read may keep
    /// the others waiting.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = timeout;
        self
    }

    /// Limits the size of a request body in bytes, over WebSocket of an envelope, [`REQUEST_LIMIT`]
    /// otherwise.
    pub fn request_limit(mut self, bytes: usize) -> Self {
        self.request_limit = bytes;
        self
    }

    /// Limits the size of a response body in bytes, [`RESPONSE_LIMIT`] otherwise. Over WebSocket
    /// [`WebSocket`] has limits of its own.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Says when a request is repeated, [`RetryPolicy::standard`] otherwise.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Replaces clock, chance and waiting, so that tests need no time.
    pub fn surroundings(mut self, surroundings: Surroundings) -> Self {
        self.surroundings = surroundings;
        self
    }

    pub(crate) fn new(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            plain_http: false,
            proxy: true,
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(30),
            request_limit: REQUEST_LIMIT,
            response_limit: RESPONSE_LIMIT,
            retry: RetryPolicy::standard(),
            surroundings: Surroundings::real(),
            websocket: None,
            headers: Vec::new(),
            #[cfg(feature = "tls")]
            authorities: Vec::new(),
        }
    }

    fn header_map(&self) -> Result<HeaderMap, ErrorKind> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let unusable = |reason| ErrorKind::UnusableHeader {
                name: name.clone(),
                reason,
            };
            let known = HeaderName::try_from(name.as_str())
                .map_err(|_| unusable("that is no name of a header"))?;
            if OWN_HEADERS.contains(&known.as_str()) || known.as_str().starts_with("sec-websocket-")
            {
                return Err(unusable("the client sends it itself"));
            }
            let mut value = HeaderValue::try_from(value.expose_secret())
                .map_err(|_| unusable("its value has characters that no header can carry"))?;
            value.set_sensitive(true);
            headers.append(known, value);
        }
        Ok(headers)
    }

    fn http_client(&self, headers: HeaderMap) -> Result<reqwest::Client, Cause> {
        let builder = self.secured(reqwest::Client::builder())?;
        let builder = builder
            .default_headers(headers)
            .user_agent(concat!(
                env!("CARGO_PKG_NAME"),
                "/",
                env!("CARGO_PKG_VERSION")
            ))
            // A WebSocket begins as HTTP/1.1.
            .http1_only()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .connect_timeout(self.connect_timeout)
            .timeout(self.request_timeout)
            .pool_idle_timeout(IDLE);
        let client = if self.proxy && !self.endpoint.is_plain() {
            builder.build()
        } else {
            builder.no_proxy().build()
        };
        client.map_err(Cause::setup)
    }

    /// Says whom to trust; without TLS nobody has to be.
    #[cfg(feature = "tls")]
    fn secured(&self, builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Cause> {
        let config = if self.endpoint.needs_tls() {
            frontdesk_tls::client_config(&self.authorities)?
        } else {
            frontdesk_tls::trusting_nobody()?
        };
        Ok(builder.tls_backend_preconfigured(config))
    }

    #[cfg(not(feature = "tls"))]
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "it is as with TLS"
    )]
    fn secured(&self, builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Cause> {
        Ok(builder)
    }
}

/// The size in bytes up to which a request body is sent, unless the builder says otherwise.
///
/// REST documents no limit; this is the one that WebSocket documents, 128 KB. The SDK counts UTF-16
/// units of the envelope; bytes are never fewer, so what keeps to this limit keeps to that one too.
pub const REQUEST_LIMIT: usize = 131_072;

/// The size in bytes up to which a response body is read, unless the builder says otherwise.
pub const RESPONSE_LIMIT: usize = 8 * 1024 * 1024;

/// A request that is written while the service closes an idle connection is lost and must not be
/// repeated, so idle connections are given up earlier than servers usually do.
const IDLE: Duration = Duration::from_secs(15);

/// What the client writes itself, in lower case.
const OWN_HEADERS: [&str; 10] = [
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "te",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];
