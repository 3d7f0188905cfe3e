//! Which schema is held against which.

use frontdesk_contract::{Direction, Source, Status};
use frontdesk_schema::Options;

use super::GateError;
use super::comparison::{Against, Question};
use super::side::{Compiled, Edition, Sides};

/// One question about one message.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) message: String,
    pub(crate) direction: Direction,
    pub(crate) against: Against,
    pub(crate) question: Question,
    /// Whether a break has to be accepted.
    pub(crate) gated: bool,
    /// What is compared.
    pub(crate) subject: Subject,
}

/// What a question is about.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// These are compared.
    Schemas(Schemas),
    /// The message is gone.
    Gone,
    /// A schema cannot be read, for this reason.
    Unread(String),
}

impl Pair {
    pub(crate) fn schemas(&self) -> Option<&Schemas> {
        match &self.subject {
            Subject::Schemas(schemas) => Some(schemas),
            Subject::Gone | Subject::Unread(_) => None,
        }
    }
}

/// The schemas of a question.
#[derive(Clone, Debug)]
pub(crate) struct Schemas {
    pub(crate) writer: Compiled,
    pub(crate) reader: Compiled,
    /// What recordings have to be accepted by, so that a break is one for them.
    pub(crate) accepting: Compiled,
    pub(crate) reader_is_new: bool,
}

/// Asks, for every message of a release, whether who stays behind goes on working, and whether who
/// goes ahead could come back.
pub(crate) fn with_release(next: &Edition, release: &Edition) -> Vec<Pair> {
    let pair = |name: &str, direction, question, subject| Pair {
        message: name.to_owned(),
        direction,
        against: Against::Release(release.name.clone()),
        question,
        gated: question == Question::Ahead,
        subject,
    };
    let mut pairs = Vec::new();
    for (name, direction, why) in &release.unread {
        let subject = Subject::Unread(why.clone());
        pairs.push(pair(name, *direction, Question::Ahead, subject));
    }
    for (name, old) in &release.messages {
        let pair = |question, subject| pair(name, old.direction, question, subject);
        let Some(new) = next.written_by(name, old.direction) else {
            pairs.push(pair(Question::Ahead, Subject::Gone));
            continue;
        };
        let is_request = old.direction == Direction::Request;
        let (ahead, back) = if is_request {
            (reads(old, new), reads(new, old))
        } else {
            (reads(new, old), reads(old, new))
        };
        pairs.push(pair(Question::Ahead, ahead.subject(is_request)));
        pairs.push(pair(Question::Back, back.subject(!is_request)));
    }
    pairs
}

/// Asks whether a source accepts what we author, and whether we read what it lets others send.
pub(crate) fn with_source(
    next: &Edition,
    source: &Source,
    options: &Options,
) -> Result<Vec<Pair>, GateError> {
    let mut pairs = Vec::new();
    for document in &source.documents {
        let Some(ours) = next.written_by(&document.message, document.direction) else {
            // What sources say of unknown messages is a finding of its own.
            continue;
        };
        let place = || document.file.display().to_string();
        let theirs = Compiled::new(document.schema.clone(), options, place)?;
        let pair = |question, schemas| Pair {
            message: document.message.clone(),
            direction: document.direction,
            against: Against::Source {
                name: source.name.clone(),
                status: source.status,
            },
            question,
            gated: source.status == Status::Current,
            subject: Subject::Schemas(schemas),
        };
        let is_request = document.direction == Direction::Request;
        pairs.push(pair(
            Question::Authored,
            Schemas {
                writer: ours.writer.clone(),
                reader: theirs.clone(),
                accepting: ours.writer.clone(),
                reader_is_new: is_request,
            },
        ));
        if !is_request {
            pairs.push(pair(
                Question::Sent,
                Schemas {
                    writer: theirs.clone(),
                    reader: ours.reader.clone(),
                    accepting: theirs,
                    reader_is_new: false,
                },
            ));
        }
    }
    Ok(pairs)
}

struct Reading<'s> {
    writing: &'s Sides,
    reading: &'s Sides,
}

fn reads<'s>(writing: &'s Sides, reading: &'s Sides) -> Reading<'s> {
    Reading { writing, reading }
}

impl Reading<'_> {
    fn subject(self, reader_is_new: bool) -> Subject {
        Subject::Schemas(Schemas {
            writer: self.writing.writer.clone(),
            reader: self.reading.reader.clone(),
            accepting: self.writing.reader.clone(),
            reader_is_new,
        })
    }
}
