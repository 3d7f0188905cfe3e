//! The reader schema and the type's own reader, held against each other.

use frontdesk_contract::{Contract, Direction, KnownNames, Message, Model, Side};
use frontdesk_payload::{Kind, Payload, RawCase, minimise, raw_cases};
use frontdesk_report::Finding;
use frontdesk_schema::Violation;
use frontdesk_schema::outline::{Outline, Type};
use serde_json::Value;

use crate::labels;
use crate::part::Tally;
use crate::rules;
use crate::subject::Subject;
use crate::{aliases, exemption};

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
    let mut tally = Tally::new("agreement", &["payloads", "byte-level cases"]);
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
        compare(subject, &payload.payload, tally);
    }
    let valid = payloads
        .iter()
        .filter(|payload| payload.kind != Kind::Invalid);
    for document in aliases::documents(subject, valid.map(|payload| &payload.payload)) {
        compare(subject, &document, tally);
    }
    for document in raw_documents(payloads) {
        let known = subject.message.known_names(document);
        for case in raw_cases(document) {
            compare_bytes(subject, &case, &known, tally);
        }
    }
}

fn compare(subject: &Subject, value: &Value, tally: &mut Tally) {
    tally.add("payloads", 1);
    if !disagree(subject, value) {
        return;
    }
    if is_struct_from_array(subject, value) {
        tally.add("exempt", 1);
        return;
    }
    let mut steps = 0;
    let smallest = minimise(value.clone(), |value| {
        steps += 1;
        steps < MINIMISER_STEPS && disagree(subject, value) && !is_struct_from_array(subject, value)
    });
    let finding = disagreement(subject, smallest.to_string().as_bytes());
    tally.find(finding.with("payload", smallest));
}

/// Tells whether all that the schema minds are arrays where it wants objects, which the derive of
/// serde reads: the exemption `struct-from-array`, met in a value.
fn is_struct_from_array(subject: &Subject, value: &Value) -> bool {
    let violations = subject.reader.violations(value);
    !violations.is_empty()
        && violations
            .iter()
            .all(|violation| minds_array(subject, violation, value))
}

fn minds_array(subject: &Subject, violation: &Violation, value: &Value) -> bool {
    let array = violation.keyword == "type"
        && violation
            .instance
            .resolve(value)
            .is_some_and(Value::is_array)
        && wants_object(subject.reader.outline(), violation);
    // A union minds an array where some branch of it minds nothing else.
    array
        || violation.branches.iter().any(|branch| {
            !branch.is_empty()
                && branch
                    .iter()
                    .all(|inner| minds_array(subject, inner, value))
        })
}

/// Tells whether the subschema that refused takes objects: an array in the place of anything else is
/// no struct.
fn wants_object(outline: &Outline, violation: &Violation) -> bool {
    outline.places().any(|(id, place)| {
        place.pointer == violation.schema
            && place.resource == violation.resource
            && outline
                .keywords(id)
                .and_then(|keywords| keywords.types)
                .is_some_and(|types| types.has(Type::Object))
    })
}

fn disagree(subject: &Subject, value: &Value) -> bool {
    let serde = subject
        .message
        .rust_reads(value.to_string().as_bytes())
        .is_ok();
    subject.reader.accepts(value) != serde
}

fn compare_bytes(subject: &Subject, case: &RawCase, known: &[KnownNames], tally: &mut Tally) {
    tally.add("byte-level cases", 1);
    let bytes = &case.bytes;
    let schema = frontdesk_json::read(bytes).is_ok_and(|value| subject.reader.accepts(&value));
    let serde = subject.message.rust_reads(bytes).is_ok();
    if schema == serde {
        return;
    }
    // That a map keeps the last member is no excuse for a struct that does.
    let of_a_struct = case.member.as_ref().is_some_and(|member| {
        known.iter().any(|known| {
            known.members && known.pointer == case.pointer && known.names.contains(&member.as_str())
        })
    });
    if !of_a_struct && exemption::covering(case.name, schema).is_some() {
        tally.add("exempt", 1);
        return;
    }
    let finding = disagreement(subject, bytes)
        .at_instance(&case.pointer)
        .with("case", case.name)
        .with("bytes", String::from_utf8_lossy(bytes).into_owned());
    tally.find(finding);
}

fn disagreement(subject: &Subject, bytes: &[u8]) -> Finding {
    let message = &subject.message;
    let serde = match message.rust_reads(bytes) {
        Ok(()) => "reads it".to_owned(),
        Err(error) => format!("refuses it: {error}"),
    };
    let schema = match frontdesk_json::read(bytes) {
        Err(error) => format!("refuses it: {error}"),
        Ok(value) => match subject.reader.violations(&value).first() {
            None => "accepts it".to_owned(),
            Some(violation) => format!(
                "refuses it: {} at `{}` of the schema",
                violation.message, violation.schema
            ),
        },
    };
    let text = format!(
        "{}: the reader schema {schema}; the type {} {serde}",
        message.name(),
        message.type_name()
    );
    Finding::new(rules::MODEL_SCHEMA_DISAGREEMENT, text).with("contract_message", message.name())
}

/// Chooses the documents that byte-level cases start from.
///
/// Those without undeclared members come first, since serde only skips what is in such a member;
/// where no type has members, any accepted document serves.
fn raw_documents(payloads: &[Payload]) -> Vec<&Value> {
    let plain = |payload: &&Payload| {
        payload
            .target
            .as_ref()
            .is_some_and(|target| target.keyword == "properties" && target.instance.len() < 3)
    };
    let accepted = payloads
        .iter()
        .filter(|payload| payload.kind == Kind::Boundary);
    let chosen: Vec<&Value> = accepted
        .clone()
        .filter(plain)
        .map(|payload| &payload.payload)
        .take(RAW_DOCUMENTS)
        .collect();
    if chosen.is_empty() {
        return accepted
            .map(|payload| &payload.payload)
            .take(RAW_DOCUMENTS)
            .collect();
    }
    chosen
}
