//! A superpower or error response, told apart by its state.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::dispatch::{Opening, open};
use super::{Deviation, ErrorResponse, Items, SuperpowerResponse};
use crate::read::from_held;
use crate::strict::Strict;
use crate::{ReplyAction, State, Superpower};

/// A superpower response or an error response, told apart by `state`.
///
/// The vendor schema asks that exactly one of the two fits, which the documented error never does,
/// since it fits both (C-13); the SDK looks at the top level alone (C-14). Here `error` means an
/// error response, anything else the other.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponsePayload {
    /// What a superpower says; its state is not `error` when it has been read.
    Superpower(SuperpowerResponse),
    /// How a superpower has failed.
    Error(ErrorResponse),
}

impl ResponsePayload {
    /// Returns the superpower that it comes from.
    #[must_use]
    pub fn superpower(&self) -> &Superpower {
        match self {
            Self::Superpower(response) => &response.action_type,
            Self::Error(response) => &response.action_type,
        }
    }

    /// Returns how far the superpower is.
    #[must_use]
    pub fn state(&self) -> &State {
        match self {
            Self::Superpower(response) => &response.state,
            Self::Error(_) => &State::Error,
        }
    }

    /// Says whether the superpower has failed.
    #[must_use]
    pub fn is_error(&self) -> bool {
        *self.state() == State::Error
    }

    /// Lists what was read although no sample of the contract has it.
    #[must_use]
    pub fn deviations(&self) -> Vec<Deviation> {
        match self {
            Self::Superpower(response) => {
                let responses = response
                    .message
                    .results
                    .iter()
                    .map(|result| &result.response);
                let state = Deviation::of_state(&response.state);
                state
                    .into_iter()
                    .chain(Deviation::of_responses(responses.map(Items::was_object)))
                    .collect()
            }
            Self::Error(response) => {
                let responses = response
                    .message
                    .results
                    .iter()
                    .map(|result| &result.response);
                Deviation::of_responses(responses.map(Items::was_object)).collect()
            }
        }
    }
}

impl From<SuperpowerResponse> for ResponsePayload {
    fn from(response: SuperpowerResponse) -> Self {
        Self::Superpower(response)
    }
}

impl From<ErrorResponse> for ResponsePayload {
    fn from(response: ErrorResponse) -> Self {
        Self::Error(response)
    }
}

impl Serialize for ResponsePayload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Superpower(response) => response.serialize(serializer),
            Self::Error(response) => response.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for ResponsePayload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Strict(deserializer).deserialize_map(PayloadVisitor)
    }
}

struct PayloadVisitor;

impl<'de> Visitor<'de> for PayloadVisitor {
    type Value = ResponsePayload;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<ResponsePayload, A::Error> {
        ResponsePayload::of_members(members)
    }
}

impl ResponsePayload {
    /// Reads the members of an object that was opened.
    pub(super) fn of_members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
        let cannot_fail = |name: &str, text: &str| match name {
            "action" => text == ReplyAction::Superpower.as_str(),
            "actionType" | STATE => true,
            _ => false,
        };
        match open(members, STATE, cannot_fail)? {
            Opening::Known { text, document } if is_error(&text) => {
                ErrorResponse::deserialize(document.deserializer()).map(Self::Error)
            }
            Opening::Known { document, .. } => {
                SuperpowerResponse::deserialize(document.deserializer()).map(Self::Superpower)
            }
            Opening::Held(document) => Self::of_held(document),
        }
    }

    /// Reads an object that is held.
    pub(super) fn of_held<E: de::Error>(document: Map<String, Value>) -> Result<Self, E> {
        let failed = document
            .get(STATE)
            .and_then(Value::as_str)
            .is_some_and(is_error);
        let document = Value::Object(document);
        if failed {
            from_held(document).map(Self::Error)
        } else {
            from_held(document).map(Self::Superpower)
        }
    }
}

fn is_error(state: &str) -> bool {
    state == State::Error.as_str()
}

/// The member by which the two are told apart.
const STATE: &str = "state";

// The superpower branch is a full object schema with its state narrowed, not a `$ref` beside a
// condition: the branches exclude each other by one constant, and closing the writer schema keeps
// each branch whole.
impl JsonSchema for ResponsePayload {
    fn schema_name() -> Cow<'static, str> {
        "ResponsePayload".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let error = generator.subschema_for::<ErrorResponse>();
        let mut superpower = SuperpowerResponse::json_schema(generator);
        if let Some(Value::Object(properties)) = superpower.get_mut("properties") {
            let state = if generator.contract().is_serialize() {
                json_schema!({ "type": "string", "enum": [State::Started, State::Completed] })
            } else {
                json_schema!({ "type": "string", "not": { "const": State::Error } })
            };
            properties.insert("state".to_owned(), state.into());
        }
        json_schema!({
            "description": "A superpower response or an error response, told apart by state.",
            "anyOf": [superpower, error],
        })
    }
}
