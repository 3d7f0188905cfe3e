use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::request::Request;

/// What was sent once, and what came back.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// What was sent, with a placeholder for each secret.
    pub request: Request,
    /// What came back, in the order of sending; several where the request was repeated.
    pub answers: Vec<Answer>,
}

/// What came back, and when.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What came.
    pub outcome: Outcome,
    /// How long it took.
    pub elapsed: Duration,
}

/// What came back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// An HTTP response.
    Replied(Reply),
    /// The frames of a WebSocket conversation, as values in the order of their coming.
    Frames(Vec<serde_json::Value>),
    /// Nothing that can be read.
    Silent(Silence),
}

/// One HTTP response.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, as much of it as was read.
    pub body: Vec<u8>,
    /// Whether there was more of the body than is read.
    pub cut: bool,
}

/// Why nothing came that can be read.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Silence {
    /// Nobody listens.
    NoConnection,
    /// The connection ended before the response, or within it.
    Closed,
    /// The time was over.
    TimedOut,
    /// What came is no HTTP.
    Garbled,
    /// The body never ended.
    Endless,
}

impl Answer {
    /// Returns the response, where one came.
    #[must_use]
    pub fn reply(&self) -> Option<&Reply> {
        match &self.outcome {
            Outcome::Replied(reply) => Some(reply),
            Outcome::Frames(_) | Outcome::Silent(_) => None,
        }
    }
}

impl Reply {
    /// Returns the value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the type of the content, without its parameters and in lower case.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        let essence = value.split(';').next().unwrap_or(value);
        Some(essence.trim().to_ascii_lowercase())
    }

    /// Tells whether the request was taken.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl Silence {
    /// Says it in a few words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoConnection => "no connection",
            Self::Closed => "the connection was closed without a whole response",
            Self::TimedOut => "no response in time",
            Self::Garbled => "what came back is no HTTP",
            Self::Endless => "the response never ended",
        }
    }
}
