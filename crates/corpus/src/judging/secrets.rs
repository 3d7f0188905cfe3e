use frontdesk_json::Pointer;

/// Tells whether a place is inside a member whose value may be a secret, by its name.
///
/// Case and what joins words do not matter: `accessToken` is `access_token`.
pub(crate) fn is_secret(place: &Pointer) -> bool {
    place.tokens().any(|token| {
        let plain: String = token
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|character| character.to_ascii_lowercase())
            .collect();
        SECRETS.contains(&plain.as_str())
    })
}

/// The names for which the messages of a schema show no values either.
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
