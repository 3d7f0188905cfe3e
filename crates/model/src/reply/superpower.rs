//! The result of one superpower.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Items;
use crate::{Extra, ReplyAction, State, Superpower};

/// One item of a superpower's result: any object, since no source says what is in it.
///
/// The docs page shows it as depending on the superpower; the vendor schema declares an open
/// object.
pub type SuperpowerItem = Map<String, Value>;

/// What one superpower says, or how far it is.
///
/// All sources agree on `action`, `actionType`, `state` and `message`, and reading asks for these.
/// The vendor schema requires `message.results` too, even for `started`; reading does not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SuperpowerResponse {
    /// What the document is.
    pub action: ReplyAction,
    /// The superpower that it comes from: any string.
    #[schemars(extend("examples" = ["sentiment_analysis", "risk_assessment"]))]
    pub action_type: Superpower,
    /// How far the superpower is. Vendor schema: started, completed or error; AsyncAPI 3.1.1 has
    /// processing (C-19).
    pub state: State,
    /// The results.
    pub message: SuperpowerMessage,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

impl SuperpowerResponse {
    /// Says that a superpower has begun.
    #[must_use]
    pub fn started(superpower: Superpower) -> Self {
        Self::new(superpower, State::Started, SuperpowerMessage::default())
    }

    /// Says what a superpower has found, as one result.
    #[must_use]
    pub fn completed(
        superpower: Superpower,
        items: impl IntoIterator<Item = SuperpowerItem>,
    ) -> Self {
        let response = items.into_iter().collect::<Vec<_>>().into();
        let result = SuperpowerResult {
            response,
            extra: Extra::default(),
        };
        Self::new(
            superpower,
            State::Completed,
            SuperpowerMessage {
                results: vec![result],
                extra: Extra::default(),
            },
        )
    }

    /// Walks the items of all results.
    pub fn items(&self) -> impl Iterator<Item = &SuperpowerItem> {
        self.message
            .results
            .iter()
            .flat_map(|result| &result.response)
    }

    fn new(superpower: Superpower, state: State, message: SuperpowerMessage) -> Self {
        Self {
            action: ReplyAction::Superpower,
            action_type: superpower,
            state,
            message,
            extra: Extra::default(),
        }
    }
}

/// The results of a superpower.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SuperpowerMessage {
    /// The results; required by the vendor schema, possibly empty.
    #[serde(default)]
    pub results: Vec<SuperpowerResult>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One result of a superpower.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SuperpowerResult {
    /// The items of the result. An array in every sample; an object is read too (C-15).
    #[serde(default)]
    pub response: Items<SuperpowerItem>,
    /// Members that no source names.
    #[serde(flatten)]
    pub extra: Extra,
}
