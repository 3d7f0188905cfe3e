use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use frontdesk_json::Pointer;
use serde_json::Value;

use crate::recording::members::Members;
use crate::recording::{
    Body, ContractVersion, Direction, Expectation, Expected, Headers, Origin, OriginKind,
    Recording, Transport,
};

/// A recording, and what beside it asks for attention.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadRecording {
    /// The recording.
    pub recording: Recording,
    /// Members that the format does not know; they are not kept.
    pub unknown: Vec<UnknownMember>,
    /// The names of headers whose values are not redacted; the values are not kept.
    pub unredacted: Vec<String>,
}

/// A member of a recording that the format does not know.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownMember {
    /// Where in the recording.
    pub pointer: Pointer,
    /// The known member that it most likely means.
    pub suggestion: Option<&'static str>,
}

/// Why a document is no recording, and where.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the recording{} {problem}", shown(.pointer))]
pub struct MalformedRecording {
    pointer: Pointer,
    problem: String,
}

impl MalformedRecording {
    pub(crate) fn new(pointer: Pointer, problem: impl Into<String>) -> Self {
        let problem = problem.into();
        Self { pointer, problem }
    }

    /// Returns where in the document.
    #[must_use]
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }
}

impl Recording {
    /// Reads a recording.
    ///
    /// Unknown members do not make it unreadable, since later versions of the format may add some;
    /// they are named, so that a misspelt `expect` does not pass as no expectation.
    ///
    /// # Errors
    ///
    /// When a member is missing or not of its form, or there is not exactly one body.
    pub fn from_value(value: Value) -> Result<ReadRecording, MalformedRecording> {
        let mut members = Members::open(value, Pointer::root(), &RECORDING)?;
        let mut unknown = Vec::new();
        let (headers, unredacted) = headers(&mut members)?;
        let recording = Self {
            at: members.required("at", "a moment of RFC 3339", |value| {
                value.as_str()?.parse().ok()
            })?,
            transport: members.required("transport", "`rest` or `websocket`", |value| {
                Transport::from_name(value.as_str()?)
            })?,
            direction: members.required("direction", "`request` or `response`", |value| {
                Direction::from_name(value.as_str()?)
            })?,
            message: members.required("message", "a message's name", text)?,
            status: members.optional("status", "an HTTP status from 100 to 599", status)?,
            headers,
            body: body(&mut members)?,
            contract: contract(&mut members, &mut unknown)?,
            origin: origin(&mut members, &mut unknown)?,
            expect: expectation(&mut members, &mut unknown)?,
        };
        unknown.extend(members.unknown());
        Ok(ReadRecording {
            recording,
            unknown,
            unredacted,
        })
    }
}

/// Tells whether recordings have a member of this name.
pub(crate) fn is_recording_member(name: &str) -> bool {
    RECORDING.contains(&name)
}

/// Tells a recording, however malformed, from a document of another kind.
pub(crate) fn looks_like_recording(value: &Value) -> bool {
    let Value::Object(members) = value else {
        return false;
    };
    let known = RECORDING.iter().filter(|name| members.contains_key(**name));
    known.count() >= 3
}

fn headers(recording: &mut Members) -> Result<(Headers, Vec<String>), MalformedRecording> {
    let form = "an object of texts by name";
    let pairs = recording.optional("headers", form, texts)?;
    let mut headers = Headers::default();
    let mut unredacted = Vec::new();
    for (name, value) in pairs.unwrap_or_default() {
        if !headers.insert(&name, &value) {
            unredacted.push(name);
        }
    }
    Ok((headers, unredacted))
}

fn body(recording: &mut Members) -> Result<Body, MalformedRecording> {
    let bodies = [
        recording.take("body").map(Body::Json),
        recording
            .optional("body_text", "a text", text)?
            .map(Body::Text),
        recording
            .optional("body_base64", "bytes in base64, with padding", base64)?
            .map(Body::Bytes),
    ];
    let mut bodies = bodies.into_iter().flatten();
    match (bodies.next(), bodies.next()) {
        (Some(body), None) => Ok(body),
        (None, _) => Err(MalformedRecording::new(
            Pointer::root(),
            "has no body: give one of `body`, `body_text` and `body_base64`",
        )),
        (Some(_), Some(_)) => Err(MalformedRecording::new(
            Pointer::root(),
            "has more than one body: keep one of `body`, `body_text` and `body_base64`",
        )),
    }
}

fn contract(
    recording: &mut Members,
    unknown: &mut Vec<UnknownMember>,
) -> Result<ContractVersion, MalformedRecording> {
    let value = recording.required("contract", "an object with `name` and `version`", Some)?;
    let mut members = Members::open(value, recording.pointer("contract"), &CONTRACT)?;
    let contract = ContractVersion {
        name: members.required("name", "a text", text)?,
        version: members.required("version", "a text", text)?,
    };
    unknown.extend(members.unknown());
    Ok(contract)
}

fn origin(
    recording: &mut Members,
    unknown: &mut Vec<UnknownMember>,
) -> Result<Origin, MalformedRecording> {
    let value = recording.required("origin", "an object with `kind`", Some)?;
    let mut members = Members::open(value, recording.pointer("origin"), &ORIGIN)?;
    let kind = "a text, such as `documented` or `recorded`";
    let origin = Origin {
        kind: OriginKind::from_name(members.required("kind", kind, text)?),
        source: members.optional("source", "a text", text)?,
        location: members.optional("where", "a text", text)?,
        reconstructed: members
            .optional("reconstructed", "true or false", |value| value.as_bool())?
            .unwrap_or_default(),
        note: members.optional("note", "a text", text)?,
    };
    unknown.extend(members.unknown());
    Ok(origin)
}

