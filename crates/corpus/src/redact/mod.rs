//! Keeping secrets, and persons where that is asked for, out of what is written.

mod personal;
mod pseudonym;
mod text;
mod verdict;

use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};
use std::fmt;

use frontdesk_json::{Pointer, is_secret};
use serde_json::Value;

use crate::recording::{Body, Headers};

pub use personal::{Personal, UnknownPersonal};
pub use pseudonym::RedactionKey;
pub use verdict::RedactedBody;

use personal::names_of;
use text::{pairs, tokens};

/// What stands in place of a secret.
pub const REDACTED: &str = "[redacted]";

/// Takes out of texts and documents what must reach no disk.
///
/// Secrets are found by three signs: the name of the member or parameter that holds them, the form of
/// a token, and the very secrets that it was told. Persons are looked for where that was asked for.
///
/// ```
/// use frontdesk_corpus::{Personal, RedactionKey, Redactor};
/// use serde_json::json;
///
/// let mut document = json!({"password": "x", "says": "the code is s3cret", "mail": "ann@example.org"});
/// Redactor::new(["s3cret".to_owned()]).document(&mut document);
/// assert_eq!(document["password"], "[redacted]");
/// assert_eq!(document["says"], "the code is [redacted]");
/// assert_eq!(document["mail"], "ann@example.org");
///
/// let redactor = Redactor::default().personal([Personal::Email], RedactionKey::from_bytes([7; 32]));
/// redactor.document(&mut document);
/// let pseudonym = document["mail"].as_str().unwrap();
/// assert!(pseudonym.ends_with("@pseudonym.invalid"));
/// assert_eq!(redactor.text("write to ANN@example.org"), format!("write to {pseudonym}"));
/// ```
#[derive(Clone, Default)]
pub struct Redactor {
    /// The longest first, so that no secret is cut by one that it contains.
    secrets: Vec<String>,
    /// Those that were learned on the way, the oldest first.
    learned: VecDeque<String>,
    personal: BTreeSet<Personal>,
    /// With it a person gets a pseudonym, without it all of a kind are called the same.
    key: Option<RedactionKey>,
    keeps_shape: bool,
}

