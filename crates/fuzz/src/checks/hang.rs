use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::exchange::{Outcome, Silence};
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("hang"),
    about: "no answer comes in time",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let timed_out = seen.answer.outcome == Outcome::Silent(Silence::TimedOut);
    (timed_out && seen.is_whole()).then(|| Suspicion {
        check: CHECK.id,
        signature: "no response in time|".to_owned(),
        symptom: Symptom::Silence(Silence::TimedOut),
        answer: seen.index,
        message: Silence::TimedOut.as_str().to_owned(),
        expected: Expected {
            what: "a response in time".to_owned(),
            ..Expected::default()
        },
    })
}
