use crate::Pointer;

/// Tells whether a place is inside a member whose value may be a secret, by its name.
///
/// Case and what joins words do not matter: `accessToken` is `access_token`. What stands in such a
/// place reaches no message, no report and no file.
///
/// ```
/// use frontdesk_json::{Pointer, is_secret};
///
/// assert!(is_secret(&Pointer::root().member("client-secret").index(0)));
/// assert!(!is_secret(&Pointer::root().member("tokens_used")));
/// ```
#[must_use]
pub fn is_secret(place: &Pointer) -> bool {
    place.tokens().any(|token| {
        let plain: String = token
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|character| character.to_ascii_lowercase())
            .collect();
        SECRETS.contains(&plain.as_str())
    })
}

/// The names, without case and punctuation.
const SECRETS: [&str; 12] = [
    "accesstoken",
    "apikey",
    "authorization",
    "clientsecret",
    "cookie",
    "credentials",
    "idtoken",
    "password",
    "refreshtoken",
    "secret",
    "setcookie",
    "token",
];
