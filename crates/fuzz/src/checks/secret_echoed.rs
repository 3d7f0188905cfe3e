use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::request::TOKEN_PLACEHOLDER;
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("secret-echoed"),
    about: "the answer shows a secret of the client",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    seen.echoed.then(|| Suspicion {
        check: CHECK.id,
        signature: "secret|".to_owned(),
        symptom: Symptom::Holds(TOKEN_PLACEHOLDER.to_owned()),
        answer: seen.index,
        message: "the answer shows a secret of the client".to_owned(),
        expected: Expected {
            what: "an answer without credentials".to_owned(),
            ..Expected::default()
        },
    })
}
