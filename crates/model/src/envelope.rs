//! The WebSocket envelope of a request.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::optional::{present, without_null_defaults};
use crate::request::ReceptionRequest;
use crate::{EnvelopeAction, Identifier, MessageId, MessageName, RequestSchemaRef, Timestamp};

/// The WebSocket envelope of a request: headers around the payload.
///
/// The vendor schema requires `action`, `headers` and `payload`. A docs page gets along with
/// `action`, one header and `payload` (C-04), two others begin at `headers` (C-05); reading asks
/// for the payload alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RequestEnvelope {
    /// The kind of frame.
    #[serde(default)]
    pub action: EnvelopeAction,
    /// Which message it is, and how to follow it.
    #[serde(default)]
    pub headers: RequestHeaders,
    /// The same object that REST sends as body.
    pub payload: ReceptionRequest,
}

impl RequestEnvelope {
    /// Puts a reception request into an envelope with all headers that the SDK sends.
    ///
    /// ```
    /// use frontdesk_model::{Conversation, MessageName, ReceptionRequest, RequestEnvelope};
    ///
    /// let request = ReceptionRequest::builder()
    ///     .thread_id("t-1")
    ///     .organization_id("o-1")
    ///     .conversation(Conversation::new())
    ///     .build();
    /// let envelope = RequestEnvelope::reception(request);
    /// assert_eq!(envelope.headers.action, Some(MessageName::Reception));
    /// ```
    #[must_use]
    pub fn reception(request: ReceptionRequest) -> Self {
        Self::new(MessageName::Reception, request)
    }

    /// Puts the request of any message into an envelope.
    ///
    /// The request id becomes the correlation id when it is a `UUIDv7`, as in the SDK, which takes
    /// any text (C-18).
    #[must_use]
    pub fn new(message: MessageName, request: ReceptionRequest) -> Self {
        let correlation_id = MessageId::try_from(request.request.request_id.as_str())
            .unwrap_or_else(|_| MessageId::generate());
        Self {
            action: EnvelopeAction::Message,
            headers: RequestHeaders::new(message, correlation_id),
            payload: request,
        }
    }
}

/// The headers of a request envelope; unknown ones are ignored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(transform = without_null_defaults)]
pub struct RequestHeaders {
    /// The id that replies repeat. Vendor schema: required, `UUIDv7`; docs pages and SDK: any
    /// string (C-03).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "MessageId")]
    pub correlation_id: Option<MessageId>,
    /// The message. Vendor schema: required; absent in the minimal sample of a docs page (C-04).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "MessageName")]
    pub action: Option<MessageName>,
    /// The schema that the envelope follows. Vendor schema: required, the major version alone.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "RequestSchemaRef")]
    pub schema_ref: Option<RequestSchemaRef>,
    /// Always `message` (vendor schema, SDK); optional in the vendor schema.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "Identifier")]
    pub identifier: Option<Identifier>,
    /// The tenant, given out by Optave; the docs show 28 lower-case letters and digits. Once in the
    /// payload (C-11).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub tenant_id: Option<String>,
    /// The id that ties several requests together. Vendor schema: optional, `UUIDv7`; docs pages
    /// show other text (C-03).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "MessageId")]
    pub trace_id: Option<MessageId>,
    /// The id that marks a repetition as such. Vendor schema: optional, `UUIDv7`; docs pages show
    /// other text (C-03).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "MessageId")]
    pub idempotency_key: Option<MessageId>,
    /// The version of the SDK, or `none` without it (docs page); the SDK always sends its own.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "String")]
    #[schemars(extend("examples" = ["none", "3.2.3"]))]
    pub sdk_version: Option<String>,
    /// The latency of the network in milliseconds, without limits (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Number")]
    pub network_latency_ms: Option<Number>,
    /// The time of the client's event by SDK and README, the time of building by the vendor
    /// schema's text (C-17).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Timestamp")]
    pub timestamp: Option<Timestamp>,
    /// The time at which the envelope was built (SDK); optional in the vendor schema.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "Timestamp")]
    pub issued_at: Option<Timestamp>,
}

impl RequestHeaders {
    /// Makes the headers of a new message: new trace and idempotency ids, issued now, sent without
    /// the SDK.
    #[must_use]
    pub fn new(message: MessageName, correlation_id: MessageId) -> Self {
        Self {
            correlation_id: Some(correlation_id),
            action: Some(message),
            schema_ref: Some(RequestSchemaRef::MessageV3),
            identifier: Some(Identifier::Message),
            tenant_id: None,
            trace_id: Some(MessageId::generate()),
            idempotency_key: Some(MessageId::generate()),
            sdk_version: Some("none".to_owned()),
            network_latency_ms: None,
            timestamp: None,
            issued_at: Some(Timestamp::now()),
        }
    }
}
