//! The request proper: identity, attributes, connections, context.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Agent, Cursor, Reference, Resources, Scope, Settings};
use crate::optional::present;

/// What is asked for: identity, context and material of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The id of this request. Any string, required by the vendor schema, not by the docs page,
    /// whose sample is not a UUID (C-02). The SDK takes it as correlation id when it is not empty
    /// (C-18); authored ids are `UUIDv7` for that.
    #[serde(default)]
    #[schemars(extend("examples" = ["a1b2c3d4-e5f6-7890-1234-56789ab2345"]))]
    pub request_id: String,
    /// What the request is about, beside the conversations.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Attributes")]
    pub attributes: Option<Attributes>,
    /// How the request is tied to others. Required by the docs page for `threadId` (C-01).
    pub connections: Connections,
    /// On whose behalf the request is made. Required by the docs page for `organizationId` (C-01).
    pub context: Context,
    /// Names under which the client knows the matter, for analytics.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Reference")]
    pub reference: Option<Reference>,
    /// Codes, links and offers that a reply may use.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Resources")]
    pub resources: Option<Resources>,
    /// The material: conversations and the things they are about. Required by the docs page for
    /// `conversations` (C-01).
    pub scope: Scope,
    /// Switches and limits for the reply.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Settings")]
    pub settings: Option<Settings>,
    /// Other agents that take part, described as "advanced mode" (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub a2a: Vec<Agent>,
    /// The span of time that the request covers (vendor schema).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Cursor")]
    pub cursor: Option<Cursor>,
}

/// What the request is about, beside the conversations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Attributes {
    /// A text to work on. The docs pages require it for adjust and elevate; reception does without.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub content: Option<String>,
    /// What to do with the text. The docs pages require it for adjust; reception does without.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub instruction: Option<String>,
    /// The variant of an experiment, free text; the docs page shows `A`, and the SDK writes it in
    /// upper case.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["A", "B"]))]
    pub variant: Option<String>,
}

/// How the request is tied to others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Connections {
    /// The id of a customer journey; the docs page shows it empty. No format in any source.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub journey_id: Option<String>,
    /// The id of the request that this one follows up; the docs pages require it for adjust and
    /// elevate.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub parent_id: Option<String>,
    /// The id shared by all requests of one ticket, case or conversation. Required by the docs
    /// page; optional in the vendor schema. No format in any source; the SDK refuses an empty one,
    /// the schemas do not (C-06).
    #[schemars(extend("examples" = ["9e8d7c6b-5a49-3827-1605-948372615abc"]))]
    pub thread_id: String,
}

impl Connections {
    /// Ties a request to a ticket, case or conversation.
    #[must_use]
    pub fn new(thread_id: impl Into<String>) -> Self {
        Self {
            journey_id: None,
            parent_id: None,
            thread_id: thread_id.into(),
        }
    }
}

/// On whose behalf the request is made.
///
/// The docs page calls the object generated by Optave and yet requires `organizationId` of the
/// client; the French edition says that the *other* members are the generated ones (C-28).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Context {
    /// The id of the case, "advanced mode"; the docs page shows it empty.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub case_id: Option<String>,
    /// The id of the department, "advanced mode"; the docs page shows it empty.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub department_id: Option<String>,
    /// The id of the operator, "advanced mode"; the docs page shows it empty.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub operator_id: Option<String>,
    /// The client's own organization id. Required by the docs page; optional in the vendor schema
    /// and checked by no published code. No format in any source; an empty one passes all code
    /// (C-06).
    #[schemars(extend("examples" = ["f7e8d9c0-b1a2-3456-7890-123456789abc"]))]
    pub organization_id: String,
    /// The id of the end user, "advanced mode"; the docs page shows it empty.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub user_id: Option<String>,
}

impl Context {
    /// Names the organization that asks.
    #[must_use]
    pub fn new(organization_id: impl Into<String>) -> Self {
        Self {
            case_id: None,
            department_id: None,
            operator_id: None,
            organization_id: organization_id.into(),
            user_id: None,
        }
    }
}
