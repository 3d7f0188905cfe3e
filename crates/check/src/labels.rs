//! Payloads of both sides of a message, each label re-judged on the bytes.

use std::sync::Arc;

use frontdesk_contract::{Message, Side};
use frontdesk_payload::{Kind, Payload, Payloads};
use frontdesk_report::{Exit, Finding};
use frontdesk_schema::Schema;

use crate::part::Tally;
use crate::rules;
use crate::subject::Subject;

/// Draws `count` payloads of each kind from one schema of a message.
pub(crate) fn draw_all(
    subject: &Subject,
    side: Side,
    count: usize,
    seed: u64,
    tally: &mut Tally,
) -> Vec<Payload> {
    let schema = match side {
        Side::Reader => &subject.reader,
        Side::Writer => &subject.writer,
    };
    let mut drawn = Vec::with_capacity(Kind::ALL.len() * count);
    for kind in Kind::ALL {
        let before = drawn.len();
        draw(
            schema,
            kind,
            count,
            seed,
            &subject.message,
            &mut drawn,
            tally,
        );
        let counted = match kind {
            Kind::Valid => "valid",
            Kind::Boundary => "boundary",
            Kind::Invalid => "invalid",
        };
        tally.add(counted, drawn.len() - before);
    }
    drawn
}

fn draw(
    schema: &Arc<Schema>,
    kind: Kind,
    count: usize,
    seed: u64,
    message: &Message,
    drawn: &mut Vec<Payload>,
    tally: &mut Tally,
) {
    let mut payloads = Payloads::new(Arc::clone(schema), seed);
    for _ in 0..count {
        match payloads.draw(kind) {
            Ok(payload) => {
                if let Some(finding) = mislabelled(schema, &payload, message) {
                    tally.find(finding);
                }
                drawn.push(payload);
            }
            Err(error) => {
                let text = format!("{}: no {kind} payload: {error}", message.name());
                tally.find(
                    Finding::new(rules::NO_PAYLOAD, text)
                        .with("contract_message", message.name())
                        .exits(Exit::Undecided),
                );
                return;
            }
        }
    }
}

/// Judges the bytes that would be sent, not the value that they were made from.
fn mislabelled(schema: &Schema, payload: &Payload, message: &Message) -> Option<Finding> {
    let bytes = payload.payload.to_string();
    let read = frontdesk_json::read(bytes.as_bytes()).ok();
    let deserved = read.and_then(|value| payload.relabelled(value, schema));
    (deserved.as_ref() != Some(payload)).then(|| {
        let text = format!(
            "{}: a payload labelled {} does not deserve its label on its bytes",
            message.name(),
            payload.kind
        );
        Finding::new(rules::LABEL_NOT_TRUE, text)
            .with("contract_message", message.name())
            .with("payload", payload.payload.clone())
    })
}
