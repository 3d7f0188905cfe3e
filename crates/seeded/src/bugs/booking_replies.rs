//! Bookings that are answered by something else than the contract says.

use std::time::Duration;

use serde_json::{Value, json};

use super::triggers::{book, post};
use crate::bug::{Bug, Mistake, Operation, Trigger};
use crate::case::{Case, Effect, changed, late, list, reply_if, text};
use crate::request::{Answer, Reply};

pub(super) const BUGS: &[Bug] = &[
    bug(
        "tags-null",
        "an empty list of tags comes back as null",
        |case| {
            let is_empty = list(case.valid()?, "tags")?.is_empty();
            is_empty.then(|| changed(case, |booking| booking["tags"] = Value::Null))?
        },
        || book(json!({"tags": []})),
    ),
    bug(
        "total-as-text",
        "a price of six digits comes back with a separator, as a text",
        |case| {
            let is_large = case.valid()?["price"].as_f64()? >= 100_000.0;
            is_large.then(|| changed(case, |booking| booking["total"] = json!("100,000.00")))?
        },
        || book(json!({"price": 100_000})),
    ),
    bug(
        "guest-forgotten",
        "a guest with a phone and without an address loses the name",
        |case| {
            let guest = &case.valid()?["guest"];
            let is_there = guest.get("phone").is_some() && guest.get("email").is_none();
            is_there.then(|| {
                changed(case, |booking| {
                    booking
                        .as_object_mut()
                        .map(|members| members.remove("guest"));
                })
            })?
        },
        || book(json!({"guest": {"name": "0", "phone": "0000"}})),
    ),
    bug(
        "queued",
        "more than 400 seats are answered by 202, which nobody has documented",
        |case| {
            let is_large = case.valid()?["seats"].as_u64()? > 400;
            reply_if(is_large, || Reply {
                status: 202,
                ..case.reply.clone()
            })
        },
        || book(json!({"seats": 401})),
    ),
    bug(
        "resent-in-vain",
        "the second request with an idempotency key gets 200 and nothing else",
        |case| {
            case.valid()?;
            reply_if(case.memory.has_known_key, || Reply {
                status: 200,
                body: Vec::new(),
                ..case.reply.clone()
            })
        },
        || {
            let request = post(super::triggers::booking(json!({})).to_string());
            let request = request.header("idempotency-key", "0");
            vec![request.clone(), request]
        },
    ),
    bug(
        "phone-of-blanks",
        "an expression that tries everything is asked for the digits of a phone without any",
        |case| {
            let phone = text(case.valid()?, "/guest/phone")?;
            let is_blank = !phone.bytes().any(|byte| byte.is_ascii_digit());
            is_blank.then_some(Effect::Answer(Answer::Hang))
        },
        || book(json!({"guest": {"name": "0", "phone": "    "}})),
    ),
    bug(
        "agenda-quadratic",
        "each item of the agenda is compared with each other one",
        |case| {
            let items = list(case.valid()?, "agenda")?.len();
            let thousands = u64::try_from(items / 1000).unwrap_or(u64::MAX);
            late(
                case,
                Duration::from_millis((50 * thousands * thousands).min(5000)),
            )
        },
        || {
            let item = json!({"title": ""});
            book(json!({"agenda": vec![item; 1000]}))
        },
    ),
];

const fn bug(
    id: &'static str,
    line: &'static str,
    mistake: fn(&Case<'_>) -> Option<Effect>,
    trigger: fn() -> Vec<crate::Request>,
) -> Bug {
    Bug {
        id,
        line,
        operation: Operation::CreateBooking,
        trigger: Trigger::Requests(trigger),
        mistake: Mistake::Rest(mistake),
    }
}
