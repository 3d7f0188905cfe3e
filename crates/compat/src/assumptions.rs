//! What a comparison takes for granted.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::Serialize;

/// What a comparison takes for granted, and how long it may take.
#[derive(Clone, Debug)]
pub struct Assumptions {
    /// Whether writers send members that no schema declares.
    pub undeclared: Undeclared,
    /// How long one comparison may take.
    pub budget: Duration,
    /// Where the search for witnesses starts.
    pub seed: u64,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            undeclared: Undeclared::Never,
            budget: Duration::from_secs(10),
            seed: 0,
        }
    }
}

/// Whether writers send members that an open object does not declare.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Undeclared {
    /// They send declared members only; objects that declare none are maps, and free.
    #[default]
    Never,
    /// They may send whatever their schema accepts.
    Maybe,
}

/// A word that says nothing about undeclared members.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("unknown assumption {0:?}: write never or maybe")]
pub struct UnknownUndeclared(String);

impl FromStr for Undeclared {
    type Err = UnknownUndeclared;

    /// Reads the word that the command line uses.
    ///
    /// # Errors
    ///
    /// When the word is neither `never` nor `maybe`.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "never" => Ok(Self::Never),
            "maybe" => Ok(Self::Maybe),
            _ => Err(UnknownUndeclared(word.to_owned())),
        }
    }
}

impl fmt::Display for Undeclared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Never => "never",
            Self::Maybe => "maybe",
        })
    }
}
