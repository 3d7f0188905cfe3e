use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::expectation::Expectation;
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("auth-bypass"),
    about: "a request without good credentials is taken",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let reply = seen.reply().filter(|reply| reply.is_success())?;
    (*seen.expectation == Expectation::Unauthorised).then(|| Suspicion {
        check: CHECK.id,
        signature: "2XX|".to_owned(),
        symptom: Symptom::Status(200, 299),
        answer: seen.index,
        message: format!("status {} without good credentials", reply.status),
        expected: Expected {
            what: "a refusal: the operation asks for credentials".to_owned(),
            ..Expected::default()
        },
    })
}
