//! The token endpoint.

use std::collections::BTreeMap;

use frontdesk_corpus::{Direction, Transport};
use frontdesk_model::{TokenError, TokenResponse};
use hyper::{Method, StatusCode};
use serde_json::{Number, Value};

use super::{Answer, Head};
use crate::faults::{Fault, Reach, TokenMishap};
use crate::journal::{Received, ReceivedKind};
use crate::log::EntryKind;
use crate::overrides::Overrides;
use crate::record::Observed;
use crate::shared::Shared;

/// Gives a token for id and secret, which stand in the query as the docs page has it, or in a form.
pub(super) fn answer(shared: &Shared, number: u64, head: &Head, body: &[u8]) -> Answer {
    let mut received = Received::new(number, ReceivedKind::Token, head.path());
    received.headers = head.kept(&shared.redactor);
    received.tenant.clone_from(&head.tenant);
    let answer = if head.method == Method::POST {
        granted(shared, number, head, body, &mut received)
    } else {
        let text = format!("405 {} instead of POST", head.method);
        refused(
            shared,
            number,
            StatusCode::METHOD_NOT_ALLOWED,
            "invalid_request",
            &text,
        )
        .header("allow", "POST")
    };
    received.status = Some(answer.status.as_u16());
    shared.journal.note(received);
    answer
}

fn granted(
    shared: &Shared,
    number: u64,
    head: &Head,
    body: &[u8],
    received: &mut Received,
) -> Answer {
    let fields: BTreeMap<String, String> = form_urlencoded::parse(head.query().as_bytes())
        .chain(form_urlencoded::parse(body))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let asked = match Overrides::of(head.overrides(), &shared.analyses) {
        Ok(asked) => asked,
        Err(text) => {
            return refused(
                shared,
                number,
                StatusCode::BAD_REQUEST,
                "invalid_request",
                &text,
            );
        }
    };
    let client = match client(shared, &fields) {
        Ok(client) => client,
        Err((status, error, reason)) => {
            let text = format!("{} {error}: {reason}", status.as_u16());
            return refused(shared, number, status, error, &text);
        }
    };
    let mishaps = mishaps(shared, number, &asked.faults, received);
    let token = shared.tokens.give(client, &shared.dice);
    if mishaps.contains(&TokenMishap::Expired) {
        shared.tokens.expire(token.expose());
    }
    let mut response = TokenResponse::new(token);
    response.token_type = Some("Bearer".to_owned());
    response.expires_in = Some(Number::from(shared.tokens.lifetime().as_secs()));
    let document = serde_json::to_value(&response).unwrap_or_default();
    let answer = sent(shared, number, StatusCode::OK, document, &mishaps);
    let text = format!("{} a token for the client {client}", answer.status.as_u16());
    shared.log.say(number, EntryKind::Answered, &text);
    answer.header("cache-control", "no-store")
}

/// Takes the faults that go to a request, and says so.
fn mishaps(
    shared: &Shared,
    number: u64,
    asked: &[Fault],
    received: &mut Received,
) -> Vec<TokenMishap> {
    let faults = shared.faults.take(Reach::Token, asked);
    for fault in &faults {
        let text = format!("{fault} went to a request for a token");
        shared.log.say(number, EntryKind::Fault, &text);
        received.faults.push(fault.to_string());
    }
    let mishaps = faults.into_iter().filter_map(|fault| match fault {
        Fault::Token(mishap) => Some(mishap),
        _ => None,
    });
    mishaps.collect()
}

fn refused(shared: &Shared, number: u64, status: StatusCode, error: &str, text: &str) -> Answer {
    shared.log.say(number, EntryKind::Refused, text);
    let document = serde_json::to_value(TokenError::new(error)).unwrap_or_default();
    sent(shared, number, status, document, &[])
}

type Refused = (StatusCode, &'static str, &'static str);

/// Finds the client that id and secret name.
fn client<'f>(shared: &Shared, fields: &'f BTreeMap<String, String>) -> Result<&'f str, Refused> {
    let bad = StatusCode::BAD_REQUEST;
    // The docs page leaves the grant type out, the SDK sends it (C-22).
    let grant = fields.get("grant_type").map(String::as_str);
    if grant.is_some_and(|grant| grant != "client_credentials") {
        let reason = "grant_type is client_credentials, or left out";
        return Err((bad, "unsupported_grant_type", reason));
    }
    let (Some(id), Some(secret)) = (fields.get("client_id"), fields.get("client_secret")) else {
        let reason = "client_id and client_secret stand in the query, or in a form";
        return Err((bad, "invalid_request", reason));
    };
    if shared.clients.get(id) == Some(secret) {
        Ok(id)
    } else {
        let reason = "no client has this id and secret";
        Err((StatusCode::UNAUTHORIZED, "invalid_client", reason))
    }
}

/// Looks at the response once more, lets happen what is to happen to it, records it, and sends it.
fn sent(
    shared: &Shared,
    number: u64,
    mut status: StatusCode,
    mut document: Value,
    mishaps: &[TokenMishap],
) -> Answer {
    if let Err(reason) = shared.schemas.check_token(&document, status.is_success()) {
        shared.log.say(number, EntryKind::Withheld, &reason);
        return Answer::json(StatusCode::INTERNAL_SERVER_ERROR, b"{}".to_vec());
    }
    for mishap in mishaps {
        mishap.change(&mut document);
        status = match mishap {
            TokenMishap::Status(forced) => StatusCode::from_u16(*forced).unwrap_or(status),
            TokenMishap::EmptyError => StatusCode::INTERNAL_SERVER_ERROR,
            _ => status,
        };
    }
    let bytes = if mishaps.contains(&TokenMishap::EmptyError) {
        Vec::new()
    } else {
        serde_json::to_vec(&document).unwrap_or_default()
    };
    shared.record(Observed {
        transport: Transport::Rest,
        direction: Direction::Response,
        message: if status.is_success() {
            "token.response"
        } else {
            "token.error"
        },
        status: Some(status.as_u16()),
        headers: &[],
        bytes: &bytes,
        note: None,
    });
    let mut answer = Answer::json(status, bytes);
    answer.ask_to_return();
    for fault in mishaps.iter().filter_map(|mishap| mishap.on_the_way()) {
        answer.suffer(fault, shared);
    }
    answer
}