fn expectation(
    recording: &mut Members,
    unknown: &mut Vec<UnknownMember>,
) -> Result<Option<Expectation>, MalformedRecording> {
    let Some(value) = recording.take("expect") else {
        return Ok(None);
    };
    let mut members = Members::open(value, recording.pointer("expect"), &EXPECTATION)?;
    let expectation = Expectation {
        reader: members.optional("reader", VERDICT, expected)?,
        writer: members.optional("writer", VERDICT, expected)?,
        sources: sources(&mut members)?,
        keyword: members.optional("keyword", "a keyword's name", text)?,
        instance: members.optional("instance", "a JSON Pointer into the body", |value| {
            value.as_str()?.parse().ok()
        })?,
    };
    unknown.extend(members.unknown());
    Ok(Some(expectation))
}

fn sources(expectation: &mut Members) -> Result<BTreeMap<String, Expected>, MalformedRecording> {
    let form = "an object of `valid` or `invalid` by source";
    let sources = expectation.optional("sources", form, |value| match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| Some((name, expected(value)?)))
            .collect(),
        _ => None,
    })?;
    Ok(sources.unwrap_or_default())
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn texts(value: Value) -> Option<Vec<(String, String)>> {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| Some((name, text(value)?)))
            .collect(),
        _ => None,
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "all forms are read from an owned value"
)]
fn status(value: Value) -> Option<u16> {
    let status = u16::try_from(value.as_u64()?).ok()?;
    (100..600).contains(&status).then_some(status)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "all forms are read from an owned value"
)]
fn expected(value: Value) -> Option<Expected> {
    Expected::from_name(value.as_str()?)
}

fn base64(value: Value) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(text(value)?).ok()
}

fn shown(pointer: &Pointer) -> String {
    if pointer.is_root() {
        String::new()
    } else {
        format!("'s `{pointer}`")
    }
}

const VERDICT: &str = "`valid` or `invalid`";

const RECORDING: [&str; 12] = [
    "at",
    "transport",
    "direction",
    "message",
    "status",
    "headers",
    "body",
    "body_text",
    "body_base64",
    "contract",
    "origin",
    "expect",
];
const CONTRACT: [&str; 2] = ["name", "version"];
const ORIGIN: [&str; 5] = ["kind", "source", "where", "reconstructed", "note"];
const EXPECTATION: [&str; 5] = ["reader", "writer", "sources", "keyword", "instance"];

#[cfg(test)]
mod tests {
    use super::{UnknownMember, looks_like_recording};
    use crate::recording::Recording;
    use serde_json::{Value, json};

    fn smallest() -> Value {
        json!({
            "at": "2025-03-14T09:26:53Z", "transport": "rest", "direction": "request",
            "message": "m", "body": {}, "contract": {"name": "c", "version": "1"},
            "origin": {"kind": "recorded"},
        })
    }

    #[test]
    fn malformed_recordings_say_where_and_what_to_write() {
        let cases = [
            (
                "/at",
                json!("yesterday"),
                "the recording's `/at` must be a moment of RFC 3339",
            ),
            (
                "/transport",
                json!("http"),
                "the recording's `/transport` must be `rest` or `websocket`",
            ),
            (
                "/status",
                json!(600),
                "the recording's `/status` must be an HTTP status from 100 to 599",
            ),
            (
                "/contract",
                json!({"name": "c"}),
                "the recording's `/contract` lacks the member `version`, which must be a text",
            ),
            (
                "/origin",
                json!("docs"),
                "the recording's `/origin` must be an object",
            ),
            (
                "/expect",
                json!(null),
                "the recording's `/expect` must be an object",
            ),
            (
                "/expect",
                json!({"reader": true}),
                "the recording's `/expect/reader` must be `valid` or `invalid`",
            ),
            (
                "/expect",
                json!({"instance": "a"}),
                "the recording's `/expect/instance` must be a JSON Pointer into the body",
            ),
            (
                "/headers",
                json!({"age": 1}),
                "the recording's `/headers` must be an object of texts by name",
            ),
            (
                "/body_text",
                json!(""),
                "the recording has more than one body: keep one of `body`, `body_text` and `body_base64`",
            ),
        ];
        for (pointer, value, problem) in cases {
            let mut recording = smallest();
            recording[&pointer[1..]] = value;
            let error = Recording::from_value(recording).unwrap_err();
            assert_eq!(error.to_string(), problem);
            assert!(error.pointer().to_string().starts_with(pointer) || pointer == "/body_text");
        }
    }

    #[test]
    fn unknown_members_are_named_with_what_they_mean() {
        let mut recording = smallest();
        recording["expects"] = json!({"reader": "invalid"});
        recording["origin"]["seen"] = json!(1);
        let read = Recording::from_value(recording).unwrap();
        assert_eq!(read.recording.expect, None);
        let unknown = |pointer: &str, suggestion| UnknownMember {
            pointer: pointer.parse().unwrap(),
            suggestion,
        };
        assert_eq!(
            read.unknown,
            [
                unknown("/origin/seen", None),
                unknown("/expects", Some("expect"))
            ]
        );
    }

    #[test]
    fn a_secret_in_a_header_is_named_and_not_kept() {
        let mut recording = smallest();
        recording["headers"] = json!({"Authorization": "Bearer secret", "date": "today"});
        let read = Recording::from_value(recording).unwrap();
        assert_eq!(read.unredacted, ["Authorization"]);
        assert!(!format!("{read:?}").contains("secret"));
    }

    #[test]
    fn payloads_do_not_look_like_recordings() {
        assert!(looks_like_recording(&smallest()));
        for value in [
            json!([]),
            json!({}),
            json!({"message": "hi", "status": 200}),
        ] {
            assert!(!looks_like_recording(&value), "{value}");
        }
    }
}
