//! What the caller hears, in which order, and until when.

use std::time::Duration;

use frontdesk_client::{
    BareReplies, Client, End, ErrorKind, Event, Events, First, Until, WebSocket,
};
use frontdesk_model::Superpower;
use futures_util::StreamExt;
use tokio::task::JoinSet;

use super::server::{Act, Service};
use super::{client, settings};
use crate::testkit::{Stub, TOKEN, credentials, granted, json, reply, request};

const ALL_KINDS: &[Act] = &[
    Act::Read,
    Act::Say("risk_assessment", "started"),
    Act::Say("risk_assessment", "processing"),
    Act::Say("risk_assessment", "paused"),
    Act::Text("{\"action\":\"message\"}"),
    Act::SayBare("risk_assessment", "completed", false),
    Act::SayBare("risk_assessment", "completed", true),
    Act::Say("sentiment_analysis", "error"),
    Act::Say("sentiment_analysis", "completed"),
];

#[tokio::test]
async fn every_kind_of_event_is_told_apart() {
    let service = Service::start(&[ALL_KINDS]).await;
    let client = client(&service, settings());
    let mut uncorrelated = client.uncorrelated();
    let mut events = client.send(&request()).await.unwrap();
    let heard = names(&mut events).await;
    assert_eq!(
        heard,
        [
            "state risk_assessment started",
            "partial risk_assessment processing",
            "partial risk_assessment paused",
            "result risk_assessment completed",
            "failure sentiment_analysis error",
        ]
    );
    assert_eq!(events.end(), Some(End::AllDone));
    let unknown = uncorrelated.next().await.unwrap();
    assert!(matches!(&unknown.event, Event::Unknown(unknown) if unknown.json().is_some()));
    let bare = uncorrelated.next().await.unwrap();
    assert_eq!(
        (bare.correlation_id, name(&bare.event)),
        (None, "result risk_assessment completed".to_owned())
    );
    let late = uncorrelated.next().await.unwrap();
    assert!(late.correlation_id.is_some());
    assert_eq!(name(&late.event), "result sentiment_analysis completed");
    assert_eq!(uncorrelated.missed(), 0);
}

#[tokio::test]
async fn a_bare_reply_is_that_of_the_only_request_when_asked() {
    const BARE: &[Act] = &[
        Act::Read,
        Act::SayBare("risk_assessment", "completed", false),
        Act::SayBare("sentiment_analysis", "completed", false),
    ];
    let service = Service::start(&[BARE]).await;
    let settings = WebSocket {
        bare_replies: BareReplies::OnlyRequest,
        ..settings()
    };
    let reception = client(&service, settings)
        .reception(&request())
        .await
        .unwrap();
    assert_eq!(reception.results().count(), 2);
}

#[tokio::test]
async fn the_caller_says_when_it_ends() {
    let brief = Duration::from_millis(400);
    for (until, end, heard) in [
        (Until::first(First::Outcome), End::First, 5),
        (Until::first(First::Result), End::First, 5),
        (Until::first(First::Failure), End::First, 6),
        (
            Until::first(First::Of(Superpower::SentimentAnalysis)),
            End::First,
            6,
        ),
        (Until::all([Superpower::RiskAssessment]), End::AllDone, 5),
        (Until::quiet(brief), End::Quiet, 7),
        (Until::deadline(brief), End::Deadline, 7),
        (
            Until::quiet(brief).or(Until::first(First::Failure)),
            End::First,
            6,
        ),
    ] {
        let service = Service::start(&[ALL_KINDS]).await;
        let client = client(&service, settings());
        let mut events = client.send_until(&request(), until.clone()).await.unwrap();
        // The document of another kind names no request and is not counted.
        let names = names(&mut events).await;
        assert_eq!(
            (events.end(), names.len() + 1),
            (Some(end), heard),
            "{until:?}"
        );
    }
}

#[tokio::test]
async fn the_last_word_of_a_superpower_counts() {
    const UPDATES: &[Act] = &[
        Act::Read,
        Act::Say("risk_assessment", "processing"),
        Act::Say("sentiment_analysis", "completed"),
        Act::Say("risk_assessment", "processing"),
        Act::Say("risk_assessment", "completed"),
    ];
    let service = Service::start(&[UPDATES]).await;
    let reception = client(&service, settings())
        .reception(&request())
        .await
        .unwrap();
    let said: Vec<String> = reception
        .results()
        .map(|result| format!("{} {}", result.action_type, result.state))
        .collect();
    assert_eq!(
        said,
        ["sentiment_analysis completed", "risk_assessment completed"]
    );
}

#[tokio::test]
async fn a_deadline_without_a_reply_is_a_timeout() {
    let service = Service::start(&[&[Act::Read]]).await;
    let settings = WebSocket {
        until: Until::deadline(Duration::from_millis(50)),
        ..settings()
    };
    let error = client(&service, settings)
        .reception(&request())
        .await
        .unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Timeout { sent: true });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_requests_share_a_connection() {
    let service = Service::start(&[]).await;
    let client = client(&service, settings());
    let mut calls = JoinSet::new();
    for _ in 0..20 {
        let client = client.clone();
        calls.spawn(async move {
            client
                .reception(&request())
                .await
                .unwrap()
                .results()
                .count()
        });
    }
    assert_eq!(calls.join_all().await, [2; 20]);
    service.seen(|seen| assert_eq!((seen.upgrades.len(), seen.envelopes.len()), (1, 20)));
}

#[tokio::test]
async fn rest_brings_events_too() {
    let body = serde_json::Value::Array(vec![
        reply("risk_assessment", "completed", &serde_json::json!([])),
        reply("sentiment_analysis", "error", &serde_json::json!([])),
    ]);
    let stub = Stub::start([granted(TOKEN)], [json(200, &body)]).await;
    let client = Client::builder(stub.endpoint())
        .build(credentials())
        .unwrap();
    let mut events = client.send(&request()).await.unwrap();
    let heard = names(&mut events).await;
    assert_eq!(
        heard,
        [
            "result risk_assessment completed",
            "failure sentiment_analysis error"
        ]
    );
    assert_eq!(events.end(), Some(End::Response));
    assert!(client.uncorrelated().next().await.is_none());
    client.close().await;
    stub.finish();
}

/// Reads a stream to its end.
async fn names(events: &mut Events) -> Vec<String> {
    events
        .map(|event| name(&event.expect("no failure")))
        .collect()
        .await
}

fn name(event: &Event) -> String {
    let kind = match event {
        Event::State(_) => "state",
        Event::Partial(_) => "partial",
        Event::Result(_) => "result",
        Event::Failure(_) => "failure",
        Event::Repeated { .. } => "repeated",
        _ => "unknown",
    };
    event.reply().map_or_else(
        || kind.to_owned(),
        |reply| {
            format!(
                "{kind} {} {}",
                reply.payload().superpower(),
                reply.payload().state()
            )
        },
    )
}
