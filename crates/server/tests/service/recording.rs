use std::collections::BTreeSet;
use std::path::Path;

use frontdesk_corpus::Recording;
use frontdesk_server::{Fault, Service};

use crate::testkit::{ID, connect, envelope, exchange, payload, post, token};

#[tokio::test]
async fn traffic_is_recorded_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::builder()
        .client("demo", "demo")
        .client("me", "very-s3cret")
        .record(folder.path())
        .start()
        .await
        .unwrap();
    let token = token(&service).await;
    let mut body = payload("My secret is very-s3cret");
    body["request"]["reference"] =
        serde_json::json!({"labels": [{"token": "hidden-by-name"}, token]});
    post(&service, "reception", &[("x-mine", "very-s3cret")], &body).await;
    post(
        &service,
        "reception",
        &[],
        &serde_json::json!({"request": token}),
    )
    .await;
    let all = [
        ("x-frontdesk-superpower", "all"),
        ("x-frontdesk-fault", "near-miss"),
    ];
    post(&service, "reception", &all, &payload("Hello")).await;
    service.fault(Fault::UnknownState, None);
    let mut socket = connect(&service).await;
    exchange(&mut socket, &envelope(ID, "Hello")).await;
    service.stop().await;

    let text = read(folder.path());
    for secret in ["eyJ", "very-s3cret", "hidden-by-name"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let mut messages = BTreeSet::new();
    for line in text.lines() {
        let read = Recording::from_value(serde_json::from_str(line).unwrap()).unwrap();
        assert!(read.unknown.is_empty() && read.unredacted.is_empty());
        messages.insert(read.recording.message);
    }
    insta::assert_debug_snapshot!(messages);
}

fn read(folder: &Path) -> String {
    let files = std::fs::read_dir(folder).unwrap();
    files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect()
}
