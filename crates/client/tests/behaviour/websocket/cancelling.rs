//! Giving up and closing leave nothing behind.

use std::time::Duration;

use frontdesk_client::{ErrorKind, Until, WebSocket};

use super::server::{Act, Service};
use super::{builder, client, settings};
use crate::testkit::{credentials, request};

#[tokio::test]
async fn a_dropped_stream_frees_its_slot() {
    let service = Service::start(&[&[Act::Read, Act::Read, Act::Read]]).await;
    let client = client(
        &service,
        WebSocket {
            in_flight: 1,
            ..settings()
        },
    );
    for count in 1..=3 {
        let events = client.send(&request()).await.unwrap();
        service.until(|seen| seen.envelopes.len() == count).await;
        let full = tokio::time::timeout(Duration::from_millis(20), client.send(&request())).await;
        assert!(full.is_err(), "the only slot is taken");
        drop(events);
    }
    assert_eq!(
        client
            .reception(&request())
            .await
            .unwrap()
            .results()
            .count(),
        2
    );
    service.seen(|seen| assert_eq!((seen.upgrades.len(), seen.envelopes.len()), (1, 4)));
}

#[tokio::test]
async fn a_slot_is_free_after_the_end_even_if_nobody_looks() {
    let service = Service::start(&[]).await;
    let client = client(
        &service,
        WebSocket {
            in_flight: 1,
            ..settings()
        },
    );
    let kept = client.send(&request()).await.unwrap();
    assert!(client.reception(&request()).await.is_ok());
    drop(kept);
}

#[tokio::test]
async fn without_a_slot_a_request_times_out_unsent() {
    // The first request is at rest for long, and so keeps the slot.
    const RESTS: &[Act] = &[Act::Read, Act::Say("risk_assessment", "completed")];
    let service = Service::start(&[RESTS]).await;
    let (builder, _) = builder(
        &service,
        WebSocket {
            in_flight: 1,
            ..settings()
        },
    );
    let client = builder
        .request_timeout(Duration::from_millis(500))
        .build(credentials())
        .unwrap();
    let until = Until::quiet(Duration::from_secs(60));
    let mut first = client.send_until(&request(), until).await.unwrap();
    assert!(first.next().await.unwrap().is_ok());
    let error = client.send(&request()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Timeout { sent: false });
    service.seen(|seen| assert_eq!(seen.envelopes.len(), 1));
}

#[tokio::test]
async fn what_is_given_up_before_it_is_written_is_never_written() {
    // The upgrade is refused once, so that there is a while without a connection.
    let refusal = Act::Refuse("HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n");
    let service = Service::start(&[Box::leak(Box::new([refusal]))]).await;
    let client = client(&service, settings());
    drop(client.send(&request()).await.unwrap());
    service.until(|seen| seen.upgrades.len() == 1).await;
    client.reception(&request()).await.unwrap();
    service.seen(|seen| assert_eq!(seen.envelopes.len(), 1));
}

#[tokio::test]
async fn dropping_the_client_closes_the_connection() {
    let service = Service::start(&[]).await;
    let client = client(&service, settings());
    client.reception(&request()).await.unwrap();
    drop(client);
    service.until(|seen| seen.closes == [Some(1000)]).await;
}

#[tokio::test]
async fn a_stream_outlives_its_client() {
    const LATER: &[Act] = &[
        Act::Read,
        Act::Say("risk_assessment", "completed"),
        Act::Say("sentiment_analysis", "completed"),
    ];
    let service = Service::start(&[LATER]).await;
    let client = client(&service, settings());
    let mut events = client.send(&request()).await.unwrap();
    drop(client);
    while let Some(event) = events.next().await {
        event.unwrap();
    }
    drop(events);
    service.until(|seen| seen.closes == [Some(1000)]).await;
}

#[tokio::test]
async fn closing_ends_what_is_open_and_whatever_comes_later() {
    let service = Service::start(&[&[Act::Read]]).await;
    let client = client(&service, settings());
    let mut events = client.send(&request()).await.unwrap();
    service.until(|seen| seen.envelopes.len() == 1).await;
    client.close().await;
    let closed = events.next().await.unwrap().unwrap_err();
    assert_eq!((closed.kind(), closed.attempts()), (&ErrorKind::Closed, 1));
    assert!(events.next().await.is_none());
    let later = client.reception(&request()).await.unwrap_err();
    assert_eq!((later.kind(), later.attempts()), (&ErrorKind::Closed, 0));
    client.close().await;
    service.seen(|seen| assert_eq!(seen.closes, [Some(1000)]));
}
