//! The traffic of a service as a corpus, without secrets.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use frontdesk_corpus::{
    Body, ContractVersion, Direction, Expectation, Expected, Origin, OriginKind, Recording,
    RecordingWriter, Redactor, Timestamp, Transport,
};
use serde_json::Value;

use crate::contract::{CONTRACT, Schemas};
use crate::error::{ServiceError, ServiceErrorKind};
use crate::held::held;

/// Writes recordings to a file of a folder, as they happen.
pub(crate) struct Recorder {
    writer: Mutex<RecordingWriter>,
    redactor: Redactor,
    schemas: Arc<Schemas>,
}

/// A document that went over the wire.
pub(crate) struct Observed<'o> {
    pub(crate) transport: Transport,
    pub(crate) direction: Direction,
    pub(crate) message: &'o str,
    pub(crate) status: Option<u16>,
    pub(crate) headers: &'o [(String, String)],
    pub(crate) bytes: &'o [u8],
    pub(crate) note: Option<String>,
}

impl Recorder {
    pub(crate) fn create(
        folder: PathBuf,
        redactor: Redactor,
        schemas: Arc<Schemas>,
    ) -> Result<Self, ServiceError> {
        match RecordingWriter::create(&folder, "served", MOST_BYTES) {
            Ok(writer) => Ok(Self {
                writer: Mutex::new(writer),
                redactor,
                schemas,
            }),
            Err(source) => Err(ServiceErrorKind::Record {
                path: folder,
                source,
            }
            .into()),
        }
    }

    /// Appends a recording.
    ///
    /// It expects of the reader what the reader says of it today, so that a corpus of refused
    /// requests and of faults is clean.
    pub(crate) fn record(&self, observed: Observed<'_>) -> Result<(), String> {
        let body = Body::from_bytes(observed.bytes.to_vec());
        let schema = self.schemas.reader(observed.message);
        let redacted = self.redactor.body_under(body, schema);
        let expect = (!redacted.accepted).then(|| Expectation {
            reader: Some(Expected::Invalid),
            ..Expectation::default()
        });
        let headers = observed.headers.iter();
        let headers = headers.map(|(name, value)| (name.as_str(), value.as_str()));
        let recording = Recording {
            at: Timestamp::of(SystemTime::now()),
            transport: observed.transport,
            direction: observed.direction,
            message: observed.message.to_owned(),
            status: observed.status,
            headers: self.redactor.headers(headers),
            body: redacted.body,
            contract: ContractVersion {
                name: CONTRACT.0.to_owned(),
                version: CONTRACT.1.to_owned(),
            },
            origin: Origin {
                source: Some(env!("CARGO_PKG_NAME").to_owned()),
                note: observed.note,
                ..Origin::new(OriginKind::Recorded)
            },
            expect,
        };
        held(&self.writer)
            .write(&recording)
            .map_err(|error| error.to_string())
    }
}

/// Names the message that a reply is, by its form.
pub(crate) fn message_of(document: &Value) -> &'static str {
    let is = |member: &str, text: &str| document.get(member).is_some_and(|value| value == text);
    if is("action", "message") {
        "response.envelope"
    } else if is("state", "error") {
        "superpower.error"
    } else {
        "superpower.response"
    }
}

/// How long a file of recordings is.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
