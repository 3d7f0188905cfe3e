use frontdesk_json::Pointer;
use serde::{Deserialize, Serialize};

/// What the contract says about the answer to a request, judged on what is really sent.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expectation {
    /// The request is right, so that it must not be refused as wrong.
    Accepted,
    /// The request is wrong, so that it must not be taken.
    Refused(Reason),
    /// The request lacks good credentials, so that it must not be taken.
    Unauthorised,
    /// Readers differ on it: whether it is taken is worth knowing, and no bug.
    Lenient(String),
    /// The contract does not say; any documented answer will do.
    Any,
}

/// Why a request is wrong.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Reason {
    /// The keyword that refuses, or what is wrong with the text.
    pub keyword: String,
    /// The subschema that holds the keyword, as a pointer; empty for what is no keyword.
    pub schema: String,
    /// The value at fault, as a pointer.
    pub instance: String,
    /// What a person reads.
    pub message: String,
    /// What else is wrong with it, by keyword, subschema and place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<(String, String, String)>,
}

impl Reason {
    /// Returns the place of the value at fault without the indices of items.
    #[must_use]
    pub fn place(&self) -> String {
        self.instance.parse().map_or_else(
            |_| self.instance.clone(),
            |at| crate::place::of(&at).to_string(),
        )
    }

    /// Tells whether it is what the bytes are, and not what a schema says of a value.
    #[must_use]
    pub fn is_of_text(&self) -> bool {
        self.schema.is_empty()
    }

    /// Says that a text is not what it has to be.
    #[must_use]
    pub fn of_text(rule: &str, message: impl Into<String>) -> Self {
        Self {
            keyword: rule.to_owned(),
            schema: String::new(),
            instance: Pointer::root().member("body").to_string(),
            message: message.into(),
            also: Vec::new(),
        }
    }
}
