use frontdesk_report::RuleId;

use serde_json::Value;

use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("order-violation"),
    about: "replies come in an order that the contract does not have",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    let rules = view.rules;
    let mut works = view.works();
    // Of a message that was sent twice nobody can say which reply belongs to which.
    works.find_map(|(sends, _, replies)| {
        if sends != 1 {
            return None;
        }
        let end = replies.iter().position(|reply| rules.is_terminal(reply));
        if let Some(end) = end
            && let Some(after) = replies[end + 1..]
                .iter()
                .find(|reply| !rules.is_terminal(reply))
        {
            return Some(of(rules.state_of(after), "after the end"));
        }
        let begin = replies.iter().position(|reply| rules.is_first(reply))?;
        let before = replies[..begin].first()?;
        Some(of(rules.state_of(before), "before the beginning"))
    })
}

fn of(state: Option<&str>, when: &str) -> Found {
    let state = Value::from(state.unwrap_or_default());
    let message = format!("a reply of the state {state} came {when}");
    found(
        format!("{state} {when}"),
        message,
        "the order of the states",
    )
}
