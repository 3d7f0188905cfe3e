use frontdesk_report::RuleId;

use super::text::plain;
use super::{Check, Seen};
use crate::case::Twist;
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("server-error"),
    about: "a status from 500 on",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let reply = seen.reply().filter(|reply| reply.status >= 500)?;
    let odd = seen
        .case
        .twists
        .iter()
        .any(|twist| matches!(twist, Twist::Method(_)));
    // That a method is not implemented is an honest answer.
    if odd && reply.status == 501 {
        return None;
    }
    Some(Suspicion {
        check: CHECK.id,
        signature: format!("{}|{}", reply.status, plain(&reply.body, &seen.case.value)),
        symptom: Symptom::Status(reply.status, reply.status),
        answer: seen.index,
        message: format!("status {}", reply.status),
        expected: Expected {
            what: "a status below 500, whatever is sent".to_owned(),
            ..Expected::default()
        },
    })
}
