use frontdesk_report::RuleId;

use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("cross-talk"),
    about: "a message is answered under the id of another",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    let rules = view.rules;
    let surplus = |(_, talk): &(&String, &super::Talk)| {
        let mut groups = talk.groups.keys();
        groups.any(|group| talk.ends(group, rules) > talk.sends())
    };
    let lacking = view.good().find(|(_, talk)| !talk.is_settled(rules))?;
    let with = view.ledger.talks.iter().find(surplus)?;
    let message = format!("`{}` is answered twice, and `{}` never", with.0, lacking.0);
    Some(found(
        "answered",
        message,
        "a reply under the id of its message",
    ))
}
