use frontdesk_report::RuleId;

use super::text::plain;
use super::{Check, Seen};
use crate::case::{Framing, Twist};
use crate::expectation::Expectation;
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("valid-refused"),
    about: "a request that is right by the contract is refused as wrong",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let reply = seen.reply()?;
    let status = reply.status;
    if *seen.expectation != Expectation::Accepted || !(400..500).contains(&status) {
        return None;
    }
    // Who is asked, how much and how often, and what state things are in: no schema says that.
    let of_state = matches!(status, 404 | 409 | 410 | 412 | 423);
    let excused = match status {
        401 | 403 | 406 | 408 | 411 | 413 | 414 | 425 | 429 | 431 => true,
        _ if of_state => {
            seen.index > 0 || seen.operation.has_variables() || seen.operation.names(status)
        }
        // Beside a status for what is wrong by the schema: what is wrong by rules that no schema says.
        422 if seen.operation.names(400) && seen.operation.names(422) => true,
        // Servers may ask for the length (RFC 9112, 6.3), and small ones know nothing of chunks.
        _ if is_chunked(seen) => true,
        _ => seen.request.body.len() > LARGE,
    };
    (!excused).then(|| Suspicion {
        check: CHECK.id,
        signature: format!("{status}|{}", plain(&reply.body, &seen.case.value)),
        symptom: Symptom::Status(status, status),
        answer: seen.index,
        message: format!("status {status} for a request that the contract accepts"),
        expected: Expected {
            what: "acceptance: two judges accept the request by its schema".to_owned(),
            ..Expected::default()
        },
    })
}

fn is_chunked(seen: &Seen<'_>) -> bool {
    let chunked = Twist::Framing(Framing::Chunked);
    seen.case.twists.contains(&chunked)
}

/// Limits of larger bodies are usual, and by whichever status.
const LARGE: usize = 64 * 1024;
