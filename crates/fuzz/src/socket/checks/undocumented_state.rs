use frontdesk_report::RuleId;

use serde_json::Value;

use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("undocumented-state"),
    about: "a reply has a state that is not documented",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    if view.rules.states.is_empty() {
        return None;
    }
    let mut states = view
        .line
        .documents()
        .filter_map(|reply| view.rules.state_of(reply));
    let state = states.find(|state| !view.rules.states.iter().any(|known| known == state))?;
    let state = Value::from(frontdesk_json::excerpt(state, 60));
    let expected = format!("one of {}", view.rules.states.join(", "));
    Some(found(
        state.to_string(),
        format!("a reply has the state {state}"),
        &expected,
    ))
}
