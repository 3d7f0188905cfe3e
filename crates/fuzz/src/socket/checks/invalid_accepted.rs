use frontdesk_report::RuleId;

use super::super::label::Label;
use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("invalid-accepted"),
    about: "a wrong message is taken",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    let wrong = |(_, talk): &(&String, &super::Talk)| {
        talk.wrong > 0 && talk.good + talk.unsaid == 0 && !talk.groups.is_empty()
    };
    view.rules.refusal.as_ref()?;
    let (id, _) = view.ledger.talks.iter().find(wrong)?;
    let mut sends = view.line.sends.iter();
    let reason = sends.find_map(|sent| match &sent.label {
        Label::Bad(reason) if sent.id.as_ref() == Some(id) => Some(reason),
        _ => None,
    })?;
    let kind = format!("{} {}", reason.keyword, reason.place());
    let message = format!("a message that breaks `{}` was taken", reason.keyword);
    let mut found = found(kind, message, &format!("a refusal: {}", reason.message));
    found.expected.pointer = Some(reason.schema.clone());
    found.expected.keyword = Some(reason.keyword.clone());
    Some(found)
}
