//! Reading documents strictly, with errors that name the path.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::{Deserializer as Tracked, Path, Segment, Track};

use crate::strict::Strict;

/// Reads one JSON document of the contract.
///
/// Stricter than serde alone, so that it accepts what the reader schema accepts: an array is not
/// taken for an object, a member that occurs twice is refused at any depth (also inside members
/// that are ignored or kept), nothing may follow the document.
///
/// # Errors
///
/// When the bytes are not one JSON text, or when its shape is not that of `T`; the error names the
/// path in the document.
///
/// # Example
///
/// ```
/// use frontdesk_model::{ReadErrorKind, ReceptionRequest, from_slice};
///
/// let body = br#"{ "request": {
///     "connections": { "threadId": "t-1" }, "context": { "organizationId": "o-1" },
///     "scope": { "conversations": [{ "participants": [{ "role": "user" }, { "role": "Agent" }] }] }
/// } }"#;
/// let error = from_slice::<ReceptionRequest>(body).unwrap_err();
/// assert_eq!(error.kind(), ReadErrorKind::Shape);
/// assert_eq!(error.path(), "request.scope.conversations[0].participants[1].role");
/// ```
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ReadError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    // Keeping track of the place takes longer than reading, so it is left to what has failed.
    let value = T::deserialize(Strict(&mut json)).or_else(|_| {
        json = serde_json::Deserializer::from_slice(bytes);
        let mut track = Track::new();
        T::deserialize(Tracked::new(Strict(&mut json), &mut track))
            .map_err(|error| ReadError::new(&shown(&track.path()), &error))
    })?;
    json.end().map_err(|error| ReadError::new(ROOT, &error))?;
    Ok(value)
}

/// Says why and where a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    kind: ReadErrorKind,
    path: String,
    message: String,
}

/// Tells broken JSON from JSON of another shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The bytes are not exactly one JSON text that can be held.
    Syntax,
    /// The JSON text is not a document of the wanted type.
    Shape,
}

impl ReadError {
    /// Returns what went wrong: the text or its shape.
    #[must_use]
    pub fn kind(&self) -> ReadErrorKind {
        self.kind
    }

    /// Returns the place, such as `request.scope.conversations[0].role`; the root is `.`.
    ///
    /// A missing member is reported at the object that lacks it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the reason without the path; it names types, not the strings of the document.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    fn new(path: &str, error: &serde_json::Error) -> Self {
        let kind = match error.classify() {
            Category::Data => ReadErrorKind::Shape,
            Category::Io | Category::Syntax | Category::Eof => ReadErrorKind::Syntax,
        };
        let text = error.to_string();
        let (mut path, mut message) = (path.to_owned(), text.as_str());
        while let Some((inner, rest)) = message
            .strip_prefix(INSIDE)
            .and_then(|text| text.split_once(": "))
        {
            path = joined(&path, inner);
            message = rest;
        }
        Self {
            kind,
            path,
            message: without_value(message),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for ReadError {}

/// Reads `value` as `T`; an error carries the path inside `value`, which [`ReadError`] joins to the
/// outer one.
///
/// A document that is dispatched on a member has to be held first, and holding it would otherwise
/// end its path.
pub(crate) fn from_held<T, E>(value: serde_json::Value) -> Result<T, E>
where
    T: DeserializeOwned,
    E: serde::de::Error,
{
    T::deserialize(Strict(&value)).or_else(|_| {
        let mut track = Track::new();
        T::deserialize(Tracked::new(Strict(value), &mut track))
            .map_err(|error| inside(&shown(&track.path()), &error))
    })
}

/// Makes an error that names a path inside the value being read.
pub(crate) fn inside<E: serde::de::Error>(path: &str, reason: &dyn fmt::Display) -> E {
    if path == ROOT {
        E::custom(reason)
    } else {
        E::custom(format_args!("{INSIDE}{path}: {reason}"))
    }
}

/// Shows a path; a key that could not be read has no name, so that its object is meant.
fn shown(path: &Path) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => text.extend(["[", &index.to_string(), "]"]),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(key);
            }
            Segment::Unknown => {}
        }
    }
    if text.is_empty() {
        ROOT.to_owned()
    } else {
        text
    }
}

