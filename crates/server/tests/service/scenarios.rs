use frontdesk_server::{Scenario, Service};

use crate::testkit::{ID, connect, envelope, error_of, exchange, logged, payload, post};

const SCENARIO: &str = r#"
title = "A busy day"

[[rules]]
name = "retry"
when = { thread = "9e8d7c6b-5a49-3827-1605-948372615abc", contains = ["again"] }
then = [{ status = 503 }, { status = 503 }, {}]

[[rules]]
name = "fixed"
when.headers = { x-test = "fixed" }
[[rules.then]]
replies = [
  { superpower = "sentiment_analysis", state = "started" },
  { superpower = "sentiment_analysis", content = "All is well." },
  { superpower = "risk_assessment", state = "error", content = "Out of order", code = "E1", delay = 20 },
]

[[rules]]
name = "first contact"
when = { state = "", contains = ["hello"] }
then = [{ superpowers = ["escalation_need"], state = "greeted" }]

[[rules]]
name = "second contact"
when = { state = "greeted", contains = ["hello"] }
then = [{ fail = ["sentiment_analysis"] }]

[[rules]]
name = "drawn"
when = { contains = ["anything"], body = { "/request/attributes/variant" = "A" } }
then = [{ generate = 3 }]
after = "nothing"
"#;

const NEAR: &str = r#"
[[rules]]
name = "far"
when = { thread = "t-2", contains = ["help"], state = "greeted" }

[[rules]]
name = "fixed"
when = { thread = "9e8d7c6b-5a49-3827-1605-948372615abc", headers = { x-test = "fixed" }, body = { "/request/attributes/variant" = "B" } }
"#;

async fn service() -> Service {
    let scenario = Scenario::parse(SCENARIO).unwrap();
    Service::builder().scenario(scenario).start().await.unwrap()
}

#[tokio::test]
async fn answers_follow_one_another() {
    let service = service().await;
    for status in [503, 503, 200, 200] {
        let answer = post(&service, "reception", &[], &payload("Again!")).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.head.contains("retry-after"), status == 503);
    }
    let received = service.received();
    assert_eq!(received.last().unwrap().rule.as_deref(), Some("retry"));
}

#[tokio::test]
async fn replies_are_fixed_generated_or_left_to_superpowers() {
    let service = service().await;
    let mut socket = connect(&service).await;
    let mut fixed = envelope(ID, "Nothing special");
    fixed["headers"]["X-Test"] = "fixed".into();
    let frames = exchange(&mut socket, &fixed).await;
    let payloads: Vec<_> = frames.iter().map(|frame| &frame["payload"]).collect();
    insta::assert_json_snapshot!("fixed", payloads);
    let drawn = exchange(&mut socket, &envelope(ID, "Anything")).await;
    assert_eq!(drawn.len(), 3);
    let spent = exchange(&mut socket, &envelope(ID, "Anything")).await;
    insta::assert_snapshot!("spent", error_of(&spent[0]));
    let greeted = exchange(&mut socket, &envelope(ID, "Hello")).await;
    let names: Vec<_> = greeted
        .iter()
        .map(|frame| &frame["payload"]["actionType"])
        .collect();
    assert_eq!(names, ["escalation_need", "escalation_need"]);
    let again = exchange(&mut socket, &envelope(ID, "Hello")).await;
    assert_eq!(again.len(), 10);
    assert!(
        again
            .iter()
            .any(|frame| frame["payload"]["state"] == "error")
    );
}

#[tokio::test]
async fn what_matches_nothing_learns_how_near_it_was() {
    let scenario = Scenario::parse(NEAR).unwrap();
    let (service, log) = logged(Service::builder().scenario(scenario)).await;
    let headers = [("x-test", "secret-of-mine")];
    let answer = post(&service, "reception", &headers, &payload("Good morning")).await;
    assert_eq!(answer.status, 404);
    insta::assert_snapshot!("nearest", answer.error());
    let received = service.received();
    let no_match = received.last().unwrap().no_match.clone().unwrap();
    assert_eq!(no_match.nearest, "fixed");
    assert_eq!(no_match.differences.len(), 2);
    assert!(
        log.lock()
            .unwrap()
            .iter()
            .any(|line| line.contains("the nearest is `fixed`"))
    );
    assert!(
        !log.lock()
            .unwrap()
            .iter()
            .any(|line| line.contains("secret-of-mine"))
    );
}

#[test]
fn mistakes_are_told_with_their_places() {
    let mut shown = String::new();
    for text in [
        "",
        "rules = []",
        "[[rules]]\nname = \"a\"\nthem = []",
        "[[rules]]\nname = \"a\"\nthen = [{ status = 99, faults = [\"latency\"] }]",
        "[[rules]]\nname = \"a\"\nthen = [{ faults = [\"latency\", \"late\"] }]",
        "[[rules]]\nname = \"a\"\nthen = [{ faults = [\"token-latency\", \"nothing-like-it\"] }]",
        "[[rules]]\nname = \"a\"\nwhen = { transport = \"tcp\" }",
        "[[rules]\n",
        "{\"rules\": [{\"name\": \"a\", \"name\": \"b\"}]}",
        "{\"rules\": 1e400}",
    ] {
        let problems = Scenario::parse(text).unwrap_err();
        for problem in problems {
            shown += &format!("{problem}\n");
        }
    }
    insta::assert_snapshot!(shown);
}
