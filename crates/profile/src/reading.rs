use std::io::Read;
use std::path::{Path, PathBuf};

use frontdesk_corpus::{
    Document, Entry, Expected, Judges, Place, Recording, Target, Teller, Told, documents,
};
use frontdesk_json::read;
use frontdesk_report::{Finding, RuleId};
use frontdesk_schema::Schema;
use serde_json::Value;

use crate::error::ProfileError;

/// Where documents are read from, what they are, and how much is too much.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'r> {
    /// Folders and files, and `-` for standard input.
    pub paths: &'r [PathBuf],
    /// The schemas of every known message.
    pub judges: &'r Judges,
    /// What the documents are.
    pub target: Target<'r>,
    /// The longest line, and the largest file that is one document, in bytes.
    pub max_document_bytes: u64,
    /// How many findings are listed; the rest is counted.
    pub max_findings: usize,
}

/// What became of the documents beside what they showed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadOutcome {
    /// The documents that were read.
    pub documents: u64,
    /// Those that are no document of a known message.
    pub unreadable: u64,
    /// The files that hold no documents.
    pub skipped_files: u64,
    /// The documents that were passed over, since what carried them tells that they are of other
    /// messages than the one that was asked for.
    pub left_out: u64,
    /// What a person must act on, in the order of the input.
    pub findings: Vec<Finding>,
    /// How many findings are not listed.
    pub omitted_findings: u64,
}

/// A document, the message that it is, and what judges it.
pub(crate) struct Sheet<'s, 'r> {
    pub(crate) place: &'s Place,
    pub(crate) message: &'s str,
    pub(crate) schema: &'r Schema,
    pub(crate) value: &'s Value,
    pub(crate) recording: Option<&'s Recording>,
}

impl Sheet<'_, '_> {
    /// Tells whether the recording says itself that its reader refuses it.
    pub(crate) fn is_meant_to_fail(&self) -> bool {
        let expectation = self
            .recording
            .and_then(|recording| recording.expect.as_ref());
        expectation.is_some_and(|expectation| expectation.reader == Some(Expected::Invalid))
    }
}

/// Takes documents in as they are read.
pub(crate) trait Take<'r> {
    /// Takes a document in.
    fn take(&mut self, sheet: &Sheet<'_, 'r>);

    /// Takes a document of a message in that is no recording, as its bytes are; false where they
    /// have to be read first.
    fn take_bytes(&mut self, _message: &str, _schema: &'r Schema, _bytes: &[u8]) -> bool {
        false
    }
}

/// Takes documents in by a function.
pub(crate) fn by<'r, F: FnMut(&Sheet<'_, 'r>)>(take: F) -> By<F> {
    By(take)
}

/// What [`by`] returns.
pub(crate) struct By<F>(F);

impl<'r, F: FnMut(&Sheet<'_, 'r>)> Take<'r> for By<F> {
    fn take(&mut self, sheet: &Sheet<'_, 'r>) {
        self.0(sheet);
    }
}

/// Reads every document, in order, and hands each on.
pub(crate) fn read_all<'r>(
    reading: &Reading<'r>,
    stdin: impl Read,
    take: &mut impl Take<'r>,
) -> Result<ReadOutcome, ProfileError> {
    if reading
        .paths
        .iter()
        .filter(|path| *path == Path::new("-"))
        .count()
        > 1
    {
        return Err(ProfileError::StdinTwice);
    }
    if let Target::Message { name, .. } = reading.target
        && reading.judges.get(name).is_none()
    {
        return Err(ProfileError::UnknownMessage(name.to_owned()));
    }
    let mut outcome = ReadOutcome::default();
    let mut teller = Teller::new(reading.judges);
    for entry in documents(reading.paths, stdin, reading.max_document_bytes) {
        let unreadable = match entry {
            Entry::Document(document) if is_of_others(reading, &document) => {
                outcome.left_out += 1;
                None
            }
            Entry::Document(document) => {
                outcome.documents += 1;
                let handed = hand_over(reading, &mut teller, &document, take);
                handed.err().map(|finding| *finding)
            }
            Entry::Unreadable(finding) => {
                outcome.documents += 1;
                Some(finding)
            }
            Entry::Finding(finding) => {
                outcome.find(finding, reading.max_findings);
                None
            }
            Entry::Skipped(_) => {
                outcome.skipped_files += 1;
                None
            }
        };
        if let Some(finding) = unreadable {
            outcome.unreadable += 1;
            outcome.find(finding, reading.max_findings);
        }
    }
    Ok(outcome)
}

