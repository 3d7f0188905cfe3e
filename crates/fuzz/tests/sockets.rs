//! Conversations with services that behave, and with services that do not.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use frontdesk_fuzz::{
    Phase, Socket, SocketOptions, Target as _, channels_from_asyncapi, plain_dialer,
};
use frontdesk_schema::Options;
use frontdesk_seeded::{Operation, Server, Switches, asyncapi, bugs};
use url::Url;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_behaves_is_not_suspected() {
    let server = Server::start(Switches::none()).await.unwrap();
    let found = all(&server, false).await;
    assert_eq!(found, BTreeMap::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_bug_of_conversations_is_suspected() {
    let mut missed = Vec::new();
    for bug in bugs().filter(|bug| bug.operation == Operation::Stream) {
        let server = Server::start(Switches::only(bug.id).unwrap())
            .await
            .unwrap();
        let found = all(&server, true).await;
        if found.is_empty() {
            missed.push(bug.id);
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}

/// Tries the cases of every phase, perhaps until one is suspected; returns what was suspected, with
/// the first case of each.
async fn all(server: &Server, stops: bool) -> BTreeMap<String, String> {
    let channels = channels_from_asyncapi(
        &asyncapi(),
        "https://bookings.invalid/a",
        &Options::default(),
    )
    .expect("the document is good");
    let url = Url::parse(&server.websocket_url()).expect("it is a URL");
    let options = SocketOptions {
        hosts: Vec::new(),
        patience: Duration::from_millis(800),
        seed: SEED,
        without: BTreeSet::new(),
        tickets: None,
        headers: Vec::new(),
    };
    let target = Socket::new(&url, channels, &plain_dialer(), options).expect("it is loopback");
    let target = std::sync::Arc::new(target);
    let mut cases = Vec::new();
    for of_phase in target.cases(SEED) {
        let most = if of_phase.phase == Phase::Search {
            SEARCHES
        } else {
            1000
        };
        cases.extend(of_phase.cases.take(most));
    }
    let mut found = BTreeMap::new();
    let mut tasks = tokio::task::JoinSet::new();
    for case in cases {
        if tasks.len() >= 16 {
            note(tasks.join_next().await, &mut found);
        }
        if stops && !found.is_empty() {
            break;
        }
        let target = std::sync::Arc::clone(&target);
        tasks.spawn(async move {
            let trial = target.attempt(&case).await;
            (case, trial)
        });
    }
    while let Some(done) = tasks.join_next().await {
        note(Some(done), &mut found);
    }
    found
}

type Done = Result<(frontdesk_fuzz::Case, frontdesk_fuzz::Trial), tokio::task::JoinError>;

fn note(done: Option<Done>, found: &mut BTreeMap<String, String>) {
    let Some(Ok((case, trial))) = done else {
        return;
    };
    for suspicion in trial.suspicions {
        let name = format!("{} {}", suspicion.check, suspicion.signature);
        let shown = format!(
            "{}: {:.300} => {:.300?}",
            case.intent,
            case.value.to_string(),
            trial.exchange.answers[0].outcome
        );
        found.entry(name).or_insert(shown);
    }
}

const SEED: u64 = 7;
const SEARCHES: usize = 400;
