//! Replies whose form is not known beforehand.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::dispatch::{Opening, open};
use super::{Deviation, ResponseEnvelope, ResponsePayload};
use crate::read::from_held;
use crate::strict::Strict;
use crate::{EnvelopeAction, MessageId, ReplyAction};

/// A reply, in an envelope or bare, told apart by `action`.
///
/// ```
/// use frontdesk_model::{Reply, State, from_slice};
///
/// let bare = br#"{ "action": "superpower", "actionType": "translate", "state": "completed",
///                  "message": { "results": [{ "response": [{}] }] } }"#;
/// let enveloped = [br#"{ "action": "message", "payload": "#, &bare[..], b"}"].concat();
/// for body in [&bare[..], &enveloped] {
///     let reply: Reply = from_slice(body)?;
///     assert_eq!(reply.payload().state(), &State::Completed);
/// }
/// # Ok::<_, frontdesk_model::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// The form of the docs pages, and of REST.
    Bare(ResponsePayload),
    /// The form of the vendor schema over WebSocket.
    Enveloped(Box<ResponseEnvelope>),
}

impl Reply {
    /// Returns the superpower or error response.
    #[must_use]
    pub fn payload(&self) -> &ResponsePayload {
        match self {
            Self::Bare(payload) => payload,
            Self::Enveloped(envelope) => &envelope.payload,
        }
    }

    /// Returns the superpower or error response by value.
    #[must_use]
    pub fn into_payload(self) -> ResponsePayload {
        match self {
            Self::Bare(payload) => payload,
            Self::Enveloped(envelope) => envelope.payload,
        }
    }

    /// Returns the id of the request that is answered; a bare reply has none.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&MessageId> {
        match self {
            Self::Bare(_) => None,
            Self::Enveloped(envelope) => envelope.headers.correlation_id.as_ref(),
        }
    }

    /// Lists what was read although no sample of the contract has it.
    #[must_use]
    pub fn deviations(&self) -> Vec<Deviation> {
        self.payload().deviations()
    }
}

impl Serialize for Reply {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bare(payload) => payload.serialize(serializer),
            Self::Enveloped(envelope) => envelope.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Reply {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Strict(deserializer).deserialize_map(ReplyVisitor)
    }
}

struct ReplyVisitor;

impl<'de> Visitor<'de> for ReplyVisitor {
    type Value = Reply;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Reply, A::Error> {
        let enveloped = |text: &str| text == EnvelopeAction::Message.as_str();
        let bare = |text: &str| text == ReplyAction::Superpower.as_str();
        let cannot_fail =
            |name: &str, text: &str| name == ACTION && (enveloped(text) || bare(text));
        match open(members, ACTION, cannot_fail)? {
            Opening::Known { text, document } if enveloped(&text) => {
                ResponseEnvelope::deserialize(document.deserializer())
                    .map(|envelope| Reply::Enveloped(Box::new(envelope)))
            }
            Opening::Known { document, .. } => {
                ResponsePayload::of_members(document).map(Reply::Bare)
            }
            Opening::Held(document) => {
                let action = document.get(ACTION).and_then(Value::as_str);
                if action.is_some_and(enveloped) {
                    from_held(Value::Object(document))
                        .map(|envelope| Reply::Enveloped(Box::new(envelope)))
                } else {
                    ResponsePayload::of_held(document).map(Reply::Bare)
                }
            }
        }
    }
}

/// The member by which an envelope is told from a bare reply.
const ACTION: &str = "action";

impl JsonSchema for Reply {
    fn schema_name() -> Cow<'static, str> {
        "Reply".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A reply, in an envelope or bare, told apart by action.",
            "anyOf": [generator.subschema_for::<ResponsePayload>(), generator.subschema_for::<ResponseEnvelope>()],
        })
    }
}

/// What a REST call returns: one reply, or an array of them.
///
/// The docs page shows one bare reply. Whether a call to which several superpowers apply returns
/// the first, a merged one or an array is in no source.
#[derive(Clone, Debug, PartialEq)]
pub enum Replies {
    /// One reply, as on the docs page.
    One(Box<Reply>),
    /// An array of replies, possibly empty.
    Many(Vec<Reply>),
}

impl Replies {
    /// Returns the replies.
    #[must_use]
    pub fn as_slice(&self) -> &[Reply] {
        match self {
            Self::One(reply) => std::slice::from_ref(reply),
            Self::Many(replies) => replies,
        }
    }

    /// Returns the replies by value.
    #[must_use]
    pub fn into_vec(self) -> Vec<Reply> {
        match self {
            Self::One(reply) => vec![*reply],
            Self::Many(replies) => replies,
        }
    }
}

impl Serialize for Replies {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(reply) => reply.serialize(serializer),
            Self::Many(replies) => replies.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Replies {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RepliesVisitor)
    }
}

impl JsonSchema for Replies {
    fn schema_name() -> Cow<'static, str> {
        "Replies".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let reply = generator.subschema_for::<Reply>();
        json_schema!({
            "description": "What a REST call returns: one reply, or an array of them.",
            "anyOf": [reply.clone(), { "type": "array", "items": reply }],
        })
    }
}

struct RepliesVisitor;

impl<'de> Visitor<'de> for RepliesVisitor {
    type Value = Replies;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a reply or an array of replies")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Replies, A::Error> {
        let mut replies = Vec::new();
        while let Some(reply) = seq.next_element()? {
            replies.push(reply);
        }
        Ok(Replies::Many(replies))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Replies, A::Error> {
        Reply::deserialize(MapAccessDeserializer::new(map))
            .map(|reply| Replies::One(Box::new(reply)))
    }
}
