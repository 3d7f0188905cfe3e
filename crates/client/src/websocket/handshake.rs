//! The request that opens a connection, and whether the response does.

use frontdesk_model::AccessToken;
use reqwest::header::{
    CONNECTION, HeaderMap, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS,
    SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use reqwest::{Method, Request};
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use url::Url;

use super::TokenPlace;
use crate::error::ErrorKind;

/// The upgrade of one HTTP connection.
pub(super) struct Handshake {
    key: String,
    place: TokenPlace,
}

impl Handshake {
    pub(super) fn new(place: TokenPlace) -> Self {
        Self {
            key: generate_key(),
            place,
        }
    }

    /// Writes the request that carries the token.
    pub(super) fn request(&self, mut url: Url, token: &AccessToken) -> Result<Request, ErrorKind> {
        let protocols = match self.place {
            TokenPlace::Subprotocol => Some(protocols(token)?),
            TokenPlace::Query => {
                url.query_pairs_mut()
                    .append_pair("Authorization", token.expose());
                None
            }
        };
        let mut request = Request::new(Method::GET, url);
        let headers = request.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        let key = HeaderValue::try_from(&self.key).map_err(|_| ErrorKind::Setup)?;
        headers.insert(SEC_WEBSOCKET_KEY, key);
        if let Some(protocols) = protocols {
            headers.insert(SEC_WEBSOCKET_PROTOCOL, protocols);
        }
        Ok(request)
    }

    /// Says what keeps a response of status 101 from opening a WebSocket.
    pub(super) fn fault(&self, headers: &HeaderMap) -> Option<&'static str> {
        if !has_token(headers, &UPGRADE, "websocket") {
            return Some("the response does not upgrade to websocket");
        }
        if !has_token(headers, &CONNECTION, "upgrade") {
            return Some("the response does not upgrade the connection");
        }
        let accept = derive_accept_key(self.key.as_bytes());
        if headers.get(SEC_WEBSOCKET_ACCEPT).map(HeaderValue::as_bytes) != Some(accept.as_bytes()) {
            return Some("the response answers another key");
        }
        if headers.contains_key(SEC_WEBSOCKET_EXTENSIONS) {
            return Some("the service wants an extension that was not offered");
        }
        let chosen: Vec<&[u8]> = headers
            .get_all(SEC_WEBSOCKET_PROTOCOL)
            .iter()
            .map(HeaderValue::as_bytes)
            .collect();
        match (self.place, chosen.as_slice()) {
            (TokenPlace::Subprotocol, [one]) if *one == SUBPROTOCOL.as_bytes() => None,
            (TokenPlace::Subprotocol, []) => Some("the service has chosen no subprotocol"),
            (TokenPlace::Subprotocol, _) => Some("the service has chosen another subprotocol"),
            (TokenPlace::Query, []) => None,
            (TokenPlace::Query, _) => {
                Some("the service has chosen a subprotocol, and none was offered")
            }
        }
    }
}

/// Offers the subprotocol and, as another one, the token: only some characters can travel so.
fn protocols(token: &AccessToken) -> Result<HeaderValue, ErrorKind> {
    let text = token.expose();
    if text.is_empty() || !text.bytes().all(is_token_byte) {
        return Err(ErrorKind::UnusableToken);
    }
    let mut value = HeaderValue::try_from(format!("{SUBPROTOCOL}, {text}"))
        .map_err(|_| ErrorKind::UnusableToken)?;
    value.set_sensitive(true);
    Ok(value)
}

/// Says whether HTTP allows the byte in a token (RFC 9110, 5.6.2).
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Looks for a word in a header that is a list, whatever its case.
fn has_token(headers: &HeaderMap, name: &HeaderName, wanted: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|word| word.trim().eq_ignore_ascii_case(wanted))
}

const SUBPROTOCOL: &str = "optave-v1";

#[cfg(test)]
mod tests {
    use frontdesk_model::AccessToken;
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
    use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
    use url::Url;

    use super::Handshake;
    use crate::error::ErrorKind;
    use crate::websocket::TokenPlace;

    fn url() -> Url {
        Url::parse("http://localhost/?OptaveTraceChatSessionId=s").unwrap()
    }

    #[test]
    fn the_token_travels_as_asked() {
        let token = AccessToken::new("a.b-c_d");
        let request = Handshake::new(TokenPlace::Subprotocol)
            .request(url(), &token)
            .unwrap();
        assert_eq!(
            request.headers()["sec-websocket-protocol"],
            "optave-v1, a.b-c_d"
        );
        assert_eq!(request.url(), &url());
        assert!(!format!("{request:?}").contains("a.b-c_d"));

        let token = AccessToken::new("a/b=");
        let request = Handshake::new(TokenPlace::Query)
            .request(url(), &token)
            .unwrap();
        assert!(!request.headers().contains_key("sec-websocket-protocol"));
        assert_eq!(
            request.url().query(),
            Some("OptaveTraceChatSessionId=s&Authorization=a%2Fb%3D")
        );
    }

    #[test]
    fn tokens_that_are_no_subprotocol_are_refused() {
        for token in ["", "a b", "a/b", "a=", "a,b", "é"] {
            let refused = Handshake::new(TokenPlace::Subprotocol)
                .request(url(), &AccessToken::new(token))
                .unwrap_err();
            assert_eq!(refused, ErrorKind::UnusableToken, "{token}");
        }
    }

    #[test]
    fn every_fault_of_a_response_is_found() {
        let handshake = Handshake::new(TokenPlace::Subprotocol);
        let accept = derive_accept_key(handshake.key.as_bytes());
        let right = [
            ("upgrade", "WebSocket"),
            ("connection", "keep-alive, Upgrade"),
            ("sec-websocket-accept", &accept),
            ("sec-websocket-protocol", "optave-v1"),
        ];
        let headers = |skipped: &str, added: &[(&'static str, &str)]| -> HeaderMap {
            right
                .into_iter()
                .filter(|(name, _)| *name != skipped)
                .chain(added.iter().copied())
                .map(|(name, value)| {
                    let value = HeaderValue::from_str(value).unwrap();
                    (HeaderName::from_static(name), value)
                })
                .collect()
        };
        assert_eq!(handshake.fault(&headers("", &[])), None);
        for (name, value) in right {
            assert!(handshake.fault(&headers(name, &[])).is_some(), "{name}");
            let other = if name == "sec-websocket-protocol" {
                "token"
            } else {
                "other"
            };
            let wrong = headers(name, &[(name, other)]);
            assert!(handshake.fault(&wrong).is_some(), "{name}: not {value}");
        }
        let extended = headers("", &[("sec-websocket-extensions", "permessage-deflate")]);
        assert!(handshake.fault(&extended).is_some());
        let query = Handshake {
            place: TokenPlace::Query,
            ..handshake
        };
        assert!(query.fault(&headers("", &[])).is_some());
        assert_eq!(query.fault(&headers("sec-websocket-protocol", &[])), None);
    }
}
