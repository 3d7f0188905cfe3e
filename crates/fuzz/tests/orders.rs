//! A small service, right and wrong: what is found there.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

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
    assert!(outcome.taken > 100, "{}", told(&outcome));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cause_has_a_finding_of_its_own() {
    finds(
        behind_one_answer,
        &[
            ("server-error", "/body/customer has more than 60 characters"),
            ("server-error", "/body/note is empty"),
            (
                "server-error",
                "/body/note holds a character beyond the basic plane",
            ),
            ("server-error", "/body/quantity is 2147483648 or more"),
            ("server-error", "/body/kind is \"phone\""),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_bug_has_a_check() {
    finds(
        of_many_kinds,
        &[
            ("server-error", "/body/discount is 1"),
            ("valid-refused", "/body/items has more than 30 items"),
            ("response-schema", "/body/customer is \"admin\""),
            ("slow", "/body/placed"),
            ("server-error", "the same request is sent"),
            ("invalid-accepted", "`pattern`"),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_frequent_does_not_hide_what_is_rare() {
    finds(
        beside_a_frequent_one,
        &[
            ("server-error", "/body/note is another than such as \"b\""),
            ("server-error", "/body/placed is in a second 60"),
            ("server-error", "/body/items has more than 999 items"),
            ("valid-refused", "/body/customer has more than 100 bytes"),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_and_goes_is_one_finding() {
    let now_and_then: Bug = Arc::new(|_: &str, _: &Value, state: &State| {
        let count = state.count.fetch_add(1, Ordering::Relaxed);
        (count % 20 == 19).then(|| failure(500, "now and then"))
    });
    let url = serve(vec![now_and_then]).await;
    let outcome = fuzz(&url, 6, 3).await;
    // One for each operation.
    assert!(
        (1..=2).contains(&outcome.findings.len()),
        "{}",
        told(&outcome)
    );
    let rates = outcome
        .findings
        .iter()
        .all(|finding| finding.rate.is_some());
    assert!(rates, "{}", told(&outcome));
}

fn behind_one_answer() -> Vec<Bug> {
    let oops = || failure(500, "oops");
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    vec![
        when(
            move |order| text(&order["customer"]).chars().count() > 60,
            oops,
        ),
        when(|order| order["note"] == "", oops),
        when(
            move |order| text(&order["note"]).chars().any(|of| of as u32 > 0xffff),
            oops,
        ),
        when(
            |order| {
                order["quantity"]
                    .as_i64()
                    .is_some_and(|of| of > 2_147_483_647)
            },
            oops,
        ),
        when(
            |order| order["kind"] == "phone" && order["gift"] == json!(true),
            oops,
        ),
    ]
}

fn beside_a_frequent_one() -> Vec<Bug> {
    let oops = || failure(500, "oops");
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    vec![
        when(
            |order| order["note"].is_string() && order["note"] != "b",
            oops,
        ),
        when(move |order| text(&order["placed"]).contains(":60"), oops),
        when(
            |order| {
                order["items"]
                    .as_array()
                    .is_some_and(|items| items.len() > 999)
            },
            oops,
        ),
        when(
            move |order| text(&order["customer"]).len() > 100,
            || failure(400, "too long"),
        ),
    ]
}

fn of_many_kinds() -> Vec<Bug> {
    let made = |body: Value| Answer {
        status: 201,
        body,
        delay: Duration::ZERO,
    };
    let later = || Answer {
        status: 201,
        body: json!({"id": "a"}),
        delay: Duration::from_millis(600),
    };
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    vec![
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
            move || made(json!({"total": "x"})),
        ),
        when(move |order| text(&order["placed"]).contains('+'), later),
        Arc::new(|method: &str, value: &Value, state: &State| {
            let order = value["body"].to_string();
            let counted = method == "POST" && value["body"]["gift"] == json!(true);
            let known = counted && !state.seen.lock().unwrap().insert(order);
            known.then(|| failure(500, "twice"))
        }),
        Arc::new(move |method: &str, value: &Value, _: &State| {
            let sku = value["body"]["items"][0]["sku"].as_str();
            let wrong = sku.is_some_and(|sku| !sku.starts_with(|of: char| of.is_ascii_uppercase()));
            let taken = method == "POST" && wrong && value["body"]["customer"].is_string();
            taken.then(|| made(json!({"id": "a"})))
        }),
    ]
}

fn when(
    wrong: impl Fn(&Value) -> bool + Send + Sync + 'static,
    answer: impl Fn() -> Answer + Send + Sync + 'static,
) -> Bug {
    Arc::new(move |method, value, _| {
        let valid = value["valid"] == json!(true);
        (method == "POST" && valid && wrong(&value["body"])).then(&answer)
    })
}

/// Expects all of these causes, and few others, of one run; a busy machine gets three runs, since
/// what is found in so many seconds depends on what else it does.
async fn finds(bugs: fn() -> Vec<Bug>, expected: &[(&str, &str)]) {
    let mut missed = String::new();
    for seed in 2..5 {
        let outcome = fuzz(&serve(bugs()).await, 20, seed).await;
        let is_found = |(check, cause): &(&str, &str)| {
            let mut findings = outcome.findings.iter();
            findings.any(|finding| finding.check == *check && finding.message.contains(cause))
        };
        let few = outcome.findings.len() <= expected.len() + 2;
        if few && expected.iter().all(is_found) {
            return;
        }
        missed.push_str(&told(&outcome));
    }
    panic!("{missed}");
}

fn told(outcome: &RunOutcome) -> String {
    let findings = outcome.findings.iter().map(|finding| {
        let body: String = String::from_utf8_lossy(&finding.sent.body)
            .chars()
            .take(200)
            .collect();
        let (check, count, rate) = (&finding.check, finding.count, finding.rate);
        format!(
            "{check} x{count} {rate:?}\n    {}\n    {body}\n",
            finding.message
        )
    });
    format!(
        "{} requests in {:.1} s, {} taken, {:?}, {:?}\n{}",
        outcome.requests,
        outcome.seconds,
        outcome.taken,
        outcome.stop,
        outcome.statuses,
        findings.collect::<String>()
    )
}