fn joined(outer: &str, inner: &str) -> String {
    match (outer, inner) {
        (ROOT, path) | (path, ROOT) => path.to_owned(),
        (outer, inner) if inner.starts_with('[') => format!("{outer}{inner}"),
        (outer, inner) => format!("{outer}.{inner}"),
    }
}

/// Drops the string that serde quotes when its type is wrong: it may be a secret or somebody's
/// words.
fn without_value(message: &str) -> String {
    let quoted = message
        .split_once("string \"")
        .zip(message.rsplit_once("\", expected"));
    match quoted {
        Some(((before, _), (_, after))) => format!("{before}string, expected{after}"),
        None => message.to_owned(),
    }
}

const ROOT: &str = ".";
const INSIDE: &str = "in ";

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::Value;

    use super::{ReadErrorKind, from_slice};

    #[derive(Debug, Deserialize)]
    struct Plain {
        #[serde(default)]
        inner: Vec<Plain>,
    }

    #[track_caller]
    fn check(text: &str, kind: ReadErrorKind, path: &str, message: &str) {
        let error = from_slice::<Plain>(text.as_bytes()).unwrap_err();
        assert_eq!((error.kind(), error.path()), (kind, path), "{error}");
        assert!(error.message().starts_with(message), "{error}");
    }

    #[test]
    fn an_array_is_not_an_object() {
        assert_eq!(
            serde_json::from_str::<Plain>("[[]]").unwrap().inner.len(),
            0
        );
        check("[[]]", ReadErrorKind::Shape, ".", "invalid type: sequence");
        check(
            r#"{"inner":[{},[]]}"#,
            ReadErrorKind::Shape,
            "inner[1]",
            "invalid type: sequence",
        );
    }

    #[test]
    fn repeated_members_are_refused_at_every_depth() {
        check(
            r#"{"inner":[],"inner":[]}"#,
            ReadErrorKind::Shape,
            ".",
            "repeated member `inner`",
        );
        check(
            r#"{"inner":[{"x":1,"x":1}]}"#,
            ReadErrorKind::Shape,
            "inner[0]",
            "repeated member `x`",
        );
        check(
            r#"{"x":{"y":[{"z":1,"\u007a":2}]}}"#,
            ReadErrorKind::Shape,
            "x.y[0]",
            "repeated member `z`",
        );
        let error = from_slice::<Value>(br#"{"a":[{"b":1,"b":2}]}"#).unwrap_err();
        assert_eq!(error.path(), "a[0]");
    }

    #[test]
    fn strings_of_the_document_are_not_repeated() {
        check(
            r#""s3cret\", expected""#,
            ReadErrorKind::Shape,
            ".",
            "invalid type: string, expected struct Plain",
        );
        check(
            r#"{"inner":["s3cret"]}"#,
            ReadErrorKind::Shape,
            "inner[0]",
            "invalid type: string, expected struct",
        );
    }

    #[test]
    fn broken_text_is_a_syntax_error() {
        for text in [
            "",
            "{",
            "{} {}",
            "{}x",
            "\u{feff}{}",
            r#"{"x":1e400}"#,
            r#"{"x":"\ud800"}"#,
            "{\"x\":nul}",
        ] {
            assert_eq!(
                from_slice::<Plain>(text.as_bytes()).unwrap_err().kind(),
                ReadErrorKind::Syntax,
                "{text}"
            );
        }
        assert_eq!(
            from_slice::<Plain>(b"{\"x\":\"\xff\"}").unwrap_err().kind(),
            ReadErrorKind::Syntax
        );
        let deep = format!("{{\"x\":{}{}}}", "[".repeat(200), "]".repeat(200));
        assert_eq!(
            from_slice::<Plain>(deep.as_bytes()).unwrap_err().kind(),
            ReadErrorKind::Syntax
        );
    }
}
