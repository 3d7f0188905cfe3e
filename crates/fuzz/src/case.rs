use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::rest::{NESTED, PADDED};

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
    /// A JSON Web Token that says that nobody signed it, its claims those of the right one.
    Unsigned,
    /// A token that was right and has ended.
    Expired,
    /// A token that has opened another connection.
    Used,
    /// Any token that is not the right one, which only causes say.
    Token,
    /// Any that are wrong, which only causes say.
    Wrong,
    /// Wrong ones or none, which only causes say.
    Any,
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
            (Self::Spelling(one), Self::Spelling(two)) if one.name == ANY => two.is_malformed(),
            (Self::Spelling(one), Self::Spelling(two)) if one.name == TWICE => two.is_twice(),
            (Self::Spelling(one), Self::Spelling(two)) if one.amount().is_some() => {
                match (one.amount(), two.amount()) {
                    (Some((one, least)), Some((two, size))) => one == two && least <= size,
                    _ => false,
                }
            }
            (Self::Spelling(one), Self::Spelling(two)) if one.pointer == ANY => {
                one.name == two.name
            }
            (Self::ContentType(Some(any)), Self::ContentType(_))
            | (Self::Method(any), Self::Method(_)) => any == ANY || self == other,
            // What is sent at once comes one after the other in the end.
            (Self::Credentials(Credentials::Any), Self::Credentials(_))
            | (Self::Repeat(Repeat::Again), Self::Repeat(_)) => true,
            (Self::Credentials(Credentials::Token), Self::Credentials(shown)) => {
                matches!(
                    shown,
                    Credentials::Unknown
                        | Credentials::Cut
                        | Credentials::Unsigned
                        | Credentials::Expired
                        | Credentials::Token
                )
            }
            (Self::Credentials(Credentials::Wrong), Self::Credentials(shown)) => {
                *shown != Credentials::Missing
            }
            _ => self == other,
        }
    }

    /// Lists what stands for all twists of a sort, each with examples of the sort, the widest first.
    ///
    /// A sort is one that endpoints treat alike: no JSON at all, types of content, methods,
    /// credentials.
    pub(crate) fn sorts(&self) -> Vec<(Self, Vec<Self>)> {
        match self {
            Self::Spelling(spelling) if spelling.is_malformed() => vec![(
                Self::Spelling(Spelling::whole(ANY)),
                MALFORMED
                    .map(|name| Self::Spelling(Spelling::whole(name)))
                    .into(),
            )],
            // A member that nobody knows can be written twice in every object.
            Self::Spelling(spelling) if spelling.name == DUPLICATES[0] => vec![(
                Self::Spelling(Spelling::whole(TWICE)),
                vec![Self::Spelling(Spelling::whole(DUPLICATES[1]))],
            )],
            Self::ContentType(_) => vec![(
                Self::ContentType(Some(ANY.to_owned())),
                ["text/plain", "application/xml", "application/x-other"]
                    .map(|media| Self::ContentType(Some(media.to_owned())))
                    .into(),
            )],
            Self::Method(_) => vec![(
                Self::Method(ANY.to_owned()),
                ["PUT", "DELETE", "PATCH", "QUERY"]
                    .map(|method| Self::Method(method.to_owned()))
                    .into(),
            )],
            Self::Credentials(_) => vec![
                (
                    Self::Credentials(Credentials::Any),
                    [Credentials::Missing, Credentials::Unknown]
                        .map(Self::Credentials)
                        .into(),
                ),
                (
                    Self::Credentials(Credentials::Wrong),
                    [Credentials::Unknown, Credentials::OtherScheme]
                        .map(Self::Credentials)
                        .into(),
                ),
                (
                    Self::Credentials(Credentials::Token),
                    [Credentials::Unknown, Credentials::Cut]
                        .map(Self::Credentials)
                        .into(),
                ),
            ],
            Self::Repeat(Repeat::AtOnce) => {
                let again = Self::Repeat(Repeat::Again);
                vec![(again.clone(), vec![again])]
            }
            Self::Spelling(_) | Self::Header(..) | Self::Framing(_) | Self::Repeat(_) => Vec::new(),
        }
    }
}

impl Spelling {
    /// What stands for the pointer where it does not matter.
    pub(crate) const ANYWHERE: &str = ANY;

    /// A spelling of the whole body.
    pub(crate) fn whole(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            pointer: String::new(),
            member: None,
        }
    }

    /// Tells whether what is written so is no JSON, whatever the value.
    pub(crate) fn is_malformed(&self) -> bool {
        self.name == ANY || MALFORMED.contains(&self.name.as_str())
    }

    /// Tells whether a member is written twice.
    fn is_twice(&self) -> bool {
        self.name == TWICE || DUPLICATES.contains(&self.name.as_str())
    }

    /// Returns of what there is how much, where the spelling is one of several amounts: bytes that a
    /// body is padded to, levels of arrays.
    fn amount(&self) -> Option<(&'static str, usize)> {
        let of = |all: &[(&str, usize)]| {
            let mut all = all.iter();
            all.find_map(|(name, size)| (*name == self.name).then_some(*size))
        };
        let padded = of(&PADDED).map(|size| ("bytes", size));
        padded.or_else(|| of(&NESTED).map(|size| ("levels", size)))
    }
}

/// What stands for everything of a sort.
pub(crate) const ANY: &str = "*";

/// What stands for every spelling with a member that is there twice.
pub(crate) const TWICE: &str = "a-member-twice";

/// Spellings with a member that is there twice.
const DUPLICATES: [&str; 2] = ["duplicate-key", "duplicate-undeclared-key"];

/// Spellings of which no reader makes a value.
const MALFORMED: [&str; 9] = [
    "truncated",
    "single-quotes",
    "trailing-comma",
    "comment",
    "twice",
    "nan",
    "only-spaces",
    "trailing-bytes",
    "invalid-utf-8",
];

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

#[cfg(test)]
mod tests {
    use super::{Credentials, Spelling, Twist};

    #[test]
    fn a_sort_stands_for_all_of_it_and_nothing_else() {
        let spelled = |name: &str| Twist::Spelling(Spelling::whole(name));
        let twists = [
            spelled("nan"),
            Twist::ContentType(None),
            Twist::Method("PATCH".to_owned()),
            Twist::Credentials(Credentials::Cut),
        ];
        for twist in &twists {
            let (any, others) = twist.sorts().remove(0);
            for other in twists.iter().chain(&others) {
                let same = std::mem::discriminant(other) == std::mem::discriminant(twist);
                assert_eq!(any.stands_for(other), same, "{any:?} {other:?}");
            }
        }
        // What is JSON may well be read.
        let (malformed, _) = spelled("truncated").sorts().remove(0);
        assert!(!malformed.stands_for(&spelled("spaced")));
        assert!(spelled("spaced").sorts().is_empty());
        // Who looks whether there are credentials may look no further.
        let (wrong, _) = twists[3].sorts().remove(1);
        assert!(!wrong.stands_for(&Twist::Credentials(Credentials::Missing)));
    }
}
