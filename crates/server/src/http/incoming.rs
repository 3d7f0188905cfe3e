use std::time::Duration;

use frontdesk_corpus::{REDACTED, Redactor};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap};
use hyper::{Method, Request, StatusCode};

use tokio::time::timeout;

use super::{Answer, refusal};
use crate::Limits;
use crate::tokens::TokenFault;

/// What stands before the body of a request.
pub(crate) struct Head {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) tenant: Option<String>,
    /// Names in lower case, as they came; values that are no text are left out.
    pub(crate) headers: Vec<(String, String)>,
    /// What follows the path: it may hold a secret, and is neither logged nor kept.
    pub(crate) query: String,
    content_type: Option<String>,
    length: Option<u64>,
}

impl Head {
    pub(crate) fn of(request: &Request<Incoming>) -> Self {
        let headers = request.headers();
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().unwrap_or_default().to_owned(),
            tenant: text(HOST).and_then(tenant),
            content_type: text(CONTENT_TYPE).map(str::to_lowercase),
            length: text(CONTENT_LENGTH).and_then(|length| length.parse().ok()),
            headers: texts(headers),
        }
    }

    /// Iterates over names and values.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut pairs = self.pairs();
        pairs
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
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
        self.content_type.as_ref().is_none_or(|kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind == "application/json" || kind.ends_with("+json")
        })
    }

    /// Returns the token of a message.
    pub(crate) fn bearer(&self) -> Result<&str, TokenFault> {
        let value = self
            .header(AUTHORIZATION.as_str())
            .ok_or(TokenFault::Missing)?;
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
    pub(crate) async fn body(
        &self,
        mut body: Incoming,
        limits: &Limits,
    ) -> Result<Vec<u8>, Answer> {
        let limit = limits.body_bytes;
        if self.length.is_some_and(|length| length > limit as u64) {
            return Err(self.too_large(body, limit).await);
        }
        let mut bytes = Vec::new();
        let read = async {
            while let Some(frame) = body.frame().await {
                let Ok(data) = frame.map_err(drop)?.into_data() else {
                    continue;
                };
                if data.len() > limit - bytes.len() {
                    return Ok(false);
                }
                bytes.extend_from_slice(&data);
            }
            Ok(true)
        };
        match timeout(limits.body_time, read).await {
            Ok(Ok(true)) => Ok(bytes),
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

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let texts = headers.iter().filter_map(|(name, value)| {
        let value = value.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    texts.collect()
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
