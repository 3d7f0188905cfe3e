use frontdesk_report::RuleId;

use super::violation::of_body;
use super::{Check, Seen};
use crate::suspicion::Suspicion;

pub(super) const CHECK: Check = Check {
    id: RuleId::new("response-schema"),
    about: "the body of a success is not of its schema",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let reply = seen.reply().filter(|reply| reply.status < 400)?;
    let bodiless = matches!(reply.status, 204 | 205 | 304) || !seen.is_ordinary();
    if bodiless {
        None
    } else {
        of_body(seen, reply, CHECK.id)
    }
}
