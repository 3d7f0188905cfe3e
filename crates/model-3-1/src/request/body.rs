//! The body of a request.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Number;

use super::{Reference, Resources, Scope};
use crate::object::object;

object! {
    /// What is asked for; no member is required (AsyncAPI `Payload`; members: SDK).
    pub struct Request {
        /// The id of the request, without a format (SDK).
        request_id: String,
        /// Which message it is, and its words.
        attributes: Attributes,
        /// What the request belongs to.
        connections: Connections,
        /// Ids of those whom the request concerns.
        context: Context,
        /// Ids, labels and tags.
        reference: Reference,
        /// Codes, links and offers.
        resources: Resources,
        /// The material of the request.
        scope: Scope,
        /// Switches and limits for the reply.
        settings: Settings,
        /// Other agents that take part (SDK).
        a2a: Vec<Agent>,
        /// The span of time that the request covers.
        cursor: Cursor,
    }
}

object! {
    /// Which message a request is, and its words (SDK).
    pub struct Attributes {
        /// The name of the message; the schema lists none. Seven existed, reception was not among
        /// them.
        action: String,
        /// The content, free text (SDK).
        content: String,
        /// The instruction, free text (SDK).
        instruction: String,
        /// The kind of message; a header since 3.2 (SDK).
        #[serde(rename = "type")]
        kind: String,
        /// The variant, free text (SDK).
        variant: String,
    }
}

object! {
    /// What a request belongs to (SDK).
    pub struct Connections {
        /// The id of the journey (SDK).
        journey_id: String,
        /// The id of the parent, up to 3.0.1 `session.trace_parent_ID` (SDK).
        parent_id: String,
        /// The id of the thread (SDK).
        thread_id: String,
    }
}

object! {
    /// Ids of those whom a request concerns (SDK).
    pub struct Context {
        /// The id of the case (SDK).
        case_id: String,
        /// The id of the department (SDK).
        department_id: String,
        /// The id of the operator (SDK).
        operator_id: String,
        /// The id of the organization (SDK).
        organization_id: String,
        /// The tenant, a header since 3.2 (C-11). Examples mark it as required, no schema does.
        tenant_id: String,
        /// The id of the user (SDK).
        user_id: String,
    }
}

object! {
    /// Switches and limits for the reply (SDK).
    pub struct Settings {
        /// Keeps the service from browsing (SDK).
        disable_browsing: bool,
        /// Keeps the service from searching (SDK).
        disable_search: bool,
        /// Keeps sources out of the reply (SDK).
        disable_sources: bool,
        /// Keeps streamed updates out: false by default, true since 3.2 (C-26).
        #[schemars(extend("default" = false))]
        disable_stream: bool,
        /// Keeps the service from using tools (SDK).
        disable_tools: bool,
        /// The greatest length of a reply; no unit is stated (SDK).
        max_response_length: Number,
        /// A medium that replaces the channel's (SDK since 2025-08-14).
        override_channel_medium: String,
        /// A language that replaces the interface's (SDK since 2025-08-13).
        override_interface_language: String,
        /// A language that replaces the channel's (SDK since 2025-08-13, before as
        /// `output_language`).
        override_output_language: String,
    }
}

object! {
    /// Another agent that takes part (SDK).
    pub struct Agent {
        /// The id of the agent (SDK).
        id: String,
        /// The name of the agent (SDK).
        name: String,
        /// The kind of agent (SDK).
        #[serde(rename = "type")]
        kind: String,
    }
}

object! {
    /// The span of time that a request covers (SDK).
    pub struct Cursor {
        /// The start of the span: a date and time when written (SDK), any string when read.
        #[schemars(with = "WrittenTime")]
        since: String,
        /// The end of the span: a date and time when written (SDK), any string when read.
        #[schemars(with = "WrittenTime")]
        until: String,
    }
}

/// Gives the times of a cursor their schema.
///
/// The SDK held what it sent to the format, and no source says that the service held what it read
/// to it.
struct WrittenTime;

impl JsonSchema for WrittenTime {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "WrittenTime".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({ "type": "string" });
        if generator.contract().is_serialize() {
            schema.insert("format".to_owned(), "date-time".into());
        }
        schema
    }
}
