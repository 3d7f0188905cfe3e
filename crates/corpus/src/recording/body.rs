use std::borrow::Cow;

use frontdesk_json::{ReadError, read};
use serde_json::Value;

/// What was sent, as close to its bytes as a line of JSON can hold it.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A JSON document; `body` in a recording.
    Json(Value),
    /// Text that is no strict JSON; `body_text` in a recording.
    Text(String),
    /// Bytes that are no text; `body_base64` in a recording.
    Bytes(Vec<u8>),
}

impl Body {
    /// Chooses the form that holds these bytes.
    ///
    /// JSON loses its white space, its order of members and its spelling of numbers; whatever
    /// careful readers could disagree on is no strict JSON and stays as it is.
    ///
    /// ```
    /// use frontdesk_corpus::Body;
    /// use serde_json::json;
    ///
    /// assert_eq!(Body::from_bytes(b"[1]".to_vec()), Body::Json(json!([1])));
    /// let twice = "{\"a\": 1, \"a\": 2}";
    /// assert_eq!(Body::from_bytes(twice.into()), Body::Text(twice.to_owned()));
    /// ```
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        if let Ok(value) = read(&bytes) {
            return Self::Json(value);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::Text(text),
            Err(error) => Self::Bytes(error.into_bytes()),
        }
    }

    /// Reads the body as strict JSON.
    ///
    /// # Errors
    ///
    /// When it is text or bytes that are no strict JSON.
    pub fn read(&self) -> Result<Cow<'_, Value>, ReadError> {
        match self {
            Self::Json(value) => Ok(Cow::Borrowed(value)),
            Self::Text(text) => read(text.as_bytes()).map(Cow::Owned),
            Self::Bytes(bytes) => read(bytes).map(Cow::Owned),
        }
    }
}
