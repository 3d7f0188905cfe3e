//! What a correct service thinks of a request.

use std::mem::discriminant;

use frontdesk_schema::Schema;
use serde_json::{Map, Value};

use super::Desk;
use super::booking::booked;
use super::memory::{Deed, Kept, print};
use super::report::reported;
use crate::bug::Operation;
use crate::case::{Facts, Problem};
use crate::request::{Reply, Request};
use crate::token;

/// What is let pass although it should not be.
#[derive(Debug, Default)]
pub(super) struct Lenience {
    pub(super) overlooked: Vec<Problem>,
    pub(super) instead: Option<Value>,
}

/// A request with all that follows from it.
pub(super) struct Examined {
    pub(super) document: Option<Value>,
    pub(super) problem: Option<Problem>,
    pub(super) reply: Reply,
    pub(super) facts: Facts,
    pub(super) deed: Deed,
}

/// Finds the operation that a path belongs to.
pub(super) fn operation(request: &Request) -> Option<Operation> {
    match request.path() {
        "/bookings" => Some(Operation::CreateBooking),
        "/reports" => Some(Operation::MakeReport),
        path => room_of(path).map(|_| Operation::ListBookings),
    }
}

impl Desk {
    pub(super) fn examine(&self, request: &Request, lenience: &Lenience) -> Examined {
        let operation = operation(request);
        let known = |problem: &Problem| {
            let mut overlooked = lenience.overlooked.iter();
            overlooked.any(|known| discriminant(known) == discriminant(problem))
        };
        let mut problem = at_the_door(operation, request)
            .into_iter()
            .find(|problem| !known(problem));
        let read = match operation {
            None => Ok(Value::Null),
            Some(Operation::ListBookings) => parameters(request),
            Some(_) => frontdesk_json::read(&request.body).map_err(Problem::Unreadable),
        };
        let document = match (&lenience.instead, read) {
            (Some(document), _) => Some(document.clone()),
            (None, Ok(document)) => Some(document),
            (None, Err(found)) => {
                problem = problem.or_else(|| Some(found).filter(|found| !known(found)));
                None
            }
        };
        if let (None, Some(document), Some(schema)) = (&problem, &document, self.schema(operation))
        {
            problem = refused(schema, document).filter(|problem| !known(problem));
        }
        let mut examined = Examined {
            document,
            problem,
            reply: Reply::crash(),
            facts: Facts::default(),
            deed: Deed::default(),
        };
        self.reply(operation, request, &mut examined);
        examined
    }

    fn schema(&self, operation: Option<Operation>) -> Option<&Schema> {
        match operation? {
            Operation::CreateBooking => Some(&self.schemas.booking),
            Operation::ListBookings => Some(&self.schemas.list),
            Operation::MakeReport => Some(&self.schemas.report),
            Operation::Stream => Some(&self.schemas.stream),
        }
    }

    fn reply(&self, operation: Option<Operation>, request: &Request, examined: &mut Examined) {
        if let Some(problem) = &examined.problem {
            examined.reply = refusal(problem);
            return;
        }
        let document = examined.document.clone().unwrap_or_default();
        match operation {
            Some(Operation::CreateBooking) => self.book(request, &document, examined),
            Some(Operation::ListBookings) => {
                let limit = document["limit"].as_u64().unwrap_or(20);
                let room = document["room"].as_str().unwrap_or_default();
                let most = match document["status"].as_str() {
                    Some("cancelled") => 0,
                    _ => usize::try_from(limit).unwrap_or(usize::MAX),
                };
                let items = self.memory(|memory| memory.of_room(room, most));
                let list = serde_json::json!({"room": room, "items": items});
                examined.reply = Reply::json(200, &list);
            }
            Some(Operation::MakeReport) => {
                examined.reply = Reply::json(200, &reported(&document));
            }
            Some(Operation::Stream) | None => examined.reply = refusal(&Problem::NoPath),
        }
    }

    fn book(&self, request: &Request, document: &Value, examined: &mut Examined) {
        let print = print(document);
        let key = request.only("idempotency-key");
        let (is_seen, kept) = self.memory(|memory| {
            let kept = key.and_then(|key| memory.kept(key)).cloned();
            (memory.has_seen(print), kept)
        });
        examined.facts.is_seen = is_seen;
        examined.facts.has_known_key = kept.is_some();
        examined.reply = match kept {
            Some(kept) if kept.print == print => kept.reply,
            Some(_) => {
                examined.problem = Some(Problem::Conflict);
                refusal(&Problem::Conflict)
            }
            None => {
                let id = self.memory(super::memory::Memory::next_id);
                let booking = booked(document, &id);
                let reply = Reply::json(201, &booking);
                examined.deed.key = key.map(|key| Kept {
                    key: key.to_owned(),
                    print,
                    reply: reply.clone(),
                });
                examined.deed.booking = Some(booking);
                reply
            }
        };
        examined.deed.print = Some(print);
    }
}

