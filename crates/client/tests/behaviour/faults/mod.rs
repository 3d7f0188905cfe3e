//! What the client makes of a connection that breaks, and that it never repeats what was sent.

mod server;

use std::time::Duration;

use frontdesk_client::{Client, Credentials, Endpoint, Error, Reception, RetryPolicy, Stage};
use frontdesk_model::AccessToken;
use serde_json::{Map, Value, json};
use tokio::task::JoinSet;

use self::server::Act::{Close, Drip, Hang, Reset, Send};
use self::server::{Act, FaultServer, nobody};
use crate::testkit::{TOKEN, credentials, fixed_surroundings, outcome, request};

const FAULTS: &[(&str, &[Act])] = &[
    (
        "answers as it should",
        &[Send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]")],
    ),
    (
        "answers in chunks",
        &[
            Send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n[\r\n"),
            Send("1\r\n]\r\n0\r\n\r\n"),
        ],
    ),
    (
        "answers until the end of the connection",
        &[Send("HTTP/1.1 200 OK\r\n\r\n[]"), Close],
    ),
    (
        "gives hints before the answer",
        &[
            Send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"),
            Send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]"),
        ],
    ),
    (
        "answers twice",
        &[
            Send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]"),
            Send("HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n"),
        ],
    ),
    ("closes before the answer", &[Close]),
    ("resets before the answer", &[Reset]),
    (
        "closes within the head",
        &[Send("HTTP/1.1 200 OK\r\ncontent-le"), Close],
    ),
    (
        "closes within the body",
        &[
            Send("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n[{\"act"),
            Close,
        ],
    ),
    (
        "resets within the body",
        &[
            Send("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n[{\"act"),
            Reset,
        ],
    ),
    (
        "closes within the chunks",
        &[
            Send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n[]\r\n"),
            Close,
        ],
    ),
    (
        "sends a malformed chunk",
        &[
            Send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n"),
            Close,
        ],
    ),
    (
        "resets within the body of a refusal",
        &[
            Send("HTTP/1.1 422 No\r\ncontent-length: 50\r\n\r\n{"),
            Reset,
        ],
    ),
    (
        "states a length that is too long",
        &[
            Send("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n[]"),
            Close,
        ],
    ),
    (
        "states a length that is too short",
        &[Send("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n[]")],
    ),
    (
        "states two lengths",
        &[Send(
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n[] ",
        )],
    ),
    (
        "states an absurd length",
        &[
            Send("HTTP/1.1 200 OK\r\ncontent-length: 9999999999\r\n\r\n[]"),
            Hang,
        ],
    ),
    (
        "never stops",
        &[Drip(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffff\r\n[                                                                ",
        )],
    ),
    (
        "never stops within the limit of time",
        &[Drip("HTTP/1.1 200 OK\r\ncontent-length: 60\r\n\r\n[")],
    ),
    ("never answers", &[Hang]),
    ("never ends its head", &[Drip("HTTP/1.1 200 OK\r\nx: ")]),
    (
        "speaks another protocol",
        &[Send("SSH-2.0-OpenSSH_9.6\r\n"), Close],
    ),
    (
        "speaks no protocol",
        &[Send("\u{0}\u{1}\u{2}\r\n\r\n"), Close],
    ),
    (
        "wants to change the protocol",
        &[Send(
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        )],
    ),
];

#[tokio::test]
async fn every_fault_has_its_outcome() {
    let mut rows = JoinSet::new();
    for (name, acts) in FAULTS {
        rows.spawn(async move {
            let (once, requests) = call(acts, RetryPolicy::standard()).await;
            let (_, opted_in) = call(acts, opted_in()).await;
            let row = json!({
                "outcome": outcome(&once),
                "requests": requests,
                "requests when opted in": opted_in,
            });
            assert_eq!(requests, 1, "{name}: {row}");
            ((*name).to_owned(), row)
        });
    }
    let table: Map<String, Value> = rows.join_all().await.into_iter().collect();
    insta::assert_json_snapshot!("faults", Value::Object(table));
}

#[tokio::test]
async fn what_could_not_be_sent_is_repeated() {
    let (surroundings, waits) = fixed_surroundings();
    let client = Client::builder(nobody().await)
        .surroundings(surroundings)
        .build(credentials())
        .unwrap();
    let waited = || {
        waits
            .lock()
            .unwrap()
            .iter()
            .map(|wait| format!("{wait:?}"))
            .collect::<Vec<_>>()
    };
    let refused = client.reception(&request()).await;
    insta::assert_json_snapshot!(
        "nobody_listens",
        json!({ "outcome": outcome(&refused), "waits": waited() })
    );
}

#[tokio::test]
async fn a_fault_does_not_spoil_the_next_call() {
    for acts in [
        &[
            Send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]"),
            Close,
        ] as &[Act],
        &[Send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[][]")],
        &[
            Send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n[]"),
            Hang,
        ],
    ] {
        let server = FaultServer::start(acts_of(acts)).await;
        let client = client(server.endpoint(), RetryPolicy::standard());
        for calls in 1..=3 {
            assert!(client.reception(&request()).await.is_ok());
            assert_eq!(server.requests(), calls);
            // The end of the connection has to be noticed before it is used again.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn a_token_request_that_was_sent_is_not_repeated() {
    for acts in [&[Close] as &[Act], &[Reset], &[Hang]] {
        let (outcome, requests) = call_for_a_token(acts_of(acts)).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.stage(), Stage::Token);
        assert_eq!((requests, error.attempts()), (1, 1));
    }
}

/// Returns the outcome of every fault, with a token and with a secret to be kept.
pub(crate) async fn all() -> Vec<(&'static str, Result<Reception, Error>)> {
    let mut calls = JoinSet::new();
    for (name, acts) in FAULTS {
        calls.spawn(async move { (*name, call(acts, RetryPolicy::never()).await.0) });
        calls.spawn(async move { (*name, call_for_a_token(acts).await.0) });
    }
    calls.spawn(async move {
        let client = client(nobody().await, RetryPolicy::never());
        ("nobody listens", client.reception(&request()).await)
    });
    calls.join_all().await
}

async fn call(acts: &'static [Act], retry: RetryPolicy) -> (Result<Reception, Error>, usize) {
    let server = FaultServer::start(acts).await;
    let outcome = client(server.endpoint(), retry).reception(&request()).await;
    (outcome, server.requests())
}

async fn call_for_a_token(acts: &'static [Act]) -> (Result<Reception, Error>, usize) {
    let server = FaultServer::start(acts).await;
    let client = Client::builder(server.endpoint())
        .request_timeout(TIMEOUT)
        .build(credentials())
        .expect("usable settings");
    (client.reception(&request()).await, server.requests())
}

fn client(endpoint: Endpoint, retry: RetryPolicy) -> Client {
    Client::builder(endpoint)
        .request_timeout(TIMEOUT)
        .response_limit(64)
        .retry(retry)
        .surroundings(fixed_surroundings().0)
        .build(Credentials::token(AccessToken::new(TOKEN)))
        .expect("usable settings")
}

fn opted_in() -> RetryPolicy {
    RetryPolicy {
        max_attempts: 2,
        repeat_sent: true,
        ..RetryPolicy::standard()
    }
}

fn acts_of(acts: &[Act]) -> &'static [Act] {
    acts.to_vec().leak()
}

const TIMEOUT: Duration = Duration::from_millis(800);
