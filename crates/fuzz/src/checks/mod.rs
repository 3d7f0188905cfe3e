//! The checks: a file each, with its name, what it finds, and the unit that looks.

mod auth_bypass;
mod crash;
mod error_form;
mod hang;
mod invalid_accepted;
mod leak;
mod leniency;
mod not_http;
mod oversized_answer;
mod response_schema;
mod secret_echoed;
mod server_error;
mod slow;
mod text;
mod undocumented_media;
mod undocumented_status;
mod valid_refused;
mod violation;

use std::collections::BTreeSet;
use std::time::Duration;

use frontdesk_report::RuleId;

use crate::case::Case;
use crate::endpoint::Operation;
use crate::exchange::{Answer, Reply};
use crate::expectation::Expectation;
use crate::request::Request;
use crate::rest::LetIn;
use crate::suspicion::Suspicion;

/// One way to find something wrong with an answer.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its name.
    pub id: RuleId,
    /// What it finds, in a sentence.
    pub about: &'static str,
    look: fn(&Seen<'_>) -> Option<Suspicion>,
}

/// What a check looks at.
pub(crate) struct Seen<'s> {
    pub(crate) operation: &'s Operation,
    pub(crate) case: &'s Case,
    pub(crate) expectation: &'s Expectation,
    pub(crate) request: &'s Request,
    pub(crate) answer: &'s Answer,
    pub(crate) index: usize,
    /// From when on an answer is strikingly slow, once that is known.
    pub(crate) slow: Option<Duration>,
    /// The secret of the client that the answer shows, by its name.
    pub(crate) echoed: Option<String>,
    /// Values that were wrong and taken, which may come back.
    pub(crate) let_in: &'s LetIn,
}

/// Every check over HTTP, the worst first.
pub const CHECKS: [Check; 15] = [
    crash::CHECK,
    hang::CHECK,
    not_http::CHECK,
    oversized_answer::CHECK,
    auth_bypass::CHECK,
    server_error::CHECK,
    secret_echoed::CHECK,
    leak::CHECK,
    invalid_accepted::CHECK,
    valid_refused::CHECK,
    undocumented_status::CHECK,
    undocumented_media::CHECK,
    response_schema::CHECK,
    error_form::CHECK,
    slow::CHECK,
];

/// What is observed and no bug.
pub(crate) const LENIENCY: Check = leniency::CHECK;

/// Has every check look at an answer.
pub(crate) fn look(seen: &Seen<'_>, without: &BTreeSet<String>) -> Vec<Suspicion> {
    let mut found: Vec<Suspicion> = Vec::new();
    for check in CHECKS.iter().chain([&LENIENCY]) {
        if without.contains(check.id.as_str()) {
            continue;
        }
        found.extend((check.look)(seen));
        if found
            .first()
            .is_some_and(|of| FINAL.contains(&of.check.as_str()))
        {
            // A server error says all; that its status is not documented is no second bug.
            break;
        }
    }
    found
}

impl Seen<'_> {
    fn reply(&self) -> Option<&Reply> {
        self.answer.reply()
    }

    /// Tells whether what was sent is a whole HTTP request.
    fn is_whole(&self) -> bool {
        use crate::case::Framing;
        matches!(
            self.request.framing,
            Framing::Length | Framing::Chunked | Framing::Slow
        )
    }

    /// Tells whether the request is as the operation wants it, beside its body and parameters.
    fn is_ordinary(&self) -> bool {
        use crate::case::Twist;
        self.is_whole()
            && !self.case.twists.iter().any(|twist| {
                matches!(
                    twist,
                    Twist::Method(_) | Twist::ContentType(_) | Twist::Credentials(_)
                )
            })
    }
}

const FINAL: [&str; 6] = [
    "crash",
    "hang",
    "not-http",
    "oversized-answer",
    "auth-bypass",
    "server-error",
];

/// Words a body so that two of one kind are the same.
pub(crate) fn plain_text(body: &[u8]) -> String {
    text::plain(body, &serde_json::Value::Null)
}

/// Tells whether two answers that were worded so say the same.
pub(crate) fn same_text(one: &str, other: &str) -> bool {
    text::same(one, other)
}
