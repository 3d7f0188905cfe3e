//! What a response says about its failure.

use std::fmt;

use frontdesk_model::from_slice;
use frontdesk_model::{ErrorItem, ErrorResponse, Replies, ResponsePayload, Superpower, TokenError};
use serde_json::Value;

use crate::redact::Redactor;

/// What the body of a failing response says, as far as its form is known.
///
/// No source shows the body of a failing REST status. The error reply of the docs page and the
/// token error that the SDK reads are looked for; any other body says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// The text of a token error.
    pub description: Option<String>,
    /// The failures of superpowers, from error replies.
    pub failures: Vec<Failure>,
}

impl Explanation {
    pub(crate) fn read(body: &[u8], redactor: &Redactor) -> Self {
        if let Ok(replies) = from_slice::<Replies>(body) {
            let errors = replies
                .as_slice()
                .iter()
                .filter_map(|reply| match reply.payload() {
                    ResponsePayload::Error(error) => Some(error),
                    ResponsePayload::Superpower(_) => None,
                });
            return Self {
                description: None,
                failures: failures(errors, redactor),
            };
        }
        let description = from_slice::<TokenError>(body)
            .ok()
            .and_then(|error| described(&error))
            .map(|text| redactor.clean(&text));
        Self {
            description,
            failures: Vec::new(),
        }
    }
}

/// Continues a sentence: `: text`, or nothing.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = ": ";
        if let Some(description) = &self.description {
            write!(f, "{separator}{description}")?;
            separator = "; ";
        }
        for failure in &self.failures {
            write!(f, "{separator}{failure}")?;
            separator = "; ";
        }
        Ok(())
    }
}

/// One failure of one superpower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The superpower that has failed.
    pub superpower: Superpower,
    /// The text for people.
    pub content: Option<String>,
    /// The code for programs, `error_code`.
    pub code: Option<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.superpower)?;
        if let Some(content) = &self.content {
            write!(f, ": {content}")?;
        }
        if let Some(code) = &self.code {
            write!(f, " ({code})")?;
        }
        Ok(())
    }
}

/// Lists what went wrong; a superpower that failed without saying why is listed too.
pub(crate) fn failures<'a>(
    errors: impl Iterator<Item = &'a ErrorResponse>,
    redactor: &Redactor,
) -> Vec<Failure> {
    let unsaid = ErrorItem::default();
    let mut failures = Vec::new();
    for error in errors {
        let superpower = redactor.clean(error.action_type.as_str());
        let mut items: Vec<&ErrorItem> = error.items().collect();
        if items.is_empty() {
            items.push(&unsaid);
        }
        failures.extend(items.into_iter().map(|item| Failure {
            superpower: Superpower::from(superpower.as_str()),
            content: item.content.as_deref().map(|text| redactor.clean(text)),
            code: item.error_code.as_deref().map(|text| redactor.clean(text)),
        }));
    }
    failures
}

/// Joins code and text of OAuth2, which stand side by side; the other forms have one text.
fn described(error: &TokenError) -> Option<String> {
    let beside = error
        .extra
        .get("error_description")
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty());
    match (error.description(), beside) {
        (Some(code), Some(text)) => Some(format!("{code}: {text}")),
        (text, None) | (None, text) => text.map(str::to_owned),
    }
}
