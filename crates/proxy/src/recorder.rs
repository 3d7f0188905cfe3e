use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Receiver;

use frontdesk_corpus::{
    Body, Direction, Expectation, Expected, Origin, OriginKind, Recording, RecordingWriter,
};
use frontdesk_json::{Pointer, excerpt, is_secret};
use serde_json::Value;

use crate::config::RecordingConfig;
use crate::error::{ProxyError, ProxyErrorKind};
use crate::identify::{candidates, choose};
use crate::observed::{End, Note, Observed};
use crate::outcome::Tally;

/// Turns what went through the proxy into recordings.
pub(crate) struct Recorder {
    config: RecordingConfig,
    writer: RecordingWriter,
    tally: Arc<Tally>,
    failing: bool,
}

impl Recorder {
    /// Begins to record, into files that are named as `open` does.
    pub(crate) fn create(
        config: RecordingConfig,
        open: impl FnOnce(&Path, u64) -> io::Result<RecordingWriter>,
        tally: Arc<Tally>,
    ) -> Result<Self, ProxyError> {
        let folder = &config.folder;
        let writer = open(folder, config.max_file_bytes);
        let writer = writer.map_err(|source| ProxyErrorKind::Record {
            path: folder.clone(),
            source,
        })?;
        Ok(Self {
            config,
            writer,
            tally,
            failing: false,
        })
    }

    /// Records until nothing more comes.
    pub(crate) fn run(mut self, notes: &Receiver<Note>, under_way: &AtomicUsize) {
        while let Ok(Note::Observed(observed)) = notes.recv() {
            let size = observed.size();
            self.observe(*observed);
            under_way.fetch_sub(size, Ordering::AcqRel);
        }
    }

    /// Records what was observed, or counts why not.
    pub(crate) fn observe(&mut self, mut observed: Observed) {
        for secret in &observed.route.secrets {
            self.config.redactor.learn(secret);
        }
        match observed.end {
            End::TooLarge => return self.tally.count(|outcome| outcome.too_large += 1),
            End::Encoded => return self.tally.count(|outcome| outcome.encoded += 1),
            End::Cut => self.tally.count(|outcome| outcome.cut_off += 1),
            End::Whole => {}
        }
        if observed.bytes.is_empty() {
            return;
        }
        let body = Body::from_bytes(std::mem::take(&mut observed.bytes));
        self.learn(&body);
        match candidates(&self.config.interface, &observed) {
            Some(names) if !names.is_empty() => self.record_any(&observed, &names, body),
            Some(_) | None => self.unknown(&observed),
        }
    }

