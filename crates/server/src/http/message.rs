//! Messages over REST.

use frontdesk_corpus::{Direction, Transport};
use frontdesk_model::{Reply, ResponsePayload, State, Superpower};
use hyper::body::Bytes;
use hyper::{Method, StatusCode};
use serde_json::Value;

use super::{Answer, Head, message_named, refusal, wrong_method};
use crate::contract::{MESSAGES, Problem, nearest, read_body};
use crate::faults::{Fault, Reach, change};
use crate::journal::{Received, ReceivedKind};
use crate::log::EntryKind;
use crate::overrides::{Choice, Overrides};
use crate::record::{Observed, message_of};
use crate::respond::{Origin, REST, Response, respond};
use crate::shared::{Drawer, NOTHING, Shared};
use crate::timeline::{FAILED, Timed, failure};

/// Answers a message.
pub(super) fn answer(shared: &Shared, number: u64, head: &Head, name: &str, body: Bytes) -> Answer {
    let mut received = Received::new(
        number,
        ReceivedKind::Rest,
        frontdesk_json::excerpt(name, 100),
    );
    if shared.looks_at_requests() {
        received.headers = head.kept(&shared.redactor);
    }
    received.tenant.clone_from(&head.tenant);
    let answer = match handled(shared, number, head, name, body, &mut received) {
        Ok(answer) => answer,
        Err(refused) => {
            let text = refused.body_text();
            let line = format_args!("{} {name}: {text}", refused.status.as_u16());
            shared.log.say(number, EntryKind::Refused, line);
            refused
        }
    };
    received.status = Some(answer.status.as_u16());
    shared.journal.note(received);
    answer
}

