use frontdesk_json::{Pointer, ReadErrorKind, read};
use frontdesk_schema::{Verdict, Violation};
use serde_json::{Map, Value, json};

use crate::case::{Case, Framing, Twist};
use crate::endpoint::{Operation, Part};
use crate::expectation::{Expectation, Reason};
use crate::place;
use crate::request::Request;

use super::render::{header_text, members, text_of};

/// Judges what a request is, from the bytes of its body and the texts of its parameters.
pub(super) fn expect(
    case: &Case,
    request: &Request,
    operation: &Operation,
    others: &[Operation],
) -> Expectation {
    let mut worst = Expectation::Accepted;
    for twist in &case.twists {
        let of_twist = match twist {
            Twist::Credentials(_) if operation.secured => return Expectation::Unauthorised,
            Twist::Method(method) => of_method(method, operation, others),
            Twist::ContentType(media) => of_media(media.as_deref(), operation),
            Twist::Framing(framing) => of_framing(*framing),
            Twist::Header(name, _) => of_header(name),
            Twist::Credentials(_) | Twist::Spelling(_) | Twist::Repeat(_) => {
                continue;
            }
        };
        if of_twist != Expectation::Accepted {
            worst = of_twist;
        }
    }
    if worst != Expectation::Accepted {
        return worst;
    }
    of_value(&case.value, request, operation)
}

fn of_value(value: &Value, request: &Request, operation: &Operation) -> Expectation {
    let Some(mut judged) = read_back(value, operation) else {
        return Expectation::Any;
    };
    if !request.body.is_empty() || value.get("body").is_some() {
        let body = match (operation.sends_json(), value.get("body")) {
            (true, _) => match read(&request.body) {
                Ok(body) => body,
                Err(error) => return of_text(error.kind(), error.to_string()),
            },
            (false, Some(body)) => body.clone(),
            (false, None) => return Expectation::Any,
        };
        judged.insert(Part::Body.as_str().to_owned(), body);
    }
    let judged = Value::Object(judged);
    match operation.schema.judge(&judged) {
        Verdict::Accepted => match odd(&judged, operation) {
            Some(what) => Expectation::Lenient(what.to_owned()),
            None => Expectation::Accepted,
        },
        Verdict::Undecided => Expectation::Any,
        Verdict::Refused => of_violations(&operation.schema.violations(&judged)),
    }
}

/// Finds a number that not every reader takes for what the schema says it is.
fn odd(value: &Value, operation: &Operation) -> Option<&'static str> {
    // Few requests have one.
    any_odd(value)?;
    let odd = |(at, value): (Pointer, &Value)| Some((at, value.as_f64()?, odd_number(value)?));
    let mut numbers = place::all(value).into_iter().filter_map(odd);
    let what = numbers.find(|(at, number, what)| {
        // Where a fraction may stand, a whole number may be written as one.
        let takes_fractions = [0.5, -0.5].into_iter().any(|part| {
            let mut changed = value.clone();
            place::put(&mut changed, at, json!(number + part));
            operation.schema.accepts(&changed)
        });
        *what != WHOLE || !takes_fractions
    });
    what.map(|(.., what)| what)
}

fn any_odd(value: &Value) -> Option<&'static str> {
    match value {
        Value::Array(items) => items.iter().find_map(any_odd),
        Value::Object(members) => members.values().find_map(any_odd),
        other => odd_number(other),
    }
}

fn odd_number(value: &Value) -> Option<&'static str> {
    let Value::Number(number) = value else {
        return None;
    };
    if number.is_i64() {
        return None;
    }
    let float = number.as_f64().unwrap_or(0.0);
    if float.abs() >= 9.2e18 {
        Some("a number beyond 64 bits")
    } else if float.fract() == 0.0 {
        Some(WHOLE)
    } else {
        None
    }
}

const WHOLE: &str = "a whole number written with a fraction or an exponent";

fn of_violations(violations: &[Violation]) -> Expectation {
    let breaks = |violation: &&Violation| {
        !matches!(
            violation.keyword.as_str(),
            "additionalProperties" | "unevaluatedProperties" | "false"
        )
    };
    match violations
        .iter()
        .find(breaks)
        .or_else(|| violations.first())
    {
        None => Expectation::Any,
        Some(violation) if !breaks(&violation) => {
            Expectation::Lenient(format!("a member that `{}` closes out", violation.keyword))
        }
        Some(violation) => Expectation::Refused(Reason {
            keyword: violation.keyword.clone(),
            schema: schema_of(violation),
            instance: violation.instance.to_string(),
            message: violation.message.clone(),
            also: others(violations, violation),
        }),
    }
}

fn schema_of(violation: &Violation) -> String {
    match &violation.resource {
        Some(resource) => format!("{resource}#{}", violation.schema),
        None => violation.schema.to_string(),
    }
}

fn others(violations: &[Violation], first: &Violation) -> Vec<(String, String, String)> {
    let others = violations.iter().filter(|other| *other != first).take(8);
    others
        .map(|other| {
            let place = place::of(&other.instance).to_string();
            (other.keyword.clone(), schema_of(other), place)
        })
        .collect()
}

