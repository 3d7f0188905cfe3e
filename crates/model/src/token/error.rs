//! The refusal of a token.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Extra;
use crate::optional::present;

/// How a token request has failed.
///
/// Known from the SDK alone, which reads `error` of a JSON body that comes with a failing status;
/// no docs page shows a body or a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TokenError {
    /// Why: a text, or an object with texts (SDK).
    pub error: TokenErrorCause,
    /// Members that no source names, such as the `error_description` of OAuth2.
    #[serde(flatten)]
    pub extra: Extra,
}

impl TokenError {
    /// Makes an error of a text.
    #[must_use]
    pub fn new(error: impl Into<String>) -> Self {
        Self {
            error: TokenErrorCause::Text(error.into()),
            extra: Extra::default(),
        }
    }

    /// Returns the text for people: that of `error`, or the first of `error_description`, `message`
    /// and `error` in it.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        match &self.error {
            TokenErrorCause::Text(text) => Some(text),
            TokenErrorCause::Detail(detail) => {
                let texts = [&detail.error_description, &detail.message, &detail.error];
                texts
                    .into_iter()
                    .find_map(|text| text.as_deref().filter(|text| !text.is_empty()))
            }
        }
    }
}

/// Why a token was refused: a text, or an object with texts.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenErrorCause {
    /// A text.
    Text(String),
    /// An object with texts.
    Detail(TokenErrorDetail),
}

/// The object form of `error`; the SDK tries its members in this order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TokenErrorDetail {
    /// The text that the SDK tries first.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub error_description: Option<String>,
    /// The text that the SDK tries next.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub message: Option<String>,
    /// The text that the SDK tries last.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub error: Option<String>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Serialize for TokenErrorCause {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Detail(detail) => detail.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for TokenErrorCause {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CauseVisitor)
    }
}

impl JsonSchema for TokenErrorCause {
    fn schema_name() -> Cow<'static, str> {
        "TokenErrorCause".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Why a token was refused: a text, or an object with texts (SDK).",
            "anyOf": [{ "type": "string" }, generator.subschema_for::<TokenErrorDetail>()],
        })
    }
}

struct CauseVisitor;

impl<'de> Visitor<'de> for CauseVisitor {
    type Value = TokenErrorCause;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or an object")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<TokenErrorCause, E> {
        Ok(TokenErrorCause::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TokenErrorCause, A::Error> {
        TokenErrorDetail::deserialize(MapAccessDeserializer::new(map)).map(TokenErrorCause::Detail)
    }
}
