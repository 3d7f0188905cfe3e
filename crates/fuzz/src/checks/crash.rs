use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::exchange::{Outcome, Silence};
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("crash"),
    about: "the connection ends, or is refused, instead of an answer",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let Outcome::Silent(silence @ (Silence::Closed | Silence::NoConnection)) = seen.answer.outcome
    else {
        return None;
    };
    // Whoever ends a request early may be hung up on.
    seen.is_whole().then(|| Suspicion {
        check: CHECK.id,
        signature: format!("{}|", silence.as_str()),
        symptom: Symptom::Silence(silence),
        answer: seen.index,
        message: silence.as_str().to_owned(),
        expected: Expected {
            what: "a response".to_owned(),
            ..Expected::default()
        },
    })
}
