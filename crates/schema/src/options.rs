use std::str::FromStr;

use serde_json::Value;

/// How a schema document is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The draft of documents that carry no `$schema`, or one without a version.
    pub draft: Draft,
    /// Whether `format` refuses values or only annotates them.
    pub formats: Formats,
    /// The documents behind references that are not local, by absolute URI; nothing is fetched.
    pub resources: Vec<(String, Value)>,
}

/// A version of JSON Schema; a later one is greater.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Draft {
    /// Draft 4.
    Draft4,
    /// Draft 6.
    Draft6,
    /// Draft 7.
    Draft7,
    /// Draft 2019-09.
    Draft201909,
    /// Draft 2020-12, the one schemas of types are written in.
    #[default]
    Draft202012,
}

/// Whether `format` refuses values.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Formats {
    /// A value that is not of the format is refused.
    #[default]
    Assert,
    /// Formats refuse nothing.
    Annotate,
}

/// A name that is no draft of JSON Schema.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("unknown draft {0:?}: write 2020-12, 2019-09, 7, 6 or 4")]
pub struct UnknownDraft(String);

impl FromStr for Draft {
    type Err = UnknownDraft;

    /// Reads the short name that the command line uses.
    ///
    /// # Errors
    ///
    /// When the name is none of `2020-12`, `2019-09`, `7`, `6` and `4`.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(match name {
            "2020-12" => Self::Draft202012,
            "2019-09" => Self::Draft201909,
            "7" => Self::Draft7,
            "6" => Self::Draft6,
            "4" => Self::Draft4,
            _ => return Err(UnknownDraft(name.to_owned())),
        })
    }
}

impl Draft {
    /// Finds the draft that a `$schema` member names; unknown names are left to the engines.
    pub(crate) fn named_by(document: &Value) -> Option<Self> {
        Self::of_uri(document.get("$schema")?.as_str()?)
    }

    /// Finds the draft whose own schema a URI names.
    pub(crate) fn of_uri(uri: &str) -> Option<Self> {
        Some(match without_scheme(uri) {
            "json-schema.org/draft/2020-12/schema" => Self::Draft202012,
            "json-schema.org/draft/2019-09/schema" => Self::Draft201909,
            "json-schema.org/draft-07/schema" => Self::Draft7,
            "json-schema.org/draft-06/schema" => Self::Draft6,
            "json-schema.org/draft-04/schema" => Self::Draft4,
            _ => return None,
        })
    }

    /// Tells whether `$schema` says no more than that the document is a schema.
    pub(crate) fn is_unversioned(name: &str) -> bool {
        without_scheme(name) == "json-schema.org/schema"
    }

    /// Returns the URI of the draft's own schema.
    pub(crate) fn uri(self) -> &'static str {
        match self {
            Self::Draft4 => "http://json-schema.org/draft-04/schema#",
            Self::Draft6 => "http://json-schema.org/draft-06/schema#",
            Self::Draft7 => "http://json-schema.org/draft-07/schema#",
            Self::Draft201909 => "https://json-schema.org/draft/2019-09/schema",
            Self::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
        }
    }
}

fn without_scheme(uri: &str) -> &str {
    let uri = uri.trim_end_matches('#');
    uri.split_once("://").map_or(uri, |(_, rest)| rest)
}
