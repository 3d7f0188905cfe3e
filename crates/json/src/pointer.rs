use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use serde_json::Value;

/// A JSON Pointer (RFC 6901): a path from a document's root to one value.
///
/// Tokens are held unescaped; [`Display`](fmt::Display) writes the escaped form.
///
/// ```
/// use frontdesk_json::Pointer;
///
/// let pointer = Pointer::root().member("a/b").index(0);
/// assert_eq!(pointer.to_string(), "/a~1b/0");
/// assert_eq!("/a~1b/0".parse::<Pointer>(), Ok(pointer));
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Pointer {
    tokens: Vec<String>,
}

impl Pointer {
    /// Names the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Builds a pointer from unescaped tokens.
    pub fn from_tokens<T: Into<String>>(tokens: impl IntoIterator<Item = T>) -> Self {
        Self {
            tokens: tokens.into_iter().map(Into::into).collect(),
        }
    }

    /// Appends a member name, in place.
    pub fn push(&mut self, token: impl Into<String>) {
        self.tokens.push(token.into());
    }

    /// Removes and returns the last token.
    pub fn pop(&mut self) -> Option<String> {
        self.tokens.pop()
    }

    /// Returns the pointer to the member called `name`.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        let mut child = self.clone();
        child.push(name);
        child
    }

    /// Returns the pointer to the item at `index`.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.member(&index.to_string())
    }

    /// Returns the pointer that continues this one with all tokens of `tail`.
    #[must_use]
    pub fn join(&self, tail: &Pointer) -> Self {
        Self::from_tokens(self.tokens.iter().chain(&tail.tokens))
    }

    /// Returns the pointer to the containing value, `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, init) = self.tokens.split_last()?;
        Some(Self::from_tokens(init))
    }

    /// Returns the last token, unescaped.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        self.tokens.last().map(String::as_str)
    }

    /// Iterates over the unescaped tokens.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.tokens.iter().map(String::as_str)
    }

    /// Returns how many tokens lead to the value.
    #[must_use]
    #[expect(
        clippy::len_without_is_empty,
        reason = "`is_root` says it in the reader's words"
    )]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Tells whether this names the whole document.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Tells whether `prefix` is this pointer or one of its ancestors.
    #[must_use]
    pub fn starts_with(&self, prefix: &Pointer) -> bool {
        self.tokens.starts_with(&prefix.tokens)
    }

    /// Finds the value that this pointer names in `document`.
    #[must_use]
    pub fn resolve<'v>(&self, document: &'v Value) -> Option<&'v Value> {
        self.tokens
            .iter()
            .try_fold(document, |value, token| match value {
                Value::Object(members) => members.get(token),
                Value::Array(items) => items.get(array_index(token)?),
                _ => None,
            })
    }

    /// Finds the value that this pointer names in `document`, to change it.
    #[must_use]
    pub fn resolve_mut<'v>(&self, document: &'v mut Value) -> Option<&'v mut Value> {
        self.tokens
            .iter()
            .try_fold(document, |value, token| match value {
                Value::Object(members) => members.get_mut(token),
                Value::Array(items) => items.get_mut(array_index(token)?),
                _ => None,
            })
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for token in &self.tokens {
            formatter.write_str("/")?;
            for character in token.chars() {
                match character {
                    '~' => formatter.write_str("~0")?,
                    '/' => formatter.write_str("~1")?,
                    other => write!(formatter, "{other}")?,
                }
            }
        }
        Ok(())
    }
}

impl FromStr for Pointer {
    type Err = PointerParseError;

    /// Reads the escaped form.
    ///
    /// # Errors
    ///
    /// When the text is not empty and does not start with `/`, or has a `~` that is followed by
    /// neither `0` nor `1`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some(rest) = text.strip_prefix('/') else {
            return if text.is_empty() {
                Ok(Self::root())
            } else {
                Err(PointerParseError(text.to_owned()))
            };
        };
        let tokens: Option<Vec<String>> = rest.split('/').map(unescape).collect();
        tokens
            .map(|tokens| Self { tokens })
            .ok_or_else(|| PointerParseError(text.to_owned()))
    }
}

impl Serialize for Pointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text that is no JSON Pointer.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "{0:?} is no JSON Pointer: write it empty or starting with `/`, with `~0` for `~` and `~1` for `/`"
)]
pub struct PointerParseError(String);

fn unescape(token: &str) -> Option<String> {
    let mut text = String::with_capacity(token.len());
    let mut characters = token.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '~' => match characters.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            other => other,
        });
    }
    Some(text)
}

/// Reads an array index: digits without a leading zero.
fn array_index(token: &str) -> Option<usize> {
    let canonical = token == "0" || !token.starts_with('0');
    (canonical && token.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| token.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::Pointer;
    use serde_json::json;

    #[test]
    fn the_examples_of_the_specification_resolve() {
        let document = json!({"foo": ["bar", "baz"], "": 0, "a/b": 1, "m~n": 8});
        for (text, value) in [
            ("", document.clone()),
            ("/foo", json!(["bar", "baz"])),
            ("/foo/0", json!("bar")),
            ("/", json!(0)),
            ("/a~1b", json!(1)),
            ("/m~0n", json!(8)),
        ] {
            let pointer: Pointer = text.parse().unwrap();
            assert_eq!(pointer.resolve(&document), Some(&value), "{text}");
            assert_eq!(pointer.to_string(), text);
        }
    }

    #[test]
    fn what_is_not_there_resolves_to_nothing() {
        let document = json!({"list": [1]});
        for text in [
            "/list/1",
            "/list/00",
            "/list/-",
            "/list/+0",
            "/other",
            "/list/0/x",
        ] {
            let pointer: Pointer = text.parse().unwrap();
            assert_eq!(pointer.resolve(&document), None, "{text}");
        }
    }

    #[test]
    fn malformed_text_is_refused() {
        for text in ["a", "/~", "/~2", "#/a"] {
            assert!(text.parse::<Pointer>().is_err(), "{text}");
        }
    }
}
