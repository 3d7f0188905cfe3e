use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One attempt: what is sent, as a value, and what is done to it besides.
///
/// The value holds everything that a schema describes, so that one mechanism draws, judges, shrinks
/// and repairs all of it: over REST an object with the parts `path`, `query`, `header`, `cookie` and
/// `body`, over WebSocket the frames of a conversation.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Case {
    /// Which operation of the endpoint, by its place in the list.
    pub operation: usize,
    /// Who made it up.
    pub phase: Phase,
    /// What it tries, in a few words.
    pub intent: String,
    /// What is sent.
    pub value: Value,
    /// What is done to it besides, each of which may be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub twists: Vec<Twist>,
}

/// Who makes cases up, in the order in which they come first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Documented examples, and the simplest and fullest requests.
    Examples,
    /// Every keyword at its edge.
    Boundary,
    /// Every keyword broken once.
    Invalid,
    /// Texts and messages that no value is.
    Bytes,
    /// Values that often mean something, and the same request again.
    Semantic,
    /// Conversations on one connection.
    Conversation,
    /// Whatever the replies so far lead to.
    Search,
}

/// One thing that is done to a request beside its value.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Twist {
    /// Another method than the operation's.
    Method(String),
    /// Another type of content, or none at all.
    ContentType(Option<String>),
    /// A header more.
    Header(String, String),
    /// Other credentials than the right ones.
    Credentials(Credentials),
    /// Another spelling of the body, which no value holds.
    Spelling(Spelling),
    /// Another framing of the message.
    Framing(Framing),
    /// The same once more.
    Repeat(Repeat),
}

/// Credentials that must not do.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credentials {
    /// None at all.
    Missing,
    /// The scheme without a token.
    Empty,
    /// A token that nobody granted.
    Unknown,
    /// Another scheme with the right token.
    OtherScheme,
    /// The right token without its last character.
    Cut,
    /// A token that has opened another connection.
    Used,
}

/// A way to write the body down.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Spelling {
    /// What is done, in kebab case.
    pub name: String,
    /// The value of the body that it is done to, as a pointer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pointer: String,
    /// The member that stands twice, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

/// A way to put the body on the wire.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Framing {
    /// With its length.
    #[default]
    Length,
    /// In chunks of a few bytes.
    Chunked,
    /// In pieces with pauses between them.
    Slow,
    /// Half of it, then the end of the stream.
    Truncated,
    /// With a length that is one too many, then the end of the stream.
    LengthTooLarge,
    /// With two lengths that differ.
    TwoLengths,
    /// With a length that is no number.
    LengthGarbled,
    /// Without a length or chunks.
    NoLength,
}

/// A way to send the same request once more.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeat {
    /// After the first was answered.
    Again,
    /// At the same time, on another connection.
    AtOnce,
}

impl Case {
    /// Starts a case that sends a value as the operation wants it.
    #[must_use]
    pub fn plain(operation: usize, phase: Phase, intent: impl Into<String>, value: Value) -> Self {
        Self {
            operation,
            phase,
            intent: intent.into(),
            value,
            twists: Vec::new(),
        }
    }

    /// Adds something that is done besides.
    #[must_use]
    pub fn twisted(mut self, twist: Twist) -> Self {
        self.twists.push(twist);
        self
    }

    /// Returns the same case with another value.
    #[must_use]
    pub fn with_value(&self, value: Value) -> Self {
        Self {
            operation: self.operation,
            phase: self.phase,
            intent: self.intent.clone(),
            value,
            twists: self.twists.clone(),
        }
    }

    /// Tells how the request is repeated, where it is.
    #[must_use]
    pub fn repeat(&self) -> Option<Repeat> {
        self.twists.iter().find_map(|twist| match twist {
            Twist::Repeat(repeat) => Some(*repeat),
            _ => None,
        })
    }
}

impl Twist {
    /// Tells whether another twist is this one, or one of those that it names.
    pub(crate) fn stands_for(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Spelling(one), Self::Spelling(two)) if one.pointer == Spelling::ANYWHERE => {
                one.name == two.name
            }
            _ => self == other,
        }
    }
}

impl Spelling {
    /// What stands for the pointer where it does not matter.
    pub(crate) const ANYWHERE: &str = "*";
}

impl Phase {
    /// Every phase, in the order in which they come first.
    pub const ALL: [Self; 7] = [
        Self::Examples,
        Self::Boundary,
        Self::Invalid,
        Self::Bytes,
        Self::Semantic,
        Self::Conversation,
        Self::Search,
    ];

    /// Returns the word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Examples => "examples",
            Self::Boundary => "boundary",
            Self::Invalid => "invalid",
            Self::Bytes => "bytes",
            Self::Semantic => "semantic",
            Self::Conversation => "conversation",
            Self::Search => "search",
        }
    }
}
