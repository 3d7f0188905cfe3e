//! Access tokens: given out, looked up, spent on connections.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use frontdesk_model::AccessToken;
use serde_json::json;

use crate::dice::Dice;
use crate::held::held;

/// The tokens that are out.
///
/// They are shaped like a JWT, because the docs call them one; their claims are this service's
/// choice, since no source has them. Nothing is read from a token that comes back: it is one that
/// was given out, or it is not.
#[derive(Debug)]
pub(crate) struct Tokens {
    lifetime: Duration,
    out: Mutex<HashMap<String, Given>>,
}

#[derive(Debug)]
struct Given {
    until: Instant,
    has_opened: bool,
}

/// Why a token is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenFault {
    #[error("there is no token: fetch one, and send it as `Authorization: Bearer <token>`")]
    Missing,
    #[error("the header `Authorization` is not `Bearer <token>`")]
    Form,
    #[error("the token is not one that this service has given out, or it was long ago")]
    Unknown,
    #[error("the token has expired: fetch a new one")]
    Expired,
    #[error("the token has opened a connection already, and a token opens only one")]
    Spent,
}

impl Tokens {
    pub(crate) fn new(lifetime: Duration) -> Self {
        Self {
            lifetime,
            out: Mutex::default(),
        }
    }

    pub(crate) fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// Makes a token for a client.
    pub(crate) fn give(&self, client: &str, dice: &Dice) -> AccessToken {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let id = format!("{:016x}{:016x}", dice.bits(), dice.bits());
        let header = json!({"alg": "HS256", "typ": "JWT"});
        let claims = json!({
            "sub": client,
            "iat": now.as_secs(),
            "exp": (now + self.lifetime).as_secs(),
            "jti": id,
        });
        let signature: Vec<u8> = (0..4).flat_map(|_| dice.bits().to_be_bytes()).collect();
        let parts = [
            BASE64_URL_SAFE_NO_PAD.encode(header.to_string()),
            BASE64_URL_SAFE_NO_PAD.encode(claims.to_string()),
            BASE64_URL_SAFE_NO_PAD.encode(signature),
        ];
        let token = parts.join(".");
        let given = Given {
            until: Instant::now() + self.lifetime,
            has_opened: false,
        };
        let mut out = held(&self.out);
        make_room(&mut out);
        out.insert(token.clone(), given);
        AccessToken::new(token)
    }

    /// Looks a token up that a message came with.
    pub(crate) fn check(&self, token: &str) -> Result<(), TokenFault> {
        let out = held(&self.out);
        let given = out.get(token).ok_or(TokenFault::Unknown)?;
        in_time(given)
    }

    /// Spends a token on a connection.
    pub(crate) fn open(&self, token: &str) -> Result<(), TokenFault> {
        let mut out = held(&self.out);
        let given = out.get_mut(token).ok_or(TokenFault::Unknown)?;
        in_time(given)?;
        if std::mem::replace(&mut given.has_opened, true) {
            return Err(TokenFault::Spent);
        }
        Ok(())
    }

    /// Ends the life of a token.
    pub(crate) fn expire(&self, token: &str) {
        if let Some(given) = held(&self.out).get_mut(token) {
            given.until = Instant::now();
        }
    }
}

fn in_time(given: &Given) -> Result<(), TokenFault> {
    if given.until <= Instant::now() {
        Err(TokenFault::Expired)
    } else {
        Ok(())
    }
}

/// Forgets what has expired; where that is not enough, what has opened its connection, and then all.
fn make_room(out: &mut HashMap<String, Given>) {
    if out.len() < MOST {
        return;
    }
    let now = Instant::now();
    out.retain(|_, given| given.until > now);
    if out.len() >= MOST {
        out.retain(|_, given| !given.has_opened);
    }
    if out.len() >= MOST {
        out.clear();
    }
}

const MOST: usize = 100_000;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{TokenFault, Tokens};
    use crate::dice::Dice;

    #[test]
    fn a_token_opens_one_connection_and_carries_any_number_of_messages() {
        let (tokens, dice) = (Tokens::new(Duration::from_secs(60)), Dice::new(1));
        let token = tokens.give("demo", &dice);
        assert_eq!(token.expose().split('.').count(), 3);
        assert_eq!(tokens.check(token.expose()), Ok(()));
        assert_eq!(tokens.open(token.expose()), Ok(()));
        assert_eq!(tokens.open(token.expose()), Err(TokenFault::Spent));
        assert_eq!(tokens.check(token.expose()), Ok(()));
        tokens.expire(token.expose());
        assert_eq!(tokens.check(token.expose()), Err(TokenFault::Expired));
        assert_eq!(tokens.check("eyJ"), Err(TokenFault::Unknown));
    }

    #[test]
    fn a_token_ends_by_itself() {
        let tokens = Tokens::new(Duration::ZERO);
        let token = tokens.give("demo", &Dice::new(1));
        assert_eq!(tokens.open(token.expose()), Err(TokenFault::Expired));
    }
}
