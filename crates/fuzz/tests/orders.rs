//! A small service, right and wrong: what is found there.

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use frontdesk_fuzz::RunOutcome;
use serde_json::{Value, json};

use crate::support::{Answer, Bug, State, failure, fuzz, serve};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_service_has_no_findings() {
    let url = serve(Vec::new()).await;
    let outcome = fuzz(&url, 6, 1).await;
    assert!(outcome.findings.is_empty(), "{}", told(&outcome));
    assert!(
        outcome.taken > 200,
        "{} of {}",
        outcome.taken,
        outcome.requests
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cause_has_a_finding_of_its_own() {
    let bugs: Vec<Bug> = vec![
        // Several behind one answer.
        when(
            |order| {
                order["customer"]
                    .as_str()
                    .is_some_and(|text| text.chars().count() > 60)
            },
            || failure(500, "oops"),
        ),
        when(|order| order["note"] == "", || failure(500, "oops")),
        when(
            |order| {
                order["note"]
                    .as_str()
                    .is_some_and(|text| text.chars().any(|of| of as u32 > 0xffff))
            },
            || failure(500, "oops"),
        ),
        when(
            |order| {
                order["quantity"]
                    .as_i64()
                    .is_some_and(|number| number > 2_147_483_647)
            },
            || failure(500, "oops"),
        ),
        when(
            |order| order["kind"] == "phone" && order["gift"] == json!(true),
            || failure(500, "oops"),
        ),
        when(
            |order| order["discount"] == json!(1),
            || failure(503, "over"),
        ),
        when(
            |order| {
                order["items"]
                    .as_array()
                    .is_some_and(|items| items.len() > 30)
            },
            || failure(400, "too many"),
        ),
        when(
            |order| order["customer"] == "admin",
            || {
                Some(Answer {
                    status: 201,
                    body: json!({"total": "x"}),
                    delay: Duration::ZERO,
                })
            },
        ),
        when(
            |order| {
                order["placed"]
                    .as_str()
                    .is_some_and(|text| text.contains('+'))
            },
            || {
                Some(Answer {
                    status: 201,
                    body: json!({"id": "a"}),
                    delay: Duration::from_millis(600),
                })
            },
        ),
        Arc::new(|method: &str, value: &Value, state: &State| {
            let order = value["body"].to_string();
            let gift = value["body"]["gift"] == json!(true);
            if method == "POST" && gift && !state.seen.lock().unwrap().insert(order) {
                failure(500, "twice")
            } else {
                None
            }
        }),
        Arc::new(|method: &str, value: &Value, _: &State| {
            // `pattern` is not looked at.
            let wrong = value["body"]["items"][0]["sku"]
                .as_str()
                .is_some_and(|sku| !sku.starts_with(|of: char| of.is_ascii_uppercase()));
            (method == "POST" && wrong && value["body"]["customer"].is_string()).then(|| Answer {
                status: 201,
                body: json!({"id": "a"}),
                delay: Duration::ZERO,
            })
        }),
    ];
    let url = serve(bugs).await;
    let outcome = fuzz(&url, 20, 2).await;
    let told = told(&outcome);
    for (check, place) in [
        ("server-error", "/body/customer has more than 60"),
        ("server-error", "/body/note is empty"),
        (
            "server-error",
            "/body/note holds a character beyond the basic plane",
        ),
        ("server-error", "/body/quantity is 2147483648 or more"),
        ("server-error", "/body/kind is \"phone\""),
        ("server-error", "/body/discount is 1"),
        ("valid-refused", "/body/items has more than 30"),
        ("response-schema", "/body/customer is \"admin\""),
        ("slow", "/body/placed"),
        ("server-error", "the same request is sent again"),
        ("invalid-accepted", "pattern"),
    ] {
        let found = outcome
            .findings
            .iter()
            .any(|finding| finding.check == check && finding.message.contains(place));
        assert!(found, "{check} {place}\n{told}");
    }
    assert!(outcome.findings.len() <= 14, "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_and_goes_is_one_finding() {
    let url = serve(vec![Arc::new(|_: &str, _: &Value, state: &State| {
        let count = state.count.fetch_add(1, Ordering::Relaxed);
        if count % 20 == 19 {
            failure(500, "now and then")
        } else {
            None
        }
    })])
    .await;
    let outcome = fuzz(&url, 6, 3).await;
    assert!(
        (1..=2).contains(&outcome.findings.len()),
        "{}",
        told(&outcome)
    );
    assert!(
        outcome
            .findings
            .iter()
            .all(|finding| finding.rate.is_some()),
        "{}",
        told(&outcome)
    );
}

fn when(
    wrong: impl Fn(&Value) -> bool + Send + Sync + 'static,
    answer: impl Fn() -> Option<Answer> + Send + Sync + 'static,
) -> Bug {
    Arc::new(move |method, value, _| {
        let valid = value["valid"] == json!(true);
        if method == "POST" && valid && wrong(&value["body"]) {
            answer()
        } else {
            None
        }
    })
}

fn told(outcome: &RunOutcome) -> String {
    let findings: Vec<String> = outcome
        .findings
        .iter()
        .map(|finding| {
            let body = String::from_utf8_lossy(&finding.sent.body)
                .chars()
                .take(200)
                .collect::<String>();
            format!(
                "{} x{} {:?}\n    {}\n    {}",
                finding.check, finding.count, finding.rate, finding.message, body
            )
        })
        .collect();
    format!(
        "{} requests in {:.1} s, {:?}, {:?}\n{}",
        outcome.requests,
        outcome.seconds,
        outcome.stop,
        outcome.statuses,
        findings.join("\n")
    )
}
