//! Bookings that are refused and should not be, or taken and should not be.

use serde_json::{Value, json};

use super::triggers::{book, post};
use crate::bug::{Bug, Mistake, Operation, Trigger};
use crate::case::{Case, Effect, Problem, list, overlook_if, reply_if, text};
use crate::request::{Answer, Reply};

pub(super) const BUGS: &[Bug] = &[
    bug(
        "name-at-its-longest",
        "a name of 80 characters is refused: `<` where `<=` was meant",
        |case| refuse_if(text(case.valid()?, "/guest/name")?.chars().count() == 80),
        || book(json!({"guest": {"name": "0".repeat(80)}})),
    ),
    bug(
        "note-counted-in-bytes",
        "the length of the note is counted in bytes",
        |case| refuse_if(text(case.valid()?, "/note")?.len() > 2000),
        // 500 characters of four bytes are not enough.
        || book(json!({"note": format!("{}0", "é".repeat(1000))})),
    ),
    bug(
        "email-with-plus",
        "an expression for addresses knows no plus sign",
        |case| refuse_if(text(case.valid()?, "/guest/email")?.contains('+')),
        || book(json!({"guest": {"email": "+@a", "name": "0"}})),
    ),
    bug(
        "seats-one-too-many",
        "501 seats are taken: `<=` where `<` was meant",
        |case| {
            let (booking, _) = case.invalid()?;
            let is_there = booking["seats"] == 501 && case.is_refused_only("/seats", "maximum");
            is_there.then(|| Effect::Instead(with(booking, "seats", json!(500))))
        },
        || book(json!({"seats": 501})),
    ),
    bug(
        "seats-as-text",
        "a number in quotes is taken for a number",
        |case| {
            let (booking, _) = case.invalid()?;
            let seats: u64 = booking["seats"].as_str()?.parse().ok()?;
            let is_there = (1..=500).contains(&seats) && case.is_refused_only("/seats", "type");
            is_there.then(|| Effect::Instead(with(booking, "seats", json!(seats))))
        },
        || book(json!({"seats": "1"})),
    ),
    bug(
        "currency-null",
        "null is taken for a currency that is left out",
        |case| {
            let (booking, violations) = case.invalid()?;
            let is_there = booking.get("currency") == Some(&Value::Null)
                && violations
                    .iter()
                    .all(|at| at.instance.to_string() == "/currency");
            is_there.then(|| Effect::Instead(with(booking, "currency", json!("EUR"))))
        },
        || book(json!({"currency": null})),
    ),
    bug(
        "currency-in-lower-case",
        "currencies are compared without regard to case",
        |case| {
            let (booking, _) = case.invalid()?;
            let currency = booking["currency"].as_str()?.to_uppercase();
            let is_known = ["EUR", "USD", "GBP", "JPY"].contains(&currency.as_str());
            let is_there = is_known && case.is_refused_only("/currency", "enum");
            is_there.then(|| Effect::Instead(with(booking, "currency", json!(currency))))
        },
        || book(json!({"currency": "eur"})),
    ),
    bug(
        "room-checked-at-its-beginning",
        "the pattern of rooms has lost its `$`",
        |case| {
            let (booking, _) = case.invalid()?;
            let room = text(booking, "/room")?;
            let begin: String = room.chars().take(2).collect();
            let mut characters = begin.chars();
            let is_room = characters
                .next()
                .is_some_and(|letter| letter.is_ascii_uppercase())
                && characters
                    .next()
                    .is_some_and(|digit| digit.is_ascii_digit());
            let is_there = is_room && case.is_refused_only("/room", "pattern");
            is_there.then(|| Effect::Instead(with(booking, "room", json!(begin))))
        },
        || book(json!({"room": "A0 "})),
    ),
    bug(
        "no-limit-without-length",
        "only the header `Content-Length` is held against the limit",
        |case| {
            let is_large = matches!(case.problem, Some(Problem::TooLarge));
            overlook_if(is_large && !case.request.has("content-length"))
        },
        || {
            let mut body = super::triggers::booking(json!({})).to_string();
            body.push_str(&" ".repeat(512 * 1024 + 1 - body.len()));
            vec![post(body).header("transfer-encoding", "chunked")]
        },
    ),
    bug(
        "refusal-without-form",
        "what lacks a guest is refused by a bare text",
        |case| {
            let is_there = case.is_refused_only("", "required") && {
                let (booking, _) = case.invalid()?;
                booking.get("guest").is_none()
            };
            reply_if(is_there, || Reply::json(400, &json!("guest is required")))
        },
        || {
            let mut booking = super::triggers::booking(json!({}));
            booking
                .as_object_mut()
                .map(|members| members.remove("guest"));
            vec![post(booking.to_string())]
        },
    ),
    bug(
        "refusal-with-a-trace",
        "half a surrogate pair brings the trace of the stack",
        |case| {
            let rule = case.unreadable()?.rule();
            reply_if(rule.contains("surrogate"), || {
                Reply::problem(400, "malformed", TRACE, None)
            })
        },
        || vec![post(r#""\ud800""#)],
    ),
    bug(
        "nothing-at-all",
        "an empty body takes the worker down, and the connection with it",
        |case| {
            case.unreadable()?;
            let is_empty = case.request.body.is_empty();
            is_empty.then_some(Effect::Answer(Answer::Reset))
        },
        || vec![post("")],
    ),
    bug(
        "extras-refused-past-fifty",
        "a limit of fifty extras that the contract does not have",
        |case| refuse_if(list(case.valid()?, "extras")?.len() > 50),
        || {
            let extra = json!({"id": "", "kind": "meal"});
            book(json!({"extras": vec![extra; 51]}))
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

fn refuse_if(fires: bool) -> Option<Effect> {
    reply_if(fires, || {
        Reply::problem(400, "invalid", "it is not valid", None)
    })
}

fn with(booking: &Value, member: &str, value: Value) -> Value {
    let mut changed = booking.clone();
    changed[member] = value;
    changed
}

const TRACE: &str = "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800'\n\
    Traceback (most recent call last):\n  \
    File \"/srv/bookings/app/handlers.py\", line 87, in create\n    \
    body = json.loads(request.data)";
