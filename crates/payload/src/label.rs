use std::fmt;
use std::str::FromStr;

use frontdesk_json::Pointer;
use serde::Serialize;
use serde_json::Value;

/// What a payload is claimed to be.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The schema accepts it.
    Valid,
    /// The schema accepts it, at an edge of one keyword.
    Boundary,
    /// The schema refuses it, at one keyword in one place.
    Invalid,
}

/// Which keyword a payload is about, and where.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Target {
    /// The subschema that holds the keyword, `$ref` resolved.
    pub schema: Pointer,
    /// The URI of the document that the subschema stands in, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The keyword; for an invalid payload the one a validator reports.
    pub keyword: String,
    /// The value in the payload; for `required`, the object that lacks the member.
    pub instance: Pointer,
    /// The keyword inside a union that was broken, where a validator reports the union.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaf: Option<Leaf>,
    /// What else refuses the payload, where breaking the keyword alone is impossible.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Leaf>,
}

/// A keyword of a subschema.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Leaf {
    /// The subschema that holds the keyword.
    pub schema: Pointer,
    /// The URI of the document that the subschema stands in, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The keyword.
    pub keyword: String,
}

/// One generated JSON value with what it is claimed to be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Payload {
    /// What it is claimed to be.
    pub kind: Kind,
    /// The value.
    pub payload: Value,
    /// The keyword it is about; absent for valid payloads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
}

/// A name that is no kind of payload.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("unknown kind {0:?}: write valid, boundary or invalid")]
pub struct UnknownKind(String);

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Valid, Self::Boundary, Self::Invalid];
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Valid => "valid",
            Self::Boundary => "boundary",
            Self::Invalid => "invalid",
        })
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    /// Reads a kind's name.
    ///
    /// # Errors
    ///
    /// When the name is none of `valid`, `boundary` and `invalid`.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.to_string() == name)
            .ok_or_else(|| UnknownKind(name.to_owned()))
    }
}