impl Redactor {
    /// Looks for these secrets too, wherever they stand.
    #[must_use]
    pub fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        let mut secrets: Vec<String> = secrets
            .into_iter()
            .filter(|secret| !secret.is_empty())
            .collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self {
            secrets,
            ..Self::default()
        }
    }

    /// Gives persons pseudonyms: the same one for the same person, under the same key.
    #[must_use]
    pub fn personal(
        mut self,
        kinds: impl IntoIterator<Item = Personal>,
        key: RedactionKey,
    ) -> Self {
        self.personal = kinds.into_iter().collect();
        self.key = Some(key);
        self
    }

    /// Calls all persons the same, for reports that nothing is to be related in.
    #[must_use]
    pub fn masking(mut self, kinds: impl IntoIterator<Item = Personal>) -> Self {
        self.personal = kinds.into_iter().collect();
        self.key = None;
        self
    }

    /// Looks for another secret from now on.
    ///
    /// Short words are parts of others too often, and a client that draws a secret for every request
    /// must not make this grow: the oldest is forgotten for the newest.
    pub fn learn(&mut self, secret: &str) {
        let known = self.secrets.iter().any(|known| known == secret);
        if known || secret.len() < LEAST_LEARNED || secret == REDACTED {
            return;
        }
        if self.learned.len() >= MOST_LEARNED
            && let Some(oldest) = self.learned.pop_front()
        {
            self.secrets.retain(|known| *known != oldest);
        }
        self.learned.push_back(secret.to_owned());
        self.secrets.push(secret.to_owned());
        self.secrets
            .sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    }

    /// Replaces letters by letters and digits by digits, where schemas ask for a shape.
    ///
    /// What is replaced is the same; only how long it is, and which characters it has where, can be told.
    #[must_use]
    pub fn keeping_shape(mut self) -> Self {
        self.keeps_shape = true;
        self
    }

    /// Takes secrets and persons out of a text.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut clean = tokens(text, |secret| self.hidden(secret));
        for secret in &self.secrets {
            if clean.contains(secret) {
                clean = Cow::Owned(clean.replace(secret, &self.hidden(secret)));
            }
        }
        let personal = personal::replace(&clean, &self.personal, |kind, found| {
            self.pseudonym(kind, found)
        });
        match personal {
            Some(replaced) => Cow::Owned(replaced),
            None => clean,
        }
    }

    /// Takes them out of a text that is no document: a query, a form, a torn document.
    ///
    /// What such a text holds under a secret's name goes too.
    #[must_use]
    pub fn loose_text(&self, text: &str) -> String {
        self.text(&pairs(text, |secret| self.hidden(secret)))
            .into_owned()
    }

    /// Takes them out of a document: by their names, and wherever they stand.
    pub fn document(&self, document: &mut Value) {
        let persons = if self.personal.contains(&Personal::Name) {
            names_of(document)
        } else {
            Vec::new()
        };
        self.inside(document, &Pointer::root(), &persons);
    }

    /// Takes them out of a body, in whatever form it is.
    #[must_use]
    pub fn body(&self, body: Body) -> Body {
        match body {
            Body::Json(mut document) => {
                self.document(&mut document);
                Body::Json(document)
            }
            Body::Text(text) => Body::Text(self.loose_text(&text)),
            // A secret among bytes that are no text is found by nobody, so that none are kept.
            Body::Bytes(bytes) => Body::Text(self.loose_text(&String::from_utf8_lossy(&bytes))),
        }
    }

    /// Takes them out of headers; most are kept by their names alone.
    pub fn headers<'h>(&self, headers: impl IntoIterator<Item = (&'h str, &'h str)>) -> Headers {
        headers
            .into_iter()
            .map(|(name, value)| (name, self.text(value).into_owned()))
            .collect()
    }

    fn inside(&self, value: &mut Value, place: &Pointer, persons: &[String]) {
        match value {
            _ if is_secret(place) => self.hide(value),
            Value::String(text) => {
                if let Some(clean) = self.of_member(text, place, persons) {
                    *text = clean;
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.inside(item, &place.index(index), persons);
                }
            }
            Value::Object(members) => {
                let hidden: Vec<(String, String)> = members
                    .keys()
                    .filter_map(|name| match self.text(name) {
                        Cow::Owned(clean) => Some((name.clone(), clean)),
                        Cow::Borrowed(_) => None,
                    })
                    .collect();
                for (name, clean) in hidden {
                    if let Some(value) = members.remove(&name) {
                        members.insert(clean, value);
                    }
                }
                for (name, member) in members {
                    self.inside(member, &place.member(name), persons);
                }
            }
            Value::Number(number) => {
                let asked = personal::by_name(place).filter(|kind| self.personal.contains(kind));
                if asked.is_some() {
                    let clean = pseudonym::reshaped(&number.to_string(), |_| '0');
                    *value = clean.parse().map_or(Value::from(0), Value::Number);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// Cleans the text of a member, `None` where it is clean.
    fn of_member(&self, text: &str, place: &Pointer, persons: &[String]) -> Option<String> {
        let asked = personal::by_name(place).filter(|kind| self.personal.contains(kind));
        if let Some(kind) = asked.filter(|_| !text.trim().is_empty()) {
            return Some(self.pseudonym(kind, text));
        }
        let named =
            personal::replace_names(text, persons, |name| self.pseudonym(Personal::Name, name));
        match (self.text(named.as_deref().unwrap_or(text)), &named) {
            (Cow::Owned(clean), _) => Some(clean),
            (Cow::Borrowed(_), _) => named,
        }
    }

    /// Hides everything that stands under a secret's name.
    fn hide(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.hidden(text),
            Value::Number(_) => *value = Value::from(0),
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.hide(member)),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn hidden(&self, secret: &str) -> String {
        if self.keeps_shape {
            pseudonym::reshaped(
                secret,
                |character| {
                    if character.is_ascii_digit() { '0' } else { 'x' }
                },
            )
        } else {
            REDACTED.to_owned()
        }
    }

    fn pseudonym(&self, kind: Personal, found: &str) -> String {
        match &self.key {
            None => format!("[{}]", kind.as_str()),
            Some(key) if self.keeps_shape => key.reshaped(kind, found),
            Some(key) => key.pseudonym(kind, found),
        }
    }
}

impl fmt::Debug for Redactor {
    /// Says how many secrets it knows, and none of them.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Redactor")
            .field("secrets", &self.secrets.len())
            .field("personal", &self.personal)
            .finish_non_exhaustive()
    }
}

/// How many secrets are learned.
const MOST_LEARNED: usize = 256;
/// How long a secret is at least that is learned.
const LEAST_LEARNED: usize = 6;

#[cfg(test)]
mod tests;
