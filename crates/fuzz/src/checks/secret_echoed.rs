use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("secret-echoed"),
    about: "the answer shows a secret of the client",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    seen.echoed.as_ref().map(|echoed| Suspicion {
        check: CHECK.id,
        signature: "secret|".to_owned(),
        symptom: Symptom::Holds(echoed.clone()),
        answer: seen.index,
        message: "the answer shows a secret of the client".to_owned(),
        expected: Expected {
            what: "an answer without credentials".to_owned(),
            ..Expected::default()
        },
    })
}
