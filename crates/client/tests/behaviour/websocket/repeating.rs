//! What is sent again after a connection is lost, and what never is.

use frontdesk_client::{Client, ErrorKind, Event, RetryPolicy};
use frontdesk_model::RequestEnvelope;

use super::server::{Act, Service, token};
use super::{builder, settings};
use crate::testkit::{credentials, request};

const LOSES: &[Act] = &[Act::Read, Act::Say("risk_assessment", "started"), Act::Drop];

#[tokio::test]
async fn a_request_with_a_key_is_sent_again_when_asked() {
    let service = Service::start(&[LOSES]).await;
    let mut events = opted_in(&service).send(&request()).await.unwrap();
    let mut heard = Vec::new();
    while let Some(event) = events.next().await {
        heard.push(event.unwrap());
    }
    let Event::Repeated { attempts: 2 } = heard[1] else {
        panic!("{heard:?}");
    };
    assert_eq!(heard.len(), 6);
    service.seen(|seen| {
        assert_eq!(seen.envelopes[0], seen.envelopes[1], "with the same ids");
        assert_eq!(seen.upgrades, [token(1), token(2)]);
    });
}

#[tokio::test]
async fn a_request_is_sent_as_often_as_the_policy_allows() {
    let service = Service::start(&[LOSES, LOSES, LOSES]).await;
    let error = opted_in(&service).reception(&request()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (&ErrorKind::ConnectionLost { sent: true }, 3)
    );
    service.seen(|seen| assert_eq!(seen.envelopes.len(), 3));
}

#[tokio::test]
async fn what_was_sent_once_is_never_called_unsent() {
    const REFUSES: &[Act] = &[Act::Refuse("HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n")];
    let service = Service::start(&[LOSES, REFUSES]).await;
    let error = opted_in(&service).reception(&request()).await.unwrap_err();
    let sent = ErrorKind::ConnectionLost { sent: true };
    assert_eq!((error.kind(), error.attempts()), (&sent, 1));
}

#[tokio::test]
async fn a_request_without_a_key_is_never_sent_again() {
    let service = Service::start(&[LOSES]).await;
    let mut envelope = RequestEnvelope::reception(request());
    envelope.headers.idempotency_key = None;
    let client = opted_in(&service);
    let mut events = client
        .send_envelope(envelope, settings().until)
        .await
        .unwrap();
    assert!(events.next().await.unwrap().is_ok());
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::ConnectionLost { sent: true });
    service.seen(|seen| assert_eq!(seen.envelopes.len(), 1));
}

#[tokio::test]
async fn after_1008_nothing_is_sent_again() {
    let service = Service::start(&[&[Act::Read, Act::Close(Some(1008))]]).await;
    let client = opted_in(&service);
    for sent in [true, false] {
        let error = client.reception(&request()).await.unwrap_err();
        let ErrorKind::ConnectionClosed {
            code: Some(1008),
            sent: noted,
            ..
        } = error.kind()
        else {
            panic!("{error}");
        };
        assert_eq!(*noted, sent);
    }
    service.seen(|seen| assert_eq!((seen.upgrades.len(), seen.envelopes.len()), (1, 1)));
}

#[tokio::test]
async fn connecting_is_given_up_after_as_many_attempts() {
    const REFUSES: &[Act] = &[Act::Refuse("HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n")];
    let service = Service::start(&[REFUSES, REFUSES, REFUSES]).await;
    let (builder, waits) = builder(&service, settings());
    let client = builder.build(credentials()).unwrap();
    let error = client.reception(&request()).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 3));
    let waits: Vec<u128> = waits
        .lock()
        .unwrap()
        .iter()
        .map(std::time::Duration::as_millis)
        .collect();
    assert_eq!(waits, [100, 200]);
    client.reception(&request()).await.unwrap();
}

fn opted_in(service: &Service) -> Client {
    let policy = RetryPolicy {
        repeat_sent: true,
        ..RetryPolicy::standard()
    };
    let (builder, _) = builder(service, settings());
    builder
        .retry(policy)
        .build(credentials())
        .expect("usable settings")
}
