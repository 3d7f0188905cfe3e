use frontdesk_report::RuleId;

use super::{Check, Seen};
use crate::suspicion::{Expected, Suspicion, Symptom};

pub(super) const CHECK: Check = Check {
    id: RuleId::new("undocumented-media"),
    about: "a body of a type that the description does not name",
    look,
};

fn look(seen: &Seen<'_>) -> Option<Suspicion> {
    let reply = seen.reply()?;
    let described = seen.operation.reply(reply.status)?;
    if described.contents.is_empty() || reply.body.is_empty() || !seen.is_ordinary() {
        return None;
    }
    // What is said of all other statuses is not said of those of the server before the operation.
    if described.status == "default"
        && !matches!(reply.status, 400 | 404 | 409 | 422)
        && !reply.is_success()
    {
        return None;
    }
    let known: Vec<String> = described
        .contents
        .iter()
        .map(|content| content.media.clone())
        .collect();
    let media = reply.media_type().unwrap_or_default();
    let fits = |pattern: &String| {
        *pattern == media
            || pattern == "*/*"
            || pattern
                .strip_suffix("/*")
                .is_some_and(|class| media.starts_with(&format!("{class}/")))
            || (crate::endpoint::is_json(pattern) && crate::endpoint::is_json(&media))
    };
    if known.iter().any(fits) {
        return None;
    }
    let said = if media.is_empty() {
        "no content type".to_owned()
    } else {
        format!("the content type {media}")
    };
    Some(Suspicion {
        check: CHECK.id,
        signature: format!("{} {media}|", reply.status),
        symptom: Symptom::MediaNotOf(reply.status, known.clone()),
        answer: seen.index,
        message: format!("status {} with {said}", reply.status),
        expected: Expected {
            what: format!("one of {}", known.join(", ")),
            ..Expected::default()
        },
    })
}
