//! What came of one question.

use std::fmt;

use frontdesk_contract::{Direction, Exemption, Status};
use frontdesk_json::Pointer;
use serde_json::Value;

use super::Gate;
use super::jobs::Jobs;
use super::pairs::{Pair, Subject};
use crate::changes::Change;
use crate::impact::Impact;
use crate::judge::Judgement;
use crate::ledger::{Entry, fingerprint};
use crate::rule::{Stem, advice};
use crate::verdict::{Proof, Reason, Verdict};

/// One message, held against one release or source, one way.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The message.
    pub message: String,
    /// Who writes it.
    pub direction: Direction,
    /// What it was held against.
    pub against: Against,
    /// Which way.
    pub question: Question,
    /// Whether a break has to be accepted.
    pub gated: bool,
    /// The answer.
    pub answer: Answer,
    /// Every break, the first as in the answer.
    pub breaks: Vec<Break>,
    /// What could not be decided, after the breaks that were found.
    pub undecided: Option<Reason>,
    subject: Subject,
}

/// What a contract is held against.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Against {
    /// A release, by its version.
    Release(String),
    /// What somebody else says of the contract.
    Source {
        /// Its name.
        name: String,
        /// Whether it still holds.
        status: Status,
    },
    /// One source is held against another.
    Sources {
        /// Who lets it be written.
        writing: String,
        /// Who has to read it.
        reading: String,
    },
}

/// Which way a comparison goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Question {
    /// Does who stays behind go on working?
    Ahead,
    /// Could who went ahead come back?
    Back,
    /// Does a source accept what we author?
    Authored,
    /// Is read what a source lets others send?
    Sent,
}

/// The answer to a question.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Whatever is written is read.
    Compatible(Proof),
    /// Something is not.
    Breaking,
    /// Neither was shown.
    Undecided(Reason),
}

/// One break.
#[derive(Clone, Debug)]
pub struct Break {
    /// Its fingerprint, by which it is accepted.
    pub id: String,
    /// What kind it is.
    pub stem: Stem,
    /// Where it is, and the payload that shows it; none where the whole message is gone.
    pub change: Option<Box<Change>>,
    /// What became of it.
    pub standing: Standing,
    /// What types of other times say of the witness: (who, what).
    pub judgements: Vec<(String, Judgement)>,
    /// What it would have broken, of the recordings that were held against it.
    pub impact: Impact,
}

/// What became of a break.
#[derive(Clone, Debug)]
pub enum Standing {
    /// Nobody accepted it.
    Open,
    /// Somebody did.
    Accepted(Box<Entry>),
    /// The source is known not to hold here.
    Exempt(Exemption),
    /// It is told of, and nobody has to accept it.
    Reported,
}

impl Against {
    /// Returns what ids are made of, which is the same for all releases.
    #[must_use]
    pub fn class(&self) -> String {
        match self {
            Self::Release(_) => "releases".to_owned(),
            Self::Source { name, .. } => format!("sources/{name}"),
            Self::Sources { writing, reading } => format!("sources/{writing}/{reading}"),
        }
    }

    /// Returns the version, where it is a release.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        match self {
            Self::Release(version) => Some(version),
            Self::Source { .. } | Self::Sources { .. } => None,
        }
    }
}

impl fmt::Display for Against {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Release(version) => formatter.pad(version),
            Self::Source { name, .. } => formatter.pad(name),
            Self::Sources { writing, reading } => formatter.pad(&format!("{writing} -> {reading}")),
        }
    }
}

impl Question {
    /// Returns the word that reports use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Back => "rollback",
            Self::Authored => "authored",
            Self::Sent => "sent",
        }
    }
}

impl Answer {
    /// Returns the word that reports use.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Compatible(_) => "compatible",
            Self::Breaking => "breaking",
            Self::Undecided(_) => "undecided",
        }
    }
}

impl Comparison {
    /// Returns why something is undecided, at the first look or after the breaks.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        match &self.answer {
            Answer::Undecided(reason) => Some(reason),
            Answer::Compatible(_) | Answer::Breaking => self.undecided.as_ref(),
        }
    }

    /// Says what to do in Rust about a break, where the schemas came from types.
    #[must_use]
    pub fn advice(&self, found: &Break) -> Option<String> {
        let Subject::Schemas(schemas) = &self.subject else {
            return None;
        };
        // What a source refuses of ours is no matter of how we read.
        if self.question == Question::Authored {
            return Some(AUTHORED.to_owned());
        }
        let (writer, reader) = (&schemas.writer.schema, &schemas.reader.schema);
        let (old, new) = if schemas.reader_is_new {
            (writer, reader)
        } else {
            (reader, writer)
        };
        advice(found.change.as_deref()?, old.document(), new.document())
    }

    pub(super) fn hold_recording(&mut self, (name, body): (&str, &Value)) {
        let Subject::Schemas(schemas) = &self.subject else {
            return;
        };
        if self.breaks.is_empty() {
            return;
        }
        let accepted = schemas.accepting.schema.accepts(body);
        let violations = if accepted && !schemas.reader.schema.accepts(body) {
            schemas.reader.schema.violations(body)
        } else {
            Vec::new()
        };
        for found in &mut self.breaks {
            if let Some(change) = &found.change {
                let writer = &schemas.writer.schema;
                let recording = (name, body);
                found
                    .impact
                    .hold(change, writer, accepted, &violations, recording);
            }
        }
    }
}

