//! The last look at a reply before it leaves.

use frontdesk_json::to_canonical_vec;
use frontdesk_model::{Reply, ResponsePayload};
use frontdesk_schema::Schema;
use serde_json::Value;

use super::Schemas;

impl Schemas {
    /// Holds a reply against the writer schema, and returns it as a document.
    ///
    /// What a client sent and is repeated to it was not authored here: an id that is none, or a
    /// name that is unknown, stands in the reply as it came and is left out of the judgement.
    ///
    /// # Errors
    ///
    /// What the schema refuses: then the reply must not leave.
    pub(crate) fn written(&self, reply: &Reply) -> Result<Value, String> {
        let document = serde_json::to_value(reply).map_err(|error| error.to_string())?;
        match reply {
            Reply::Bare(payload) => judge(self.of_payload(payload), &document)?,
            Reply::Enveloped(_) => match authored_part(&document) {
                Some(part) => judge(&self.reply, &part)?,
                None => judge(&self.reply, &document)?,
            },
        }
        Ok(document)
    }

    /// Writes a reply without an envelope, after holding what is written against the writer schema.
    ///
    /// # Errors
    ///
    /// What the schema refuses: then the reply must not leave.
    pub(crate) fn written_bare(&self, payload: ResponsePayload) -> Result<Vec<u8>, String> {
        if let ResponsePayload::Superpower(response) = &payload
            && let Ok(bytes) = to_canonical_vec(response)
            && self.superpower_bytes.accepts_bytes(&bytes)
        {
            return Ok(bytes);
        }
        let document = self.written(&Reply::Bare(payload))?;
        serde_json::to_vec(&document).map_err(|error| error.to_string())
    }

    /// Holds a token response against the writer schema.
    pub(crate) fn check_token(&self, document: &Value, granted: bool) -> Result<(), String> {
        let schema = if granted {
            &self.token
        } else {
            &self.token_error
        };
        judge(schema, document)
    }

    fn of_payload(&self, payload: &ResponsePayload) -> &Schema {
        match payload {
            ResponsePayload::Superpower(_) => &self.superpower,
            ResponsePayload::Error(_) => &self.error,
        }
    }
}

fn judge(schema: &Schema, document: &Value) -> Result<(), String> {
    if schema.accepts(document) {
        return Ok(());
    }
    let violations = schema.violations(document);
    Err(violations.first().map_or_else(
        || "the schema refuses it".to_owned(),
        |violation| format!("{}: {}", violation.instance, violation.message),
    ))
}

/// Puts well-formed values where a reply repeats what came malformed; `None` if it repeats nothing
/// of the sort.
fn authored_part(document: &Value) -> Option<Value> {
    let headers = document.get("headers")?;
    let echoed = |name: &str| headers.get(name).and_then(Value::as_str);
    let malformed: Vec<&str> = ["correlationId", "traceId"]
        .into_iter()
        .filter(|name| {
            echoed(name).is_some_and(|id| frontdesk_model::MessageId::try_from(id).is_err())
        })
        .collect();
    let unknown =
        echoed("action").is_some_and(|name| !frontdesk_model::MessageName::from(name).is_known());
    if malformed.is_empty() && !unknown {
        return None;
    }
    let mut part = document.clone();
    for name in malformed {
        part["headers"][name] = WELL_FORMED.into();
    }
    if unknown {
        part["headers"]["action"] = "reception".into();
    }
    Some(part)
}

const WELL_FORMED: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