/// Lists what is wrong with a request before its content is looked at, in the order of the checks.
fn at_the_door(operation: Option<Operation>, request: &Request) -> Vec<Problem> {
    let Some(operation) = operation else {
        return vec![Problem::NoPath];
    };
    let mut problems = Vec::new();
    let is_list = operation == Operation::ListBookings;
    let method = if is_list { "GET" } else { "POST" };
    if request.method != method {
        problems.push(Problem::Method(method));
    }
    if operation == Operation::MakeReport
        && let Err(problem) = token::check(request.only("authorization"))
    {
        problems.push(Problem::Token(problem));
    }
    if !is_list && (!is_json(request) || request.has("content-encoding")) {
        problems.push(Problem::MediaType);
    }
    if request.body.len() > MOST_BYTES {
        problems.push(Problem::TooLarge);
    }
    if operation == Operation::CreateBooking && request.has("idempotency-key") {
        let is_key = |key: &str| {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            (1..=64).contains(&key.len()) && key.bytes().all(is_plain)
        };
        if !request.only("idempotency-key").is_some_and(is_key) {
            problems.push(Problem::Parameter("Idempotency-Key".to_owned()));
        }
    }
    problems
}

/// Tells whether a body says that it is JSON, in the only encoding that JSON has.
fn is_json(request: &Request) -> bool {
    let Some(said) = request.only("content-type") else {
        return false;
    };
    let (essence, parameters) = said.split_once(';').unwrap_or((said, ""));
    let charset = parameters.trim().to_ascii_lowercase();
    let charset = charset.strip_prefix("charset=").unwrap_or(&charset);
    essence.trim().eq_ignore_ascii_case("application/json")
        && matches!(charset.trim_matches('"'), "" | "utf-8")
}

/// Returns what stands for the room in a path.
fn room_of(path: &str) -> Option<&str> {
    let room = path.strip_prefix("/rooms/")?.strip_suffix("/bookings")?;
    (!room.contains('/')).then_some(room)
}

/// Reads the parameters of a list as an object.
fn parameters(request: &Request) -> Result<Value, Problem> {
    let wrong = |name: &str| Problem::Parameter(name.to_owned());
    let room = room_of(request.path()).unwrap_or_default();
    let room = decoded(room).ok_or_else(|| wrong("room"))?;
    let query = request
        .target
        .split_once('?')
        .map_or("", |(_, query)| query);
    if decoded(query).is_none() {
        return Err(wrong("query"));
    }
    let mut found = Map::new();
    found.insert("room".to_owned(), room.into());
    for (name, value) in request.query() {
        if !["limit", "status", "since"].contains(&name.as_str()) {
            continue;
        }
        let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        let value = match value.parse::<u64>() {
            Ok(number) if name == "limit" && is_number => number.into(),
            _ => Value::from(value),
        };
        if found.insert(name.clone(), value).is_some() {
            return Err(wrong(&name));
        }
    }
    Ok(Value::Object(found))
}

/// Takes the percent-encoding off, where it is one and gives a text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            let (digits, after) = rest.split_at_checked(2)?;
            let is_hex = digits.iter().all(u8::is_ascii_hexdigit);
            let digits = std::str::from_utf8(digits).ok().filter(|_| is_hex)?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

fn refused(schema: &Schema, document: &Value) -> Option<Problem> {
    if schema.accepts(document) {
        return None;
    }
    Some(Problem::Invalid(schema.violations(document)))
}

/// Makes the documented reply to what is refused.
pub(crate) fn refusal(problem: &Problem) -> Reply {
    match problem {
        Problem::NoPath => Reply::problem(404, "not_found", "there is nothing here", None),
        Problem::Method(allowed) => {
            let text = format!("the method is {allowed}");
            let mut reply = Reply::problem(405, "method_not_allowed", &text, None);
            reply.allow = Some(allowed);
            reply
        }
        Problem::Token(_) => Reply::problem(401, "unauthorized", "a valid token is needed", None),
        Problem::MediaType => {
            Reply::problem(415, "not_json", "bodies are `application/json`", None)
        }
        Problem::TooLarge => Reply::problem(413, "too_large", "the body is too large", None),
        Problem::Parameter(name) => Reply::problem(
            400,
            "invalid",
            "this is not as documented",
            Some(name.clone()),
        ),
        Problem::Conflict => {
            Reply::problem(409, "conflict", "the key was used for another body", None)
        }
        Problem::Unreadable(error) => {
            let text = error.kind().rule();
            let place = format!("line {}, column {}", error.line(), error.column());
            Reply::problem(400, "malformed", text, Some(place))
        }
        Problem::Invalid(violations) => {
            let first = violations.first();
            let keyword = first.map_or("schema", |violation| violation.keyword.as_str());
            let place = first.map(|violation| violation.instance.to_string());
            Reply::problem(400, "invalid", &format!("it breaks `{keyword}`"), place)
        }
    }
}

/// Bodies are as large at most.
pub(crate) const MOST_BYTES: usize = 512 * 1024;
