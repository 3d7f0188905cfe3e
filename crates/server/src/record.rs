//! The traffic of a service as a corpus, without secrets.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use frontdesk_corpus::{
    Body, ContractVersion, Direction, Expectation, Expected, Headers, Origin, OriginKind,
    Recording, Transport, to_line,
};
use frontdesk_model::Timestamp;
use serde_json::Value;

use crate::contract::{CONTRACT, Schemas};
use crate::error::{ServiceError, ServiceErrorKind};
use crate::held::held;
use crate::redact::Redactor;

/// Writes recordings to a file of a folder, as they happen.
pub(crate) struct Recorder {
    path: PathBuf,
    file: Mutex<fs_err::File>,
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
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let name = format!("served-{}-{}.ndjson", now.as_millis(), std::process::id());
        let path = folder.join(name);
        let file = fs_err::create_dir_all(&folder).and_then(|()| {
            let mut options = fs_err::OpenOptions::new();
            options.create(true).append(true).open(&path)
        });
        match file {
            Ok(file) => Ok(Self {
                path,
                file: Mutex::new(file),
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
        let Ok(at) = Timestamp::now().as_str().parse() else {
            return Err("the clock shows no moment".to_owned());
        };
        let body = self.redacted(Body::from_bytes(observed.bytes.to_vec()));
        let accepted = match (&body, self.schemas.reader(observed.message)) {
            (Body::Json(document), Some(schema)) => schema.accepts(document),
            _ => false,
        };
        let expect = (!accepted).then(|| Expectation {
            reader: Some(Expected::Invalid),
            ..Expectation::default()
        });
        let headers = observed.headers.iter().map(|(name, value)| {
            let value = self.redactor.text(value).into_owned();
            (name.as_str(), value)
        });
        let recording = Recording {
            at,
            transport: observed.transport,
            direction: observed.direction,
            message: observed.message.to_owned(),
            status: observed.status,
            headers: headers.collect::<Headers>(),
            body,
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
        let line = to_line(&recording) + "\n";
        held(&self.file)
            .write_all(line.as_bytes())
            .map_err(|error| format!("{}: {error}", self.path.display()))
    }

    fn redacted(&self, body: Body) -> Body {
        match body {
            Body::Json(mut document) => {
                self.redactor.document(&mut document);
                Body::Json(document)
            }
            Body::Text(text) => Body::Text(self.redactor.text(&text).into_owned()),
            // A secret among bytes that are no text is found by nobody, so that none are kept.
            Body::Bytes(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                Body::Text(self.redactor.text(&text).into_owned())
            }
        }
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
