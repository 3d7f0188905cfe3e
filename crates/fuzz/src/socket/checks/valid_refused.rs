use frontdesk_report::RuleId;

use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("valid-refused"),
    about: "a message that is right is refused",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    let mut good = view.good();
    good.find(|(_, talk)| talk.refusals > 0)?;
    let message = "a message that is right was refused";
    Some(found(
        "refused",
        message,
        "an answer, since every schema accepts the message",
    ))
}
