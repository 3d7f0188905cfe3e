//! What the client proves itself with.

use frontdesk_model::AccessToken;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::error::ErrorKind;

/// Holds what the client proves itself with, and keeps it out of logs.
///
/// ```
/// use frontdesk_client::Credentials;
///
/// let credentials = Credentials::new("my-client", "s3cret");
/// assert!(!format!("{credentials:?}").contains("s3cret"));
/// ```
#[derive(Clone, Debug)]
pub struct Credentials(Proof);

#[derive(Clone, Debug)]
enum Proof {
    Client { id: String, secret: SecretString },
    Token(AccessToken),
}

impl Credentials {
    /// Takes client id and secret; a token is fetched with them when it is needed.
    #[must_use]
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        Self(Proof::Client {
            id: client_id.into(),
            secret: client_secret.into(),
        })
    }

    /// Takes a token that was fetched elsewhere; there is no other one when it is refused.
    #[must_use]
    pub fn token(token: AccessToken) -> Self {
        Self(Proof::Token(token))
    }

    /// Refuses a token that no request could carry.
    pub(crate) fn check(&self) -> Result<(), ErrorKind> {
        match &self.0 {
            Proof::Client { .. } => Ok(()),
            Proof::Token(token) => bearer(token).map(drop),
        }
    }

    pub(crate) fn ready_token(&self) -> Option<&AccessToken> {
        match &self.0 {
            Proof::Client { .. } => None,
            Proof::Token(token) => Some(token),
        }
    }

    /// Adds id and secret to the query, as the docs page has it; `grant_type` is sent too, as the
    /// SDK does (C-22).
    pub(crate) fn write_to(&self, url: &mut Url) {
        if let Proof::Client { id, secret } = &self.0 {
            url.query_pairs_mut()
                .append_pair("grant_type", "client_credentials")
                .append_pair("client_id", id)
                .append_pair("client_secret", secret.expose_secret());
        }
    }

    /// Returns what must not be in an error.
    pub(crate) fn secret(&self) -> &str {
        match &self.0 {
            Proof::Client { secret, .. } => secret.expose_secret(),
            Proof::Token(token) => token.expose(),
        }
    }
}

/// Writes the header that carries a token.
pub(crate) fn bearer(token: &AccessToken) -> Result<HeaderValue, ErrorKind> {
    let text = token.expose();
    if text.trim().is_empty() {
        return Err(ErrorKind::UnusableToken);
    }
    let mut value =
        HeaderValue::try_from(format!("Bearer {text}")).map_err(|_| ErrorKind::UnusableToken)?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use frontdesk_model::AccessToken;

    use super::{Credentials, bearer};

    #[test]
    fn tokens_that_no_header_can_carry_are_refused() {
        for token in ["", " ", "a\nb", "a\0b"] {
            let token = AccessToken::new(token);
            assert!(bearer(&token).is_err());
            assert!(Credentials::token(token).check().is_err());
        }
        let value = bearer(&AccessToken::new("s3cret")).unwrap();
        assert_eq!(value, "Bearer s3cret");
        assert_eq!(format!("{value:?}"), "Sensitive");
    }
}