/// Reads the parameters as the server has to; `None` where nobody can say how.
fn read_back(value: &Value, operation: &Operation) -> Option<Map<String, Value>> {
    let mut judged = Map::new();
    for part in [Part::Path, Part::Query, Part::Header, Part::Cookie] {
        let Some(sent) = value.get(part.as_str()) else {
            // What is not sent has no members: it is each of them that may be missing.
            if operation.parameters.iter().any(|of| of.part == part) {
                judged.insert(part.as_str().to_owned(), json!({}));
            }
            continue;
        };
        if !sent.is_object() {
            return None;
        }
        let mut read = Map::new();
        for (name, value) in members(value, part) {
            let parameter = operation
                .parameters
                .iter()
                .find(|of| of.part == part && of.name == *name);
            let readings = parameter
                .map(|parameter| parameter.readings)
                .unwrap_or_default();
            let one = |value: &Value| {
                let text = text_of(value);
                if matches!(part, Part::Header | Part::Cookie) && header_text(&text) != text {
                    return None;
                }
                let is_no_segment = matches!(text.as_str(), "" | "." | "..") || text.contains('/');
                if part == Part::Path && is_no_segment {
                    return None;
                }
                scalar(&text, readings.number, readings.boolean)
            };
            let back = match value {
                Value::Array(items) if readings.array && part == Part::Query => {
                    if items.is_empty() {
                        continue;
                    }
                    Value::Array(items.iter().map(one).collect::<Option<_>>()?)
                }
                other if readings.array => {
                    // One text may be read as a list of one.
                    let _ = other;
                    return None;
                }
                Value::Array(_) | Value::Object(_) | Value::Null => return None,
                other => one(other)?,
            };
            read.insert(name.clone(), back);
        }
        judged.insert(part.as_str().to_owned(), Value::Object(read));
    }
    Some(judged)
}

fn scalar(text: &str, number: bool, boolean: bool) -> Option<Value> {
    if number && text.trim().parse::<f64>().is_ok() {
        // What is a number only for some readers is nothing to judge by.
        return match read(text.as_bytes()) {
            Ok(value @ Value::Number(_)) if odd_number(&value).is_none() => Some(value),
            _ => None,
        };
    }
    if boolean {
        match text.to_ascii_lowercase().as_str() {
            "true" | "false" => return read(text.as_bytes()).ok(),
            "" | "0" | "1" | "yes" | "no" | "on" | "off" | "t" | "f" => return None,
            _ => {}
        }
    }
    Some(Value::String(text.to_owned()))
}

fn of_text(kind: &ReadErrorKind, message: String) -> Expectation {
    match kind {
        ReadErrorKind::DuplicateMember { .. }
        | ReadErrorKind::ByteOrderMark
        | ReadErrorKind::LoneSurrogate
        | ReadErrorKind::NumberOutOfRange
        | ReadErrorKind::TooDeep => {
            Expectation::Lenient(format!("JSON with a {}", kind.rule().replace('-', " ")))
        }
        ReadErrorKind::EmptyDocument => Expectation::Any,
        _ => Expectation::Refused(Reason::of_text(kind.rule(), message)),
    }
}

fn of_method(method: &str, operation: &Operation, others: &[Operation]) -> Expectation {
    let known = others
        .iter()
        .any(|other| other.path == operation.path && other.method == method);
    if known || matches!(method, "HEAD" | "OPTIONS") {
        return Expectation::Any;
    }
    Expectation::Refused(Reason {
        keyword: "method".to_owned(),
        schema: String::new(),
        instance: String::new(),
        message: format!("{} has no method {method}", operation.path),
        also: Vec::new(),
    })
}

fn of_media(media: Option<&str>, operation: &Operation) -> Expectation {
    let known = operation
        .body
        .as_ref()
        .map(|body| body.media.to_ascii_lowercase());
    let essence = media.map(|media| {
        media
            .split(';')
            .next()
            .unwrap_or(media)
            .trim()
            .to_ascii_lowercase()
    });
    if essence == known {
        return Expectation::Accepted;
    }
    let what = match essence {
        Some(essence) => format!("a body called {essence}"),
        None => "a body without a content type".to_owned(),
    };
    // Whoever documents that types of content are refused is to refuse them.
    let mut replies = operation.replies.iter();
    if replies.any(|reply| reply.status == UNSUPPORTED) {
        return Expectation::Refused(Reason::of_text("content-type", what));
    }
    Expectation::Lenient(what)
}

/// The status of what is refused for its type of content.
const UNSUPPORTED: &str = "415";

/// Headers that a server may answer to as it likes are a matter of leniency.
fn of_header(name: &str) -> Expectation {
    match name {
        // RFC 9110, 8.4.1: `identity` is no coding of content, and best not named.
        "content-encoding" => Expectation::Lenient("a body whose coding is identity".to_owned()),
        "if-match" => Expectation::Lenient("a condition on what is there".to_owned()),
        _ => Expectation::Accepted,
    }
}

fn of_framing(framing: Framing) -> Expectation {
    let wrong = |message: &str| Expectation::Refused(Reason::of_text("framing", message));
    match framing {
        Framing::Length | Framing::Chunked | Framing::Slow => Expectation::Accepted,
        Framing::Truncated | Framing::LengthTooLarge => wrong("the body ends before its length"),
        Framing::LengthGarbled => wrong("the length of the body is no number"),
        Framing::TwoLengths => Expectation::Lenient("a body with two lengths".to_owned()),
        Framing::NoLength => Expectation::Any,
    }
}
