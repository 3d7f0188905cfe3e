//! The law of sending: what the service receives is the request in its one spelling.

mod payloads;

use std::sync::{Arc, Mutex};

use frontdesk_client::{Client, Credentials};
use frontdesk_json::{read, to_canonical_vec};
use frontdesk_model::{AccessToken, ReceptionRequest, from_slice};
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert_eq};
use proptest::test_runner::TestRunner;
use serde_json::to_value;
use tokio::runtime::Builder;
use wiremock::Request;

use self::payloads::payload;
use crate::testkit::{TOKEN, Unrecorded, completed};

#[test]
fn the_service_receives_the_one_spelling_of_any_payload() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let received = Arc::new(Mutex::new(Vec::new()));
    let last = Arc::clone(&received);
    let server = runtime.block_on(Unrecorded::start(move |request: &Request| {
        last.lock().unwrap().clone_from(&request.body);
        completed()
    }));
    let client = Client::builder(server.endpoint())
        .request_limit(usize::MAX)
        .build(Credentials::token(AccessToken::new(TOKEN)))
        .unwrap();

    let config = ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let law = |request: ReceptionRequest| -> Result<(), TestCaseError> {
        let outcome = runtime.block_on(client.reception(&request));
        outcome.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let body = received.lock().unwrap().clone();
        prop_assert_eq!(&body, &to_canonical_vec(&request).unwrap());
        prop_assert_eq!(read(&body).unwrap(), to_value(&request).unwrap());
        prop_assert_eq!(from_slice::<ReceptionRequest>(&body).unwrap(), request);
        Ok(())
    };
    TestRunner::new(config).run(&payload(), law).unwrap();
}
