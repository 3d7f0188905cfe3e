//! What the types emit, held against the writer schema.

use frontdesk_payload::{Kind, Payload};
use frontdesk_report::{Finding, RuleId};
use frontdesk_schema::{Schema, Verdict};
use serde_json::Value;

use crate::part::Tally;
use crate::rules;
use crate::subject::Subject;

/// How many authored values are made of one message.
pub(crate) const AUTHORED: u64 = 200;

/// Holds what is authored and what the writer schema allows against the writer schema, and what is
/// relayed of `read` against the reader schema.
pub(crate) fn hold(subject: &Subject, written: &[Payload], read: &[Payload], tally: &mut Tally) {
    for example in subject.message.examples() {
        tally.add("examples", 1);
        authored(subject, example, "an example", tally);
    }
    for seed in 0..AUTHORED {
        match subject.message.try_author(seed) {
            None => break,
            Some(Ok(value)) => {
                tally.add("authored", 1);
                authored(subject, &value, "an authored value", tally);
            }
            Some(Err(error)) => {
                let name = subject.message.name();
                let text = format!("{name}: the author of seed {seed}: {error}");
                tally.find(Finding::new(rules::EMISSION_REFUSED, text));
            }
        }
    }
    for payload in written
        .iter()
        .filter(|payload| payload.kind != Kind::Invalid)
    {
        tally.add("written", 1);
        emitted(subject, &payload.payload, tally);
    }
    for payload in read.iter().filter(|payload| payload.kind == Kind::Valid) {
        tally.add("relayed", 1);
        relayed(subject, &payload.payload, tally);
    }
}

/// A value that somebody made through the types.
fn authored(subject: &Subject, value: &Value, what: &str, tally: &mut Tally) {
    for (schema, side, rule) in [
        (&subject.writer, "writer", rules::EMISSION_REFUSED),
        (&subject.reader, "reader", rules::WRITER_BEYOND_READER),
    ] {
        if let Some(finding) = refused(subject, schema, value, what, side, rule) {
            tally.find(finding);
        }
    }
}

/// A value that the writer schema accepts: the types read it, and write it as one it accepts.
fn emitted(subject: &Subject, value: &Value, tally: &mut Tally) {
    let reader = &subject.reader;
    let what = "a value of the writer schema";
    if let Some(finding) = refused(
        subject,
        reader,
        value,
        what,
        "reader",
        rules::WRITER_BEYOND_READER,
    ) {
        tally.find(finding);
        return;
    }
    let name = subject.message.name();
    match subject.message.read(value.to_string().as_bytes()) {
        Ok(emitted) => {
            let writer = &subject.writer;
            let rule = rules::EMISSION_REFUSED;
            let what = "what the type writes of an authored value";
            if let Some(finding) = refused(subject, writer, &emitted, what, "writer", rule) {
                tally.find(finding.with("read", value.clone()));
            }
        }
        Err(error) => tally.find(
            Finding::new(
                rules::EMISSION_REFUSED,
                format!("{name}: the type cannot read what the writer schema accepts: {error}"),
            )
            .with("payload", value.clone()),
        ),
    }
}

/// A document that the types read and pass on.
fn relayed(subject: &Subject, value: &Value, tally: &mut Tally) {
    // What the type refuses is the agreement's to report.
    if let Ok(emitted) = subject.message.read(value.to_string().as_bytes()) {
        let what = "what the type relays";
        let reader = &subject.reader;
        if let Some(finding) = refused(
            subject,
            reader,
            &emitted,
            what,
            "reader",
            rules::RELAY_REFUSED,
        ) {
            tally.find(finding.with("read", value.clone()));
        }
    }
}

fn refused(
    subject: &Subject,
    schema: &Schema,
    value: &Value,
    what: &str,
    side: &str,
    rule: RuleId,
) -> Option<Finding> {
    if schema.judge(value) == Verdict::Accepted {
        return None;
    }
    let name = subject.message.name();
    let finding = match schema.violations(value).into_iter().next() {
        Some(violation) => Finding::new(
            rule,
            format!(
                "{name}: the {side} schema refuses {what}: {}",
                violation.message
            ),
        )
        .at_instance(&violation.instance)
        .by_keyword(&violation.schema, violation.keyword),
        None => Finding::new(
            rules::JUDGES_DISAGREE,
            format!("{name}: the judges of the {side} schema disagree on {what}"),
        )
        .exits(frontdesk_report::Exit::Undecided),
    };
    Some(
        finding
            .with("contract_message", name)
            .with("payload", value.clone()),
    )
}
