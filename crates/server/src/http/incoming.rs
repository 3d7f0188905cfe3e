use std::time::Duration;

use frontdesk_corpus::{REDACTED, Redactor};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{AUTHORIZATION, AsHeaderName, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap};
use hyper::{Method, Request, StatusCode, Uri};

use tokio::time::timeout;

use super::{Answer, refusal};
use crate::Limits;
use crate::overrides;
use crate::tokens::TokenFault;

/// What stands before the body of a request.
pub(crate) struct Head {
    pub(crate) method: Method,
    pub(crate) tenant: Option<String>,
    uri: Uri,
    headers: HeaderMap,
}

impl Head {
    /// Takes the head off a request, of which the body stays, and what it may be upgraded to.
    pub(crate) fn take(request: &mut Request<Incoming>) -> Self {
        let headers = std::mem::take(request.headers_mut());
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        Self {
            method: request.method().clone(),
            tenant: host.and_then(tenant),
            uri: std::mem::take(request.uri_mut()),
            headers,
        }
    }

    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    /// Returns what follows the path: it may hold a secret, and is neither logged nor kept.
    pub(crate) fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    /// Iterates over names, in lower case, and values; those that are no text are left out.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs_that_begin("")
    }

    /// Iterates over the headers by which a request asks for something else than the rest.
    pub(crate) fn overrides(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs_that_begin(overrides::PREFIX)
    }

    fn pairs_that_begin(&self, beginning: &str) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.headers.iter();
        let pairs = pairs.map(|(name, value)| (name.as_str(), value));
        pairs
            .filter(move |(name, _)| name.starts_with(beginning))
            .filter_map(|(name, value)| Some((name, value.to_str().ok()?)))
    }

    /// Returns names and values, to be kept.
    pub(crate) fn texts(&self) -> Vec<(String, String)> {
        self.pairs()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// Returns the first value of a header that is text.
    pub(crate) fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        values.find_map(|value| value.to_str().ok())
    }

    /// Returns the headers without what is secret in them.
    pub(crate) fn kept(&self, redactor: &Redactor) -> Vec<(String, String)> {
        let kept = self.pairs().map(|(name, value)| {
            let value = match name {
                "authorization" | "cookie" | "proxy-authorization" | "x-api-key" => {
                    REDACTED.to_owned()
                }
                "sec-websocket-protocol" => value
                    .split(',')
                    .map(|offered| match offered.trim() {
                        SUBPROTOCOL => SUBPROTOCOL,
                        _ => REDACTED,
                    })
                    .collect::<Vec<_>>()
                    .join(", "),
                _ => redactor.text(value).into_owned(),
            };
            (name.to_owned(), value)
        });
        kept.collect()
    }

    /// Tells whether the body may be JSON; a client that says nothing about it may mean it.
    pub(crate) fn may_be_json(&self) -> bool {
        self.header(CONTENT_TYPE).is_none_or(|kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            let suffix = kind.rsplit_once('+').map(|(_, suffix)| suffix);
            kind.eq_ignore_ascii_case("application/json")
                || suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case("json"))
        })
    }

    /// Returns the token of a message.
    pub(crate) fn bearer(&self) -> Result<&str, TokenFault> {
        let value = self.header(AUTHORIZATION).ok_or(TokenFault::Missing)?;
        let (scheme, token) = value.split_once(' ').ok_or(TokenFault::Form)?;
        if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() {
            Ok(token.trim())
        } else {
            Err(TokenFault::Form)
        }
    }

    /// Reads a body to its end, but never more than the limit, and never for ever.
    ///
    /// It is read before anything is refused: a connection that is closed with something unread is
    /// reset, and then the client may never see the answer.
    pub(crate) async fn body(&self, mut body: Incoming, limits: &Limits) -> Result<Bytes, Answer> {
        let limit = limits.body_bytes;
        let length = self.header(CONTENT_LENGTH);
        let length: Option<u64> = length.and_then(|length| length.parse().ok());
        if length.is_some_and(|length| length > limit as u64) {
            return Err(self.too_large(body, limit).await);
        }
        let (mut first, mut rest) = (Bytes::new(), Vec::new());
        let read = async {
            // To wait for an end that is known already would cost a timer.
            while !body.is_end_stream()
                && let Some(frame) = body.frame().await
            {
                let Ok(data) = frame.map_err(drop)?.into_data() else {
                    continue;
                };
                if data.len() > limit - first.len() - rest.len() {
                    return Ok(false);
                }
                if first.is_empty() {
                    first = data;
                } else {
                    rest.extend_from_slice(&data);
                }
            }
            Ok(true)
        };
        match timeout(limits.body_time, read).await {
            // Most bodies come in one piece.
            Ok(Ok(true)) if rest.is_empty() => Ok(first),
            Ok(Ok(true)) => Ok([&*first, &rest].concat().into()),
            Ok(Ok(false)) => Err(self.too_large(body, limit).await),
            Ok(Err(())) => {
                let text = "the body ended before its length".to_owned();
                Err(refusal(StatusCode::BAD_REQUEST, "INCOMPLETE_BODY", [text]).closing())
            }
            Err(_) => {
                let text = "the body takes too long".to_owned();
                Err(refusal(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", [text]).closing())
            }
        }
    }

    /// Refuses a body, after some of it was thrown away unless the client waits for a word first.
    async fn too_large(&self, mut body: Incoming, limit: usize) -> Answer {
        if self.header("expect").is_none() {
            let thrown = async { while let Some(Ok(_)) = body.frame().await {} };
            let _ = timeout(DRAIN, thrown).await;
        }
        let text = format!("the body is larger than the {limit} bytes that are taken here");
        refusal(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", [text]).closing()
    }
}

/// Reads the tenant out of a host such as `acme.oco.optave.test` or `ws-acme.oco.optave.test`.
fn tenant(host: &str) -> Option<String> {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let (label, rest) = name.split_once('.')?;
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if rest.is_empty() || name.split('.').all(is_number) {
        return None;
    }
    Some(label.strip_prefix("ws-").unwrap_or(label).to_owned())
}

/// How long what is not wanted is still read.
const DRAIN: Duration = Duration::from_millis(500);
/// The subprotocol that is spoken.
pub(crate) const SUBPROTOCOL: &str = "optave-v1";

#[cfg(test)]
mod tests {
    use super::tenant;

    #[test]
    fn the_host_names_the_tenant() {
        for (host, found) in [
            ("acme.oco.optave.test", Some("acme")),
            ("ws-acme.oco.optave.test:8080", Some("acme")),
            ("localhost:8080", None),
            ("127.0.0.1:80", None),
            ("[::1]:80", None),
            ("", None),
        ] {
            assert_eq!(tenant(host).as_deref(), found, "{host}");
        }
    }
}
