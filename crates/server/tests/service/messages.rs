use frontdesk_server::{ReceivedKind, Service};
use serde_json::{Value, json};

use crate::testkit::{http, logged, payload, post, token};

/// The body of the docs page, word for word.
const CURL: &str = include_str!("documented-curl.json");

#[tokio::test]
async fn the_documented_curl_line_is_answered_with_the_host_replaced() {
    let service = Service::start().await.unwrap();
    let bearer = format!("Bearer {}", token(&service).await);
    let headers = [
        ("Host", "acme.oco.optave.test"),
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];
    let answer = http(
        &service,
        "POST /message/reception",
        &headers,
        CURL.as_bytes(),
    )
    .await;
    assert_eq!(answer.status, 200);
    let reply = answer.json();
    assert_eq!(reply["action"], "superpower");
    assert_eq!(reply["state"], "completed");
    assert!(reply["message"]["results"][0]["response"][0].is_object());
    assert!(
        answer
            .head
            .contains("x-frontdesk-chose: sentiment_analysis, the first of"),
        "{}",
        answer.head
    );
    let received = service.received();
    let last = received.last().unwrap();
    assert_eq!(
        (last.kind, last.tenant.as_deref()),
        (ReceivedKind::Rest, Some("acme"))
    );
    assert!(!format!("{last:?}").contains("eyJ"));
}

#[tokio::test]
async fn replies_depend_on_what_was_said() {
    let service = Service::start().await.unwrap();
    let all = [("x-frontdesk-superpower", "all")];
    let angry =
        "This is the third time! I want a refund or I call a journalist. Where is my order?";
    let answer = post(&service, "reception", &all, &payload(angry)).await;
    insta::assert_json_snapshot!("angry", answer.json());
    let answer = post(
        &service,
        "reception",
        &all,
        &payload("Merci, tout est parfait."),
    )
    .await;
    insta::assert_json_snapshot!("pleased", answer.json());
}

#[tokio::test]
async fn all_nine_messages_are_known_and_ask_for_their_own() {
    let service = Service::start().await.unwrap();
    let mut full = payload("I ordered a lamp. Where is it?");
    full["request"]["connections"]["parentId"] = json!("r-1");
    full["request"]["attributes"] = json!({"content": "Soon.", "instruction": "kinder"});
    full["request"]["resources"] = json!({"offers": [{"id": "o-1"}]});
    let mut none = full.clone();
    none["request"]["scope"]["conversations"] = json!([]);
    let mut shown = String::new();
    for name in NAMES {
        let answer = post(&service, name, &[], &full).await;
        assert_eq!(answer.status, 200, "{name}: {:?}", answer.json());
        shown += &format!("{name}: {}\n", answer.json()["actionType"]);
        for body in [&payload("Hello"), &none] {
            let answer = post(&service, name, &[], body).await;
            if answer.status != 200 {
                shown += &format!(
                    "  {} {}\n",
                    answer.status,
                    answer.error().replace('\n', "\n      ")
                );
            }
        }
    }
    insta::assert_snapshot!(shown);
}

#[tokio::test]
async fn what_is_wrong_is_explained() {
    let (service, log) = logged(Service::builder()).await;
    let changed = |change: fn(&mut Value)| {
        let mut body = payload("Hello");
        change(&mut body);
        body
    };
    let mut shown = String::new();
    for body in [
        changed(|body| body["request"]["connections"] = json!({"thread_id": "t"})),
        changed(|body| {
            body["request"]["scope"]["conversations"][0]["participants"][0]["role"] =
                json!("EndUser");
        }),
        changed(|body| body["request"]["scope"] = json!({})),
        changed(|body| body["session"]["channel"]["medium"] = json!("sms")),
        json!([]),
    ] {
        let answer = post(&service, "reception", &[], &body).await;
        shown += &format!("{} {}\n", answer.status, answer.error());
    }
    let bearer = format!("Bearer {}", token(&service).await);
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];
    for body in ["", "{", "{\"request\": {}, \"request\": {}}", "\u{feff}{}"] {
        let answer = http(
            &service,
            "POST /message/reception",
            &headers,
            body.as_bytes(),
        )
        .await;
        shown += &format!("{} {}\n", answer.status, answer.error());
    }
    for (line, headers) in [
        ("POST /message/receptoin", &headers[..]),
        ("GET /message/reception", &headers[..]),
        ("POST /messages/reception", &headers[..]),
        (
            "POST /message/reception",
            &[headers[0], ("Content-Type", "text/plain")],
        ),
        (
            "POST /message/reception",
            &[headers[0], headers[1], ("x-frontdesk-fault", "latencey")],
        ),
        ("GET /", &[]),
    ] {
        let answer = http(&service, line, headers, b"{}").await;
        shown += &format!("{} {}\n", answer.status, answer.error());
    }
    insta::assert_snapshot!("explained", shown);
    let log: Vec<String> = log
        .lock()
        .unwrap()
        .iter()
        .filter(|line| line.contains("refused"))
        .cloned()
        .collect();
    insta::assert_snapshot!("explained_in_the_log", log.join("\n"));
}

const NAMES: [&str; 9] = [
    "reception",
    "interaction",
    "customerinteraction",
    "adjust",
    "elevate",
    "summarize",
    "translate",
    "recommend",
    "insights",
];
