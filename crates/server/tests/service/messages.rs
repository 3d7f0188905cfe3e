use frontdesk_model::{Superpower, SuperpowerItem};
use frontdesk_server::superpowers::{Analysis, Material};
use frontdesk_server::{ReceivedKind, Scenario, Service};
use serde_json::{Value, json};

use crate::testkit::{ID, connect, envelope, exchange, http, logged, payload, post, token};

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

#[tokio::test]
async fn a_seed_repeats_itself() {
    let answers = async |seed| {
        let scenario = "[[rules]]\nname = \"drawn\"\nthen = [{ generate = 3 }]\n";
        let service = Service::builder()
            .seed(seed)
            .scenario(Scenario::parse(scenario).unwrap())
            .start()
            .await
            .unwrap();
        let all = [("x-frontdesk-superpower", "all")];
        let drawn = post(&service, "reception", &all, &payload("Hello")).await;
        let fault = [("x-frontdesk-fault", "near-miss")];
        let broken = post(&service, "reception", &fault, &payload("Hello")).await;
        (
            drawn.json(),
            broken.json(),
            service.received().last().unwrap().faults.clone(),
        )
    };
    assert_eq!(answers(7).await, answers(7).await);
    assert_ne!(answers(7).await, answers(8).await);
}

/// A superpower that is somebody else's.
struct Weather(Result<&'static str, &'static str>);

impl Analysis for Weather {
    fn superpower(&self) -> Superpower {
        Superpower::from("weather")
    }

    fn analyse(&self, _: &Material) -> Result<Vec<SuperpowerItem>, String> {
        let text = self.0.map_err(str::to_owned)?;
        Ok(vec![SuperpowerItem::from_iter([(
            "content".to_owned(),
            text.into(),
        )])])
    }
}

#[tokio::test]
async fn superpowers_can_be_brought_along_and_fail_one_by_one() {
    let ask = async |weather| {
        let service = Service::builder()
            .superpower(weather)
            .start()
            .await
            .unwrap();
        let headers = [("x-frontdesk-superpower", "weather")];
        post(&service, "reception", &headers, &payload("Hello")).await
    };
    let sunny = ask(Weather(Ok("Sunny"))).await;
    assert_eq!(sunny.status, 200);
    assert_eq!(
        sunny.json()["message"]["results"][0]["response"][0]["content"],
        "Sunny"
    );
    let broken = ask(Weather(Err("The barometer is broken"))).await;
    assert_eq!(broken.status, 500);
    assert_eq!(broken.error(), "The barometer is broken");
    let service = Service::builder()
        .superpower(Weather(Err("Broken")))
        .start()
        .await
        .unwrap();
    let frames = exchange(&mut connect(&service).await, &envelope(ID, "Hello")).await;
    let states = |name: &str| {
        frames
            .iter()
            .filter(|frame| frame["payload"]["state"] == name)
            .count()
    };
    assert_eq!(
        (states("started"), states("completed"), states("error")),
        (6, 5, 1)
    );
}

#[tokio::test]
async fn headers_ask_for_a_status_or_a_superpower() {
    let service = Service::start().await.unwrap();
    let forced = post(
        &service,
        "reception",
        &[("x-frontdesk-status", "503")],
        &payload("Hi"),
    )
    .await;
    assert_eq!(forced.status, 503);
    assert!(forced.head.contains("retry-after"), "{}", forced.head);
    let headers = [("x-frontdesk-superpower", "risk_assessment")];
    let risk = post(&service, "reception", &headers, &payload("Hi")).await;
    assert_eq!(risk.json()["actionType"], "risk_assessment");
    let mut socket = connect(&service).await;
    let mut envelope = envelope(ID, "Hi");
    envelope["headers"]["x-frontdesk-superpower"] = json!("escalation_need");
    envelope["headers"]["x-frontdesk-fault"] = json!("duplicate, bare");
    let frames = exchange(&mut socket, &envelope).await;
    assert_eq!(frames.len(), 3);
    assert!(
        frames
            .iter()
            .all(|frame| frame["actionType"] == "escalation_need")
    );
}
