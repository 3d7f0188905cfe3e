use std::str::FromStr;

use serde_json::Value;

/// How a schema document is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The draft of documents that carry no `$schema`.
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
        let name = document.get("$schema")?.as_str()?.trim_end_matches('#');
        Some(
            match name.split_once("://").map_or(name, |(_, rest)| rest) {
                "json-schema.org/draft/2020-12/schema" => Self::Draft202012,
                "json-schema.org/draft/2019-09/schema" => Self::Draft201909,
                "json-schema.org/draft-07/schema" => Self::Draft7,
                "json-schema.org/draft-06/schema" => Self::Draft6,
                "json-schema.org/draft-04/schema" => Self::Draft4,
                _ => return None,
            },
        )
    }
}
