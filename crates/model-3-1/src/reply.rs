//! What the service answered: bare replies, without an envelope.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::text::closed_text;
use crate::{Extra, Optional};

/// One item of a superpower's result: any object (AsyncAPI `SuperpowerResponse`).
pub type SuperpowerItem = Map<String, Value>;

/// What one superpower says, or how far it is (AsyncAPI `SuperpowerResponse`).
///
/// AsyncAPI requires all four members. It ties a reply to its request by `session.trace_id`, for
/// which the form of replies has no member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SuperpowerResponse {
    /// What the document is.
    pub action: ReplyAction,
    /// The superpower that it comes from: any string, by no known rule (C-20).
    pub action_type: String,
    /// How far the superpower is.
    pub state: State,
    /// The results.
    pub message: SuperpowerMessage,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The results of a superpower (AsyncAPI `SuperpowerResponse`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SuperpowerMessage {
    /// The results; required, possibly empty.
    pub results: Vec<SuperpowerResult>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One result of a superpower (AsyncAPI `SuperpowerResponse`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SuperpowerResult {
    /// The items of the result: an array of objects (C-15).
    #[serde(default, skip_serializing_if = "Optional::is_absent")]
    pub response: Optional<Vec<SuperpowerItem>>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How one superpower has failed (AsyncAPI `ErrorResponse`).
///
/// AsyncAPI requires all four members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorResponse {
    /// What the document is.
    pub action: ReplyAction,
    /// The superpower that has failed: any string, by no known rule (C-20).
    pub action_type: String,
    /// Always `error`.
    pub state: ErrorState,
    /// The errors.
    pub message: ErrorMessage,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The results of a superpower that has failed (AsyncAPI `ErrorResponse`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorMessage {
    /// The results; required, possibly empty.
    pub results: Vec<ErrorResult>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One result of a superpower that has failed (AsyncAPI `ErrorResponse`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorResult {
    /// The errors: an array of objects (C-15).
    #[serde(default, skip_serializing_if = "Optional::is_absent")]
    pub response: Optional<Vec<ErrorItem>>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What went wrong (AsyncAPI `ErrorResponse`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorItem {
    /// The text for people; required.
    pub content: String,
    /// The code for programs; no list exists, the example has `PROCESSING_FAILED`.
    #[serde(default, skip_serializing_if = "Optional::is_absent")]
    pub error_code: Optional<String>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

closed_text! {
    /// What a reply says it is (AsyncAPI, both replies).
    pub enum ReplyAction {
        /// The result, or the failure, of one superpower.
        Superpower = "superpower",
    }
}

closed_text! {
    /// The state of a reply: a closed list, in which `started` is not (C-19).
    pub enum State {
        /// The result is complete.
        Completed = "completed",
        /// Work goes on; gone in 3.2.
        Processing = "processing",
        /// The superpower has failed.
        Error = "error",
    }
}

closed_text! {
    /// The state of an error response (AsyncAPI `ErrorResponse`).
    pub enum ErrorState {
        /// The superpower has failed.
        Error = "error",
    }
}
