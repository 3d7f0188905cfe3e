use frontdesk_report::RuleId;

use super::super::handshake::NotOpened;
use super::super::line::End;
use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("not-opened"),
    about: "a WebSocket is not opened that should be",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    match view.line.end {
        // Without a token it is the one who grants tokens that is to blame.
        End::NotOpened(NotOpened::NoTicket) => None,
        End::NotOpened(why) if !view.is_unauthorised => {
            Some(found(why.said(), why.said(), "a WebSocket that opens"))
        }
        _ => None,
    }
}
