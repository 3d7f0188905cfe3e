//! One message of a conversation: from its text to what is sent back.

use frontdesk_corpus::{Direction, Transport};
use frontdesk_model::{Reply, RequestHeaders, ResponseEnvelope, ResponsePayload};
use serde_json::Value;

use super::frame::units;
use crate::contract::{Asked, Problem, Unreadable, read_frame};
use crate::faults::{Act, Fault, Reach, Step, Written, tamper};
use crate::http::error_reply;
use crate::journal::{Received, ReceivedKind};
use crate::log::EntryKind;
use crate::overrides::Overrides;
use crate::record::Observed;
use crate::respond::{Origin, respond};
use crate::shared::{Drawer, NOTHING, Shared};
use crate::timeline::{FAILED, failure};

/// What a message brings.
pub(super) struct Brought {
    pub(super) steps: Vec<Step<Written>>,
    /// The id that the replies repeat, if the message has one.
    pub(super) id: Option<String>,
}

/// What is known of the connection that a message came over.
pub(super) struct Line<'l> {
    pub(super) tenant: Option<&'l str>,
    /// The faults that the opening of the connection asked for.
    pub(super) faults: &'l [Fault],
    /// The ids of the other requests that are open.
    pub(super) open: Vec<String>,
}

/// Works out what a message brings.
pub(super) fn bring(shared: &Shared, line: Line<'_>, text: &str) -> Brought {
    let number = shared.arrival();
    let mut received = Received::new(number, ReceivedKind::Frame, "");
    received.tenant = line.tenant.map(str::to_owned);
    if shared.journal.keeps() {
        received.body = text.as_bytes().to_vec();
    }
    let read = if units(text) > shared.limits.envelope_units {
        Err(Box::new(too_long(shared, text)))
    } else {
        read_frame(&shared.schemas, text.as_bytes())
    };
    shared.record(Observed {
        transport: Transport::WebSocket,
        direction: Direction::Request,
        message: "reception.envelope",
        status: None,
        headers: &[],
        bytes: text.as_bytes(),
        note: None,
    });
    let (steps, headers) = match read {
        Ok(asked) => {
            let headers = asked.headers.clone();
            (
                answered(shared, number, line, asked, &mut received),
                Some(headers),
            )
        }
        Err(unreadable) => {
            let (steps, headers) = refused(shared, number, *unreadable, &mut received);
            (steps, headers)
        }
    };
    shared.journal.note(received);
    let id = headers.and_then(|headers| headers.correlation_id);
    Brought {
        steps: steps.into_iter().map(Step::written).collect(),
        id: id.map(|id| id.to_string()),
    }
}

fn answered(
    shared: &Shared,
    number: u64,
    line: Line<'_>,
    asked: Asked,
    received: &mut Received,
) -> Vec<Step> {
    let name = asked.message.to_string();
    received.name.clone_from(&name);
    let document = asked.document.as_ref().unwrap_or(&NOTHING);
    let headers = headers_of(document);
    if shared.journal.keeps() {
        received.headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), shared.redactor.text(value).into_owned()))
            .collect();
    }
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let overrides = match Overrides::of(pairs, &shared.analyses) {
        Ok(overrides) => overrides,
        Err(text) => {
            received.document = asked.document;
            return error(
                shared,
                number,
                Some(&asked.headers),
                "INVALID_REQUEST",
                vec![text],
            );
        }
    };
    let origin = Origin {
        number,
        transport: "websocket",
        headers: &headers,
        payload: &document["payload"],
    };
    let response = respond(shared, asked.message, asked.payload, &overrides, &origin);
    received.document = asked.document;
    let response = match response {
        Ok(response) => response,
        Err(no_match) => {
            let texts = vec![no_match.to_string()];
            received.no_match = Some(*no_match);
            return error(
                shared,
                number,
                Some(&asked.headers),
                "NO_RULE_MATCHES",
                texts,
            );
        }
    };
    received.rule = response.rule;
    received.no_match = response.no_match;
    let mut steps: Vec<Step> = response
        .timed
        .into_iter()
        .map(|timed| Step {
            at: timed.at,
            act: Act::Send(written(shared, number, &asked.headers, timed.reply)),
        })
        .collect();
    let wanted: Vec<Fault> = [&overrides.faults, &response.faults, line.faults]
        .into_iter()
        .flatten()
        .copied()
        .collect();
    let faults = shared.faults.take(Reach::Frame, &wanted);
    let drawer = Drawer {
        shared,
        others: line.open,
    };
    received.faults = tamper(
        &mut steps,
        &faults,
        shared.fault_delay,
        &shared.dice,
        &drawer,
    );
    for fault in &received.faults {
        let text = format!("{fault} went to {name}");
        shared.log.say(number, EntryKind::Fault, &text);
    }
    let text = format!("{name} brings {} frames", steps.len());
    shared.log.say(number, EntryKind::Answered, &text);
    steps
}