fn handled(
    shared: &Shared,
    number: u64,
    head: &Head,
    name: &str,
    body: Bytes,
    received: &mut Received,
) -> Result<Answer, Answer> {
    let Some(message) = message_named(name) else {
        return Err(unknown(name));
    };
    if head.method != Method::POST {
        return Err(wrong_method(&head.method, "POST"));
    }
    let token = head
        .bearer()
        .and_then(|token| shared.tokens.check(token).map(|()| token));
    let token = token.map_err(|fault| {
        let text = fault.to_string();
        refusal(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", [text])
            .header("www-authenticate", "Bearer")
    })?;
    if !head.may_be_json() {
        let text = "the body is JSON: send `Content-Type: application/json`".to_owned();
        return Err(refusal(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UNSUPPORTED_MEDIA_TYPE",
            [text],
        ));
    }
    let overrides = Overrides::of(head.overrides(), &shared.analyses)
        .map_err(|text| refusal(StatusCode::BAD_REQUEST, "INVALID_REQUEST", [text]))?;
    let keeps_document = shared.looks_at_requests();
    let read = read_body(&shared.schemas, &message, &body, keeps_document);
    let headers = if shared.recorder.is_some() {
        head.texts()
    } else {
        Vec::new()
    };
    shared.record(Observed {
        transport: Transport::Rest,
        direction: Direction::Request,
        message: "reception.request",
        status: None,
        headers: &headers,
        bytes: &body,
        note: (name != "reception").then(|| format!("the message {name}")),
    });
    if shared.journal.keeps() {
        received.body = body.into();
    }
    let asked = match read {
        Ok(asked) => asked,
        Err(unreadable) => {
            received.document = unreadable.document;
            let texts: Vec<String> = unreadable.problems.iter().map(Problem::to_string).collect();
            received.problems = unreadable.problems;
            let refused = refusal(StatusCode::BAD_REQUEST, unreadable.code, texts);
            return Err(recorded(shared, refused));
        }
    };
    let origin = Origin {
        number,
        transport: REST,
        headers: &received.headers,
        payload: asked.document.as_ref().unwrap_or(&NOTHING),
    };
    let response = respond(shared, asked.message, asked.payload, &overrides, &origin);
    received.document = asked.document;
    let response = response.map_err(|no_match| {
        received.no_match = Some((*no_match).clone());
        let text = no_match.to_string();
        recorded(
            shared,
            refusal(StatusCode::NOT_FOUND, "NO_RULE_MATCHES", [text]),
        )
    })?;
    received.rule.clone_from(&response.rule);
    received.no_match.clone_from(&response.no_match);
    let wanted: Vec<Fault> = overrides
        .faults
        .iter()
        .chain(&response.faults)
        .copied()
        .collect();
    let faults = shared.faults.take(Reach::Rest, &wanted);
    if faults.contains(&Fault::TokenExpiry) {
        shared.tokens.expire(token);
    }
    Ok(built(
        shared, number, &overrides, response, &faults, received,
    ))
}

/// Turns what a request brings into one answer.
fn built(
    shared: &Shared,
    number: u64,
    overrides: &Overrides,
    response: Response,
    faults: &[Fault],
    received: &mut Received,
) -> Answer {
    let (mut chosen, note) = choose(
        response.timed,
        &response.finished,
        overrides.choice.as_ref(),
    );
    let wait = chosen
        .iter()
        .map(|timed| timed.at)
        .max()
        .unwrap_or_default();
    let failed = chosen.iter().all(|timed| timed.reply.is_error()) && !chosen.is_empty();
    if faults.contains(&Fault::Duplicate) {
        chosen.extend(chosen.clone());
    }
    let as_array = overrides.choice == Some(Choice::All) || chosen.len() != 1;
    let bytes = match chosen.pop() {
        Some(only) if !as_array && faults.is_empty() => bytes_of(shared, number, only.reply),
        last => {
            chosen.extend(last);
            changed(shared, number, chosen, as_array, faults, received)
        }
    };
    let status = if failed {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        StatusCode::OK
    };
    let mut answer = Answer::json(status, bytes)
        .after(wait)
        .header("x-frontdesk-chose", &note);
    if let Some(status) = overrides.status.or(response.status) {
        answer.become_status(status);
    }
    for fault in faults {
        answer.suffer(*fault, shared);
    }
    for fault in &received.faults {
        shared.log.say(
            number,
            EntryKind::Fault,
            format_args!("{fault} went to {}", received.name),
        );
    }
    let line = format_args!("{} {}: {note}", answer.status.as_u16(), received.name);
    shared.log.say(number, EntryKind::Answered, line);
    recorded(shared, answer)
}

/// Writes replies after the faults have changed them, and notes what these did.
fn changed(
    shared: &Shared,
    number: u64,
    chosen: Vec<Timed>,
    as_array: bool,
    faults: &[Fault],
    received: &mut Received,
) -> Vec<u8> {
    let mut documents: Vec<Value> = chosen
        .into_iter()
        .map(|timed| written(shared, number, timed.reply))
        .collect();
    let drawer = Drawer {
        shared,
        others: Vec::new(),
    };
    for fault in faults {
        let mut label = None;
        for document in &mut documents {
            label = change(*fault, document, &drawer).or(label);
        }
        let label = label.map_or_else(String::new, |label| format!(": {label}"));
        received.faults.push(format!("{fault}{label}"));
    }
    let document = match documents.pop() {
        Some(only) if !as_array => only,
        last => documents.into_iter().chain(last).collect(),
    };
    serde_json::to_vec(&document).unwrap_or_default()
}

/// Chooses what REST returns: the sources show one bare reply that is done, and say no more.
fn choose(
    timed: Vec<Timed>,
    finished: &[Superpower],
    choice: Option<&Choice>,
) -> (Vec<Timed>, String) {
    let is_done = |timed: &Timed| matches!(timed.reply.state(), State::Completed | State::Error);
    let done: Vec<Timed> = timed.into_iter().filter(is_done).collect();
    let names: Vec<&str> = if finished.is_empty() {
        let names = done.iter().map(|timed| timed.reply.superpower().as_str());
        names.collect()
    } else {
        finished.iter().map(Superpower::as_str).collect()
    };
    if choice == Some(&Choice::All) {
        let note = format!("all that has finished: {}", names.join(", "));
        return (done, note);
    }
    let first = done
        .iter()
        .position(|timed| !timed.reply.is_error())
        .unwrap_or(0);
    let note = match done.get(first) {
        Some(chosen) if names.len() > 1 => format!(
            "{}, the first of {}; the header x-frontdesk-superpower asks for another or for all",
            chosen.reply.superpower(),
            names.join(", ")
        ),
        Some(chosen) => chosen.reply.superpower().to_string(),
        None => "nothing has finished".to_owned(),
    };
    (done.into_iter().skip(first).take(1).collect(), note)
}

/// Returns a reply as a document, or the failure of it where the contract does not let it leave.
fn written(shared: &Shared, number: u64, reply: ResponsePayload) -> Value {
    let superpower = reply.superpower().clone();
    shared
        .schemas
        .written(&Reply::Bare(reply))
        .unwrap_or_else(|reason| {
            let reply = withheld(shared, number, superpower, &reason);
            serde_json::to_value(reply).unwrap_or_default()
        })
}

/// Returns a reply as it is sent, or the failure of it where the contract does not let it leave.
fn bytes_of(shared: &Shared, number: u64, reply: ResponsePayload) -> Vec<u8> {
    let superpower = reply.superpower().clone();
    shared.schemas.written_bare(reply).unwrap_or_else(|reason| {
        let reply = withheld(shared, number, superpower, &reason);
        serde_json::to_vec(&reply).unwrap_or_default()
    })
}

fn withheld(shared: &Shared, number: u64, superpower: Superpower, reason: &str) -> Reply {
    let text = format_args!("{superpower}: {reason}");
    shared.log.say(number, EntryKind::Withheld, text);
    Reply::Bare(failure(superpower, FAILED))
}

/// Records what is sent, document by document.
fn recorded(shared: &Shared, answer: Answer) -> Answer {
    if shared.recorder.is_none() {
        return answer;
    }
    let record = |message: &str, bytes: &[u8]| {
        shared.record(Observed {
            transport: Transport::Rest,
            direction: Direction::Response,
            message,
            status: Some(answer.status.as_u16()),
            headers: &[],
            bytes,
            note: None,
        });
    };
    match serde_json::from_slice::<Value>(&answer.body) {
        Ok(Value::Array(documents)) => {
            for document in documents {
                record(message_of(&document), document.to_string().as_bytes());
            }
        }
        Ok(document) => record(message_of(&document), &answer.body),
        Err(_) => record("superpower.response", &answer.body),
    }
    answer
}

fn unknown(name: &str) -> Answer {
    let known: Vec<&str> = MESSAGES
        .iter()
        .map(frontdesk_model::MessageName::as_str)
        .collect();
    let hint = nearest(name, &known).map_or_else(
        || format!("the messages are {}", known.join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    let text = format!(
        "there is no message `{}`: {hint}",
        frontdesk_json::excerpt(name, 60)
    );
    refusal(StatusCode::NOT_FOUND, "UNKNOWN_ACTION", [text])
}
