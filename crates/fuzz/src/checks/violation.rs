//! Whether a body is what the description says of its status.

use frontdesk_report::RuleId;
use frontdesk_schema::{Verdict, Violation};

use super::Seen;
use crate::exchange::Reply;
use crate::suspicion::{Expected, KeptSchema, Suspicion, Symptom};

/// Holds a body against the schema of its status.
pub(super) fn of_body(seen: &Seen<'_>, reply: &Reply, check: RuleId) -> Option<Suspicion> {
    let described = seen.operation.reply(reply.status)?;
    let status = reply.status;
    let media = reply.media_type();
    let named = |content: &&crate::endpoint::ReplyContent| Some(&content.media) == media.as_ref();
    let json = |content: &&crate::endpoint::ReplyContent| crate::endpoint::is_json(&content.media);
    let mut contents = described.contents.iter();
    let content = contents
        .clone()
        .find(named)
        .or_else(|| contents.find(json))?;
    let schema = content.schema.as_ref()?;
    // Another type of content is the fault of another check.
    if media
        .as_deref()
        .is_some_and(|media| !crate::endpoint::is_json(media))
    {
        return None;
    }
    let Ok(body) = frontdesk_json::read(&reply.body) else {
        let what = if reply.body.is_empty() {
            "no body"
        } else {
            "a body that is no JSON"
        };
        return Some(Suspicion {
            check,
            signature: format!("{status} {what}|"),
            symptom: Symptom::NoJson(status),
            answer: seen.index,
            message: format!("status {status} with {what}"),
            expected: Expected {
                what: "a JSON body".to_owned(),
                ..Expected::default()
            },
        });
    };
    if schema.judge(&body) != Verdict::Refused {
        return None;
    }
    let is_new = |violation: &Violation| {
        let value = violation.instance.resolve(&body);
        value.is_none_or(|value| !seen.let_in.has(&violation.instance, value))
    };
    let violation = schema.violations(&body).into_iter().find(is_new)?;
    let at = match &violation.resource {
        Some(resource) => format!("{resource}#{}", violation.schema),
        None => violation.schema.to_string(),
    };
    let place = crate::place::of(&violation.instance);
    Some(Suspicion {
        check,
        signature: format!("{status} {} {at} {place}|", violation.keyword),
        symptom: Symptom::Violation {
            status,
            schema: KeptSchema(std::sync::Arc::clone(schema)),
            at: violation.schema.to_string(),
            keyword: violation.keyword.clone(),
        },
        answer: seen.index,
        message: format!(
            "status {status} with a body that breaks `{}` at `{place}`",
            violation.keyword
        ),
        expected: Expected {
            what: "a body of its schema".to_owned(),
            pointer: Some(at),
            keyword: Some(violation.keyword),
        },
    })
}
