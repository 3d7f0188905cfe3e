use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::expectation::Expectation;
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("leniency"),
    about: "what readers differ on is taken",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let reply = seen.reply().filter(|reply| reply.is_success())?;
    let Expectation::Lenient(what) = seen.expectation else {
        return None;
    };
    Some(Suspicion {
        check: CHECK.id,
        signature: format!("{what}|"),
        symptom: Symptom::Status(200, 299),
        answer: seen.index,
        message: format!("status {}: {what} is taken", reply.status),
        expected: Expected {
            what: "nothing; readers differ".to_owned(),
            ..Expected::default()
        },
    })
}
