//! Ids of the envelope headers.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// Holds an id of the envelope headers: correlation, trace or idempotency.
///
/// Authored ids are `UUIDv7`, as the vendor schema wants: [`MessageId::generate`] and `TryFrom`
/// make no other. Reading is lenient, since the docs pages show `UUIDv4` and free text and the SDK
/// checks nothing (C-03), so that an id can be echoed as it came.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(String);

impl MessageId {
    /// Makes a new `UUIDv7` of the current time.
    #[must_use]
    pub fn generate() -> Self {
        Self(Uuid::now_v7().to_string())
    }

    /// Returns the text on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether the id has the form the vendor schema wants.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        is_uuid_v7(&self.0)
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<&str> for MessageId {
    type Error = MalformedId;

    fn try_from(text: &str) -> Result<Self, MalformedId> {
        if is_uuid_v7(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(MalformedId(text.to_owned()))
        }
    }
}

/// Says that a text is not a `UUIDv7` in its hyphenated form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not a UUIDv7")]
pub struct MalformedId(String);

impl JsonSchema for MessageId {
    fn schema_name() -> Cow<'static, str> {
        "MessageId".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({
            "description": "An id of the envelope headers. Vendor schema: a UUIDv7, letters of either case. \
                Docs pages and SDK: any string is seen (C-03).",
            "type": "string",
        });
        if generator.contract().is_serialize() {
            schema.insert("pattern".to_owned(), UUID_V7.into());
        }
        schema
    }
}

/// Compares with [`UUID_V7`] by hand: five groups of hex digits, version digit 7, variant digit 8
/// to b.
fn is_uuid_v7(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'7',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
            _ => byte.is_ascii_hexdigit(),
        })
}

const UUID_V7: &str =
    "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-7[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$";

#[cfg(test)]
mod tests {
    use super::MessageId;

    #[test]
    fn generated_ids_are_well_formed_and_differ() {
        let (one, two) = (MessageId::generate(), MessageId::generate());
        assert!(one.is_well_formed() && two.is_well_formed());
        assert_ne!(one, two);
    }

    #[test]
    fn sample_ids_of_the_sources() {
        assert!(MessageId::try_from("a1b2c3d4-e5f6-7890-abcd-123456789012").is_ok());
        assert!(MessageId::try_from("A1B2C3D4-E5F6-7890-ABCD-123456789012").is_ok());
        for text in [
            "",
            "a1b2c3d4-e5f6-7890-1234-56789ab2345",
            "f7e8d9c0-b1a2-3456-7890-123456789abc",
            "20e35101-61e8-46e0-926d-6af84b378d95",
            "5b8c9d0e-2f4a-7b1c-9d8e-123456789xyz",
            "trace-456",
        ] {
            let error = MessageId::try_from(text).unwrap_err();
            assert_eq!(error.to_string(), format!("`{text}` is not a UUIDv7"));
        }
    }
}
