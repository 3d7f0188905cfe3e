//! What the tests of this crate share.
#![allow(
    dead_code,
    reason = "each test binary compiles this file and uses its own part"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use frontdesk_corpus::{Config, Direction, Judges, MessageJudges, Outcome, Target, validate};
use frontdesk_schema::{Options, Schema};
use serde_json::{Map, Value};

/// Compiles the schemas in `tests/judges.json`.
pub(crate) fn judges() -> Judges {
    let text = include_str!("../judges.json");
    let messages: Map<String, Value> = serde_json::from_str(text).unwrap();
    let messages = messages.into_iter();
    let mut judges: Judges = messages
        .map(|(name, judges)| (name, message(judges)))
        .collect();
    judges.direct("greeting", Direction::Request);
    judges.direct("farewell", Direction::Response);
    judges
}

fn message(mut judges: Value) -> MessageJudges {
    let sources: Map<String, Value> = serde_json::from_value(judges["sources"].take()).unwrap();
    let sources: BTreeMap<String, Schema> = sources
        .into_iter()
        .map(|(name, schema)| (name, compile(schema)))
        .collect();
    MessageJudges {
        reader: compile(judges["reader"].take()),
        writer: judges
            .get_mut("writer")
            .map(|schema| compile(schema.take())),
        sources,
    }
}

fn compile(schema: Value) -> Schema {
    Schema::compile(schema, &Options::default()).unwrap()
}

/// A configuration with limits that small tests do not reach.
pub(crate) fn config(target: Target<'_>) -> Config<'_> {
    Config {
        target,
        max_document_bytes: 1024 * 1024,
        max_findings: 100,
    }
}

/// Validates paths as recordings, with nothing on stdin.
pub(crate) fn recordings(paths: &[PathBuf]) -> Outcome {
    validate(
        paths,
        std::io::empty(),
        &judges(),
        &config(Target::Recordings),
    )
    .unwrap()
}

/// A recording of a greeting with this body and what follows it.
pub(crate) fn greeting(body: &str, rest: &str) -> String {
    format!(
        "{{\"at\":\"2025-03-14T09:26:53Z\",\"transport\":\"rest\",\"direction\":\"request\",\
         \"message\":\"greeting\",\"body\":{body},\
         \"contract\":{{\"name\":\"demo\",\"version\":\"1.0.0\"}},\
         \"origin\":{{\"kind\":\"recorded\"}}{rest}}}"
    )
}