    /// Records a body, or each item of a list where the contract knows only what is in it.
    fn record_any(&mut self, observed: &Observed, names: &[&'static str], body: Body) {
        let judges = Arc::clone(&self.config.judges);
        let accepts = |document: &Value| {
            let mut known = names.iter().filter_map(|name| judges.get(name));
            known.any(|judges| judges.reader.accepts(document))
        };
        if let Body::Json(Value::Array(items)) = &body
            && !items.is_empty()
            && items.iter().all(Value::is_object)
            && !accepts(&Value::Array(items.clone()))
        {
            let all = items.len();
            for (index, item) in items.iter().enumerate() {
                let note = format!("item {} of {all} of one body", index + 1);
                self.record(observed, names, Body::Json(item.clone()), Some(note));
            }
            return;
        }
        self.record(observed, names, body, None);
    }

    fn record(
        &mut self,
        observed: &Observed,
        names: &[&'static str],
        body: Body,
        note: Option<String>,
    ) {
        let judges = Arc::clone(&self.config.judges);
        let document = match &body {
            Body::Json(document) => Some(document),
            Body::Text(_) | Body::Bytes(_) => None,
        };
        let Some(message) = choose(names, &judges, document) else {
            return;
        };
        let reader = judges.get(message).map(|judges| &judges.reader);
        let redacted = self.config.redactor.body_under(body, reader);
        let cut = observed.end == End::Cut;
        if !redacted.keeps_verdict {
            self.tally.count(|outcome| outcome.changed_verdicts += 1);
        }
        // What redaction or a broken connection made of it is not the sender's fault.
        let expect = (cut || !redacted.keeps_verdict).then(|| Expectation {
            reader: Some(if redacted.accepted {
                Expected::Valid
            } else {
                Expected::Invalid
            }),
            ..Expectation::default()
        });
        let notes = [
            note,
            cut.then(|| "the connection ended before the body did".to_owned()),
            (!redacted.keeps_verdict).then(|| "redaction changed the reader's verdict".to_owned()),
        ];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        let recording = Recording {
            at: observed.at.clone(),
            transport: observed.transport,
            direction: observed.direction,
            message: message.to_owned(),
            status: observed.status,
            headers: self.config.redactor.headers(
                observed
                    .headers
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            ),
            body: redacted.body,
            contract: self.config.contract.clone(),
            origin: Origin {
                source: Some(observed.route.service.clone()),
                location: Some(self.place(observed)),
                note: (!notes.is_empty()).then(|| notes.join("; ")),
                ..Origin::new(OriginKind::Recorded)
            },
            expect,
        };
        self.write(&recording);
    }

    fn write(&mut self, recording: &Recording) {
        match self.writer.write(recording) {
            Ok(()) => {
                self.failing = false;
                self.tally.count(|outcome| outcome.recorded += 1);
            }
            Err(error) => {
                let text = error.to_string();
                if !self.failing {
                    self.failing = true;
                    (self.config.listener)(&format!(
                        "what passes is not recorded any more: {text}; make room, or stop"
                    ));
                }
                self.tally.count(|outcome| {
                    outcome.lost += 1;
                    outcome.failure.get_or_insert(text);
                });
            }
        }
    }

    /// Counts what is no message, by where it was sent.
    fn unknown(&self, observed: &Observed) {
        let place = self.place(observed);
        self.tally.count(|outcome| {
            let known = outcome.unknown.contains_key(&place);
            let key = if known || outcome.unknown.len() < MOST_UNKNOWN {
                place
            } else {
                OTHERS.to_owned()
            };
            *outcome.unknown.entry(key).or_default() += 1;
        });
    }

    /// Says where something was sent, without secrets that stand in a path.
    fn place(&self, observed: &Observed) -> String {
        let route = &observed.route;
        let path = self.config.redactor.loose_text(&route.path);
        let arrow = match observed.direction {
            Direction::Request => "to",
            Direction::Response => "from",
        };
        format!("{arrow} {} {}", route.method, excerpt(&path, 120))
    }

    /// Remembers the secrets of a body, so that they are found where nothing tells their name.
    fn learn(&mut self, body: &Body) {
        match body {
            Body::Json(document) => {
                let mut todo = vec![(Pointer::root(), document)];
                while let Some((place, value)) = todo.pop() {
                    match value {
                        Value::String(secret) if is_secret(&place) => {
                            self.config.redactor.learn(secret);
                        }
                        Value::Array(items) => {
                            todo.extend(items.iter().map(|item| (place.clone(), item)));
                        }
                        Value::Object(members) => {
                            let members = members.iter();
                            todo.extend(members.map(|(name, value)| (place.member(name), value)));
                        }
                        _ => {}
                    }
                }
            }
            Body::Text(text) => {
                for (name, value) in form_urlencoded::parse(text.as_bytes()) {
                    if is_secret(&Pointer::from_tokens([&*name])) {
                        self.config.redactor.learn(&value);
                    }
                }
            }
            Body::Bytes(_) => {}
        }
    }
}

/// How many places are named that are not in the contract.
const MOST_UNKNOWN: usize = 32;
/// What the rest is counted under.
const OTHERS: &str = "(others)";
