use std::fmt;
use std::str::FromStr;

use super::TokenMishap;
use crate::contract::nearest;

/// One way to misbehave.
///
/// Faults are applied in the order of [`Fault::all`], whatever the order they are asked for in:
/// first what a reply says, then when and how often it is sent, last what happens on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// A state that no source names.
    UnknownState,
    /// A superpower that no source names.
    UnknownSuperpower,
    /// A member that no source names, beside the others.
    UnknownField,
    /// `null` in place of a member that may be left out.
    NullForOptional,
    /// A reply that breaks the contract in one keyword, drawn from the schema.
    NearMiss,
    /// A reply without its envelope.
    Bare,
    /// A reply in an envelope where none is expected.
    Enveloped,
    /// The correlation id of another request.
    CrossTalk,
    /// Results twice.
    Duplicate,
    /// The last reply first.
    Reorder,
    /// Nothing after `started`; over REST nothing at all.
    SilenceAfterStarted,
    /// Everything late.
    Latency,
    /// Everything late, each reply by another while.
    Jitter,
    /// A status instead of an answer.
    Status(u16),
    /// A WebSocket that is not opened.
    RefusedUpgrade,
    /// The token ends while replies are still to come.
    TokenExpiry,
    /// A content type that is not JSON's.
    WrongContentType,
    /// Bytes that are no text.
    InvalidUtf8,
    /// More bytes than anybody wants.
    Oversize,
    /// A few bytes at a time.
    Dribble,
    /// A body that ends before its length.
    TruncatedBody,
    /// A frame that ends in the middle, and the connection with it.
    HalfFrame,
    /// The connection closed with a code, while replies are still to come; 1006 is no close at all.
    Close(u16),
    /// The connection reset, while replies are still to come.
    Reset,
    /// Something at the token endpoint.
    Token(TokenMishap),
}

/// What a fault can go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// A request for a token.
    Token,
    /// A message over REST.
    Rest,
    /// The opening of a WebSocket.
    Upgrade,
    /// A message over WebSocket.
    Frame,
}

/// A name that no fault has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no fault `{name}`{}", instead(nearest.as_deref()))]
pub struct UnknownFault {
    name: String,
    nearest: Option<String>,
}

impl Fault {
    /// Returns every fault there is, in the order in which they are applied.
    pub fn all() -> impl Iterator<Item = Self> {
        let at_the_token = TokenMishap::ALL.map(Self::Token);
        Self::OF_MESSAGES.into_iter().chain(at_the_token)
    }

    const OF_MESSAGES: [Self; 38] = [
        Self::UnknownState,
        Self::UnknownSuperpower,
        Self::UnknownField,
        Self::NullForOptional,
        Self::NearMiss,
        Self::Bare,
        Self::Enveloped,
        Self::CrossTalk,
        Self::Duplicate,
        Self::Reorder,
        Self::SilenceAfterStarted,
        Self::Latency,
        Self::Jitter,
        Self::Status(401),
        Self::Status(403),
        Self::Status(404),
        Self::Status(409),
        Self::Status(413),
        Self::Status(415),
        Self::Status(429),
        Self::Status(500),
        Self::Status(502),
        Self::Status(503),
        Self::Status(504),
        Self::RefusedUpgrade,
        Self::TokenExpiry,
        Self::WrongContentType,
        Self::InvalidUtf8,
        Self::Oversize,
        Self::Dribble,
        Self::TruncatedBody,
        Self::HalfFrame,
        Self::Close(1000),
        Self::Close(1001),
        Self::Close(1006),
        Self::Close(1008),
        Self::Close(1011),
        Self::Reset,
    ];

    /// Tells whether the fault can go to a request of this kind.
    #[must_use]
    pub fn reaches(self, reach: Reach) -> bool {
        match self {
            Self::Enveloped | Self::TruncatedBody | Self::WrongContentType => reach == Reach::Rest,
            Self::Status(_) => matches!(reach, Reach::Rest | Reach::Upgrade),
            Self::RefusedUpgrade => reach == Reach::Upgrade,
            Self::Bare | Self::Close(_) | Self::CrossTalk | Self::HalfFrame | Self::Reorder => {
                reach == Reach::Frame
            }
            Self::Dribble
            | Self::Duplicate
            | Self::InvalidUtf8
            | Self::Jitter
            | Self::Latency
            | Self::NearMiss
            | Self::NullForOptional
            | Self::Oversize
            | Self::Reset
            | Self::SilenceAfterStarted
            | Self::TokenExpiry
            | Self::UnknownField
            | Self::UnknownState
            | Self::UnknownSuperpower => matches!(reach, Reach::Rest | Reach::Frame),
            Self::Token(_) => reach == Reach::Token,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Status(status) => return write!(f, "status-{status}"),
            Self::Close(code) => return write!(f, "close-{code}"),
            Self::Token(mishap) => return mishap.fmt(f),
            Self::UnknownState => "unknown-state",
            Self::UnknownSuperpower => "unknown-superpower",
            Self::UnknownField => "unknown-field",
            Self::NullForOptional => "null-for-optional",
            Self::NearMiss => "near-miss",
            Self::Bare => "bare",
            Self::Enveloped => "enveloped",
            Self::CrossTalk => "cross-talk",
            Self::Duplicate => "duplicate",
            Self::Reorder => "reorder",
            Self::SilenceAfterStarted => "silence-after-started",
            Self::Latency => "latency",
            Self::Jitter => "jitter",
            Self::RefusedUpgrade => "refused-upgrade",
            Self::TokenExpiry => "token-expiry",
            Self::WrongContentType => "wrong-content-type",
            Self::InvalidUtf8 => "invalid-utf-8",
            Self::Oversize => "oversize",
            Self::Dribble => "dribble",
            Self::TruncatedBody => "truncated-body",
            Self::HalfFrame => "half-frame",
            Self::Reset => "reset",
        })
    }
}

impl FromStr for Fault {
    type Err = UnknownFault;

    /// Finds the fault that has this name.
    ///
    /// # Errors
    ///
    /// When no fault has it; the error suggests the nearest.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::all().find(|fault| fault.to_string() == name);
        found.ok_or_else(|| {
            let names = names();
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            UnknownFault {
                name: frontdesk_json::excerpt(name, 60),
                nearest: nearest(name, &known).map(str::to_owned),
            }
        })
    }
}

/// Says what there is: the nearest name, or all of them where none is near.
fn instead(nearest: Option<&str>) -> String {
    match nearest {
        Some(near) => format!(": did you mean `{near}`?"),
        None => format!("; the faults are {}", names().join(", ")),
    }
}

fn names() -> Vec<String> {
    Fault::all().map(|fault| fault.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn every_fault_is_found_by_its_name() {
        for fault in Fault::all() {
            assert_eq!(fault.to_string().parse(), Ok(fault));
        }
        let error = "status-50".parse::<Fault>().unwrap_err().to_string();
        assert!(error.contains("did you mean `status-50"), "{error}");
    }

    #[test]
    fn all_are_in_the_order_of_their_application() {
        assert!(Fault::all().is_sorted());
    }
}
