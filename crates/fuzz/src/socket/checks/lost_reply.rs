use frontdesk_report::RuleId;

use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("lost-reply"),
    about: "a message comes to its end without having begun",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    let rules = view.rules;
    let mut works = view.works();
    let is_lost = works.any(|(_, _, replies)| {
        let ended = replies.iter().any(|reply| rules.is_terminal(reply));
        ended && !replies.iter().any(|reply| rules.is_first(reply))
    });
    let expected = format!("a reply of the state {} first", rules.first.join(" or "));
    (is_lost && !rules.first.is_empty())
        .then(|| found("the first", "a message ended that had not begun", &expected))
}