/// Tells whether a document came as other messages do.
fn is_of_others(reading: &Reading<'_>, document: &Document) -> bool {
    match (reading.target, &document.exchange) {
        (Target::Message { name, .. }, Some(exchange)) => {
            !reading.judges.may_come_with(name, exchange)
        }
        (_, _) => false,
    }
}

/// Hands a document on as what it is.
fn hand_over<'r>(
    reading: &Reading<'r>,
    teller: &mut Teller<'r>,
    document: &Document,
    take: &mut impl Take<'r>,
) -> Result<(), Box<Finding>> {
    let of_one = match reading.target {
        Target::Schema(schema) => Some((VALUE, schema)),
        Target::Message { name, .. } => reader(reading, name),
        Target::Auto => teller
            .tell_bytes(&document.bytes, document.exchange.as_deref())
            .and_then(|name| reader(reading, name)),
        Target::Recordings => None,
    };
    if let Some((message, schema)) = of_one
        && take.take_bytes(message, schema, &document.bytes)
    {
        return Ok(());
    }
    let place = &document.place;
    let value = read(&document.bytes).map_err(|error| {
        let line = place.line.unwrap_or(error.line() as u64);
        finding(place, RuleId::new(error.kind().rule()), &error.to_string())
            .in_file(place.file.as_ref(), Some(line))
    })?;
    let of_one = match reading.target {
        Target::Auto => match teller.tell(&value, document.exchange.as_deref()) {
            Told::Recording => None,
            Told::Message(name) | Told::Nearest(name) => reader(reading, name),
            Told::Nothing => return Err(finding(place, NO_MESSAGE_FITS, NOTHING).into()),
        },
        Target::Schema(_) | Target::Message { .. } | Target::Recordings => of_one,
    };
    match of_one {
        Some((message, schema)) => {
            take.take(&sheet(place, message, schema, &value));
            Ok(())
        }
        None => hand_over_recording(reading, place, value, take),
    }
}

/// Finds the reader of a message.
fn reader<'n, 'r>(reading: &Reading<'r>, name: &'n str) -> Option<(&'n str, &'r Schema)> {
    let judges = reading.judges.get(name)?;
    Some((name, &judges.reader))
}

fn hand_over_recording<'r>(
    reading: &Reading<'r>,
    place: &Place,
    value: Value,
    take: &mut impl Take<'r>,
) -> Result<(), Box<Finding>> {
    let recording = Recording::from_value(value);
    let recording = recording
        .map_err(|error| finding(place, NO_RECORDING, &error.to_string()))?
        .recording;
    let Some(judges) = reading.judges.get(&recording.message) else {
        let text = format!("no schema is known for the message `{}`", recording.message);
        return Err(finding(place, UNKNOWN_MESSAGE, &text).into());
    };
    let body = recording.body.read().map_err(|error| {
        finding(
            place,
            RuleId::new(error.kind().rule()),
            &format!("the body: {error}"),
        )
    });
    match body {
        Ok(body) => take.take(&Sheet {
            recording: Some(&recording),
            ..sheet(place, &recording.message, &judges.reader, &body)
        }),
        // What is no JSON on purpose needs nobody's attention.
        Err(_) if recording.expect.is_some() => {}
        Err(finding) => return Err(finding.into()),
    }
    Ok(())
}

fn sheet<'s, 'r>(
    place: &'s Place,
    message: &'s str,
    schema: &'r Schema,
    value: &'s Value,
) -> Sheet<'s, 'r> {
    Sheet {
        place,
        message,
        schema,
        value,
        recording: None,
    }
}

impl ReadOutcome {
    fn find(&mut self, finding: Finding, limit: usize) {
        if self.findings.len() < limit {
            self.findings.push(finding);
        } else {
            self.omitted_findings += 1;
        }
    }
}

fn finding(place: &Place, rule: RuleId, message: &str) -> Finding {
    Finding::new(rule, message)
        .in_file(place.file.as_ref(), place.line)
        .at_entry(place.entry)
}

/// What documents are called that no message is named for.
const VALUE: &str = "value";

const NOTHING: &str = "the document is no message, nor like one";

const NO_MESSAGE_FITS: RuleId = RuleId::new("no-message-fits");
const NO_RECORDING: RuleId = RuleId::new("malformed-recording");
const UNKNOWN_MESSAGE: RuleId = RuleId::new("unknown-message");
