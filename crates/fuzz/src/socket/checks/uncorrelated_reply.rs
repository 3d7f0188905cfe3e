use frontdesk_report::RuleId;

use super::super::label::Label;
use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("uncorrelated-reply"),
    about: "a reply does not say which message it is to",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    view.rules.correlation.as_ref()?;
    let sends = &view.line.sends;
    let has_nameless = sends.iter().any(|sent| sent.id.is_none());
    if !view.ledger.strangers.is_empty() && !has_nameless {
        let message = "a reply has an id that nobody has sent";
        return Some(found("another id", message, "the id of the message"));
    }
    if view.ledger.nameless.is_empty() || has_nameless {
        return None;
    }
    // A service that cannot read a message may not find its id either.
    let is_good = sends.iter().all(|sent| sent.label == Label::Good);
    let kind = if is_good {
        "no id"
    } else {
        "no id in a refusal"
    };
    let is_due = is_good
        || view
            .ledger
            .talks
            .values()
            .any(|talk| talk.wrong > talk.refusals);
    is_due.then(|| found(kind, "a reply has no id", "the id of the message"))
}
