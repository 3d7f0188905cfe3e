//! What goes wrong on a connection that stays open.

use serde_json::{Value, json};

use super::triggers::{frame, message};
use crate::bug::{Bug, Mistake, Operation, Trigger};
use crate::case::{Problem, list};
use crate::stream::{Act, Frame, Step, Talk, answered, close, room};

pub(super) const BUGS: &[Bug] = &[
    bug(
        "stream-without-end",
        "more than 450 seats are never confirmed",
        |talk, steps| {
            let is_there = valid(talk).is_some_and(|body| body["seats"].as_u64() > Some(450));
            is_there && steps.pop().is_some()
        },
        || vec![frame("0", json!({"seats": 451}))],
    ),
    bug(
        "stream-cross-talk",
        "of two messages for one room the second is confirmed under the id of the first",
        |talk, steps| {
            let own = room(talk.document);
            let mut others = talk
                .open
                .iter()
                .filter(|open| Some(open.id.as_str()) != talk.id);
            let other = others.find(|open| open.room == own && valid(talk).is_some());
            other.is_some_and(|other| said_last(steps, |last| last["id"] = json!(other.id)))
        },
        || vec![frame("0", json!({})), frame("1", json!({}))],
    ),
    bug(
        "stream-said-twice",
        "an important guest is confirmed twice",
        |talk, steps| {
            let is_there = valid(talk).is_some_and(|body| body["guest"]["vip"] == true);
            let last = steps.last().filter(|_| is_there).cloned();
            steps.extend(last);
            is_there
        },
        || vec![frame("0", json!({"guest": {"name": "0", "vip": true}}))],
    ),
    bug(
        "stream-lost-when-busy",
        "the ninth message at a time is forgotten",
        |talk, steps| {
            let is_there = talk.open.len() >= 8 && valid(talk).is_some();
            is_there && steps.pop().is_some()
        },
        || {
            let ids = ["0", "1", "2", "3", "4", "5", "6", "7", "8"];
            ids.map(|id| frame(id, json!({}))).to_vec()
        },
    ),
    bug(
        "stream-id-cut",
        "ids are kept in a column of 36 characters",
        |talk, steps| {
            let cut: String = talk.id.unwrap_or_default().chars().take(36).collect();
            let is_there = talk.id.is_some_and(|id| id != cut);
            is_there && said(steps, |frame| frame["id"] = json!(cut))
        },
        || vec![frame(&"0".repeat(37), json!({}))],
    ),
    bug(
        "stream-id-in-ascii",
        "an id goes through a header, which takes question marks for what is not ASCII",
        |talk, steps| {
            let plain = |id: char| if id.is_ascii() { id } else { '?' };
            let id: String = talk.id.unwrap_or_default().chars().map(plain).collect();
            let is_there = talk.id.is_some_and(|given| given != id);
            is_there && said(steps, |frame| frame["id"] = json!(id))
        },
        || vec![frame("é", json!({}))],
    ),
    bug(
        "stream-overtakes",
        "with two extras the confirmation overtakes the last progress",
        |talk, steps| {
            let extras = valid(talk).and_then(|body| list(body, "extras"));
            let is_there = extras.is_some_and(|extras| extras.len() >= 2);
            if let [.., before, last] = steps.as_mut_slice()
                && is_there
            {
                std::mem::swap(&mut before.act, &mut last.act);
            }
            is_there
        },
        || {
            let extra = json!({"id": "", "kind": "meal"});
            vec![frame("0", json!({"extras": [extra, extra]}))]
        },
    ),
    bug(
        "stream-progress-past-a-hundred",
        "progress is counted in extras, and said at most five times",
        |talk, steps| {
            let extras = valid(talk).and_then(|body| list(body, "extras"));
            let is_there = extras.is_some_and(|extras| extras.len() > 5);
            is_there
                && said(steps, |frame| {
                    if frame["done"] == 100 {
                        frame["done"] = json!(120);
                    }
                })
        },
        || {
            let extra = json!({"id": "", "kind": "meal"});
            vec![frame("0", json!({"extras": vec![extra; 6]}))]
        },
    ),
    bug(
        "stream-closes-on-junk",
        "what is no JSON ends the connection with 1011",
        |talk, steps| {
            let is_there =
                talk.frame.is_text && matches!(talk.problem, Some(Problem::Unreadable(_)));
            if is_there {
                *steps = close(1011);
            }
            is_there
        },
        || vec![Frame::text("x")],
    ),
    bug(
        "stream-vanishes",
        "a type that nobody knows ends the connection without a close",
        |talk, steps| {
            let said = talk.document.and_then(|document| document["type"].as_str());
            let is_there = talk.frame.is_text && said.is_some_and(|said| said != "book");
            if is_there {
                *steps = vec![Step {
                    at: std::time::Duration::ZERO,
                    act: Act::Vanish,
                }];
            }
            is_there
        },
        || vec![Frame::text(r#"{"type":""}"#)],
    ),
    bug(
        "stream-odd-close",
        "a binary frame ends the connection with a code of its own",
        |talk, steps| {
            if !talk.frame.is_text {
                *steps = close(4000);
            }
            !talk.frame.is_text
        },
        || vec![Frame::binary("0")],
    ),
    bug(
        "stream-deaf-after-refusal",
        "after one refusal nothing is heard any more",
        |talk, steps| {
            let is_there = talk.has_failed && talk.frame.is_text;
            if is_there {
                steps.clear();
            }
            is_there
        },
        || vec![Frame::text("{}"), frame("0", json!({}))],
    ),
    bug(
        "stream-takes-no-name",
        "a name of no characters is refused over REST alone",
        |talk, steps| {
            let Some(Problem::Invalid(violations)) = talk.problem else {
                return false;
            };
            let [only] = violations.as_slice() else {
                return false;
            };
            let is_name = only.instance.to_string() == "/body/guest/name";
            let is_there = is_name && only.keyword == "minLength";
            let (true, Some(id), Some(document)) = (is_there, talk.id, talk.document) else {
                return false;
            };
            let mut body = document["body"].clone();
            body["guest"]["name"] = json!("-");
            *steps = answered(id, &body);
            true
        },
        || vec![frame("0", json!({"guest": {"name": ""}}))],
    ),
    bug(
        "stream-refusal-without-id",
        "a refusal does not say whose it is",
        |talk, steps| {
            let is_there = talk.problem.is_some() && talk.id.is_some() && talk.frame.is_text;
            is_there
                && said(steps, |frame| {
                    frame.as_object_mut().map(|members| members.remove("id"));
                })
        },
        || vec![Frame::text(r#"{"id":"0"}"#)],
    ),
    bug(
        "stream-same-id-swallowed",
        "a message with an id that is still open is taken for the same message",
        |talk, steps| {
            let mut open = talk.open.iter();
            let is_there =
                valid(talk).is_some() && open.any(|open| Some(open.id.as_str()) == talk.id);
            if is_there {
                steps.clear();
            }
            is_there
        },
        || {
            let same = Frame::text(message("0", json!({})).to_string());
            vec![same.clone(), same]
        },
    ),
];

const fn bug(
    id: &'static str,
    line: &'static str,
    mistake: fn(&Talk<'_>, &mut Vec<Step>) -> bool,
    trigger: fn() -> Vec<Frame>,
) -> Bug {
    Bug {
        id,
        line,
        operation: Operation::Stream,
        trigger: Trigger::Frames(trigger),
        mistake: Mistake::Stream(mistake),
    }
}

/// Returns the booking of a message that is accepted.
fn valid<'t>(talk: &Talk<'t>) -> Option<&'t Value> {
    let document = talk.document.filter(|_| talk.problem.is_none())?;
    document.get("body").filter(|_| talk.frame.is_text)
}

/// Changes everything that is said; tells whether anything is.
fn said(steps: &mut [Step], mut change: impl FnMut(&mut Value)) -> bool {
    let mut is_said = false;
    for step in steps {
        if let Act::Send(frame) = &mut step.act {
            change(frame);
            is_said = true;
        }
    }
    is_said
}

/// Changes what is said last; tells whether anything is.
fn said_last(steps: &mut [Step], change: impl FnOnce(&mut Value)) -> bool {
    let Some(Step {
        act: Act::Send(last),
        ..
    }) = steps.last_mut()
    else {
        return false;
    };
    change(last);
    true
}
