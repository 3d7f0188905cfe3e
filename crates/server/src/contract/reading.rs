//! From bytes to a request, or to what is wrong with them.

use frontdesk_json::Pointer;
use frontdesk_model::{MessageName, ReceptionRequest, RequestHeaders};
use serde::Deserialize as _;
use serde_json::Value;

use super::{Judge, MESSAGES, Problem, Schemas, nearest};

/// A request that was read.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) message: MessageName,
    pub(crate) headers: RequestHeaders,
    pub(crate) payload: Box<ReceptionRequest>,
    /// The document as it came, for matchers that look at what no type knows; none of a body of which
    /// nobody wants to keep it.
    pub(crate) document: Option<Value>,
}

/// A request that cannot be read, and what is known of it all the same.
#[derive(Clone, Debug)]
pub(crate) struct Unreadable {
    pub(crate) problems: Vec<Problem>,
    /// What ties the answer to the request, where the headers could be read.
    pub(crate) headers: Option<RequestHeaders>,
    pub(crate) document: Option<Value>,
    /// The code of the answer: this service's own, since no source lists any.
    pub(crate) code: &'static str,
}

/// Reads the body of a REST message, and its document where that is to be kept.
pub(crate) fn read_body(
    schemas: &Schemas,
    message: &MessageName,
    bytes: &[u8],
    keeps_document: bool,
) -> Result<Asked, Box<Unreadable>> {
    let headers = RequestHeaders {
        action: Some(message.clone()),
        ..RequestHeaders::default()
    };
    if !keeps_document && let Some(payload) = schemas.payload_at_once(message, bytes) {
        return Ok(Asked {
            message: message.clone(),
            headers,
            payload,
            document: None,
        });
    }
    let document = parsed(bytes)?;
    match schemas.payload(message, &document, &Pointer::root()) {
        Ok(payload) => Ok(Asked {
            message: message.clone(),
            headers,
            payload,
            document: keeps_document.then_some(document),
        }),
        Err(problems) => Err(Box::new(Unreadable {
            problems,
            headers: Some(headers),
            document: Some(document),
            code: INVALID,
        })),
    }
}

/// Reads the text of a WebSocket frame.
pub(crate) fn read_frame(schemas: &Schemas, bytes: &[u8]) -> Result<Asked, Box<Unreadable>> {
    let document = parsed(bytes)?;
    let headers = document
        .get("headers")
        .and_then(|headers| RequestHeaders::deserialize(headers).ok())
        .or_else(|| salvaged(&document));
    let refused = |code, problems, document| {
        Box::new(Unreadable {
            problems,
            headers: headers.clone(),
            document: Some(document),
            code,
        })
    };
    if !schemas.envelope.accepts(&document) {
        let problems = Problem::of_document(&schemas.envelope, &document, &Pointer::root());
        return Err(refused(INVALID, problems, document));
    }
    let headers = headers.clone().unwrap_or_default();
    // An envelope that names no message is the least one of a docs page, which is a reception.
    let message = headers.action.clone().unwrap_or(MessageName::Reception);
    if let MessageName::Other(name) = &message {
        return Err(refused(UNKNOWN, vec![unknown(name)], document));
    }
    let below = Pointer::root().member("payload");
    match schemas.payload(&message, &document["payload"], &below) {
        Ok(payload) => Ok(Asked {
            message,
            headers,
            payload,
            document: Some(document),
        }),
        Err(problems) => Err(refused(INVALID, problems, document)),
    }
}

impl Schemas {
    /// Reads a request that is plainly in order, straight from its bytes.
    fn payload_at_once(
        &self,
        message: &MessageName,
        bytes: &[u8],
    ) -> Option<Box<ReceptionRequest>> {
        let required = self.required.get(message.as_str());
        let mut asked = std::iter::once(&self.request).chain(required);
        if !asked.all(|judge| judge.accepts_bytes(bytes)) {
            return None;
        }
        // Once for the whole, or it would be done for each string.
        let text = std::str::from_utf8(bytes).ok()?;
        serde_json::from_str(text).ok()
    }

    fn payload(
        &self,
        message: &MessageName,
        document: &Value,
        below: &Pointer,
    ) -> Result<Box<ReceptionRequest>, Vec<Problem>> {
        let mut problems = Vec::new();
        let required = self.required.get(message.as_str());
        for schema in std::iter::once(&self.request)
            .chain(required)
            .map(Judge::schema)
        {
            if !schema.accepts(document) {
                problems.extend(Problem::of_document(schema, document, below));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Box::deserialize(document)
            .map_err(|error| vec![Problem::at(below, "type", &error.to_string())])
    }
}

fn parsed(bytes: &[u8]) -> Result<Value, Box<Unreadable>> {
    frontdesk_json::read(bytes).map_err(|error| {
        Box::new(Unreadable {
            problems: vec![Problem::of_text(&error)],
            headers: None,
            document: None,
            code: NO_JSON,
        })
    })
}

/// Takes the correlation id out of headers that are wrong elsewhere, so that the answer arrives.
fn salvaged(document: &Value) -> Option<RequestHeaders> {
    let id = document.get("headers")?.get("correlationId")?.as_str()?;
    RequestHeaders::deserialize(serde_json::json!({ "correlationId": id })).ok()
}

fn unknown(name: &str) -> Problem {
    let known: Vec<&str> = MESSAGES.iter().map(MessageName::as_str).collect();
    let place = Pointer::root().member("headers").member("action");
    let name = frontdesk_json::excerpt(name, 60);
    Problem {
        fix: Some(nearest(&name, &known).map_or_else(
            || format!("write one of {}", known.join(", ")),
            |near| format!("write \"{near}\""),
        )),
        ..Problem::at(&place, "enum", &format!("there is no message `{name}`"))
    }
}

pub(crate) const NO_JSON: &str = "INVALID_JSON";
pub(crate) const INVALID: &str = "INVALID_REQUEST";
pub(crate) const UNKNOWN: &str = "UNKNOWN_ACTION";
