use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::expectation::Expectation;
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("invalid-accepted"),
    about: "a request that is wrong by the contract is taken",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let reply = seen.reply().filter(|reply| reply.is_success())?;
    let Expectation::Refused(reason) = seen.expectation else {
        return None;
    };
    Some(Suspicion {
        check: CHECK.id,
        signature: format!(
            "2XX {} {} {}|",
            reason.keyword,
            reason.schema,
            reason.place()
        ),
        symptom: Symptom::Status(200, 299),
        answer: seen.index,
        message: format!(
            "status {} for a request that breaks `{}`: {}",
            reply.status, reason.keyword, reason.message
        ),
        expected: Expected {
            what: "a refusal: two judges refuse the request".to_owned(),
            pointer: Some(reason.schema.clone()).filter(|schema| !schema.is_empty()),
            keyword: Some(reason.keyword.clone()),
        },
    })
}
