use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Who writes a message.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The client writes it, the server reads it.
    Request,
    /// The server writes it, the client reads it.
    Response,
}

/// Which of a message's two schemas.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// What the types emit of authored values: closed.
    Writer,
    /// What the types accept: open.
    Reader,
}

/// A word that names no direction or no side.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("unknown {what} {word:?}: write {first} or {second}")]
pub struct UnknownWord {
    what: &'static str,
    word: String,
    first: &'static str,
    second: &'static str,
}

impl Direction {
    /// Returns the word that names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

impl Side {
    /// Lists both sides, in the order in which files and reports have them.
    pub const ALL: [Self; 2] = [Self::Writer, Self::Reader];

    /// Returns the word that names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Writer => "writer",
            Self::Reader => "reader",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Display for Side {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl FromStr for Direction {
    type Err = UnknownWord;

    /// Reads the word that [`Direction::as_str`] gives.
    ///
    /// # Errors
    ///
    /// When the word is neither `request` nor `response`.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "request" => Ok(Self::Request),
            "response" => Ok(Self::Response),
            _ => Err(UnknownWord {
                what: "direction",
                word: word.to_owned(),
                first: "request",
                second: "response",
            }),
        }
    }
}

impl FromStr for Side {
    type Err = UnknownWord;

    /// Reads the word that [`Side::as_str`] gives.
    ///
    /// # Errors
    ///
    /// When the word is neither `writer` nor `reader`.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "writer" => Ok(Self::Writer),
            "reader" => Ok(Self::Reader),
            _ => Err(UnknownWord {
                what: "side",
                word: word.to_owned(),
                first: "writer",
                second: "reader",
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, Side};

    #[test]
    fn words_read_back() {
        for side in Side::ALL {
            assert_eq!(side.to_string().parse(), Ok(side));
        }
        for direction in [Direction::Request, Direction::Response] {
            assert_eq!(direction.to_string().parse(), Ok(direction));
        }
        let error = "server".parse::<Side>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown side \"server\": write writer or reader"
        );
    }
}
