//! Slow readers, silent services and long streams.

use std::time::{Duration, Instant};

use frontdesk_client::{ErrorKind, Until, WebSocket};

use super::server::{Act, Service};
use super::{TIMEOUT, builder, client, settings};
use crate::testkit::{credentials, request};

const TALKATIVE: &[Act] = &[
    Act::Read,
    Act::Read,
    Act::Say("a", "processing"),
    Act::Say("b", "processing"),
    Act::Say("c", "processing"),
    Act::Say("d", "processing"),
    Act::Say("risk_assessment", "completed"),
    Act::Say("sentiment_analysis", "completed"),
];

#[tokio::test]
async fn a_slow_reader_loses_nothing() {
    let service = Service::start(&[&TALKATIVE[1..]]).await;
    let client = client(
        &service,
        WebSocket {
            event_buffer: 1,
            ..settings()
        },
    );
    let mut events = client.send(&request()).await.unwrap();
    let mut heard = 0;
    while let Some(event) = events.next().await {
        event.unwrap();
        heard += 1;
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(heard, 6);
}

#[tokio::test]
async fn a_reader_who_does_not_read_makes_way_for_the_others() {
    let service = Service::start(&[TALKATIVE]).await;
    let (builder, _) = builder(
        &service,
        WebSocket {
            event_buffer: 2,
            ..settings()
        },
    );
    let patience = Duration::from_millis(400);
    let client = builder
        .request_timeout(patience)
        .build(credentials())
        .unwrap();
    // The service answers the second request, whose reader sleeps; then it serves the third.
    let _first = client
        .send_until(&request(), Until::deadline(TIMEOUT * 4))
        .await
        .unwrap();
    let mut sleeper = client.send(&request()).await.unwrap();
    service.until(|seen| seen.envelopes.len() == 2).await;
    let began = Instant::now();
    assert!(client.reception(&request()).await.is_ok());
    assert!(began.elapsed() < patience * 4);
    let mut heard = 0;
    let error = loop {
        match sleeper.next().await.unwrap() {
            Ok(_) => heard += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(
        (heard, error.kind()),
        (2, &ErrorKind::ReaderTooSlow { limit: 2 })
    );
}

#[tokio::test]
async fn a_deadline_holds_while_another_reader_sleeps() {
    let service = Service::start(&[TALKATIVE]).await;
    let client = client(
        &service,
        WebSocket {
            event_buffer: 1,
            ..settings()
        },
    );
    let deadline = Duration::from_millis(100);
    let began = Instant::now();
    let mut first = client
        .send_until(&request(), Until::deadline(deadline))
        .await
        .unwrap();
    let _sleeper = client.send(&request()).await.unwrap();
    assert!(first.next().await.is_none());
    assert!(
        (deadline..TIMEOUT).contains(&began.elapsed()),
        "{:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn a_silent_connection_is_pinged_and_then_given_up() {
    let service = Service::start(&[&[Act::Read], &[Act::Read, Act::Hang]]).await;
    let keep_alive = WebSocket {
        keep_alive: Duration::from_millis(150),
        keep_alive_timeout: Duration::from_millis(500),
        ..settings()
    };
    let (builder, _) = builder(&service, keep_alive.clone());
    let silence = Duration::from_secs(1);
    let client = builder
        .request_timeout(silence)
        .build(credentials())
        .unwrap();
    // The service reads and so answers pings: the connection stays, and the request times out.
    let error = client.reception(&request()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Timeout { sent: true });
    let pings = service.seen(|seen| seen.pings);
    assert!((1..=6).contains(&pings), "{pings}");

    // This one reads nothing any more.
    let client = super::client(&service, keep_alive);
    let began = Instant::now();
    let error = client.reception(&request()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::ConnectionLost { sent: true });
    assert!(began.elapsed() < TIMEOUT, "{:?}", began.elapsed());
}

#[tokio::test]
async fn without_readers_uncorrelated_replies_are_dropped_and_the_oldest_give_way() {
    const STRAY: &[Act] = &[
        Act::SayBare("a", "completed", false),
        Act::SayBare("b", "completed", false),
        Act::SayBare("c", "completed", false),
        Act::Serve,
    ];
    let service = Service::start(&[STRAY]).await;
    let client = client(
        &service,
        WebSocket {
            uncorrelated_buffer: 2,
            ..settings()
        },
    );
    let mut replies = client.uncorrelated();
    client.reception(&request()).await.unwrap();
    let first = replies.next().await.unwrap();
    assert_eq!(first.event.superpower().unwrap().as_str(), "b");
    assert_eq!(replies.missed(), 1);
}
