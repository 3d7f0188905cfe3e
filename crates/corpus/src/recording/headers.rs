use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// The headers of a recording, redacted by construction.
///
/// A value is kept only where the header's name is known to be harmless. Everything else reads
/// `[redacted]`, so that a secret in a header nobody thought of never reaches a disk.
///
/// ```
/// use frontdesk_corpus::Headers;
///
/// let headers = Headers::from_iter([
///     ("Content-Type", "application/json"),
///     ("Authorization", "Bearer secret"),
///     ("Sec-WebSocket-Protocol", "optave-v1, secret"),
/// ]);
/// assert_eq!(headers.get("content-type"), Some("application/json"));
/// assert_eq!(headers.get("authorization"), Some("[redacted]"));
/// assert_eq!(headers.get("sec-websocket-protocol"), Some("optave-v1, [redacted]"));
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Headers {
    by_name: BTreeMap<String, String>,
}

impl Headers {
    /// Adds a header; a name that is already there gets both values, joined by a comma.
    ///
    /// Tells whether the value could be kept as it was.
    pub fn insert(&mut self, name: &str, value: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let kept = redact(&name, value);
        let untouched = kept == value;
        self.by_name
            .entry(name)
            .and_modify(|before| {
                before.push_str(", ");
                before.push_str(&kept);
            })
            .or_insert(kept);
        untouched
    }

    /// Returns a header's value, redacted.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.by_name
            .get(&name.to_ascii_lowercase())
            .map(String::as_str)
    }

    /// Iterates over names in lower case and redacted values, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_name
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Tells whether there is no header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(headers: I) -> Self {
        let mut redacted = Self::default();
        for (name, value) in headers {
            redacted.insert(name.as_ref(), value.as_ref());
        }
        redacted
    }
}

impl Serialize for Headers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.by_name.serialize(serializer)
    }
}

fn redact(name: &str, value: &str) -> String {
    if HARMLESS.contains(&name) {
        value.to_owned()
    } else if name == SUBPROTOCOL {
        redact_subprotocols(value)
    } else {
        REDACTED.to_owned()
    }
}

/// Keeps the subprotocol's name, which comes first, and hides the token, which comes after it.
fn redact_subprotocols(value: &str) -> String {
    let mut offered = value.split(',').map(str::trim);
    let name = offered
        .next()
        .filter(|name| is_subprotocol_name(name))
        .unwrap_or(REDACTED);
    offered.fold(name.to_owned(), |kept, _| format!("{kept}, {REDACTED}"))
}

/// Tells a name from a token, which is longer, or says what it is by its first letters.
fn is_subprotocol_name(text: &str) -> bool {
    text.len() <= 24
        && !text.starts_with("eyJ")
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

/// What stands in place of a value that may be a secret.
const REDACTED: &str = "[redacted]";

const SUBPROTOCOL: &str = "sec-websocket-protocol";

/// The headers whose values say nothing about who is speaking.
const HARMLESS: [&str; 29] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "age",
    "allow",
    "cache-control",
    "connection",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "expires",
    "host",
    "last-modified",
    "pragma",
    "retry-after",
    "sec-websocket-extensions",
    "sec-websocket-version",
    "server",
    "strict-transport-security",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "vary",
    "via",
];

#[cfg(test)]
mod tests {
    use super::{Headers, REDACTED};

    #[test]
    fn what_is_not_known_to_be_harmless_is_redacted() {
        for name in [
            "authorization",
            "cookie",
            "Set-Cookie",
            "PROXY-AUTHORIZATION",
            "x-api-key",
            "x-nobody-thought-of-this",
            "location",
        ] {
            let mut headers = Headers::default();
            assert!(!headers.insert(name, "secret"));
            assert_eq!(headers.get(name), Some(REDACTED));
            assert!(!format!("{headers:?}").contains("secret"));
        }
    }

    #[test]
    fn a_token_among_subprotocols_is_redacted() {
        for (sent, kept) in [
            ("optave-v1", "optave-v1"),
            ("optave-v1, eyJhbGciOi.x.y", "optave-v1, [redacted]"),
            ("optave-v1,a,b", "optave-v1, [redacted], [redacted]"),
            ("eyJhbGciOi.x.y", REDACTED),
            ("eyJhbGciOi.x.y, optave-v1", "[redacted], [redacted]"),
            ("0123456789abcdef0123456789abcdef", REDACTED),
        ] {
            let headers = Headers::from_iter([("sec-websocket-protocol", sent)]);
            assert_eq!(headers.get("sec-websocket-protocol"), Some(kept));
        }
    }

    #[test]
    fn what_was_redacted_stays_as_it_is() {
        let mut headers = Headers::default();
        assert!(headers.insert("cookie", REDACTED));
        assert!(headers.insert("sec-websocket-protocol", "optave-v1, [redacted]"));
        assert!(headers.insert("Vary", "accept"));
        assert!(headers.insert("vary", "host"));
        assert_eq!(headers.get("VARY"), Some("accept, host"));
    }
}
