//! The session of a request.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::optional::present;
use crate::text::closed_text;

/// The chat session or call, and where it takes place.
///
/// Required by the vendor schema, shown as optional by the docs page "Reception"; every member is
/// optional in both. The SDK sends an empty string for each text that the caller leaves out (C-06).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The id of one chat session or call, for as long as it lasts. No format in any source.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["a1b2c3d4-e5f6-7890-abcd-123456789012"]))]
    pub session_id: Option<String>,
    /// The channel through which the end user talks.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Channel")]
    pub channel: Option<Channel>,
    /// The program in which the operator works.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Interface")]
    pub interface: Option<Interface>,
}

/// The channel through which the end user talks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    /// The browser of the end user, free text (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["Safari 17.0"]))]
    pub browser: Option<String>,
    /// System and model of the end user's device, free text (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["iOS/18.2, iPhone15,3"]))]
    pub device_info: Option<String>,
    /// The kind of the end user's device, free text (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["mobile", "desktop"]))]
    pub device_type: Option<String>,
    /// The language of the end user, as on the docs page; no source gives a pattern or a list of
    /// tags.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["en-US"]))]
    pub language: Option<String>,
    /// The place of the end user, free text: coordinates in the vendor schema, a country in an SDK
    /// example.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["45.42,-75.69", "US"]))]
    pub location: Option<String>,
    /// The medium of the channel, `chat` when left out (vendor schema). An empty string is invalid
    /// (C-06).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Medium")]
    #[schemars(extend("default" = "chat"))]
    pub medium: Option<Medium>,
    /// Anything else about the channel: an array here, while a conversation's metadata is an object
    /// (C-32).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<Value>,
    /// The part of the site or app where the end user is, free text (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["cart", "product_page", "support_page"]))]
    pub section: Option<String>,
}

closed_text! {
    /// The medium of a channel: one of three in the vendor schema, free text before 3.2.
    pub enum Medium {
        /// Written conversation.
        Chat = "chat",
        /// Spoken conversation.
        Voice = "voice",
        /// Electronic mail.
        Email = "email",
    }
}

/// The program in which the operator works.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Interface {
    /// The version of the program, free text (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["2.1.0"]))]
    pub app_version: Option<String>,
    /// The kind of program, free text with examples in the vendor schema.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["crm", "app", "auto", "widget"]))]
    pub category: Option<String>,
    /// The language of the operator's program (vendor schema); no pattern.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub language: Option<String>,
    /// The name of the program, free text (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["salesforce", "zendesk"]))]
    pub name: Option<String>,
    /// The way of integration, free text: the docs page shows `chat`, the vendor schema three other
    /// names (C-31).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[serde(rename = "type")]
    #[schemars(extend("examples" = ["chat", "custom_components", "marketplace", "channel"]))]
    pub kind: Option<String>,
}
