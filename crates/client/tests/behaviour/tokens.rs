//! Calls at the same time share one fetch of a token.

use std::time::Duration;

use frontdesk_client::{Client, Error, ErrorKind, Reception, Stage};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::testkit::{OTHER_TOKEN, Stub, TOKEN, completed, credentials, empty, granted, request};

const CALLS: usize = 16;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_fetch_serves_all() {
    let slow = granted(TOKEN).set_delay(Duration::from_millis(100));
    let stub = Stub::ruled([slow], |_| completed()).await;
    let outcomes = at_once(&client(&stub)).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(counts(&stub.finish()), (1, CALLS));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_failing_fetch_fails_all() {
    let slow = empty(401).set_delay(Duration::from_secs(1));
    let stub = Stub::ruled([slow], |_| completed()).await;
    for outcome in at_once(&client(&stub)).await {
        let error = outcome.unwrap_err();
        assert_eq!(error.stage(), Stage::Token);
        assert!(matches!(
            error.kind(),
            ErrorKind::BadCredentials { status: 401, .. }
        ));
    }
    assert_eq!(counts(&stub.finish()), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_fetch_replaces_a_refused_token_for_all() {
    let old = format!("Bearer {TOKEN}");
    let tokens = [granted(TOKEN), granted(OTHER_TOKEN)];
    let stub = Stub::ruled(tokens, move |request| {
        if request.headers["authorization"] == old.as_str() {
            empty(401)
        } else {
            completed()
        }
    })
    .await;
    let outcomes = at_once(&client(&stub)).await;
    assert!(outcomes.iter().all(Result::is_ok));
    let (tokens, messages) = counts(&stub.finish());
    assert_eq!(tokens, 2);
    assert!((CALLS + 1..=2 * CALLS).contains(&messages), "{messages}");
}

#[tokio::test]
async fn a_call_that_is_given_up_does_not_hold_the_others() {
    let never = granted(TOKEN).set_delay(Duration::from_secs(20));
    let stub = Stub::ruled([never, granted(OTHER_TOKEN)], |_| completed()).await;
    let client = client(&stub);
    let given_up =
        tokio::time::timeout(Duration::from_millis(500), client.reception(&request())).await;
    assert!(given_up.is_err());
    assert!(client.reception(&request()).await.is_ok());
    assert_eq!(counts(&stub.finish()), (2, 1));
}

#[tokio::test]
async fn clones_share_the_token() {
    let stub = Stub::start([granted(TOKEN)], [completed(), completed()]).await;
    let client = client(&stub);
    assert!(client.clone().reception(&request()).await.is_ok());
    assert!(client.reception(&request()).await.is_ok());
    assert_eq!(counts(&stub.finish()), (1, 2));
}

fn client(stub: &Stub) -> Client {
    Client::builder(stub.endpoint())
        .build(credentials())
        .expect("usable settings")
}

async fn at_once(client: &Client) -> Vec<Result<Reception, Error>> {
    let mut calls = JoinSet::new();
    for _ in 0..CALLS {
        let client = client.clone();
        calls.spawn(async move { client.reception(&request()).await });
    }
    calls.join_all().await
}

/// Counts token requests and messages.
fn counts(requests: &[Value]) -> (usize, usize) {
    let tokens = requests
        .iter()
        .filter(|request| request["request"] == "POST /auth/oauth2/token")
        .count();
    (tokens, requests.len() - tokens)
}
