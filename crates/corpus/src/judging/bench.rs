use frontdesk_json::read;
use frontdesk_report::Finding;
use frontdesk_schema::Schema;
use serde_json::Value;

use crate::config::{Judges, Side};
use crate::input::{Document, Place};
use crate::judging::exchange::judge_recording;
use crate::judging::shapes::Shapes;
use crate::judging::told::{Because, tell_and_judge};
use crate::judging::unreadable::no_json;
use crate::judging::violations::{Refused, refused};
use crate::outcome::DocumentVerdict;
use crate::recording::looks_like_recording;

/// Who judges, and as what.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bench<'a> {
    Recordings(&'a Judges),
    Message {
        name: &'a str,
        side: Side,
        schema: &'a Schema,
        judges: &'a Judges,
    },
    Schema(&'a Schema),
    /// Whatever the documents turn out to be.
    Auto(&'a Judges, &'a Shapes),
}

impl Bench<'_> {
    /// Tells whether a document is known to be of other messages than the one to judge.
    pub(crate) fn leaves_out(&self, document: &Document) -> bool {
        match (self, &document.exchange) {
            (Self::Message { name, judges, .. }, Some(exchange)) => {
                !judges.may_come_with(name, exchange)
            }
            (_, _) => false,
        }
    }
}

/// What was said of one document.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) verdict: DocumentVerdict,
    /// The message it was judged as.
    pub(crate) message: Option<String>,
    /// Why it was judged as that message, where nobody named it.
    pub(crate) because: Option<Because>,
    /// How many expected verdicts were compared.
    pub(crate) expectations: u64,
    pub(crate) findings: Vec<Finding>,
    /// How many findings there are beyond the limit.
    pub(crate) omitted: u64,
}

/// Judges one document; at most `limit` of the schema's violations become findings.
pub(crate) fn judge(document: &Document, bench: &Bench<'_>, limit: usize) -> Judged {
    let value = match read(&document.bytes) {
        Ok(value) => value,
        Err(error) => {
            let of_recording = matches!(bench, Bench::Recordings(_));
            return Judged::unreadable(no_json(document, &error, of_recording));
        }
    };
    let place = &document.place;
    match *bench {
        Bench::Recordings(judges) => judge_recording(place, value, judges, limit),
        Bench::Message {
            name, side, schema, ..
        } => {
            let labels = [("contract_message", name), ("side", side.as_str())];
            let judged = judge_value(place, &value, schema, &labels, limit);
            Judged {
                message: Some(name.to_owned()),
                ..judged
            }
        }
        Bench::Schema(schema) => judge_value(place, &value, schema, &[], limit),
        Bench::Auto(judges, _) if looks_like_recording(&value) => Judged {
            because: Some(Because::Recording),
            ..judge_recording(place, value, judges, limit)
        },
        Bench::Auto(judges, shapes) => {
            let exchange = document.exchange.as_deref();
            tell_and_judge(place, &value, exchange, judges, shapes)
        }
    }
}

fn judge_value(
    place: &Place,
    value: &Value,
    schema: &Schema,
    labels: &[(&str, &str)],
    limit: usize,
) -> Judged {
    if schema.accepts(value) {
        return Judged::new(DocumentVerdict::Valid);
    }
    let Refused { findings, omitted } = refused(place, value, schema, labels, limit);
    Judged {
        findings,
        omitted,
        ..Judged::new(DocumentVerdict::Invalid)
    }
}

impl Judged {
    pub(crate) fn new(verdict: DocumentVerdict) -> Self {
        Self {
            verdict,
            message: None,
            because: None,
            expectations: 0,
            findings: Vec::new(),
            omitted: 0,
        }
    }

    pub(crate) fn unreadable(finding: Finding) -> Self {
        Self {
            findings: vec![finding],
            ..Self::new(DocumentVerdict::Unreadable)
        }
    }
}
