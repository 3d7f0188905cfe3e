use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use url::Url;

use crate::case::Framing;
use crate::exchange::{Answer, Outcome, Silence};
use crate::request::{Request, TOKEN_PLACEHOLDER};

use super::pool::Pool;
use super::render::{Shown, ShownHeader, TOKEN_CUT};

/// How a client shows who it is.
///
/// Secrets are put in when bytes go to the wire; everything that is kept has placeholders.
#[derive(Clone, Default)]
pub struct Access {
    /// Where tokens come from, where there are any.
    pub tokens: Option<TokenSource>,
    /// Headers with secrets.
    pub headers: Vec<SecretHeader>,
}

/// Where tokens come from: the client credentials of OAuth 2.0.
#[derive(Clone)]
pub struct TokenSource {
    /// What grants tokens.
    pub url: Url,
    /// The id of the client.
    pub id: String,
    /// The secret of the client.
    pub secret: String,
    /// Whether the credentials travel in the query, and not in a form.
    pub in_query: bool,
}

/// A header with a secret.
#[derive(Clone)]
pub struct SecretHeader {
    /// Its name.
    pub name: String,
    /// The environment variable that the secret was in, by which findings call it.
    pub variable: String,
    /// The secret.
    pub secret: String,
}

/// Why there is no token.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no token from {url}: {reason}")]
pub struct NoToken {
    url: String,
    reason: String,
    is_down: bool,
}

impl NoToken {
    /// Tells whether nobody listens where tokens come from.
    #[must_use]
    pub fn is_down(&self) -> bool {
        self.is_down
    }
}

/// The token in use.
pub(super) struct Held {
    access: Access,
    token: Mutex<(String, Option<Instant>)>,
}

impl Access {
    /// Tells whether there is anything to show.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.tokens.is_none() && self.headers.is_empty()
    }

    pub(super) fn shown(&self) -> Shown {
        let headers = self.headers.iter();
        Shown {
            token: self.tokens.is_some(),
            headers: headers
                .map(|header| ShownHeader {
                    name: header.name.to_ascii_lowercase(),
                    variable: header.variable.clone(),
                    scheme: header.parts().map(|(scheme, _)| scheme.to_owned()),
                })
                .collect(),
        }
    }
}

impl SecretHeader {
    /// Takes a scheme and what follows it apart, where the secret is both.
    fn parts(&self) -> Option<(&str, &str)> {
        let (scheme, token) = self.secret.split_once(' ')?;
        let is_scheme = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphabetic());
        (is_scheme && !token.is_empty()).then_some((scheme, token))
    }
}

impl Held {
    pub(super) fn new(access: Access) -> Self {
        Self {
            access,
            token: Mutex::new((String::new(), None)),
        }
    }

    /// Puts the secrets in the place of their placeholders.
    pub(super) fn reveal(&self, value: &str) -> String {
        if !value.contains('$') {
            return value.to_owned();
        }
        let token = self
            .token
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .clone();
        let mut cut = token.clone();
        cut.pop();
        let mut revealed = value
            .replace(TOKEN_CUT, &cut)
            .replace(TOKEN_PLACEHOLDER, &token);
        for header in &self.access.headers {
            let SecretHeader {
                variable, secret, ..
            } = header;
            let token = header.parts().map_or(secret.as_str(), |(_, token)| token);
            let mut cut = secret.clone();
            cut.pop();
            revealed = revealed
                .replace(&format!("${{{variable}%?}}"), &cut)
                .replace(&format!("${{{variable}#* }}"), token)
                .replace(&format!("${variable}"), secret);
        }
        revealed
    }

    /// Puts placeholders in the place of secrets; tells whether there were any.
    pub(super) fn conceal(&self, text: &str) -> Option<String> {
        let secrets = self.shown_in(text);
        let concealed = secrets
            .iter()
            .fold(text.to_owned(), |text, (secret, name)| {
                text.replace(secret, name)
            });
        (!secrets.is_empty()).then_some(concealed)
    }

    /// Names a secret that a text shows, perhaps without its end.
    pub(super) fn shown_by(&self, text: &str) -> Option<String> {
        let secrets = self.shown_in(text);
        secrets.into_iter().next().map(|(_, name)| name)
    }

    /// Returns what every text has in it that shows the secret of a name.
    pub(super) fn most_of(&self, name: &str) -> Option<String> {
        let secrets = self.secrets().into_iter();
        let (mut secret, _) = secrets.into_iter().find(|(_, known)| known == name)?;
        secret.pop()?;
        Some(secret)
    }

    /// Lists the secrets that a text shows, whole or without their end, with their names.
    fn shown_in(&self, text: &str) -> Vec<(String, String)> {
        let mut secrets = self.secrets();
        // What lacks its end only is as good as the secret.
        let cut = secrets.iter().filter_map(|(secret, name)| {
            let mut cut = secret.clone();
            cut.pop()?;
            Some((cut, name.clone()))
        });
        let cut: Vec<_> = cut.collect();
        secrets.extend(cut);
        // A short secret, such as that of a demo, is a word that means nothing.
        secrets.retain(|(secret, _)| {
            secret.len() >= SHORTEST_SECRET && text.contains(secret.as_str())
        });
        secrets
    }

