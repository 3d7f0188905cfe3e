//! Reports: what is behind a token.

use serde_json::{Value, json};

use super::triggers::{report, report_as};
use crate::bug::{Bug, Mistake, Operation, Trigger};
use crate::case::{Case, Effect, Problem, changed, crash_if, overlook_if, reply_if};
use crate::request::Reply;
use crate::token::{self, TokenProblem};

pub(super) const BUGS: &[Bug] = &[
    bug(
        "token-signature-unchecked",
        "claims are read and the signature is not",
        |case| overlook_if(case.token()? == TokenProblem::Signature),
        || {
            let token = token::until(token::YEAR_2200);
            let signed = token.rsplit_once('.').map_or("", |(signed, _)| signed);
            vec![report_as(&format!("Bearer {signed}.0"), json!({}))]
        },
    ),
    bug(
        "token-empty",
        "an empty token is compared with an empty one that nobody has set",
        |case| overlook_if(case.token()? == TokenProblem::Empty),
        || vec![report_as("Bearer", json!({}))],
    ),
    bug(
        "token-expired",
        "the time of a token is never looked at",
        |case| overlook_if(case.token()? == TokenProblem::Expired),
        || vec![report_as(&format!("Bearer {}", token::until(1)), json!({}))],
    ),
    bug(
        "token-echoed",
        "what is no token comes back in the refusal, credentials and all",
        |case| {
            let is_there = case.token()? == TokenProblem::Malformed;
            let said = case.request.only("authorization").unwrap_or_default();
            reply_if(is_there, || {
                let text = format!("cannot parse the header Authorization: {said}");
                Reply::problem(401, "unauthorized", &text, None)
            })
        },
        || vec![report_as("Bearer 0", json!({}))],
    ),
    bug(
        "scheme-unknown",
        "another scheme than Bearer is not expected",
        |case| crash_if(case.token()? == TokenProblem::Scheme),
        || vec![report_as("Basic", json!({}))],
    ),
    bug(
        "too-large-to-refuse",
        "the refusal of a large body fails itself",
        |case| crash_if(matches!(case.problem, Some(Problem::TooLarge))),
        || {
            let mut request = report(json!({}));
            request.body.resize(512 * 1024 + 1, b' ');
            vec![request]
        },
    ),
    bug(
        "any-content-type",
        "the content type is not looked at",
        |case| overlook_if(matches!(case.problem, Some(Problem::MediaType))),
        || {
            let mut request = report(json!({}));
            request.headers.retain(|(name, _)| name != "content-type");
            vec![request]
        },
    ),
    bug(
        "every-tenth",
        "one of ten connections to the database is broken",
        |case| {
            case.valid()?;
            crash_if(case.memory.number.is_multiple_of(10))
        },
        || vec![report(json!({})); 10],
    ),
    bug(
        "compact-revenue",
        "two options that nobody has tried together",
        |case| {
            let asked = case.valid()?;
            crash_if(asked["kind"] == "revenue" && asked["compact"] == true)
        },
        || vec![report(json!({"compact": true, "kind": "revenue"}))],
    ),
    bug(
        "locale-with-region",
        "a locale with a region is looked up in a table that has none",
        |case| crash_if(case.valid()?["locale"].as_str()?.contains('-')),
        || vec![report(json!({"locale": "aa-AA"}))],
    ),
    bug(
        "threshold-vanishes",
        "a very small threshold is rounded to nothing, and something is divided by it",
        |case| {
            let is_small = case.valid()?["threshold"].as_f64()? < 1e-6;
            is_small.then(|| changed(case, |report| report["ratio"] = Value::Null))?
        },
        || vec![report(json!({"threshold": 1e-7}))],
    ),
    bug(
        "fifty-rooms",
        "the fiftieth room falls off the end of an array",
        |case| crash_if(case.valid()?["rooms"].as_array()?.len() == 50),
        || {
            let rooms: Vec<String> = (0..50u8)
                .map(|number| {
                    let letter = char::from(b'A' + number % 26);
                    format!("{letter}{}", number / 26)
                })
                .collect();
            vec![report(json!({"rooms": rooms}))]
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
        operation: Operation::MakeReport,
        trigger: Trigger::Requests(trigger),
        mistake: Mistake::Rest(mistake),
    }
}
