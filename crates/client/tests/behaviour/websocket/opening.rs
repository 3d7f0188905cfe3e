//! What the client says when it opens a connection, and what it sends.

use frontdesk_client::{Client, Credentials, ErrorKind, Stage, TokenPlace, WebSocket};
use frontdesk_model::{AccessToken, MessageId, RequestEnvelope, from_slice};
use serde_json::Value;

use super::server::{Act, Service, token};
use super::{builder, client, settings};
use crate::testkit::{TOKEN, credentials, request};

#[tokio::test]
async fn the_token_is_the_second_subprotocol() {
    let service = Service::start(&[]).await;
    let client = client(&service, settings());
    client.reception(&request()).await.unwrap();
    service.seen(|seen| {
        assert_eq!(seen.upgrades, [token(1)]);
        assert_eq!(seen.queries, [None]);
    });
}

#[tokio::test]
async fn token_and_session_travel_in_the_query_when_asked() {
    let service = Service::start(&[]).await;
    let settings = WebSocket {
        token_place: TokenPlace::Query,
        chat_session_id: Some("s 1".to_owned()),
        ..settings()
    };
    client(&service, settings)
        .reception(&request())
        .await
        .unwrap();
    service.seen(|seen| {
        let query = format!("OptaveTraceChatSessionId=s+1&Authorization={}", token(1));
        assert_eq!(seen.queries, [Some(query)]);
        assert_eq!(seen.upgrades, [""]);
    });
}

#[tokio::test]
async fn envelopes_have_ids_of_their_own_and_the_request_as_it_is() {
    let service = Service::start(&[]).await;
    let settings = WebSocket {
        tenant_id: Some("tenant".to_owned()),
        ..settings()
    };
    let client = client(&service, settings);
    client.reception(&request()).await.unwrap();
    client.reception(&request()).await.unwrap();
    let envelopes = service.seen(|seen| seen.envelopes.clone());
    let mut ids = Vec::new();
    for envelope in envelopes {
        let read: RequestEnvelope = from_slice(envelope.to_string().as_bytes()).unwrap();
        assert_eq!(read.payload, request());
        assert_eq!(read.headers.tenant_id.as_deref(), Some("tenant"));
        let headers = read.headers;
        for id in [
            headers.correlation_id,
            headers.trace_id,
            headers.idempotency_key,
        ] {
            let id = id.unwrap();
            assert!(id.is_well_formed());
            ids.push(id);
        }
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 6);
}

#[tokio::test]
async fn an_envelope_of_the_caller_is_sent_as_it_is() {
    let service = Service::start(&[&[Act::Read]]).await;
    let client = client(&service, settings());
    let mut envelope = RequestEnvelope::reception(request());
    envelope.headers.trace_id = None;
    let until = settings().until;
    let _events = client
        .send_envelope(envelope.clone(), until.clone())
        .await
        .unwrap();
    service.until(|seen| seen.envelopes.len() == 1).await;
    service.seen(|seen| assert_eq!(seen.envelopes, [serde_json::to_value(&envelope).unwrap()]));

    let mut again = client
        .send_envelope(envelope.clone(), until.clone())
        .await
        .unwrap();
    let error = again.next().await.unwrap().unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::IdInUse);

    envelope.headers.correlation_id = None;
    let mut other = client.send_envelope(envelope, until).await.unwrap();
    while let Some(event) = other.next().await {
        event.unwrap();
    }
    let id = service.seen(|seen| seen.envelopes[1]["headers"]["correlationId"].clone());
    assert!(MessageId::try_from(id.as_str().unwrap()).is_ok());
}

#[tokio::test]
async fn each_connection_has_a_token_of_its_own() {
    const CLOSES: &[Act] = &[Act::Read, Act::Close(Some(1001))];
    let service = Service::start(&[CLOSES, CLOSES, CLOSES]).await;
    let client = client(&service, settings());
    for _ in 0..3 {
        client.reception(&request()).await.unwrap_err();
    }
    client.reception(&request()).await.unwrap();
    service.seen(|seen| {
        assert_eq!(seen.upgrades, [token(1), token(2), token(3), token(4)]);
        assert_eq!(seen.tokens, 4);
    });
}

#[tokio::test]
async fn a_ready_made_token_opens_one_connection() {
    let service = Service::start(&[&[Act::Read, Act::Drop]]).await;
    let client = builder(&service, settings())
        .0
        .build(Credentials::token(AccessToken::new(TOKEN)))
        .unwrap();
    let lost = client.reception(&request()).await.unwrap_err();
    assert_eq!(*lost.kind(), ErrorKind::ConnectionLost { sent: true });
    let spent = client.reception(&request()).await.unwrap_err();
    assert_eq!(
        (spent.stage(), spent.kind()),
        (Stage::Connect, &ErrorKind::TokenSpent)
    );
    service.seen(|seen| assert_eq!((seen.tokens, seen.upgrades.len()), (0, 1)));
}

#[tokio::test]
async fn a_token_that_is_no_subprotocol_is_not_sent() {
    let service = Service::start(&[]).await;
    for (place, works) in [(TokenPlace::Subprotocol, false), (TokenPlace::Query, true)] {
        let settings = WebSocket {
            token_place: place,
            ..settings()
        };
        let client = builder(&service, settings)
            .0
            .build(Credentials::token(AccessToken::new("a/b=")))
            .unwrap();
        let outcome = client.reception(&request()).await;
        assert_eq!(outcome.is_ok(), works);
        if let Err(error) = outcome {
            assert_eq!(*error.kind(), ErrorKind::UnusableToken);
        }
    }
}

#[tokio::test]
async fn envelopes_up_to_the_limit_are_sent_and_larger_ones_are_not() {
    let service = Service::start(&[]).await;
    let size = |client: &Client| {
        let client = client.clone();
        async move { client.reception(&request()).await }
    };
    let generous = client(&service, settings());
    size(&generous).await.unwrap();
    let bytes = service.seen(|seen| seen.envelopes[0].to_string().len());
    for (limit, fits) in [(bytes, true), (bytes - 1, false)] {
        let client = builder(&service, settings())
            .0
            .request_limit(limit)
            .build(credentials())
            .unwrap();
        match size(&client).await {
            Ok(_) => assert!(fits),
            Err(error) => {
                assert!(!fits);
                let kind = ErrorKind::TooLarge {
                    size: bytes,
                    limit: Some(limit),
                };
                assert_eq!((error.kind(), error.attempts()), (&kind, 0));
            }
        }
    }
    service.seen(|seen| assert_eq!(seen.envelopes.len(), 2));
}

#[tokio::test]
async fn either_transport_gives_the_same_reception() {
    let service = Service::start(&[]).await;
    let streamed = client(&service, settings())
        .reception(&request())
        .await
        .unwrap();
    let replies: Vec<Value> = streamed
        .replies()
        .iter()
        .map(|reply| serde_json::to_value(reply.payload()).unwrap())
        .collect();
    let stub = crate::testkit::Stub::start(
        [crate::testkit::granted(TOKEN)],
        [crate::testkit::json(200, &Value::Array(replies))],
    )
    .await;
    let at_once = Client::builder(stub.endpoint())
        .build(credentials())
        .unwrap()
        .reception(&request())
        .await
        .unwrap();
    assert!(streamed.results().eq(at_once.results()));
    stub.finish();
}
