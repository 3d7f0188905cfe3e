//! What a frame of the service says, and to which request.

use frontdesk_model::{Extra, Reply, ResponsePayload, from_slice};
use serde_json::Value;

use super::{Event, Unknown};
use crate::redact::Redactor;

/// A document of the service.
pub(super) struct Incoming {
    pub(super) correlation_id: Option<String>,
    pub(super) event: Event,
}

impl Incoming {
    /// Reads a document; whatever it is, it becomes an event.
    ///
    /// The id is looked for as the SDK does: in `headers.correlationId`, else in a top-level
    /// `correlationId`.
    pub(super) fn read(document: &[u8], redactor: &Redactor) -> Self {
        match from_slice::<Reply>(document) {
            Ok(reply) => Self {
                correlation_id: id_of(&reply),
                event: Event::of(reply),
            },
            Err(error) => Self {
                correlation_id: id_of_unknown(document),
                event: Event::Unknown(Unknown::new(document, redactor.clean(&error.to_string()))),
            },
        }
    }
}

fn id_of(reply: &Reply) -> Option<String> {
    let beside = match reply {
        Reply::Bare(ResponsePayload::Superpower(response)) => &response.extra,
        Reply::Bare(ResponsePayload::Error(error)) => &error.extra,
        Reply::Enveloped(envelope) => &envelope.extra,
    };
    let id = reply.correlation_id().map(|id| id.as_str().to_owned());
    id.or_else(|| top_level(beside))
}

fn top_level(extra: &Extra) -> Option<String> {
    extra.get(ID)?.as_str().map(str::to_owned)
}

fn id_of_unknown(document: &[u8]) -> Option<String> {
    let document: Value = serde_json::from_slice(document).ok()?;
    let id = document
        .pointer("/headers/correlationId")
        .and_then(Value::as_str)
        .or_else(|| document.get(ID)?.as_str())?;
    Some(id.to_owned())
}

const ID: &str = "correlationId";

#[cfg(test)]
mod tests {
    use super::Incoming;
    use crate::redact::Redactor;
    use crate::websocket::Event;

    #[track_caller]
    fn check(document: &str, id: Option<&str>) -> Event {
        let read = Incoming::read(document.as_bytes(), &Redactor::new(["s3cret"]));
        assert_eq!(read.correlation_id.as_deref(), id);
        read.event
    }

    const BODY: &str =
        r#""action":"superpower","actionType":"translate","state":"completed","message":{}"#;

    #[test]
    fn ids_are_found_where_the_sdk_looks() {
        check(&format!("{{{BODY}}}"), None);
        check(&format!(r#"{{{BODY},"correlationId":"i"}}"#), Some("i"));
        check(&format!(r#"{{{BODY},"correlationId":7}}"#), None);
        for (headers, id) in [
            (r#"{"correlationId":"h"}"#, "h"),
            (r#"{"traceId":"t"}"#, "i"),
        ] {
            let envelope = format!(
                r#"{{"action":"message","headers":{headers},"payload":{{{BODY}}},"correlationId":"i"}}"#
            );
            check(&envelope, Some(id));
        }
    }

    #[test]
    fn what_is_no_reply_is_kept() {
        for (document, id) in [
            ("", None),
            ("[]", None),
            (r#"{"action":"s3cret","correlationId":"i"}"#, Some("i")),
            (r#"{"headers":{"correlationId":"h"}}"#, Some("h")),
        ] {
            let Event::Unknown(unknown) = check(document, id) else {
                panic!("{document} is no reply");
            };
            assert_eq!(unknown.raw(), document.as_bytes());
            assert!(!format!("{unknown:?}").contains("s3cret"), "{unknown:?}");
        }
    }
}
