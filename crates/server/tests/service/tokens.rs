use std::time::Duration;

use frontdesk_client::{Client, Credentials, Endpoint, Until, WebSocket};
use frontdesk_model::{
    Conversation, ConversationMessage, MessageName, ReceptionRequest, RequestEnvelope,
};
use frontdesk_server::{ReceivedKind, Service};

use crate::testkit::{http, logged, payload, post, token, try_connect};

#[tokio::test]
async fn every_documented_spelling_gives_a_token() {
    let service = Service::start().await.unwrap();
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let query = "client_id=demo&client_secret=demo";
    let with_grant = "grant_type=client_credentials&client_id=demo&client_secret=demo";
    for path in [
        "/auth/oauth2/token",
        "/auth/oauth2/token/",
        "/auth/oauth2/token/token",
    ] {
        for fields in [query, with_grant] {
            let in_query = http(&service, &format!("POST {path}?{fields}"), &[form], b"").await;
            let in_form = http(
                &service,
                &format!("POST {path}"),
                &[form],
                fields.as_bytes(),
            )
            .await;
            for answer in [in_query, in_form] {
                assert_eq!(answer.status, 200, "{path}");
                let token = answer.json()["access_token"].as_str().unwrap().to_owned();
                assert_eq!(token.split('.').count(), 3);
                // It travels as a subprotocol, so that no character is outside the token set.
                let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
                assert!(token.bytes().all(allowed));
            }
        }
    }
}

#[tokio::test]
async fn refusals_have_the_form_that_the_sdk_reads() {
    let service = Service::builder()
        .client("me", "s3 cret")
        .start()
        .await
        .unwrap();
    let ask = async |line: &str| {
        let answer = http(&service, line, &[], b"").await;
        (answer.status, String::from_utf8(answer.body).unwrap())
    };
    let mut shown = String::new();
    for line in [
        "POST /auth/oauth2/token?client_id=me&client_secret=s3+cret",
        "POST /auth/oauth2/token?client_id=me&client_secret=wrong",
        "POST /auth/oauth2/token?client_id=demo&client_secret=demo",
        "POST /auth/oauth2/token?client_id=me",
        "POST /auth/oauth2/token?grant_type=password&client_id=me&client_secret=s3+cret",
        "GET /auth/oauth2/token?client_id=me&client_secret=s3+cret",
    ] {
        let (status, body) = ask(line).await;
        let body = if status == 200 { "a token" } else { &body };
        shown += &format!("{line}\n  {status} {body}\n");
    }
    insta::assert_snapshot!(shown);
}

#[tokio::test]
async fn a_token_opens_one_connection() {
    let service = Service::start().await.unwrap();
    let token = token(&service).await;
    let (_socket, response) = try_connect(&service, &format!("optave-v1, {token}"))
        .await
        .unwrap();
    assert_eq!(response.headers()["sec-websocket-protocol"], "optave-v1");
    let refused = try_connect(&service, &format!("optave-v1, {token}")).await;
    assert!(refused.unwrap_err().to_string().contains("401"));
    // Over REST it goes on.
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str())];
    let body = payload("Hello").to_string();
    let answer = http(
        &service,
        "POST /message/reception",
        &headers,
        body.as_bytes(),
    )
    .await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn tokens_end() {
    let (service, log) = logged(Service::builder().token_lifetime(Duration::ZERO)).await;
    let answer = post(&service, "reception", &[], &payload("Hello")).await;
    assert_eq!(answer.status, 401);
    assert!(answer.error().contains("expired"), "{}", answer.error());
    let token = token(&service).await;
    let refused = try_connect(&service, &format!("optave-v1, {token}")).await;
    assert!(refused.is_err());
    for line in log.lock().unwrap().iter() {
        assert!(!line.contains("eyJ"), "{line}");
    }
}

#[tokio::test]
async fn messages_need_a_token_of_this_service() {
    let service = Service::start().await.unwrap();
    let body = payload("Hello").to_string();
    for headers in [
        &[][..],
        &[("Authorization", "Basic ZGVtbzpkZW1v")],
        &[("Authorization", "Bearer")],
        &[("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.")],
    ] {
        let answer = http(
            &service,
            "POST /message/reception",
            headers,
            body.as_bytes(),
        )
        .await;
        assert_eq!(answer.status, 401);
        assert!(
            answer.head.contains("www-authenticate: bearer"),
            "{}",
            answer.head
        );
        assert!(!answer.error().is_empty());
    }
}

#[tokio::test]
async fn headers_of_a_clients_own_go_with_every_request() {
    let service = Service::start().await.unwrap();
    let request = ReceptionRequest::builder()
        .thread_id("t-1")
        .organization_id("o-1")
        .conversation(Conversation::new().message(ConversationMessage::new("Hello")))
        .build();
    let builder = Client::builder(Endpoint::base(&service.url()).unwrap())
        .header("X-Gateway-Key", "gateway-s3cret");
    let websocket = builder.clone().websocket(WebSocket::standard());
    for builder in [builder.clone(), websocket] {
        let client = builder.build(Credentials::new("demo", "demo")).unwrap();
        let envelope = RequestEnvelope::new(MessageName::Summarize, request.clone());
        let until = Until::quiet(Duration::from_millis(50));
        let mut events = client.send_envelope(envelope, until).await.unwrap();
        while let Some(event) = events.next().await {
            let event = event.unwrap();
            assert_eq!(event.superpower().unwrap().as_str(), "summarize");
        }
    }
    // The service may repeat what it was sent; the client's errors do not.
    let client = builder.header("x-frontdesk-fault", "no-such-fault-s3cret");
    let client = client.build(Credentials::new("demo", "demo")).unwrap();
    let error = client.reception(&request).await.unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("s3cret"),
        "{error:?}"
    );
    let received = service.received();
    for kind in [
        ReceivedKind::Token,
        ReceivedKind::Rest,
        ReceivedKind::Upgrade,
    ] {
        let header = ("x-gateway-key".to_owned(), "gateway-s3cret".to_owned());
        let mut of_kind = received.iter().filter(|received| received.kind == kind);
        assert!(
            of_kind.all(|received| received.headers.contains(&header)),
            "{kind:?}"
        );
    }
}
