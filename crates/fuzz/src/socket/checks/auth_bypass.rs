use frontdesk_report::RuleId;

use super::super::line::End;
use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("auth-bypass"),
    about: "a WebSocket is open without good credentials",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    let is_open = !matches!(view.line.end, End::NotOpened(_));
    // Some services let the opening pass and close at once.
    let is_used = view.line.replies.iter().len() > 0;
    (view.is_unauthorised && is_open && is_used).then(|| {
        found(
            "opened",
            "the WebSocket is open, and messages are answered, without good credentials",
            "a refusal of the opening",
        )
    })
}
