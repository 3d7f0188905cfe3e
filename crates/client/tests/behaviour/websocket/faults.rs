//! What the client makes of every fault, as one table.

use std::time::Duration;

use frontdesk_client::{Error, Reception};
use serde_json::{Map, Value, json};
use tokio::task::JoinSet;

use super::server::Act::{
    self, Bytes, Close, Drop, Hang, Letters, Read, Refuse, Reset, Say, SayBare, SayInFrames, Serve,
    Text, Upgrade,
};
use super::server::{Service, token};
use super::{builder, settings};
use crate::testkit::{credentials, request};

const RISK: &str = "risk_assessment";
const SENTIMENT: &str = "sentiment_analysis";
/// Longer by one than a control frame may be.
const LARGE_PING: [u8; 130] = {
    let mut frame = [b'x'; 130];
    [frame[0], frame[1], frame[2], frame[3]] = [0x89, 0x7e, 0, 126];
    frame
};
const DONE: Act = Say(RISK, "completed");

const FAULTS: &[(&str, &[Act])] = &[
    ("answers as it should", &[Serve]),
    (
        "answers bare with the id",
        &[
            Read,
            SayBare(RISK, "completed", true),
            SayBare(SENTIMENT, "completed", true),
        ],
    ),
    (
        "answers bare without the id",
        &[
            Read,
            SayBare(RISK, "completed", false),
            SayBare(SENTIMENT, "completed", false),
        ],
    ),
    (
        "answers in fragments, with pings between them",
        &[
            Read,
            SayInFrames(RISK, "completed", 7),
            SayInFrames(SENTIMENT, "completed", 2),
        ],
    ),
    (
        "answers twice",
        &[Read, DONE, DONE, Say(SENTIMENT, "completed"), DONE],
    ),
    (
        "answers for another superpower too",
        &[
            Read,
            DONE,
            Say("forecast", "completed"),
            Say(SENTIMENT, "completed"),
        ],
    ),
    (
        "answers with unknown states on the way",
        &[
            Read,
            Say(RISK, "paused"),
            Say(RISK, "processing"),
            DONE,
            Say(SENTIMENT, "completed"),
        ],
    ),
    (
        "answers before it is asked",
        &[
            Say(RISK, "completed"),
            Read,
            DONE,
            Say(SENTIMENT, "completed"),
        ],
    ),
    (
        "answers between documents of other kinds",
        &[
            Read,
            Text("{\"action\":\"new\"}"),
            DONE,
            Text("[]"),
            Text("no JSON"),
            Text(""),
            Say(SENTIMENT, "completed"),
        ],
    ),
    (
        "answers to nobody",
        &[
            Read,
            Text(
                "{\"action\":\"message\",\"headers\":{\"correlationId\":\"a1b2c3d4-e5f6-7890-abcd-123456789012\"},\"payload\":{\"action\":\"superpower\",\"actionType\":\"risk_assessment\",\"state\":\"completed\",\"message\":{}}}",
            ),
        ],
    ),
    (
        "fails in one superpower",
        &[Read, Say(RISK, "error"), Say(SENTIMENT, "completed")],
    ),
    (
        "fails in all superpowers",
        &[Read, Say(RISK, "error"), Say(SENTIMENT, "error")],
    ),
    ("falls silent before the answer", &[Read]),
    (
        "falls silent after the beginning",
        &[Read, Say(RISK, "started")],
    ),
    ("falls silent after a part", &[Read, Say(RISK, "completed")]),
    ("reads nothing", &[Hang]),
    ("closes with 1000", &[Read, Close(Some(1000))]),
    ("closes with 1001", &[Read, Close(Some(1001))]),
    ("closes with 1002", &[Read, Close(Some(1002))]),
    ("closes with 1003", &[Read, Close(Some(1003))]),
    ("closes with 1007", &[Read, Close(Some(1007))]),
    ("closes with 1008", &[Read, Close(Some(1008))]),
    ("closes with 1009", &[Read, Close(Some(1009))]),
    ("closes with 1011", &[Read, Close(Some(1011))]),
    ("closes with 1012", &[Read, Close(Some(1012))]),
    ("closes with 3000", &[Read, Close(Some(3000))]),
    ("closes with 4999", &[Read, Close(Some(4999))]),
    ("closes without a code", &[Read, Close(None)]),
    (
        "closes after the answer",
        &[Read, DONE, Say(SENTIMENT, "completed"), Close(Some(1000))],
    ),
    ("closes after a part", &[Read, DONE, Close(Some(1011))]),
    ("drops the connection (1006)", &[Read, Drop]),
    ("resets the connection (1006)", &[Read, Reset]),
    ("drops the connection before the request", &[Drop]),
    ("drops the connection after a part", &[Read, DONE, Drop]),
    (
        "breaks off within a frame",
        &[Read, Bytes(b"\x81\x7e\x10\x00{\"action\""), Drop],
    ),
    (
        "breaks off within a message",
        &[Read, Bytes(b"\x01\x02{\""), Drop],
    ),
    (
        "stops within a frame",
        &[Read, Bytes(b"\x81\x7e\x10\x00{\"action\"")],
    ),
    (
        "sends a text that is not UTF-8",
        &[Read, Bytes(b"\x81\x02\xc3\x28")],
    ),
    (
        "sends a close that is not UTF-8",
        &[Read, Bytes(b"\x88\x04\x03\xe8\xc3\x28")],
    ),
    (
        "sends a close code that is none",
        &[Read, Bytes(b"\x88\x02\x03\xee")],
    ),
    (
        "sends binary frames",
        &[
            Read,
            Bytes(b"\x82\x02{}"),
            DONE,
            Say(SENTIMENT, "completed"),
        ],
    ),
    (
        "sends a frame that is too large",
        &[Read, Letters(40 * 1024)],
    ),
    (
        "announces a frame that is far too large",
        &[Read, Bytes(b"\x81\x7f\x00\x00\x00\xff\x00\x00\x00\x00")],
    ),
    (
        "sends a frame of reserved bits",
        &[Read, Bytes(b"\xf1\x01x")],
    ),
    (
        "sends a masked frame",
        &[Read, Bytes(b"\x81\x81\x01\x02\x03\x04x")],
    ),
    (
        "sends a frame of an unknown kind",
        &[Read, Bytes(b"\x83\x01x")],
    ),
    ("continues what was not begun", &[Read, Bytes(b"\x80\x01x")]),
    (
        "sends a ping that is too large",
        &[Read, Bytes(&LARGE_PING)],
    ),
    (
        "answers in HTTP after the upgrade",
        &[Read, Bytes(b"HTTP/1.1 500 No\r\ncontent-type: text/plain\r\ncontent-length: 52\r\n\r\nThis is what a proxy says when it gives up, at last.")],
    ),
    (
        "refuses with 401",
        &[Refuse("HTTP/1.1 401 No\r\nconnection: close\r\n\r\n")],
    ),
    (
        "refuses with 403 and says why",
        &[Refuse(
            "HTTP/1.1 403 No\r\nconnection: close\r\n\r\n{\"error\":\"eyJ0b2tlbi5vbmU.1 was used before\"}",
        )],
    ),
    (
        "refuses with 404",
        &[Refuse("HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n")],
    ),
    (
        "refuses with 429 for two seconds",
        &[Refuse(
            "HTTP/1.1 429 No\r\nretry-after: 2\r\ncontent-length: 0\r\n\r\n",
        )],
    ),
    (
        "refuses with 429 for an hour",
        &[Refuse(
            "HTTP/1.1 429 No\r\nretry-after: 3600\r\ncontent-length: 0\r\n\r\n",
        )],
    ),
    (
        "refuses with 503",
        &[Refuse("HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n")],
    ),
    (
        "answers the upgrade with 200",
        &[Refuse("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")],
    ),
    (
        "answers the upgrade with a redirect",
        &[Refuse(
            "HTTP/1.1 302 No\r\nlocation: http://localhost:1/\r\ncontent-length: 0\r\n\r\n",
        )],
    ),
    (
        "upgrades to something else",
        &[Refuse(
            "HTTP/1.1 101 Yes\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n",
        )],
    ),
    (
        "upgrades with a wrong key",
        &[Refuse(
            "HTTP/1.1 101 Yes\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: x\r\n\r\n",
        )],
    ),
    ("chooses no subprotocol", &[Upgrade(None)]),
    (
        "chooses another subprotocol",
        &[Upgrade(Some("eyJ0b2tlbi5vbmU.1"))],
    ),
    ("never answers the upgrade", &[Refuse("")]),
    (
        "closes before it answers the upgrade",
        &[Refuse("HTTP/1.1 101 Y")],
    ),
    (
        "speaks another protocol",
        &[Refuse("SSH-2.0-OpenSSH_9.6\r\n")],
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_has_its_outcome() {
    let mut rows = JoinSet::new();
    for (name, acts) in FAULTS {
        rows.spawn(async move {
            let played = play(acts).await;
            assert!(played.most_sent <= 1, "{name}: a request was sent twice");
            ((*name).to_owned(), played.row)
        });
    }
    let table: Map<String, Value> = rows.join_all().await.into_iter().collect();
    insta::assert_json_snapshot!("websocket_faults", Value::Object(table));
}

/// Returns the outcomes of every fault, with tokens and a secret to be kept.
pub(crate) async fn all() -> Vec<(&'static str, Result<Reception, Error>)> {
    let mut rows = JoinSet::new();
    for (name, acts) in FAULTS {
        rows.spawn(async move { (*name, play(acts).await.outcomes) });
    }
    let rows = rows.join_all().await;
    rows.into_iter()
        .flat_map(|(name, outcomes)| outcomes.map(|outcome| (name, outcome)))
        .collect()
}

struct Played {
    row: Value,
    most_sent: usize,
    outcomes: [Result<Reception, Error>; 2],
}

/// Makes a reception on a connection with the fault, and another one afterwards.
async fn play(acts: &'static [Act]) -> Played {
    let service = Service::start(&[acts]).await;
    let (builder, waits) = builder(&service, settings());
    let client = builder.build(credentials()).expect("usable settings");
    let first = client.reception(&request()).await;
    // What ends a connection after the answer has to be noticed before the next request.
    tokio::time::sleep(Duration::from_millis(30)).await;
    let outcomes = [first, client.reception(&request()).await];
    client.close().await;
    let waits = waits
        .lock()
        .expect("no test panics while it waits")
        .iter()
        .map(|wait| format!("{wait:?}"))
        .collect::<Vec<_>>();
    service.seen(|seen| {
        let ids: Vec<&Value> = seen
            .envelopes
            .iter()
            .map(|sent| &sent["headers"]["correlationId"])
            .collect();
        let most_sent = ids
            .iter()
            .map(|id| ids.iter().filter(|other| other == &id).count())
            .max();
        for (number, used) in seen.upgrades.iter().enumerate() {
            assert_eq!(
                *used,
                token(number + 1),
                "each connection has a token of its own"
            );
        }
        Played {
            row: json!({
                "outcome": shown(&outcomes[0]),
                "next": shown(&outcomes[1]),
                "connections": seen.upgrades.len(),
                "messages": seen.envelopes.len(),
                "closed with": seen.closes,
                "waits": waits,
            }),
            most_sent: most_sent.unwrap_or_default(),
            outcomes,
        }
    })
}

fn shown(outcome: &Result<Reception, Error>) -> Value {
    match outcome {
        Ok(reception) => reception
            .replies()
            .iter()
            .map(|reply| {
                format!(
                    "{} {}",
                    reply.payload().superpower(),
                    reply.payload().state()
                )
            })
            .collect(),
        Err(error) => json!(format!("{error} [{}]", error.attempts())),
    }
}
