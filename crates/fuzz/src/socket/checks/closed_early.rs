use frontdesk_report::RuleId;

use super::super::line::End;
use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("closed-early"),
    about: "a connection ends that nothing wrong was sent over",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    if view.line.is_provoked() || view.is_unauthorised || view.is_closed_for_malformed() {
        return None;
    }
    let how = match view.line.end {
        End::Closed(Some(code)) => format!("closed with {code}"),
        End::Closed(None) => "closed without a code".to_owned(),
        End::Lost(false) => "lost without a close".to_owned(),
        _ => return None,
    };
    let message = format!("the connection was {how}, and nothing that asks for it was sent");
    Some(found(how, message, "a connection that stays open"))
}
