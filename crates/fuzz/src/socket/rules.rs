use std::collections::BTreeSet;

use frontdesk_json::Pointer;
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

/// What holds for every conversation on a WebSocket, beside the schemas of its messages.
///
/// A rule that is left out is not checked. An AsyncAPI document says them as `x-conversation` of a
/// channel; the correlation ids that AsyncAPI itself knows need nothing more.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Rules {
    /// Where messages of both directions have the id that ties a reply to its request.
    #[serde(deserialize_with = "place")]
    pub correlation: Option<Pointer>,
    /// Where a reply says how far the work is.
    #[serde(deserialize_with = "place")]
    pub state: Option<Pointer>,
    /// Where a reply says which of several works it is about, each of which has states of its own.
    #[serde(deserialize_with = "place")]
    pub group: Option<Pointer>,
    /// The states that come first.
    pub first: Vec<String>,
    /// The states after which nothing comes.
    pub terminal: Vec<String>,
    /// All states that there are.
    pub states: Vec<String>,
    /// What tells the reply to a message that was not taken.
    pub refusal: Option<Mark>,
    /// What a message must have for the rules to hold.
    pub asks: Option<Mark>,
    /// The codes that the service closes with.
    pub close_codes: BTreeSet<u16>,
    /// How many bytes a message may have.
    pub most_bytes: Option<usize>,
    /// Whether a token opens one connection and no other.
    pub single_use: bool,
    /// The subprotocol that is asked for, beside which a token may stand.
    pub subprotocol: Option<String>,
}

/// A place of a message, and the texts that are looked for there.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Mark {
    /// The place.
    #[serde(deserialize_with = "some_place")]
    pub at: Pointer,
    /// The texts.
    pub is: Vec<String>,
}

impl Mark {
    /// Tells whether a message has the mark.
    #[must_use]
    pub fn is_on(&self, message: &Value) -> bool {
        let text = self.at.resolve(message).and_then(Value::as_str);
        text.is_some_and(|text| self.is.iter().any(|known| known == text))
    }
}

impl Rules {
    /// Returns the id of a message.
    pub(crate) fn id<'m>(&self, message: &'m Value) -> Option<&'m str> {
        let at = self.correlation.as_ref()?;
        at.resolve(message)?.as_str()
    }

    pub(crate) fn state_of<'m>(&self, reply: &'m Value) -> Option<&'m str> {
        self.state.as_ref()?.resolve(reply)?.as_str()
    }

    pub(crate) fn group_of<'m>(&self, reply: &'m Value) -> &'m str {
        let group = self.group.as_ref().and_then(|at| at.resolve(reply));
        group.and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn is_terminal(&self, reply: &Value) -> bool {
        self.state_of(reply)
            .is_some_and(|state| self.terminal.iter().any(|known| known == state))
    }

    pub(crate) fn is_first(&self, reply: &Value) -> bool {
        self.state_of(reply)
            .is_some_and(|state| self.first.iter().any(|known| known == state))
    }

    pub(crate) fn is_refusal(&self, reply: &Value) -> bool {
        self.refusal.as_ref().is_some_and(|mark| mark.is_on(reply))
    }
}

fn place<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Option<Pointer>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(de::Error::custom))
        .transpose()
}

fn some_place<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Pointer, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(de::Error::custom)
}
