use frontdesk_report::RuleId;

use super::violation::of_body;
use super::{Check, Seen};
use crate::suspicion::Suspicion;

pub(super) const CHECK: Check = Check {
    id: RuleId::new("error-form"),
    about: "the body of a refusal is not of the form of errors",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let reply = seen
        .reply()
        .filter(|reply| (400..500).contains(&reply.status))?;
    // Refusals before the operation has seen the request know nothing of its forms.
    let of_operation =
        matches!(reply.status, 400 | 404 | 409 | 422) || seen.operation.names(reply.status);
    (of_operation && seen.is_ordinary()).then(|| of_body(seen, reply, CHECK.id))?
}
