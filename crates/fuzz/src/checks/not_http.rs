use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::exchange::{Outcome, Silence};
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("not-http"),
    about: "what comes back is no HTTP",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    (seen.answer.outcome == Outcome::Silent(Silence::Garbled)).then(|| Suspicion {
        check: CHECK.id,
        signature: "no HTTP|".to_owned(),
        symptom: Symptom::Silence(Silence::Garbled),
        answer: seen.index,
        message: Silence::Garbled.as_str().to_owned(),
        expected: Expected {
            what: "an HTTP response".to_owned(),
            ..Expected::default()
        },
    })
}
