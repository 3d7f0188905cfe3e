//! What comes over HTTP: tokens, messages, the opening of a WebSocket.

mod body;
mod incoming;
mod message;
mod reply;
mod token;
mod upgrade;

use std::sync::{Arc, Mutex};

use frontdesk_model::{ErrorItem, MessageName, Superpower};
use hyper::body::Incoming;
use hyper::{Method, Request, Response, StatusCode};

use crate::contract::{MESSAGES, nearest};
use crate::held::held;
use crate::journal::{Received, ReceivedKind};
use crate::log::EntryKind;
use crate::shared::Shared;
use crate::wire::Fuse;

pub(crate) use body::{DRIP, Outgoing, piece_of};
pub(crate) use incoming::Head;
pub(crate) use reply::{Answer, OVERSIZE, garble};
pub(crate) use upgrade::Upgrade;

/// The other end of a connection.
#[derive(Clone)]
pub(crate) struct Peer {
    pub(crate) fuse: Fuse,
    upgrade: Arc<Mutex<Option<Upgrade>>>,
}

impl Peer {
    pub(crate) fn new(fuse: Fuse) -> Self {
        Self {
            fuse,
            upgrade: Arc::default(),
        }
    }

    /// Takes the WebSocket that the connection has become, if it has.
    pub(crate) fn take_upgrade(&self) -> Option<Upgrade> {
        held(&self.upgrade).take()
    }
}

/// Answers one request.
pub(crate) async fn answer(
    shared: &Arc<Shared>,
    peer: &Peer,
    mut request: Request<Incoming>,
) -> Response<Outgoing> {
    let number = shared.arrival();
    let head = Head::take(&mut request);
    let answer = if head.path() == "/" {
        upgrade::answer(shared, peer, number, &head, request)
    } else {
        match head.body(request.into_body(), &shared.limits).await {
            Ok(body) if TOKEN_PATHS.contains(&head.path()) => {
                token::answer(shared, number, &head, &body)
            }
            Ok(body) => match head.path().strip_prefix("/message/") {
                Some(name) => message::answer(shared, number, &head, name, body),
                None => nothing_here(shared, number, &head),
            },
            Err(refused) => unread(shared, number, &head, refused),
        }
    };
    answer.respond(shared, peer, number).await
}

/// Notes a request whose body was not read.
fn unread(shared: &Shared, number: u64, head: &Head, refused: Answer) -> Answer {
    let mut received = Received::new(number, ReceivedKind::Other, head.path());
    received.headers = head.kept(&shared.redactor);
    received.tenant.clone_from(&head.tenant);
    received.status = Some(refused.status.as_u16());
    shared.journal.note(received);
    let text = format!(
        "{} {}: {}",
        refused.status.as_u16(),
        head.path(),
        refused.body_text()
    );
    shared.log.say(number, EntryKind::Refused, &text);
    refused
}

/// Says that there is nothing at a path, and what is near it.
fn nothing_here(shared: &Shared, number: u64, head: &Head) -> Answer {
    let mut received = Received::new(number, ReceivedKind::Other, head.path());
    received.headers = head.kept(&shared.redactor);
    received.tenant.clone_from(&head.tenant);
    received.status = Some(404);
    shared.journal.note(received);
    let path = frontdesk_json::excerpt(head.path(), 100);
    let messages: Vec<String> = MESSAGES
        .iter()
        .map(|name| format!("/message/{name}"))
        .collect();
    let mut known: Vec<&str> = messages.iter().map(String::as_str).collect();
    known.push(TOKEN_PATHS[0]);
    let hint = nearest(head.path(), &known).map_or_else(
        || {
            "tokens are at /auth/oauth2/token, messages at /message/<name>, the WebSocket at /"
                .to_owned()
        },
        |near| format!("did you mean {near}?"),
    );
    let text = format!("there is nothing at {path}: {hint}");
    shared
        .log
        .say(number, EntryKind::Refused, format_args!("404 {text}"));
    refusal(StatusCode::NOT_FOUND, "NOT_FOUND", [text])
}

/// Refuses something in the documented form of errors.
///
/// What concerns no superpower is told under the name `error`: the SDK takes that for one.
fn refusal(status: StatusCode, code: &str, texts: impl IntoIterator<Item = String>) -> Answer {
    let error = error_reply(code, texts);
    Answer::json(status, serde_json::to_vec(&error).unwrap_or_default())
}

/// Puts an error reply together that concerns no superpower.
pub(crate) fn error_reply(
    code: &str,
    texts: impl IntoIterator<Item = String>,
) -> frontdesk_model::ErrorResponse {
    let items: Vec<ErrorItem> = texts
        .into_iter()
        .map(|text| ErrorItem::new(text).code(code))
        .collect();
    let first = ErrorItem::new("").code(code);
    let mut error = frontdesk_model::ErrorResponse::new(Superpower::from("error"), first);
    if let Some(result) = error.message.results.first_mut() {
        result.response = items.into();
    }
    error
}

/// Refuses a method that a path does not have.
fn wrong_method(method: &Method, wanted: &str) -> Answer {
    let text = format!("{method} is not understood here: send {wanted}");
    refusal(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", [text]).header("allow", wanted)
}

/// Finds the message that a path names.
fn message_named(name: &str) -> Option<MessageName> {
    MESSAGES.into_iter().find(|known| known.as_str() == name)
}

/// The spellings of the sources: the docs page, AsyncAPI 3.1, and what the SDK makes of the latter.
const TOKEN_PATHS: [&str; 3] = [
    "/auth/oauth2/token",
    "/auth/oauth2/token/",
    "/auth/oauth2/token/token",
];

#[cfg(test)]
mod tests {
    use frontdesk_model::Reply;

    use super::error_reply;
    use crate::contract::Schemas;

    #[test]
    fn refusals_are_what_the_contract_lets_a_service_write() {
        let schemas = Schemas::shared().unwrap();
        for texts in [vec![], vec![""], vec!["one", "two \u{1f621}"]] {
            let error = error_reply("CODE", texts.into_iter().map(str::to_owned));
            assert!(schemas.written(&Reply::Bare(error.into())).is_ok());
        }
    }
}