/// Puts together what came of a question.
pub(super) fn compared(pair: Pair, jobs: &Jobs<'_>, gate: &Gate<'_>) -> Comparison {
    let causes = pair
        .schemas()
        .and_then(|schemas| jobs.found(&pair, schemas));
    let mut breaks: Vec<Break> = Vec::new();
    for change in causes.map_or(&[][..], |causes| &causes.changes) {
        let found = found(&pair, change.stem, Some(change), gate);
        if breaks.iter().all(|known| known.id != found.id) {
            breaks.push(found);
        }
    }
    let (answer, undecided) = match (&pair.subject, causes) {
        (Subject::Gone, _) => {
            breaks.push(found(&pair, Stem::MESSAGE_REMOVED, None, gate));
            (Answer::Breaking, None)
        }
        (Subject::Unread(why), _) => (Answer::Undecided(not_compared(why)), None),
        (Subject::Schemas(_), None) => (Answer::Undecided(not_compared("a worker died")), None),
        (Subject::Schemas(_), Some(causes)) => (answer(&causes.verdict), causes.undecided.clone()),
    };
    Comparison {
        message: pair.message,
        direction: pair.direction,
        against: pair.against,
        question: pair.question,
        gated: pair.gated,
        answer,
        breaks,
        undecided,
        subject: pair.subject,
    }
}

/// What to do where a source refuses what we author.
const AUTHORED: &str = "Write what the source accepts: let the type, or what builds its values, always \
    bring the member or keep to the values. Where the source is known to be wrong, exempt it from this.";

fn not_compared(why: &str) -> Reason {
    Reason {
        pointer: Pointer::root(),
        text: why.to_owned(),
        late: false,
    }
}

fn answer(verdict: &Verdict) -> Answer {
    match verdict {
        Verdict::Compatible(proof) => Answer::Compatible(*proof),
        Verdict::Breaking(_) => Answer::Breaking,
        Verdict::Undecided(reason) => Answer::Undecided(reason.clone()),
    }
}

fn found(pair: &Pair, stem: Stem, change: Option<&Change>, gate: &Gate<'_>) -> Break {
    let rule = stem.rule_name(pair.direction);
    let id = fingerprint(&pair.message, &pair.against.class(), rule, change);
    let witness = change.map(|change| &change.witness.payload);
    Break {
        standing: standing(pair, &id, change, gate),
        id,
        stem,
        change: change.cloned().map(Box::new),
        judgements: witness.map_or_else(Vec::new, |witness| {
            let judges = gate.judges.iter();
            judges
                .filter(|judge| speaks_of(&pair.against, judge.name()))
                .filter_map(|judge| {
                    let judgement = judge.judge(&pair.message, witness)?;
                    Some((judge.name().to_owned(), judgement))
                })
                .collect()
        }),
        impact: Impact::default(),
    }
}

/// Tells whether old types say something about what is held against: types are of one release, and
/// nothing becomes of them in others.
fn speaks_of(against: &Against, types: &str) -> bool {
    against.version().is_none_or(|version| version == types)
}

fn standing(pair: &Pair, id: &str, change: Option<&Change>, gate: &Gate<'_>) -> Standing {
    if let Some(exemption) = change.and_then(|change| exemption(pair, change, gate)) {
        return Standing::Exempt(exemption.clone());
    }
    if !pair.gated {
        return Standing::Reported;
    }
    let entry = gate.ledger.find(id);
    match entry
        .filter(|entry| entry.covers(pair.against.version()) && !entry.is_expired(gate.today))
    {
        Some(entry) => Standing::Accepted(Box::new(entry.clone())),
        None => Standing::Open,
    }
}

/// Finds the reason why a refusal by a source does not count, as `check` does.
fn exemption<'g>(pair: &Pair, change: &Change, gate: &Gate<'g>) -> Option<&'g Exemption> {
    let Against::Source { name, .. } = &pair.against else {
        return None;
    };
    if pair.question != Question::Authored {
        return None;
    }
    let source = gate.sources.iter().find(|source| source.name == *name)?;
    let violations = &change.witness.violations;
    source.exemptions.iter().find(|exemption| {
        exemption.message == pair.message
            && !violations.is_empty()
            && violations
                .iter()
                .all(|violation| violation.keyword == exemption.keyword)
    })
}
