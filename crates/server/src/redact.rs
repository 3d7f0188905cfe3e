//! Keeping secrets out of logs, replies and recordings.

use std::borrow::Cow;
use std::sync::LazyLock;

use frontdesk_json::{Pointer, is_secret};
use regex::Regex;
use serde_json::Value;

/// What stands in place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// Knows the secrets of a service, and takes them out of texts.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    secrets: Vec<String>,
}

impl Redactor {
    /// Looks for these secrets, and for whatever has the form of a token.
    pub(crate) fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        let mut secrets: Vec<String> = secrets
            .into_iter()
            .filter(|secret| !secret.is_empty() && secret != PUBLIC)
            .collect();
        // The longest first, so that no secret is cut by one that it contains.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self { secrets }
    }

    /// Takes the secrets out of a text.
    pub(crate) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut clean = TOKEN.replace_all(text, REDACTED);
        for secret in &self.secrets {
            if clean.contains(secret) {
                clean = Cow::Owned(clean.replace(secret, REDACTED));
            }
        }
        clean
    }

    /// Takes the secrets out of a document: by their names, and wherever they stand.
    pub(crate) fn document(&self, document: &mut Value) {
        self.inside(document, &Pointer::root());
    }

    fn inside(&self, value: &mut Value, place: &Pointer) {
        match value {
            Value::String(text) if is_secret(place) => REDACTED.clone_into(text),
            Value::String(text) => {
                if let Cow::Owned(clean) = self.text(text) {
                    *text = clean;
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.inside(item, &place.index(index));
                }
            }
            Value::Object(members) => {
                let hidden: Vec<String> = members
                    .keys()
                    .filter(|name| matches!(self.text(name), Cow::Owned(_)))
                    .cloned()
                    .collect();
                for name in hidden {
                    if let Some(value) = members.remove(&name) {
                        members.insert(self.text(&name).into_owned(), value);
                    }
                }
                for (name, member) in members {
                    self.inside(member, &place.member(name));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// The secret that everybody knows, since it is printed.
const PUBLIC: &str = "demo";

/// A JWT: three parts of base64url, the first of which is an object.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){0,2}")
        .expect("it is a regular expression")
});

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Redactor;

    #[test]
    fn secrets_leave_texts_and_documents() {
        let redactor = Redactor::new(["s3cret".to_owned(), "demo".to_owned()]);
        assert_eq!(
            redactor.text("demo said s3cret and eyJhbGciOiJ9.eyJzdWIi.abc"),
            "demo said [redacted] and [redacted]"
        );
        let mut document = json!({"token": "x", "a": ["s3cret!", 1], "s3cret": true});
        redactor.document(&mut document);
        assert_eq!(
            document,
            json!({"token": "[redacted]", "a": ["[redacted]!", 1], "[redacted]": true})
        );
    }
}
