//! Tokens: JSON Web Tokens, signed with HMAC and SHA-256.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Why a token opens nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum TokenProblem {
    /// There is no header, or two.
    Missing,
    /// It is not the scheme `Bearer`.
    Scheme,
    /// There is nothing after the scheme.
    Empty,
    /// It is no JSON Web Token.
    Malformed,
    /// It says itself that nobody has signed it.
    Unsigned,
    /// The signature is another.
    Signature,
    /// Its time is over.
    Expired,
}

/// Checks the header of a request.
pub(crate) fn check(header: Option<&str>) -> Result<(), TokenProblem> {
    let header = header.ok_or(TokenProblem::Missing)?.trim();
    let (scheme, token) = header.split_once(' ').unwrap_or((header, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(TokenProblem::Scheme);
    }
    let token = token.trim();
    if token.is_empty() {
        return Err(TokenProblem::Empty);
    }
    let parts: Vec<&str> = token.split('.').collect();
    let [head, claims, signature] = parts[..] else {
        return Err(TokenProblem::Malformed);
    };
    let read = |part: &str| -> Option<Value> {
        let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice(&bytes).ok()
    };
    let (Some(said), Some(claims_read)) = (read(head), read(claims)) else {
        return Err(TokenProblem::Malformed);
    };
    let algorithm = said["alg"].as_str().unwrap_or_default();
    if algorithm.eq_ignore_ascii_case("none") {
        return Err(TokenProblem::Unsigned);
    }
    if algorithm != "HS256" || sign(&format!("{head}.{claims}")) != signature {
        return Err(TokenProblem::Signature);
    }
    match claims_read["exp"].as_u64() {
        Some(until) if until > now() => Ok(()),
        _ => Err(TokenProblem::Expired),
    }
}

fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |since| since.as_secs())
}

/// Grants a token, in the form of RFC 6749, section 5.1.
pub(crate) fn granted() -> Value {
    json!({
        "access_token": until(now() + LIFE),
        "token_type": "Bearer",
        "expires_in": LIFE,
    })
}

/// Makes a token that ends at a second since 1970.
pub(crate) fn until(second: u64) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let head = part(&json!({"alg": "HS256", "typ": "JWT"}));
    let claims = part(&json!({"exp": second, "sub": "demo"}));
    let text = format!("{head}.{claims}");
    let signature = sign(&text);
    format!("{text}.{signature}")
}

/// For how many seconds a token is granted.
const LIFE: u64 = 10;

/// The last second of tokens that are good for as long as anybody measures.
pub(crate) const YEAR_2200: u64 = 7_258_118_400;

fn sign(text: &str) -> String {
    let pad = |byte: u8| {
        let mut block = [byte; 64];
        block.iter_mut().zip(KEY).for_each(|(at, key)| *at ^= key);
        block
    };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text);
    let outer = Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner.finalize());
    URL_SAFE_NO_PAD.encode(outer.finalize())
}

/// It protects nothing: what it signs opens a service of this crate alone.
const KEY: &[u8] = b"public on purpose";

#[cfg(test)]
mod tests {
    use super::{TokenProblem, YEAR_2200, check, until};

    #[test]
    fn tokens_are_checked_part_by_part() {
        let good = until(YEAR_2200);
        assert_eq!(check(Some(&format!("Bearer {good}"))), Ok(()));
        assert_eq!(check(Some(&format!("bearer {good}"))), Ok(()));
        let (signed, _) = good.rsplit_once('.').unwrap();
        for (header, problem) in [
            (None, TokenProblem::Missing),
            (Some(format!("Basic {good}")), TokenProblem::Scheme),
            (Some("Bearer ".to_owned()), TokenProblem::Empty),
            (Some("Bearer abc".to_owned()), TokenProblem::Malformed),
            (
                Some("Bearer eyJhbGciOiJub25lIn0.e30.".to_owned()),
                TokenProblem::Unsigned,
            ),
            (Some(format!("Bearer {signed}.x")), TokenProblem::Signature),
            (Some(format!("Bearer {}", until(1))), TokenProblem::Expired),
        ] {
            assert_eq!(check(header.as_deref()), Err(problem), "{header:?}");
        }
    }
}
