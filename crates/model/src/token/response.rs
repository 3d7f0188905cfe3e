//! The grant of a token.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Number, Value};

use crate::Extra;
use crate::optional::present;
use crate::read::inside;

/// What the token endpoint returns.
///
/// The docs page shows `access_token` alone. The SDK's browser provider also reads `token`, the
/// name that the samples of an integrator's own backend use; one of the two must be there, and
/// writing makes `access_token` of it.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TokenResponse {
    #[serde(flatten)]
    credential: Credential,
    /// The kind of token. In no source; OAuth2 has it, the SDK's typings as `tokenType`.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub token_type: Option<String>,
    /// The lifetime in seconds. In no source; OAuth2 has it.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Number")]
    pub expires_in: Option<Number>,
    /// The time at which the token ends, without a unit. In the SDK's typings only, where no code
    /// uses it.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Number")]
    #[serde(rename = "expiresAt")]
    pub expires_at: Option<Number>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

impl TokenResponse {
    /// Makes a response with a token and nothing else.
    #[must_use]
    pub fn new(token: AccessToken) -> Self {
        Self {
            credential: Credential {
                access_token: token,
            },
            token_type: None,
            expires_in: None,
            expires_at: None,
            extra: Extra::default(),
        }
    }

    /// Returns the token.
    ///
    /// ```
    /// use frontdesk_model::{AccessToken, TokenResponse, from_slice};
    ///
    /// let response: TokenResponse = from_slice(br#"{ "access_token": "s3cret" }"#)?;
    /// assert_eq!(response.access_token().expose(), "s3cret");
    /// assert!(!format!("{response:?}").contains("s3cret"));
    /// # Ok::<_, frontdesk_model::ReadError>(())
    /// ```
    #[must_use]
    pub fn access_token(&self) -> &AccessToken {
        &self.credential.access_token
    }

    /// Returns the token by value.
    #[must_use]
    pub fn into_access_token(self) -> AccessToken {
        self.credential.access_token
    }
}

/// Shows neither the token nor the values of unknown members, which may be secrets too.
impl fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            credential,
            token_type,
            expires_in,
            expires_at,
            extra,
        } = self;
        f.debug_struct("TokenResponse")
            .field("access_token", &credential.access_token)
            .field("token_type", token_type)
            .field("expires_in", expires_in)
            .field("expires_at", expires_at)
            .field("extra", &extra.names().collect::<Vec<_>>())
            .finish()
    }
}

/// Holds an access token and keeps it out of logs.
///
/// The docs call it a JWT; its claims and lifetime are in no source. It is written to JSON as it
/// is, because a service has to give it out, but has no `Display`, and `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct AccessToken(String);

impl AccessToken {
    /// Takes a token.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    /// Shows the token, to send it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(..)")
    }
}

impl JsonSchema for AccessToken {
    fn schema_name() -> Cow<'static, str> {
        "AccessToken".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "An access token, called a JWT by the docs page. A secret.", "type": "string" })
    }
}

/// Reads the token under either of its names.
#[derive(Clone, PartialEq, Serialize)]
struct Credential {
    access_token: AccessToken,
}

/// The two names under which a token comes, as any value: an error of serde would repeat the value.
#[derive(Deserialize)]
struct Names {
    #[serde(default, deserialize_with = "present")]
    access_token: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    token: Option<Value>,
}

impl<'de> Deserialize<'de> for Credential {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Names {
            access_token,
            token,
        } = Names::deserialize(deserializer)?;
        let access_token = text("access_token", access_token)?;
        let token = text("token", token)?;
        let access_token = access_token
            .or(token)
            .ok_or_else(|| de::Error::missing_field("access_token"))?;
        Ok(Self { access_token })
    }
}

fn text<E: de::Error>(name: &str, value: Option<Value>) -> Result<Option<AccessToken>, E> {
    match value {
        None => Ok(None),
        Some(Value::String(token)) => Ok(Some(AccessToken(token))),
        Some(_) => Err(inside(name, &"not a string")),
    }
}

impl JsonSchema for Credential {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Credential".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let token = generator.subschema_for::<AccessToken>();
        let named = |source: &str| {
            let mut schema = token.clone();
            schema.insert("description".to_owned(), source.into());
            schema
        };
        let access_token = named("The token (docs page).");
        if generator.contract().is_serialize() {
            return json_schema!({
                "type": "object",
                "properties": { "access_token": access_token },
                "required": ["access_token"],
            });
        }
        json_schema!({
            "type": "object",
            "properties": {
                "access_token": access_token,
                "token": named("The token under the name that the SDK's browser provider reads too."),
            },
            "anyOf": [{ "required": ["access_token"] }, { "required": ["token"] }],
        })
    }
}
