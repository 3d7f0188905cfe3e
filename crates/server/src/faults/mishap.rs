use std::fmt;

use frontdesk_model::TokenError;
use serde_json::{Value, json};

use super::Fault;

/// One way in which the token endpoint misbehaves; its name begins with `token-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TokenMishap {
    /// A response that does not say how long the token lives, as in the sources.
    WithoutExpiry,
    /// A response without a token.
    WithoutToken,
    /// The token under the name that the SDK reads as well.
    OtherName,
    /// A token that has expired when it arrives.
    Expired,
    /// A token with characters that no subprotocol may have.
    Unsendable,
    /// A status instead of a token.
    Status(u16),
    /// A failure whose body is empty, which the SDK cannot read.
    EmptyError,
    /// A content type that is not JSON's.
    WrongContentType,
    /// Bytes that are no text.
    InvalidUtf8,
    /// More bytes than anybody wants.
    Oversize,
    /// A response that is late.
    Latency,
    /// No response.
    Silence,
    /// A body that ends before its length.
    TruncatedBody,
    /// The connection reset instead of a response.
    Reset,
}

impl TokenMishap {
    /// Every one there is, in the order in which they are applied.
    pub(super) const ALL: [Self; 18] = [
        Self::WithoutExpiry,
        Self::WithoutToken,
        Self::OtherName,
        Self::Expired,
        Self::Unsendable,
        Self::Status(401),
        Self::Status(403),
        Self::Status(429),
        Self::Status(500),
        Self::Status(503),
        Self::EmptyError,
        Self::WrongContentType,
        Self::InvalidUtf8,
        Self::Oversize,
        Self::Latency,
        Self::Silence,
        Self::TruncatedBody,
        Self::Reset,
    ];

    /// Changes what a response with a token says.
    pub(crate) fn change(self, document: &mut Value) {
        let Some(members) = document.as_object_mut() else {
            return;
        };
        match self {
            Self::WithoutExpiry => {
                members.remove("expires_in");
            }
            Self::WithoutToken => {
                members.remove(TOKEN);
            }
            Self::OtherName => {
                let token = members.remove(TOKEN).unwrap_or_default();
                members.insert("token".to_owned(), token);
            }
            Self::Unsendable => {
                members.insert(TOKEN.to_owned(), json!("no/token="));
            }
            Self::Status(status) => {
                let error = TokenError::new(error_of(status));
                *document = serde_json::to_value(error).unwrap_or_default();
            }
            Self::EmptyError
            | Self::Expired
            | Self::InvalidUtf8
            | Self::Latency
            | Self::Oversize
            | Self::Reset
            | Self::Silence
            | Self::TruncatedBody
            | Self::WrongContentType => {}
        }
    }

    /// Returns the fault of messages that happens to the response on its way.
    pub(crate) fn on_the_way(self) -> Option<Fault> {
        Some(match self {
            Self::WrongContentType => Fault::WrongContentType,
            Self::InvalidUtf8 => Fault::InvalidUtf8,
            Self::Oversize => Fault::Oversize,
            Self::Latency => Fault::Latency,
            Self::Silence => Fault::SilenceAfterStarted,
            Self::TruncatedBody => Fault::TruncatedBody,
            Self::Reset => Fault::Reset,
            Self::EmptyError
            | Self::Expired
            | Self::OtherName
            | Self::Status(_)
            | Self::Unsendable
            | Self::WithoutExpiry
            | Self::WithoutToken => return None,
        })
    }
}

impl fmt::Display for TokenMishap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Status(status) => return write!(f, "token-status-{status}"),
            Self::WithoutExpiry => "token-without-expiry",
            Self::WithoutToken => "token-without-token",
            Self::OtherName => "token-other-name",
            Self::Expired => "token-expired",
            Self::Unsendable => "token-unsendable",
            Self::EmptyError => "token-empty-error",
            Self::WrongContentType => "token-wrong-content-type",
            Self::InvalidUtf8 => "token-invalid-utf-8",
            Self::Oversize => "token-oversize",
            Self::Latency => "token-latency",
            Self::Silence => "token-silence",
            Self::TruncatedBody => "token-truncated-body",
            Self::Reset => "token-reset",
        })
    }
}

/// Names the error of a status; real names are in no source.
fn error_of(status: u16) -> &'static str {
    match status {
        401 => "invalid_client",
        403 => "unauthorized_client",
        429 | 503 => "temporarily_unavailable",
        _ => "server_error",
    }
}

const TOKEN: &str = "access_token";
