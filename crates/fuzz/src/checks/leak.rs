use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("leak"),
    about: "the answer shows the inside of the program",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let reply = seen.reply()?;
    let start = &reply.body[..reply.body.len().min(MOST_LOOKED)];
    let text = String::from_utf8_lossy(start);
    let sent = String::from_utf8_lossy(&seen.request.body);
    // What the request says itself may come back.
    let trace = TRACES
        .iter()
        .find(|trace| text.contains(**trace) && !sent.contains(**trace))?;
    Some(Suspicion {
        check: CHECK.id,
        signature: format!("{trace}|"),
        symptom: Symptom::Holds((*trace).to_owned()),
        answer: seen.index,
        message: format!(
            "status {} with `{}` in its body",
            reply.status,
            trace.trim()
        ),
        expected: Expected {
            what: "an answer that shows nothing of the inside of the program".to_owned(),
            ..Expected::default()
        },
    })
}

/// A trace begins early.
const MOST_LOOKED: usize = 64 * 1024;

/// How stack traces and panics of the usual languages and databases begin.
const TRACES: [&str; 18] = [
    "Traceback (most recent call last)",
    "panicked at",
    "stack backtrace:",
    "goroutine 1 [running]",
    "runtime error: ",
    "\tat java.",
    "Exception in thread",
    "NullPointerException",
    "at Object.<anonymous>",
    "TypeError: Cannot read propert",
    "System.NullReferenceException",
    "PHP Fatal error",
    "Fatal error: Uncaught",
    "org.hibernate.",
    "ActiveRecord::",
    "SQLSTATE[",
    "You have an error in your SQL syntax",
    "node_modules/",
];
