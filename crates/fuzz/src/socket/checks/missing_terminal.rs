use frontdesk_report::RuleId;

use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("missing-terminal"),
    about: "a message never comes to its end",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    let is_over = view.line.is_provoked() || view.is_closed_for_malformed();
    if view.rules.terminal.is_empty() || is_over || view.is_unauthorised {
        return None;
    }
    let mut talks = view.ledger.talks.values();
    let open = talks.find(|talk| !talk.is_settled(view.rules));
    if let Some(talk) = open {
        let kind = match (talk.wrong > 0, talk.groups.is_empty()) {
            (true, _) => "nothing to a wrong message",
            (false, true) => "nothing at all",
            (false, false) => "begun and not ended",
        };
        let message = format!("a message never came to its end: {kind}");
        return Some(found(kind, message, "one of the last states"));
    }
    let is_due = view.rules.refusal.is_some();
    let lacks =
        view.ledger.others() < view.ledger.nameless_wrong && !view.is_closed_for_malformed();
    (is_due && lacks).then(|| {
        let kind = "nothing to a wrong message without an id";
        found(kind, kind, "a refusal")
    })
}
