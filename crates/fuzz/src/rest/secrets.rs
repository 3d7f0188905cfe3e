//! What stands for secrets in everything that is kept, and what is made of them on the wire.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// A secret, by the name that stands for it.
pub(super) struct Secret {
    pub(super) name: String,
    /// The secret as it is sent, perhaps with a scheme before it.
    pub(super) text: String,
    /// The secret that it was before and is no more.
    pub(super) expired: Option<String>,
}

impl Secret {
    /// Returns it without its scheme, where it has one.
    pub(super) fn token(&self) -> &str {
        parts(&self.text).map_or(self.text.as_str(), |(_, token)| token)
    }

    /// Puts it, or what is made of it, in the place of its placeholders.
    pub(super) fn reveal(&self, value: &str) -> String {
        let name = &self.name;
        let mut cut = self.text.clone();
        cut.pop();
        let mut revealed = value
            .replace(&cut_of(name), &cut)
            .replace(&without_scheme(name), self.token());
        if revealed.contains(&unsigned_of(name)) {
            let unsigned = unsigned(self.token()).unwrap_or_default();
            revealed = revealed.replace(&unsigned_of(name), &unsigned);
        }
        if let Some(expired) = &self.expired {
            revealed = revealed.replace(&expired_of(name), expired);
        }
        revealed.replace(&format!("${name}"), &self.text)
    }

    /// Lists every text that shows it, each with the placeholder for it; the longest first.
    pub(super) fn shown_as(&self) -> Vec<(String, String)> {
        let name = &self.name;
        let mut shown = vec![(self.text.clone(), format!("${name}"))];
        if self.token().len() < self.text.len() {
            shown.push((self.token().to_owned(), without_scheme(name)));
        }
        shown.extend(unsigned(self.token()).map(|text| (text, unsigned_of(name))));
        let expired = self.expired.iter();
        shown.extend(expired.map(|text| (text.clone(), expired_of(name))));
        shown
    }
}

/// Takes a scheme and what follows it apart, where a secret is both.
pub(super) fn parts(secret: &str) -> Option<(&str, &str)> {
    let (scheme, token) = secret.split_once(' ')?;
    let is_scheme = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_scheme && !token.is_empty()).then_some((scheme, token))
}

/// Makes of a JSON Web Token one that says that nobody has signed it (RFC 7519, section 6.1).
pub(crate) fn unsigned(token: &str) -> Option<String> {
    let [head, claims, _] = token.split('.').collect::<Vec<_>>()[..] else {
        return None;
    };
    let mut said: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(head).ok()?).ok()?;
    *said.get_mut("alg")? = Value::from("none");
    let head = URL_SAFE_NO_PAD.encode(said.to_string());
    Some(format!("{head}.{claims}."))
}

/// The secret without its last character, as a shell writes it.
pub(super) fn cut_of(name: &str) -> String {
    format!("${{{name}%?}}")
}

/// The secret without its scheme, as a shell writes it.
pub(super) fn without_scheme(name: &str) -> String {
    format!("${{{name}#* }}")
}

/// The secret with its signature taken away, which no shell can do.
pub(super) fn unsigned_of(name: &str) -> String {
    format!("${{{name}:unsigned}}")
}

/// The secret that it was once, which no shell knows.
pub(super) fn expired_of(name: &str) -> String {
    format!("${{{name}:expired}}")
}

/// Tells whether a value has a placeholder that no shell can fill in.
pub(super) fn is_beyond_shells(value: &str) -> bool {
    value.contains("${") && (value.contains(":unsigned}") || value.contains(":expired}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_loses_its_signature_and_keeps_its_claims() {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let claims = part(r#"{"sub":"demo"}"#);
        let token = format!(
            "{}.{claims}.c2lnbmVk",
            part(r#"{"alg":"HS256","typ":"JWT"}"#)
        );
        let head = part(r#"{"alg":"none","typ":"JWT"}"#);
        assert_eq!(unsigned(&token), Some(format!("{head}.{claims}.")));
        for other in ["", "opaque", "a.b", "a.b.c", "a.b.c.d"] {
            assert_eq!(unsigned(other), None, "{other}");
        }
    }
}
