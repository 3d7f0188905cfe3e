use frontdesk_report::RuleId;

use frontdesk_schema::{Schema, Verdict};

use super::{Found, SocketCheck, View, found};

pub(super) const CHECK: SocketCheck = SocketCheck {
    id: RuleId::new("reply-schema"),
    about: "a reply breaks its schema",
    look,
};

fn look(view: &View<'_>) -> Option<Found> {
    let refuses = |schema: &Schema, reply| schema.judge(reply) == Verdict::Refused;
    let mut documents = view.line.documents();
    let reply = documents.find(|reply| {
        let mut schemas = view.replies.iter();
        !view.replies.is_empty() && schemas.all(|schema| refuses(schema, reply))
    })?;
    // The schema that gets farthest says best what is wrong.
    let violations = view.replies.iter().map(|schema| schema.violations(reply));
    let least = violations.min_by_key(Vec::len)?;
    let violation = least.into_iter().next()?;
    let place = crate::place::of(&violation.instance);
    let kind = format!("{} {place}", violation.keyword);
    let message = format!("a reply breaks `{}` at `{place}`", violation.keyword);
    let mut found = found(kind, message, &violation.message);
    found.expected.pointer = Some(violation.schema.to_string());
    found.expected.keyword = Some(violation.keyword);
    Some(found)
}
