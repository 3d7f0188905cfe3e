use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use url::Url;

use crate::case::{Credentials, Framing};
use crate::exchange::{Answer, Outcome, Silence};
use crate::request::{Request, TOKEN_NAME};

use super::pool::Pool;
use super::render::{Shown, ShownHeader};
use super::secrets::{Secret, parts, unsigned};

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
    tokens: Mutex<Tokens>,
}

#[derive(Default)]
struct Tokens {
    current: Token,
    /// The one that was granted first, which ends first.
    first: Token,
    asked: Option<Instant>,
}

/// A token that was granted.
#[derive(Clone, Default)]
pub(super) struct Token {
    pub(super) text: String,
    /// When it ends, where the grant says so.
    ends: Option<Instant>,
}

impl Token {
    fn is_over(&self) -> bool {
        self.ends.is_some_and(|ends| ends + CLOCKS < Instant::now())
    }
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
                    scheme: parts(&header.secret).map(|(scheme, _)| scheme.to_owned()),
                })
                .collect(),
        }
    }
}

impl Held {
    pub(super) fn new(access: Access) -> Self {
        Self {
            access,
            tokens: Mutex::default(),
        }
    }

    /// Lists credentials to show in the place of the right ones.
    pub(super) fn wrong(&self) -> Vec<Credentials> {
        if self.access.is_none() {
            return Vec::new();
        }
        let secrets = self.secrets();
        let is_signed = secrets.iter().any(|of| unsigned(of.token()).is_some());
        let unsigned = is_signed.then_some(Credentials::Unsigned);
        WRONG.into_iter().chain(unsigned).collect()
    }

    /// Says when the first token has ended for certain, where that is known.
    pub(super) fn first_ends(&self) -> Option<Instant> {
        self.tokens().first.ends.map(|ends| ends + CLOCKS)
    }

    /// Tells whether the token is about to end.
    pub(super) fn is_ending(&self) -> bool {
        let ends = self.tokens().current.ends;
        ends.is_some_and(|ends| ends < Instant::now() + CLOCKS)
    }

    /// Puts the secrets in the place of their placeholders.
    pub(super) fn reveal(&self, value: &str) -> String {
        if !value.contains('$') {
            return value.to_owned();
        }
        let secrets = self.secrets();
        secrets
            .iter()
            .fold(value.to_owned(), |value, secret| secret.reveal(&value))
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
        let secrets = self.secrets();
        let mut shown = secrets.iter().flat_map(Secret::shown_as);
        let (mut secret, _) = shown.find(|(_, known)| known == name)?;
        secret.pop()?;
        Some(secret)
    }

    /// Lists the secrets that a text shows, whole or without their end, with their names.
    fn shown_in(&self, text: &str) -> Vec<(String, String)> {
        let mut secrets: Vec<(String, String)> =
            self.secrets().iter().flat_map(Secret::shown_as).collect();
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
    fn secrets(&self) -> Vec<Secret> {
        let (text, expired) = {
            let tokens = self.tokens();
            let first = &tokens.first;
            let is_expired = first.is_over() && first.text != tokens.current.text;
            let expired = is_expired.then(|| first.text.clone());
            (tokens.current.text.clone(), expired)
        };
        let secret = |name: &str, text: &str| Secret {
            name: name.to_owned(),
            text: text.to_owned(),
            expired: None,
        };
        let mut secrets = vec![Secret {
            expired,
            ..secret(TOKEN_NAME, &text)
        }];
        let source = self.access.tokens.iter();
        secrets.extend(source.map(|source| secret("CLIENT_SECRET", &source.secret)));
        let headers = self.access.headers.iter();
        secrets.extend(headers.map(|header| secret(&header.variable, &header.secret)));
        // A name may be the beginning of another.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.name.len()));
        secrets
    }

    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fetches a token where one is needed; a young one is kept, unless it is the first.
    pub(super) async fn renew(&self, pool: &Pool) -> Result<(), NoToken> {
        let Some(source) = &self.access.tokens else {
            return Ok(());
        };
        {
            let mut tokens = self.tokens();
            if tokens.asked.is_some_and(|asked| asked.elapsed() < YOUNG) {
                return Ok(());
            }
            tokens.asked = Some(Instant::now());
        }
        let answer = pool.send(&asking(source), str::to_owned).await;
        let token = granted(&answer, source.url.as_str())?;
        let mut tokens = self.tokens();
        if tokens.first.text.is_empty() {
            tokens.first = token.clone();
        }
        tokens.current = token;
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
pub(super) fn granted(answer: &Answer, url: &str) -> Result<Token, NoToken> {
    token(answer).map_err(|reason| NoToken {
        url: url.to_owned(),
        reason,
        is_down: matches!(answer.outcome, Outcome::Silent(Silence::NoConnection)),
    })
}

fn token(answer: &Answer) -> Result<Token, String> {
    let reply = match &answer.outcome {
        Outcome::Replied(reply) => reply,
        Outcome::Silent(silence) => return Err(silence.as_str().to_owned()),
        Outcome::Frames(_) => return Err("frames came".to_owned()),
    };
    if !reply.is_success() {
        return Err(format!("status {}", reply.status));
    }
    let body = frontdesk_json::read(&reply.body).map_err(|error| error.to_string())?;
    let token = body.get("access_token").and_then(Value::as_str);
    let text = token.ok_or_else(|| "there is no access_token in the reply".to_owned())?;
    // RFC 6749, section 5.1: in seconds.
    let lives = body.get("expires_in").and_then(Value::as_u64);
    let lives = lives.map(Duration::from_secs);
    Ok(Token {
        text: text.to_owned(),
        ends: lives.and_then(|lives| Instant::now().checked_add(lives)),
    })
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

/// Credentials that no endpoint may take.
const WRONG: [Credentials; 5] = [
    Credentials::Missing,
    Credentials::Empty,
    Credentials::Unknown,
    Credentials::OtherScheme,
    Credentials::Cut,
];
/// A token that was fetched just now is not the reason of a refusal.
const YOUNG: Duration = Duration::from_secs(2);
/// By how much clocks may differ.
const CLOCKS: Duration = Duration::from_secs(2);
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