fn refused(
    shared: &Shared,
    number: u64,
    unreadable: Unreadable,
    received: &mut Received,
) -> (Vec<Step>, Option<RequestHeaders>) {
    let texts = unreadable.problems.iter().map(Problem::to_string).collect();
    received.document = unreadable.document;
    received.problems = unreadable.problems;
    let headers = unreadable.headers;
    (
        error(shared, number, headers.as_ref(), unreadable.code, texts),
        headers,
    )
}

/// Answers with an error: in an envelope where there is an id to repeat, bare as on the docs page
/// otherwise.
fn error(
    shared: &Shared,
    number: u64,
    headers: Option<&RequestHeaders>,
    code: &str,
    texts: Vec<String>,
) -> Vec<Step> {
    shared.log.say(number, EntryKind::Refused, texts.join("; "));
    let reply = error_reply(code, texts).into();
    let document = match headers {
        Some(headers) => written(shared, number, headers, reply),
        None => serde_json::to_value(Reply::Bare(reply)).unwrap_or_default(),
    };
    vec![Step {
        at: std::time::Duration::ZERO,
        act: Act::Send(document),
    }]
}

/// Puts a reply into its envelope, or the failure of it where the contract does not let it leave.
fn written(
    shared: &Shared,
    number: u64,
    headers: &RequestHeaders,
    reply: ResponsePayload,
) -> Value {
    let superpower = reply.superpower().clone();
    let enveloped = |reply| Reply::Enveloped(Box::new(ResponseEnvelope::answering(headers, reply)));
    match shared.schemas.written(&enveloped(reply)) {
        Ok(document) => document,
        Err(reason) => {
            let text = format!("{superpower}: {reason}");
            shared.log.say(number, EntryKind::Withheld, &text);
            let reply = enveloped(failure(superpower, FAILED));
            serde_json::to_value(reply).unwrap_or_default()
        }
    }
}

fn too_long(shared: &Shared, text: &str) -> Unreadable {
    let limit = shared.limits.envelope_units;
    let problem = Problem {
        pointer: String::new(),
        keyword: "maxLength".to_owned(),
        message: format!(
            "the envelope has {} UTF-16 units, and {limit} are the most",
            units(text)
        ),
        fix: None,
    };
    let known = read_frame(&shared.schemas, text.as_bytes());
    Unreadable {
        problems: vec![problem],
        headers: match known {
            Ok(asked) => Some(asked.headers),
            Err(unreadable) => unreadable.headers,
        },
        document: None,
        code: "PAYLOAD_TOO_LARGE",
    }
}

/// Lists the headers of an envelope that are texts, with names in lower case.
fn headers_of(document: &Value) -> Vec<(String, String)> {
    let headers = document.get("headers").and_then(Value::as_object);
    let texts = headers.into_iter().flatten().filter_map(|(name, value)| {
        let value = value.as_str()?;
        Some((name.to_lowercase(), value.to_owned()))
    });
    texts.collect()
}
