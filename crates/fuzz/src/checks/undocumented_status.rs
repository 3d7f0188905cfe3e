use frontdesk_report::RuleId;

use super::text::plain;
use super::{Check, Seen};
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("undocumented-status"),
    about: "a status that the description does not name",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let reply = seen.reply()?;
    let status = reply.status;
    if seen.operation.replies.is_empty() || seen.operation.reply(status).is_some() {
        return None;
    }
    // These come from whatever stands before the operation, and are written down by few.
    let of_http = matches!(
        status,
        401 | 403
            | 405
            | 406
            | 408
            | 411
            | 413
            | 414
            | 415
            | 417
            | 421
            | 425
            | 426
            | 428
            | 429
            | 431
            | 501
            | 505
    );
    let of_wrong_requests = matches!(status, 400 | 404 | 422);
    let wrong = !matches!(seen.expectation, crate::Expectation::Accepted);
    if of_http || !seen.is_ordinary() || (of_wrong_requests && wrong) {
        return None;
    }
    let known: Vec<String> = seen
        .operation
        .replies
        .iter()
        .map(|reply| reply.status.clone())
        .collect();
    // What is said of success is about the request, and not about what is wrong.
    let words = if status < 400 {
        String::new()
    } else {
        plain(&reply.body, &seen.case.value)
    };
    Some(Suspicion {
        check: CHECK.id,
        signature: format!("{status}|{words}"),
        symptom: Symptom::Status(status, status),
        answer: seen.index,
        message: format!("status {status}, which is not documented"),
        expected: Expected {
            what: format!("one of {}", known.join(", ")),
            ..Expected::default()
        },
    })
}
