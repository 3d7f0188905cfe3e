//! What the token endpoint sends back.

mod error;
mod response;

pub use error::{TokenError, TokenErrorCause, TokenErrorDetail};
pub use response::{AccessToken, TokenResponse};
