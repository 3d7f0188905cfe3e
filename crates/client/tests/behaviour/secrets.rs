//! Neither the secret nor a token is in anything that can be printed.

use crate::faults;
use crate::testkit::{OTHER_TOKEN, SECRET, TOKEN, shown};
use crate::websocket::token;
use crate::{outcomes, refusals, requests, websocket};

#[tokio::test]
async fn nothing_that_can_be_printed_holds_a_secret() {
    let scenarios = [requests::all(), outcomes::all(), refusals::all()];
    for (name, scenario) in scenarios.into_iter().flatten() {
        let played = scenario.play().await;
        for text in &played.shown {
            holds_no_secret(name, text);
        }
        for outcome in &played.outcomes {
            holds_no_secret(name, &shown(outcome));
        }
    }
    let over_websocket = websocket::all_faults().await;
    for (name, outcome) in faults::all().await.into_iter().chain(over_websocket) {
        holds_no_secret(name, &shown(&outcome));
    }
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let query = "?client_secret=s3cr3t%2B%22%2F+%26%C3%A9%3D";
    for text in [SECRET, TOKEN, query, &format!("{SECRET:?}")] {
        assert!(secret_in(text).is_some(), "{text}");
        assert!(secret_in(&format!("{text:?}")).is_some(), "{text}");
    }
    assert_eq!(secret_in("[redacted]"), None);
}

#[track_caller]
fn holds_no_secret(name: &str, shown: &str) {
    assert_eq!(secret_in(shown), None, "in {name}: {shown}");
}

/// Finds secrets by parts that no escaping or encoding changes.
fn secret_in(shown: &str) -> Option<&str> {
    const PARTS: [&str; 3] = ["s3cr3t", "eyJ0b2tlbi5vbmU", OTHER_TOKEN];
    assert!(SECRET.contains(PARTS[0]) && TOKEN.contains(PARTS[1]) && token(1).contains(PARTS[1]));
    PARTS.into_iter().find(|part| shown.contains(part))
}
