//! Lists that are asked for in odd ways.

use serde_json::{Value, json};

use super::triggers::get;
use crate::bug::{Bug, Mistake, Operation, Trigger};
use crate::case::{Case, Effect, Problem, changed, crash_if, reply_if};
use crate::request::Reply;

pub(super) const BUGS: &[Bug] = &[
    bug(
        "limit-zero",
        "the number of pages is divided by a limit of 0",
        |case| crash_if(case.document?["limit"].as_u64()? == 0),
        || get("/rooms/A0/bookings?limit=0"),
    ),
    bug(
        "limit-past-32-bits",
        "a limit of more than 32 bits is no number any more",
        |case| crash_if(case.document?["limit"].as_u64()? > u64::from(u32::MAX)),
        || get("/rooms/A0/bookings?limit=4294967296"),
    ),
    bug(
        "parameter-twice",
        "a parameter that is written twice is a list where a text was expected",
        |case| {
            let query = case.request.query();
            let mut names: Vec<&str> = query.iter().map(|(name, _)| name.as_str()).collect();
            names.retain(|name| ["limit", "since", "status"].contains(name));
            names.sort_unstable();
            crash_if(names.windows(2).any(|pair| pair[0] == pair[1]))
        },
        || get("/rooms/A0/bookings?status=confirmed&status=confirmed"),
    ),
    bug(
        "since-leap-day",
        "the same day of this year is asked for, and 29 February has none",
        |case| {
            case.valid()?;
            crash_if(case.document?["since"].as_str()?.ends_with("-02-29"))
        },
        || get("/rooms/A0/bookings?since=1972-02-29"),
    ),
    bug(
        "room-as-page",
        "a room that cannot be is answered by a page for people",
        |case| {
            let is_room = case.is_refused_only("/room", "pattern");
            reply_if(is_room, || Reply {
                status: 404,
                content_type: "text/html",
                allow: None,
                body: b"<!doctype html><title>404</title><h1>Not Found</h1>".to_vec(),
            })
        },
        || get("/rooms/a0/bookings"),
    ),
    bug(
        "nothing-cancelled",
        "where nothing was cancelled, the list is null",
        |case| {
            let is_there = case.valid()?["status"] == "cancelled";
            is_there.then(|| changed(case, |list| list["items"] = Value::Null))?
        },
        || get("/rooms/A0/bookings?status=cancelled"),
    ),
    bug(
        "limit-past-a-hundred",
        "a limit of more than a hundred is taken for a hundred",
        |case| {
            let limit = case.document?["limit"].as_u64()?;
            let is_there = limit > 100 && matches!(case.problem, Some(Problem::Invalid(_)));
            let instead = json!({"room": "A0", "limit": 100});
            (is_there && case.is_refused_only("/limit", "maximum"))
                .then_some(Effect::Instead(instead))
        },
        || get("/rooms/A0/bookings?limit=101"),
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
        operation: Operation::ListBookings,
        trigger: Trigger::Requests(trigger),
        mistake: Mistake::Rest(mistake),
    }
}
