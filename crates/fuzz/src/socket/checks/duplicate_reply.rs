use frontdesk_report::RuleId;

use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("duplicate-reply"),
    about: "a message comes to its end more than once",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    let rules = view.rules;
    let (_, talk) = view.ledger.talks.iter().find(|(_, talk)| {
        let mut groups = talk.groups.keys();
        let ends = groups.any(|group| talk.ends(group, rules) > talk.sends());
        // What no message is may be refused under the id that is in it.
        let refused = talk.refusals > talk.sends() && !view.line.is_provoked();
        ends || refused
    })?;
    let kind = if talk.refusals > talk.sends() {
        "refused"
    } else {
        "ended"
    };
    let message = format!("one message was {kind} more than once");
    Some(found(kind, message, "one end for each message"))
}
