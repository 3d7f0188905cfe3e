//! Bookings that nobody has thought of: all of them end on the same page of the framework.

use frontdesk_json::ReadErrorKind;
use serde_json::{Value, json};

use super::triggers::{book, booking, post};
use crate::bug::{Bug, Mistake, Operation, Trigger};
use crate::case::{Case, Effect, crash_if, list, text, time};

pub(super) const BUGS: &[Bug] = &[
    bug(
        "note-beyond-the-plane",
        "a column of three bytes a character has no room for an emoji in the note",
        |case| {
            let note = text(case.valid()?, "/note")?;
            crash_if(note.chars().any(|character| character > '\u{ffff}'))
        },
        || book(json!({"note": "😀"})),
    ),
    bug(
        "name-with-nul",
        "the database refuses NUL in the guest's name",
        |case| crash_if(text(case.valid()?, "/guest/name")?.contains('\0')),
        || book(json!({"guest": {"name": "\0"}})),
    ),
    bug(
        "name-blank",
        "the first word of a name of blanks is asked for, and there is none",
        |case| crash_if(text(case.valid()?, "/guest/name")?.trim().is_empty()),
        || book(json!({"guest": {"name": " "}})),
    ),
    bug(
        "extras-empty",
        "the largest of no extras is asked for",
        |case| crash_if(list(case.valid()?, "extras")?.is_empty()),
        || book(json!({"extras": []})),
    ),
    bug(
        "extras-same-id",
        "two extras with one id break a unique index",
        |case| {
            let extras = list(case.valid()?, "extras")?;
            let mut ids: Vec<&Value> = extras.iter().map(|extra| &extra["id"]).collect();
            ids.sort_by_key(|id| id.as_str());
            crash_if(ids.windows(2).any(|pair| pair[0] == pair[1]))
        },
        || {
            let extra = json!({"id": "", "kind": "meal"});
            book(json!({"extras": [extra, extra]}))
        },
    ),
    bug(
        "tags-a-thousand",
        "a statement has no more than 999 parameters, and each tag is one",
        |case| crash_if(list(case.valid()?, "tags")?.len() > 999),
        || book(json!({"tags": vec![""; 1000]})),
    ),
    bug(
        "ends-before-it-begins",
        "a span of time is thought to be positive",
        |case| {
            let booking = case.valid()?;
            crash_if(time(booking, "to")?.second < time(booking, "from")?.second)
        },
        || book(json!({"from": "1970-01-01T00:00:01Z", "to": "1970-01-01T00:00:00Z"})),
    ),
    bug(
        "ends-as-it-begins",
        "the price of an hour is divided by no time at all",
        |case| {
            let booking = case.valid()?;
            crash_if(time(booking, "to")?.second == time(booking, "from")?.second)
        },
        || book(json!({"to": "1970-01-01T00:00:00Z"})),
    ),
    bug(
        "begins-with-offset",
        "a time with an offset is compared with one without",
        |case| crash_if(time(case.valid()?, "from")?.has_offset),
        || book(json!({"from": "1970-01-01T00:00:00+00:00"})),
    ),
    bug(
        "leap-second",
        "a clock has no second 60",
        |case| {
            let booking = case.valid()?;
            crash_if(time(booking, "from")?.is_leap || time(booking, "to")?.is_leap)
        },
        || book(json!({"to": "1972-06-30T23:59:60Z"})),
    ),
    bug(
        "fraction-past-microseconds",
        "a format of times has six digits after the point",
        |case| crash_if(time(case.valid()?, "from")?.fraction > 6),
        || book(json!({"from": "1970-01-01T00:00:00.0000000Z"})),
    ),
    bug(
        "begins-before-1970",
        "seconds since 1970 are kept without a sign",
        |case| crash_if(time(case.valid()?, "from")?.second < 0),
        || book(json!({"from": "1969-12-31T23:59:59Z"})),
    ),
    bug(
        "begins-on-a-leap-day",
        "the same day a year later is asked for, and 29 February has none",
        |case| crash_if(time(case.valid()?, "from")?.day == (2, 29)),
        || book(json!({"from": "1972-02-29T00:00:00Z"})),
    ),
    bug(
        "yen-with-fraction",
        "a yen has no hundredth",
        |case| {
            let booking = case.valid()?;
            let price = booking["price"].as_f64()?;
            crash_if(booking["currency"] == "JPY" && price.fract() != 0.0)
        },
        || book(json!({"currency": "JPY", "price": 0.1})),
    ),
    bug(
        "agenda-too-deep",
        "parts of parts are read by a function that calls itself, twelve times at most",
        |case| crash_if(depth(&case.valid()?["agenda"]) > 12),
        || book(json!({"agenda": nested(13)})),
    ),
    bug(
        "follows-nobody",
        "a foreign key refers to a booking that does not exist",
        |case| {
            // No test of a contract knows which booking exists; a large number is never reached.
            let number = text(case.valid()?, "/follows")?.strip_prefix("b-")?;
            crash_if(
                number
                    .parse()
                    .is_ok_and(|number: u64| number == 0 || number > 1_000_000),
            )
        },
        || book(json!({"follows": "b-0"})),
    ),
    bug(
        "booked-twice",
        "the same booking again breaks a unique index",
        |case| {
            case.valid()?;
            crash_if(case.memory.is_seen && !case.memory.has_known_key)
        },
        || [book(json!({})), book(json!({}))].concat(),
    ),
    bug(
        "member-twice",
        "what is written twice is refused by an exception that nobody catches",
        |case| {
            crash_if(matches!(
                case.unreadable()?,
                ReadErrorKind::DuplicateMember { .. }
            ))
        },
        || vec![post(r#"{"":0,"":0}"#)],
    ),
    bug(
        "single-seat-for-a-vip",
        "the price is divided by the seats beside that of an important guest",
        |case| {
            let booking = case.valid()?;
            crash_if(booking["seats"] == 1 && booking["guest"]["vip"] == true)
        },
        || {
            vec![post(
                booking(json!({"guest": {"name": "0", "vip": true}})).to_string(),
            )]
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

fn depth(agenda: &Value) -> usize {
    let mut level: Vec<&Value> = agenda.as_array().into_iter().flatten().collect();
    let mut depth = 0;
    while !level.is_empty() {
        depth += 1;
        let parts = level
            .into_iter()
            .filter_map(|item| item["parts"].as_array());
        level = parts.flatten().collect();
    }
    depth
}

fn nested(depth: usize) -> Value {
    (1..depth).fold(
        json!([{"title": ""}]),
        |parts, _| json!([{"parts": parts, "title": ""}]),
    )
}
