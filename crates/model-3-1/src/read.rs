use serde::de::DeserializeOwned;

/// Says where and why an old type refuses a document.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct ReadError {
    path: String,
    reason: String,
}

impl ReadError {
    /// Returns the place, such as `request.scope.conversations[0].role`; the root is `.`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the reason without the place.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    pub(crate) fn unwritten(error: &serde_json::Error) -> Self {
        Self::at_root(error)
    }

    fn at_root(error: &serde_json::Error) -> Self {
        Self {
            path: ".".to_owned(),
            reason: error.to_string(),
        }
    }
}

/// Reads one JSON document as a type of 3.1.1.
///
/// # Errors
///
/// When the bytes are not one JSON text, or the type refuses it; the error names the place.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ReadError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| ReadError {
        path: error.path().to_string(),
        reason: error.inner().to_string(),
    })?;
    json.end().map_err(|error| ReadError::at_root(&error))?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::from_slice;
    use crate::Payload;

    #[test]
    fn an_error_names_the_place() {
        let body = br#"{"request":{"scope":{"conversations":[{"role":"Bot"},{"role":null}]}}}"#;
        let error = from_slice::<Payload>(body).unwrap_err();
        assert_eq!(error.path(), "request.scope.conversations[1].role");
        assert!(error.reason().starts_with("invalid type: null"), "{error}");
    }

    #[test]
    fn only_one_text_is_read() {
        for text in ["", "{", r#"{"request":{}}{}"#, r#"{"request":{}} x"#] {
            assert!(from_slice::<Payload>(text.as_bytes()).is_err(), "{text}");
        }
        assert!(from_slice::<Payload>(br#" {"request":{}} "#).is_ok());
    }
}
