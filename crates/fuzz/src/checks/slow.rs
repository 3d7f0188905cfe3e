use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::case::{Framing, Repeat};
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("slow"),
    about: "an answer takes strikingly longer than is usual",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let limit = seen.slow?;
    seen.reply()?;
    let patient =
        seen.request.framing == Framing::Slow || seen.request.repeat == Some(Repeat::AtOnce);
    let elapsed = seen.answer.elapsed;
    (elapsed > limit && !patient).then(|| Suspicion {
        check: CHECK.id,
        signature: "slow|".to_owned(),
        symptom: Symptom::Slow(u64::try_from(limit.as_millis()).unwrap_or(u64::MAX)),
        answer: seen.index,
        message: format!("{} ms for an answer", elapsed.as_millis()),
        expected: Expected {
            what: format!("less than {} ms, as is usual here", limit.as_millis()),
            ..Expected::default()
        },
    })
}
