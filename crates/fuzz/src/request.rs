use serde::{Deserialize, Serialize};

use crate::case::{Framing, Repeat};

/// One HTTP request as it is put on the wire, with a placeholder for each secret.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path and the query.
    pub target: String,
    /// The headers beside those of the framing.
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(with = "base64_text", default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<u8>,
    /// How the body is put on the wire.
    #[serde(default)]
    pub framing: Framing,
    /// How the request is repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
}

impl Request {
    /// Returns a request that was not sent.
    pub(crate) fn nothing() -> Self {
        Self {
            method: String::new(),
            target: String::new(),
            headers: Vec::new(),
            body: Vec::new(),
            framing: Framing::Length,
            repeat: None,
        }
    }
}

impl Request {
    /// Lists the headers with a secret, each with the environment variable that stands for it.
    #[must_use]
    pub fn variables(&self) -> Vec<(String, String)> {
        let headers = self.headers.iter();
        headers
            .filter_map(|(name, value)| Some((name.clone(), variable(value)?.to_owned())))
            .filter(|(_, variable)| variable != TOKEN_NAME)
            .collect()
    }
}

/// Reads the variable of a placeholder: `$NAME`, or part of it as a shell says it, after a scheme or
/// not.
fn variable(value: &str) -> Option<&str> {
    let (_, placeholder) = value.split_at(value.find('$')?);
    let name = placeholder.trim_start_matches('$').trim_start_matches('{');
    let end = name
        .find(|character: char| !character.is_ascii_alphanumeric() && character != '_')
        .unwrap_or(name.len());
    let (name, rest) = name.split_at(end);
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    (is_name && ["", "%?}", "#* }", ":unsigned}"].contains(&rest)).then_some(name)
}

/// What the token is called in everything that is kept.
pub(crate) const TOKEN_NAME: &str = "FRONTDESK_TOKEN";
/// What stands for the token in everything that is kept.
pub const TOKEN_PLACEHOLDER: &str = "$FRONTDESK_TOKEN";

mod base64_text {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::variable;

    #[test]
    fn placeholders_name_their_variable() {
        for (value, name) in [
            ("$API_KEY", Some("API_KEY")),
            ("${API_KEY%?}", Some("API_KEY")),
            ("Basic ${API_KEY#* }", Some("API_KEY")),
            ("$(id)", None),
            ("$5 off", None),
            ("plain", None),
        ] {
            assert_eq!(variable(value), name, "{value}");
        }
    }
}
