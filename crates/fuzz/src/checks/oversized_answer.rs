use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::exchange::{Outcome, Silence};
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("oversized-answer"),
    about: "the answer is larger than anybody reads, or never ends",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let cut = match &seen.answer.outcome {
        Outcome::Replied(reply) => reply.cut,
        Outcome::Silent(silence) => *silence == Silence::Endless,
        Outcome::Frames(_) => false,
    };
    cut.then(|| Suspicion {
        check: CHECK.id,
        signature: "more than 8 MiB|".to_owned(),
        symptom: Symptom::Cut,
        answer: seen.index,
        message: "the answer has more than 8 MiB".to_owned(),
        expected: Expected {
            what: "an answer that ends".to_owned(),
            ..Expected::default()
        },
    })
}
