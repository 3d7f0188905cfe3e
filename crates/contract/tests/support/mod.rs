//! The model that the tests derive from: small, with one of each kind of thing.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A word and what hangs
/// below it.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Tree {
    /// The word.
    pub(crate) label: String,
    /// What hangs below.
    pub(crate) children: Vec<Tree>,
}

/// What the service sends back.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Reply {
    /// The number of the request.
    pub(crate) id: u32,
    /// How far it is.
    pub(crate) state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) result: Option<Outcome>,
    #[serde(flatten)]
    pub(crate) extra: Extra,
}

impl Reply {
    pub(crate) fn authored(seed: u64) -> Self {
        let result = match seed % 3 {
            0 => Some(Outcome::Score(Score {
                value: 0.5,
                extra: Extra::default(),
            })),
            1 => Some(Outcome::Empty),
            _ => None,
        };
        Self {
            id: 7,
            state: State::Done,
            result,
            extra: Extra::default(),
        }
    }
}

/// One result, by kind.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// A number.
    Score(Score),
    /// Nothing at all.
    Empty,
}

/// How sure the service is.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Score {
    pub(crate) value: f64,
    #[serde(flatten)]
    pub(crate) extra: Extra,
}

/// A state, known or not.
#[derive(Clone)]
pub(crate) enum State {
    Done,
    Other(String),
}

impl Serialize for State {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Done => "done",
            Self::Other(other) => other,
        })
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Ok(if word == "done" {
            Self::Done
        } else {
            Self::Other(word)
        })
    }
}

impl JsonSchema for State {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "State".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A state, known or not.",
            "anyOf": [
                {"type": "string", "const": "done"},
                {"type": "string", "x-relayed": true}
            ]
        })
    }
}

/// The members that nobody knows.
#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-relayed" = true))]
pub(crate) struct Extra(BTreeMap<String, Value>);
