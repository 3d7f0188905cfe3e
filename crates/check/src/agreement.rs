//! The reader schema and the type's own reader, held against each other.

use frontdesk_contract::{Contract, Direction, Message, Model, Side};
use frontdesk_payload::{Kind, Payload, minimise, raw_cases};
use frontdesk_report::{Exit, Finding};
use frontdesk_schema::Verdict;
use serde_json::Value;

use crate::exemption;
use crate::labels;
use crate::part::Tally;
use crate::rules;
use crate::subject::Subject;

/// From how many documents byte-level cases are made.
const RAW_DOCUMENTS: usize = 40;

/// How long the minimiser works on one disagreement, in documents asked.
const MINIMISER_STEPS: usize = 2000;

/// What an agreement held, and where it failed.
#[derive(Debug)]
pub struct Agreement {
    /// How many documents both sides judged.
    pub documents: u64,
    /// Where they disagree.
    pub findings: Vec<Finding>,
}

/// Holds one type against its own reader schema, over `count` payloads of each kind.
///
/// # Errors
///
/// When the type gives no schema that compiles.
pub fn agreement<T: Model>(count: usize, seed: u64) -> Result<Agreement, crate::SubjectError> {
    let contract =
        Contract::new("model", "0.0.0").message(Message::of::<T>("model.type", Direction::Request));
    let mut labels = Tally::new("labels", &[]);
    let mut tally = Tally::new("agreement", &["payloads"]);
    for subject in Subject::all(&contract)? {
        let payloads = labels::draw_all(&subject, Side::Reader, count, seed, &mut labels);
        hold(&subject, &payloads, &mut tally);
    }
    let (part, mut findings) = tally.close();
    findings.extend(labels.close().1);
    Ok(Agreement {
        documents: part.counts.iter().map(|(_, count)| count).sum(),
        findings,
    })
}

/// Asserts that one type and its own reader schema agree.
///
/// # Panics
///
/// When they disagree on a document, with the smallest one found; or when the type gives no schema.
pub fn assert_agreement<T: Model>() {
    let agreement = match agreement::<T>(256, 1) {
        Ok(agreement) => agreement,
        Err(error) => panic!("{error}"),
    };
    if let Some(finding) = agreement.findings.first() {
        let evidence = Value::Object(finding.evidence.clone());
        panic!(
            "{} disagreements in {} documents, the first: {}\n{evidence:#}",
            agreement.findings.len(),
            agreement.documents,
            finding.message,
        );
    }
}

/// Holds the type against payloads of its reader schema, and against bytes made from them.
pub(crate) fn hold(subject: &Subject, payloads: &[Payload], tally: &mut Tally) {
    for payload in payloads {
        compare(subject, payload, tally);
    }
    let documents = payloads
        .iter()
        .filter(|payload| shows_plain_members(payload))
        .take(RAW_DOCUMENTS);
    for document in documents {
        for case in raw_cases(&document.payload) {
            let pointer = case.pointer.to_string();
            compare_bytes(subject, case.name, &pointer, &case.bytes, tally);
        }
    }
}

fn compare(subject: &Subject, payload: &Payload, tally: &mut Tally) {
    tally.add("payloads", 1);
    if !disagree(subject, &payload.payload) {
        return;
    }
    let mut steps = 0;
    let smallest = minimise(payload.payload.clone(), |value| {
        steps += 1;
        steps < MINIMISER_STEPS && disagree(subject, value)
    });
    let bytes = smallest.to_string();
    let finding = disagreement(subject, subject.reader.judge(&smallest), bytes.as_bytes())
        .with("payload", smallest);
    tally.find(finding);
}

fn disagree(subject: &Subject, value: &Value) -> bool {
    let serde = subject
        .message
        .rust_reads(value.to_string().as_bytes())
        .is_ok();
    match subject.reader.judge(value) {
        Verdict::Accepted => !serde,
        Verdict::Refused => serde,
        Verdict::Undecided => true,
    }
}

fn compare_bytes(subject: &Subject, case: &str, pointer: &str, bytes: &[u8], tally: &mut Tally) {
    tally.add("byte-level cases", 1);
    let schema = match frontdesk_json::read(bytes) {
        Ok(value) => subject.reader.judge(&value),
        Err(_) => Verdict::Refused,
    };
    let serde = subject.message.rust_reads(bytes).is_ok();
    let agrees = match schema {
        Verdict::Accepted => serde,
        Verdict::Refused => !serde,
        Verdict::Undecided => false,
    };
    if agrees {
        return;
    }
    if schema != Verdict::Undecided
        && exemption::covering(case, schema == Verdict::Accepted).is_some()
    {
        tally.add("exempt", 1);
        return;
    }
    let finding = disagreement(subject, schema, bytes)
        .at_instance(pointer)
        .with("case", case)
        .with("bytes", String::from_utf8_lossy(bytes).into_owned());
    tally.find(finding);
}

fn disagreement(subject: &Subject, schema: Verdict, bytes: &[u8]) -> Finding {
    let message = &subject.message;
    let serde = match message.rust_reads(bytes) {
        Ok(()) => "reads it".to_owned(),
        Err(error) => format!("refuses it: {error}"),
    };
    let refusal = frontdesk_json::read(bytes).map_or_else(
        |error| Some(error.to_string()),
        |value| {
            let violation = subject.reader.violations(&value).into_iter().next()?;
            Some(format!(
                "{} at `{}` of the schema",
                violation.message, violation.schema
            ))
        },
    );
    let (rule, schema_says) = match (schema, refusal) {
        (Verdict::Undecided, _) => (rules::JUDGES_DISAGREE, "has its judges disagree".to_owned()),
        (_, None) => (rules::MODEL_SCHEMA_DISAGREEMENT, "accepts it".to_owned()),
        (_, Some(refusal)) => (
            rules::MODEL_SCHEMA_DISAGREEMENT,
            format!("refuses it: {refusal}"),
        ),
    };
    let text = format!(
        "{}: the reader schema {schema_says}; the type {} {serde}",
        message.name(),
        message.type_name()
    );
    let exit = match schema {
        Verdict::Undecided => Exit::Undecided,
        Verdict::Accepted | Verdict::Refused => Exit::Findings,
    };
    Finding::new(rule, text)
        .with("contract_message", message.name())
        .exits(exit)
}

/// Byte-level cases start from documents without undeclared members, which serde only skips.
fn shows_plain_members(payload: &Payload) -> bool {
    payload.kind == Kind::Boundary
        && payload
            .target
            .as_ref()
            .is_some_and(|target| target.keyword == "properties" && target.instance.len() < 3)
}
