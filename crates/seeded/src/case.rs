use std::time::Duration;

use frontdesk_json::{ReadError, ReadErrorKind};
use frontdesk_schema::Violation;
use serde_json::Value;

use crate::moment::{self, Moment};
use crate::request::{Answer, Reply, Request};
use crate::token::TokenProblem;

/// A request, and what a correct service thinks of it.
pub(crate) struct Case<'c> {
    pub(crate) request: &'c Request,
    /// The body, or the parameters as an object, where they could be read.
    pub(crate) document: Option<&'c Value>,
    /// Why it is refused.
    pub(crate) problem: Option<&'c Problem>,
    /// What a correct service replies.
    pub(crate) reply: &'c Reply,
    pub(crate) memory: Facts,
}

/// What is remembered of requests before this one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// Whether the same document was accepted before.
    pub(crate) is_seen: bool,
    /// Whether the idempotency key was used before.
    pub(crate) has_known_key: bool,
    /// How many requests of the operation there were, this one included.
    pub(crate) number: u64,
}

/// Why a correct service refuses a request.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    NoPath,
    Method(&'static str),
    Token(TokenProblem),
    MediaType,
    TooLarge,
    /// A parameter or header that is not as documented.
    Parameter(String),
    /// The same key for another body.
    Conflict,
    Unreadable(ReadError),
    Invalid(Vec<Violation>),
}

/// What a bug does instead.
pub(crate) enum Effect {
    /// Something happens at once.
    Answer(Answer),
    /// The problem goes unnoticed.
    Overlook,
    /// Another document is taken.
    Instead(Value),
}

impl<'c> Case<'c> {
    /// Returns the document where nothing is wrong with the request.
    pub(crate) fn valid(&self) -> Option<&'c Value> {
        self.document.filter(|_| self.problem.is_none())
    }

    /// Returns the document where the schema alone refuses it, and why.
    pub(crate) fn invalid(&self) -> Option<(&'c Value, &'c [Violation])> {
        match (self.document, self.problem) {
            (Some(document), Some(Problem::Invalid(violations))) => Some((document, violations)),
            _ => None,
        }
    }

    /// Tells whether one place and nothing else is refused.
    pub(crate) fn is_refused_only(&self, place: &str, keyword: &str) -> bool {
        self.invalid().is_some_and(|(_, violations)| {
            matches!(violations, [only] if only.keyword == keyword && only.instance.to_string() == place)
        })
    }

    /// Returns why the token is refused.
    pub(crate) fn token(&self) -> Option<TokenProblem> {
        match self.problem {
            Some(Problem::Token(problem)) => Some(*problem),
            _ => None,
        }
    }

    /// Returns why the body is no document.
    pub(crate) fn unreadable(&self) -> Option<&'c ReadErrorKind> {
        match self.problem {
            Some(Problem::Unreadable(error)) => Some(error.kind()),
            _ => None,
        }
    }
}

/// Answers with the page of the framework, where something is the case.
pub(crate) fn crash_if(fires: bool) -> Option<Effect> {
    fires.then(|| Effect::Answer(Answer::Reply(Reply::crash())))
}

/// Answers with another reply, where something is the case.
pub(crate) fn reply_if(fires: bool, reply: impl FnOnce() -> Reply) -> Option<Effect> {
    fires.then(|| Effect::Answer(Answer::Reply(reply())))
}

/// Answers late, where it takes long.
pub(crate) fn late(case: &Case<'_>, time: Duration) -> Option<Effect> {
    let reply = case.reply.clone();
    (!time.is_zero()).then_some(Effect::Answer(Answer::Late(time, reply)))
}

/// Overlooks the problem, where something is the case.
pub(crate) fn overlook_if(fires: bool) -> Option<Effect> {
    fires.then_some(Effect::Overlook)
}

/// Replies as is correct, but for a change in the body.
pub(crate) fn changed(case: &Case<'_>, change: impl FnOnce(&mut Value)) -> Option<Effect> {
    let mut body: Value = serde_json::from_slice(&case.reply.body).ok()?;
    change(&mut body);
    let reply = Reply::json(case.reply.status, &body);
    Some(Effect::Answer(Answer::Reply(reply)))
}

/// Reads a time of a document.
pub(crate) fn time(document: &Value, member: &str) -> Option<Moment> {
    moment::read(document[member].as_str()?)
}

/// Returns a list of a document.
pub(crate) fn list<'v>(document: &'v Value, member: &str) -> Option<&'v [Value]> {
    document[member].as_array().map(Vec::as_slice)
}

/// Returns a text of a document.
pub(crate) fn text<'v>(document: &'v Value, pointer: &str) -> Option<&'v str> {
    document.pointer(pointer)?.as_str()
}
