//! The WebSocket envelope of a reply.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use super::ResponsePayload;
use crate::optional::{present, without_null_defaults};
use crate::{
    EnvelopeAction, Extra, Identifier, MessageId, MessageName, RequestHeaders, ResponseSchemaRef,
    Timestamp,
};

/// The WebSocket envelope of a reply: headers around a superpower or error response.
///
/// Vendor schema and typings have it; the docs pages show bare replies (C-12). Which of the two a
/// live service sends is not known, therefore both are read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ResponseEnvelope {
    /// The kind of frame, by which an envelope is told from a bare reply.
    pub action: EnvelopeAction,
    /// Which request it answers. Required by the vendor schema; reading gets along without.
    #[serde(default)]
    pub headers: ResponseHeaders,
    /// The reply itself.
    pub payload: ResponsePayload,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

impl ResponseEnvelope {
    /// Answers the request that came with `request`.
    #[must_use]
    pub fn answering(request: &RequestHeaders, payload: impl Into<ResponsePayload>) -> Self {
        let payload = payload.into();
        let schema_ref = if payload.is_error() {
            ResponseSchemaRef::ErrorV3
        } else {
            ResponseSchemaRef::ResponseV3
        };
        Self {
            action: EnvelopeAction::Message,
            headers: ResponseHeaders::answering(request, schema_ref),
            payload,
            extra: Extra::default(),
        }
    }
}

/// The headers of a response envelope.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = without_null_defaults)]
pub struct ResponseHeaders {
    /// The id of the request that is answered. Vendor schema: required, `UUIDv7`; echoed as the
    /// client sent it.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "MessageId")]
    pub correlation_id: Option<MessageId>,
    /// The message that is answered (vendor schema: required).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "MessageName")]
    pub action: Option<MessageName>,
    /// The schema that the payload follows (vendor schema: required, the major version alone).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "ResponseSchemaRef")]
    pub schema_ref: Option<ResponseSchemaRef>,
    /// Always `message` (vendor schema: optional).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "Identifier")]
    pub identifier: Option<Identifier>,
    /// The tenant (vendor schema: optional).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub tenant_id: Option<String>,
    /// The id that ties several requests together (vendor schema: optional, `UUIDv7`).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "MessageId")]
    pub trace_id: Option<MessageId>,
    /// The id that marks a repetition as such (vendor schema: optional, `UUIDv7`).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "MessageId")]
    pub idempotency_key: Option<MessageId>,
    /// The version of the SDK (vendor schema: optional).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub sdk_version: Option<String>,
    /// The latency of the network in milliseconds, without limits (vendor schema: optional).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Number")]
    pub network_latency_ms: Option<Number>,
    /// A time; its meaning is disputed for requests (C-17) and not stated for replies.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Timestamp")]
    pub timestamp: Option<Timestamp>,
    /// The time at which the envelope was built (vendor schema: optional).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "Timestamp")]
    pub issued_at: Option<Timestamp>,
    /// Headers that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

impl ResponseHeaders {
    /// Repeats what ties a reply to its request; a request without an id or a name gets new ones.
    fn answering(request: &RequestHeaders, schema_ref: ResponseSchemaRef) -> Self {
        Self {
            correlation_id: Some(
                request
                    .correlation_id
                    .clone()
                    .unwrap_or_else(MessageId::generate),
            ),
            action: Some(request.action.clone().unwrap_or(MessageName::Reception)),
            schema_ref: Some(schema_ref),
            identifier: Some(Identifier::Message),
            tenant_id: request.tenant_id.clone(),
            trace_id: request.trace_id.clone(),
            issued_at: Some(Timestamp::now()),
            ..Self::default()
        }
    }
}
