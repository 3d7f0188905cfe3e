use frontdesk_report::RuleId;

use super::super::line::{End, Message};
use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("not-websocket"),
    about: "what comes is no frame, no text or no JSON",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    let what = match view.line.end {
        End::Garbled(garbled) => garbled.as_str(),
        End::Lost(true) => "half a frame",
        _ => view.line.replies.iter().find_map(|came| match came.what {
            Message::Document(_) => None,
            Message::NoJson(_) => Some("a text that is no JSON"),
            Message::NoText => Some("a text that is no UTF-8"),
            Message::Binary(_) => Some("a binary frame"),
        })?,
    };
    // Whoever has sent what is no frame may get the like.
    (!view.line.is_provoked()).then(|| found(what, format!("{what} came"), "JSON in text frames"))
}