    /// Lists all secrets with their names.
    fn secrets(&self) -> Vec<(String, String)> {
        let token = self
            .token
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .clone();
        let mut secrets = vec![(token, TOKEN_PLACEHOLDER.to_owned())];
        if let Some(source) = &self.access.tokens {
            secrets.push((source.secret.clone(), "$CLIENT_SECRET".to_owned()));
        }
        for header in &self.access.headers {
            let variable = &header.variable;
            secrets.push((header.secret.clone(), format!("${variable}")));
            if let Some((_, token)) = header.parts() {
                secrets.push((token.to_owned(), format!("${{{variable}#* }}")));
            }
        }
        secrets
    }

    /// Fetches a token where one is needed; a young one is kept, unless it is the first.
    pub(super) async fn renew(&self, pool: &Pool) -> Result<(), NoToken> {
        let Some(source) = &self.access.tokens else {
            return Ok(());
        };
        {
            let mut held = self.token.lock().unwrap_or_else(PoisonError::into_inner);
            if held.1.is_some_and(|fetched| fetched.elapsed() < YOUNG) {
                return Ok(());
            }
            held.1 = Some(Instant::now());
        }
        let answer = pool.send(&asking(source), str::to_owned).await;
        let token = granted(&answer, source.url.as_str())?;
        self.token.lock().unwrap_or_else(PoisonError::into_inner).0 = token;
        Ok(())
    }
}

pub(super) fn asking(source: &TokenSource) -> Request {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("client_id", &source.id);
    form.append_pair("client_secret", &source.secret);
    form.append_pair("grant_type", "client_credentials");
    let form = form.finish();
    let path = source.url.path();
    let (target, body) = if source.in_query {
        (format!("{path}?{form}"), Vec::new())
    } else {
        (path.to_owned(), form.into_bytes())
    };
    let mut headers = vec![("accept".to_owned(), "application/json".to_owned())];
    if !source.in_query {
        let media = "application/x-www-form-urlencoded".to_owned();
        headers.push(("content-type".to_owned(), media));
    }
    Request {
        method: "POST".to_owned(),
        target,
        headers,
        body,
        framing: Framing::Length,
        repeat: None,
    }
}

/// Reads the token that an answer grants.
pub(super) fn granted(answer: &Answer, url: &str) -> Result<String, NoToken> {
    token(answer).map_err(|reason| NoToken {
        url: url.to_owned(),
        reason,
        is_down: matches!(answer.outcome, Outcome::Silent(Silence::NoConnection)),
    })
}

fn token(answer: &Answer) -> Result<String, String> {
    let reply = match &answer.outcome {
        Outcome::Replied(reply) => reply,
        Outcome::Silent(silence) => return Err(silence.as_str().to_owned()),
        Outcome::Frames(_) => return Err("frames came".to_owned()),
    };
    if !reply.is_success() {
        return Err(format!("status {}", reply.status));
    }
    let body = frontdesk_json::read(&reply.body).map_err(|error| error.to_string())?;
    let token = body.get("access_token").and_then(serde_json::Value::as_str);
    token
        .map(str::to_owned)
        .ok_or_else(|| "there is no access_token in the reply".to_owned())
}

impl fmt::Debug for Access {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Access(..)")
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TokenSource({}, ..)", self.url)
    }
}

impl fmt::Debug for SecretHeader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SecretHeader({}, ..)", self.name)
    }
}

/// A token that was fetched just now is not the reason of a refusal.
const YOUNG: Duration = Duration::from_secs(2);
const SHORTEST_SECRET: usize = 8;

#[cfg(test)]
mod tests {
    use super::{Access, Held, SecretHeader};

    #[test]
    fn secrets_are_concealed_whole_and_without_their_end() {
        let held = Held::new(Access {
            tokens: None,
            headers: vec![SecretHeader {
                name: "authorization".to_owned(),
                variable: "KEY".to_owned(),
                secret: "Bearer 0123456789".to_owned(),
            }],
        });
        for (text, concealed, name) in [
            ("got Bearer 0123456789!", "got $KEY!", "$KEY"),
            ("got 0123456789!", "got ${KEY#* }!", "${KEY#* }"),
            ("got 012345678!", "got ${KEY#* }!", "${KEY#* }"),
        ] {
            assert_eq!(held.conceal(text).as_deref(), Some(concealed));
            assert_eq!(held.shown_by(text).as_deref(), Some(name));
            assert!(
                text.contains(&held.most_of(name).unwrap_or_default()),
                "{text}"
            );
        }
        assert_eq!(held.conceal("got 01234567!"), None);
        assert_eq!(held.most_of("$OTHER"), None);
    }
}
