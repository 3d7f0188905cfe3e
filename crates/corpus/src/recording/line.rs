use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde_json::Value;

use crate::recording::{Body, Expectation, Expected, Headers, Origin, Recording};

/// Writes a recording as one line, without the newline.
///
/// The members come in the order that the format gives them, and nothing that is absent is
/// written, so that equal recordings are equal bytes.
///
/// ```
/// use frontdesk_corpus::{Recording, to_line};
///
/// let line = r#"{"at":"2025-03-14T09:26:53Z","transport":"rest","direction":"request","message":"greeting","body":null,"contract":{"name":"demo","version":"1.0.0"},"origin":{"kind":"documented"}}"#;
/// let recording = Recording::from_value(serde_json::from_str(line)?)?.recording;
/// assert_eq!(to_line(&recording), line);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
#[expect(
    clippy::missing_panics_doc,
    reason = "writing fails for keys that are no strings alone, and a recording has none"
)]
pub fn to_line(recording: &Recording) -> String {
    serde_json::to_string(&Line::from(recording)).expect("a recording's keys are strings")
}

#[derive(Serialize)]
struct Line<'a> {
    at: &'a str,
    transport: &'a str,
    direction: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Headers::is_empty")]
    headers: &'a Headers,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
    contract: ContractLine<'a>,
    origin: OriginLine<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expect: Option<ExpectationLine<'a>>,
}

#[derive(Serialize)]
struct ContractLine<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct OriginLine<'a> {
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    location: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reconstructed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct ExpectationLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    reader: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    writer: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    sources: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keyword: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
}

impl<'a> From<&'a Recording> for Line<'a> {
    fn from(recording: &'a Recording) -> Self {
        let (body, body_text, body_base64) = match &recording.body {
            Body::Json(value) => (Some(value), None, None),
            Body::Text(text) => (None, Some(text.as_str()), None),
            Body::Bytes(bytes) => (None, None, Some(BASE64_STANDARD.encode(bytes))),
        };
        Self {
            at: recording.at.as_str(),
            transport: recording.transport.as_str(),
            direction: recording.direction.as_str(),
            message: &recording.message,
            status: recording.status,
            headers: &recording.headers,
            body,
            body_text,
            body_base64,
            contract: ContractLine {
                name: &recording.contract.name,
                version: &recording.contract.version,
            },
            origin: OriginLine::from(&recording.origin),
            expect: recording.expect.as_ref().map(ExpectationLine::from),
        }
    }
}

impl<'a> From<&'a Origin> for OriginLine<'a> {
    fn from(origin: &'a Origin) -> Self {
        Self {
            kind: origin.kind.as_str(),
            source: origin.source.as_deref(),
            location: origin.location.as_deref(),
            reconstructed: origin.reconstructed.then_some(true),
            note: origin.note.as_deref(),
        }
    }
}

impl<'a> From<&'a Expectation> for ExpectationLine<'a> {
    fn from(expectation: &'a Expectation) -> Self {
        let sources = expectation.sources.iter();
        Self {
            reader: expectation.reader.map(Expected::as_str),
            writer: expectation.writer.map(Expected::as_str),
            sources: sources
                .map(|(name, expected)| (name.as_str(), expected.as_str()))
                .collect(),
            keyword: expectation.keyword.as_deref(),
            instance: expectation.instance.as_ref().map(ToString::to_string),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::to_line;
    use crate::recording::Recording;
    use serde_json::Value;

    #[track_caller]
    fn assert_unchanged(line: &str) {
        let value: Value = serde_json::from_str(line).unwrap();
        let read = Recording::from_value(value).unwrap();
        assert_eq!(read.unknown, []);
        assert_eq!(to_line(&read.recording), line);
    }

    #[test]
    fn a_full_recording_keeps_its_bytes() {
        assert_unchanged(concat!(
            r#"{"at":"2025-03-14T09:26:53Z","transport":"websocket","direction":"response","#,
            r#""message":"superpower.response","status":101,"headers":{"content-type":"a/b","#,
            r#""cookie":"[redacted]"},"body":{"a":[1,2.5,"é"]},"#,
            r#""contract":{"name":"reception","version":"3.2.3"},"#,
            r#""origin":{"kind":"documented","source":"docs","where":"Errors","#,
            r#""reconstructed":true,"note":"from two tables"},"#,
            r#""expect":{"reader":"valid","writer":"invalid","sources":{"a":"valid","b":"invalid"},"#,
            r#""keyword":"required","instance":"/a~1b"}}"#,
        ));
    }

    #[test]
    fn bodies_that_are_no_json_keep_their_bytes() {
        for body in [
            r#""body_text":"{\"a\":1,\"a\":2}""#,
            r#""body_base64":"//4A""#,
            r#""body":null"#,
        ] {
            assert_unchanged(&format!(
                concat!(
                    r#"{{"at":"2025-03-14T09:26:53Z","transport":"rest","direction":"request","#,
                    r#""message":"m",{},"contract":{{"name":"c","version":"1"}},"#,
                    r#""origin":{{"kind":"found"}}}}"#
                ),
                body
            ));
        }
    }
}
