//! Settings, agents and cursor of a request.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::optional::present;

/// Switches and limits for the reply.
///
/// The defaults are those that the vendor schema states and the SDK sends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Keeps the service from browsing; false when left out (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    #[schemars(extend("default" = false))]
    pub disable_browsing: Option<bool>,
    /// Keeps the service from searching; false when left out (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    #[schemars(extend("default" = false))]
    pub disable_search: Option<bool>,
    /// Keeps sources out of the reply; false when left out (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    #[schemars(extend("default" = false))]
    pub disable_sources: Option<bool>,
    /// Keeps streamed updates out; true when left out, though it was false up to 3.1.1 (C-26). With
    /// false a docs page promises an update every 500 ms, each with the whole text so far.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    #[schemars(extend("default" = true))]
    pub disable_stream: Option<bool>,
    /// Keeps the service from using tools; false when left out (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    #[schemars(extend("default" = false))]
    pub disable_tools: Option<bool>,
    /// The greatest length of a reply, 0 when left out. No source names the unit; negative numbers
    /// and fractions pass the vendor schema.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Number")]
    #[schemars(extend("default" = 0))]
    pub max_response_length: Option<Number>,
    /// A language that replaces the interface's (vendor schema); no pattern.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub override_interface_language: Option<String>,
    /// A language that replaces the channel's in the reply (vendor schema); no pattern.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["en-US"]))]
    pub override_output_language: Option<String>,
    /// A medium that replaces the channel's. On a docs page only (`voice`): the vendor schema
    /// ignores it, and late 3.1.1 had it as `override_channel_medium`.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["voice"]))]
    pub override_channel_medium: Option<String>,
}

/// Another agent that takes part ("advanced mode").
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Agent {
    /// The id of the agent, without a format (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub id: Option<String>,
    /// The name of the agent, free text (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub name: Option<String>,
    /// The kind of agent, free text (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[serde(rename = "type")]
    #[schemars(extend("examples" = ["chatbot"]))]
    pub kind: Option<String>,
}

/// The span of time that a request covers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cursor {
    /// The start of the span; ISO 8601 in the examples, no format since 3.2 (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub since: Option<String>,
    /// The end of the span; ISO 8601 in the examples, no format since 3.2 (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub until: Option<String>,
}
