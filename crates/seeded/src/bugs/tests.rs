use std::collections::BTreeSet;

use serde_json::Value;

use super::all;
use crate::bug::{Bug, Operation, Trigger};
use crate::desk::Desk;
use crate::request::{Answer, Reply, Request};
use crate::stream::{Conversation, Frame};
use crate::switches::Switches;

#[test]
fn there_are_enough_and_each_is_named_once() {
    let ids: BTreeSet<&str> = all().map(|bug| bug.id).collect();
    assert_eq!(ids.len(), all().count());
    assert!(ids.len() >= 36, "{}", ids.len());
    for bug in all() {
        assert!(!bug.line.contains('\n') && bug.line.len() < 120, "{bug:?}");
        assert!(!bug.line.ends_with('.'), "{bug:?}");
    }
}

#[test]
fn each_trigger_sets_off_its_bug_and_only_with_its_switch() {
    for bug in all() {
        assert_eq!(fired(bug, &only(bug)), [bug.id], "{bug:?}");
        assert!(fired(bug, &Switches::none()).is_empty(), "{bug:?}");
        let others = all().map(|bug| bug.id).filter(|id| *id != bug.id);
        let others = Switches::of(others).unwrap();
        assert!(!fired(bug, &others).contains(&bug.id), "{bug:?}");
    }
}

#[test]
fn each_bug_changes_what_comes_back() {
    for bug in all() {
        let [with, without] = [only(bug), Switches::none()].map(|switches| seen(bug, &switches));
        assert_ne!(with, without, "{bug:?}");
    }
}

#[test]
fn at_least_ten_are_behind_the_same_answer() {
    let crash = format!("{:?}", Answer::Reply(Reply::crash()));
    let same = all().filter(|bug| seen(bug, &only(bug)) == crash);
    assert!(same.count() >= 10);
}

#[test]
fn no_smaller_document_sets_a_bug_off() {
    for bug in all() {
        let bodies: Vec<Vec<u8>> = match bug.trigger {
            Trigger::Requests(make) => make().into_iter().map(|request| request.body).collect(),
            Trigger::Frames(make) => make().into_iter().map(|frame| frame.bytes).collect(),
        };
        let Some((last, _)) = bodies.split_last() else {
            continue;
        };
        // What is large takes the minimiser longer than it is worth here.
        let Some(document) = (last.len() < 2000).then(|| read(last)).flatten() else {
            continue;
        };
        let schemas = Desk::new().unwrap().schemas;
        let schema = match bug.operation {
            Operation::CreateBooking => schemas.booking,
            Operation::ListBookings => schemas.list,
            Operation::MakeReport => schemas.report,
            Operation::Stream => schemas.stream,
        };
        // A token lets a good report pass, whatever it says about others.
        let is_good = schema.accepts(&document);
        let smaller = frontdesk_payload::minimise(document, |candidate| {
            if schema.accepts(candidate) != is_good {
                return false;
            }
            let candidate = candidate.to_string().into_bytes();
            candidate.len() <= last.len() && fires_with(bug, &candidate)
        });
        let smaller = smaller.to_string();
        assert!(smaller.len() >= last.len(), "{bug:?}: {smaller}");
    }
}

fn read(bytes: &[u8]) -> Option<Value> {
    frontdesk_json::read(bytes).ok()
}

fn only(bug: &Bug) -> Switches {
    Switches::only(bug.id).unwrap()
}

/// Sends the trigger with another body at its end.
fn fires_with(bug: &Bug, body: &[u8]) -> bool {
    let fired = match bug.trigger {
        Trigger::Requests(make) => {
            let mut requests = make();
            // Where it takes two of the same, both change.
            for request in &mut requests {
                request.body = body.to_vec();
            }
            ask(&requests, &only(bug)).0
        }
        Trigger::Frames(make) => {
            let mut frames = make();
            if let Some(last) = frames.last_mut() {
                last.bytes = body.to_vec();
            }
            talk(&frames, &only(bug)).0
        }
    };
    fired.contains(&bug.id)
}

fn fired(bug: &Bug, switches: &Switches) -> Vec<&'static str> {
    match bug.trigger {
        Trigger::Requests(make) => ask(&make(), switches).0,
        Trigger::Frames(make) => talk(&make(), switches).0,
    }
}

fn seen(bug: &Bug, switches: &Switches) -> String {
    match bug.trigger {
        Trigger::Requests(make) => ask(&make(), switches).1,
        Trigger::Frames(make) => talk(&make(), switches).1,
    }
}

/// Returns what has fired, and the last answer.
fn ask(requests: &[Request], switches: &Switches) -> (Vec<&'static str>, String) {
    let desk = Desk::new().unwrap();
    let answers = requests
        .iter()
        .map(|request| format!("{:?}", desk.answer(request, switches)));
    let last = answers.last().unwrap_or_default();
    (ids(&desk), last)
}

/// Returns what has fired, and what the last frame has brought.
fn talk(frames: &[Frame], switches: &Switches) -> (Vec<&'static str>, String) {
    let desk = Desk::new().unwrap();
    let mut conversation = Conversation::default();
    let brought = frames
        .iter()
        .map(|frame| format!("{:?}", conversation.hear(&desk, switches, frame)));
    let last = brought.last().unwrap_or_default();
    (ids(&desk), last)
}

fn ids(desk: &Desk) -> Vec<&'static str> {
    desk.log.all().iter().map(|fired| fired.bug).collect()
}
