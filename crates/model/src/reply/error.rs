//! The failure of one superpower.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Items;
use crate::optional::{present, without_null_defaults};
use crate::{ErrorState, Extra, ReplyAction, Superpower};

/// How one superpower has failed.
///
/// The form of a superpower response with the state `error`, whose items say what went wrong (docs
/// page, vendor schema).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorResponse {
    /// What the document is.
    pub action: ReplyAction,
    /// The superpower that has failed: any string.
    pub action_type: Superpower,
    /// Always `error`.
    pub state: ErrorState,
    /// The errors.
    pub message: ErrorMessage,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

impl ErrorResponse {
    /// Says that a superpower has failed, and why.
    #[must_use]
    pub fn new(superpower: Superpower, item: ErrorItem) -> Self {
        let result = ErrorResult {
            response: vec![item].into(),
            extra: Extra::default(),
        };
        Self {
            action: ReplyAction::Superpower,
            action_type: superpower,
            state: ErrorState::Error,
            message: ErrorMessage {
                results: vec![result],
                extra: Extra::default(),
            },
            extra: Extra::default(),
        }
    }

    /// Walks the items of all results.
    pub fn items(&self) -> impl Iterator<Item = &ErrorItem> {
        self.message
            .results
            .iter()
            .flat_map(|result| &result.response)
    }
}

/// The results of a superpower that has failed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorMessage {
    /// The results; required by the vendor schema, possibly empty.
    #[serde(default)]
    pub results: Vec<ErrorResult>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One result of a superpower that has failed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorResult {
    /// The errors. An array in every sample; an object is read too, as the docs page's prose has it
    /// (C-15).
    #[serde(default)]
    pub response: Items<ErrorItem>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What went wrong, for people and for programs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(transform = without_null_defaults)]
pub struct ErrorItem {
    /// The text for people. Required by the vendor schema, whose envelope accepts only errors
    /// without it (C-13).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(!skip_serializing_if, with = "String")]
    #[schemars(extend("examples" = ["Error while fetching results"]))]
    pub content: Option<String>,
    /// The code for programs; no list exists, `PROCESSING_FAILED` is in AsyncAPI 3.1.1 alone.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["PROCESSING_FAILED"]))]
    pub error_code: Option<String>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

impl ErrorItem {
    /// Makes an error of a text.
    #[must_use]
    pub fn new(content: impl Into<String>) -> Self {
        Self {
            content: Some(content.into()),
            error_code: None,
            extra: Extra::default(),
        }
    }

    /// Adds a code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.error_code = Some(code.into());
        self
    }
}
