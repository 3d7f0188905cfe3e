//! API documents, read as messages: a snapshot for each file of `tests/documents`.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use frontdesk_contract::{ApiDocument, DocumentMessage, kind_of, read_document, schema_text};
use frontdesk_schema::{Options, Schema, Verdict, read_yaml};
use proptest::prelude::*;
use serde_json::{Value, json};

const URI: &str = "https://documents.frontdesk.invalid/document.json";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

fn load(file: &str) -> Value {
    let bytes = fs_err::read(folder().join(file)).unwrap();
    match Path::new(file).extension() {
        Some(end) if end == "json" => frontdesk_json::read(&bytes).unwrap(),
        _ => read_yaml(&bytes).unwrap().value,
    }
}

fn document(file: &str) -> ApiDocument {
    read_document(load(file), URI).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn compile(message: &DocumentMessage) -> Schema {
    let options = Options::default();
    let compiled = message.compile(&options);
    compiled.unwrap_or_else(|error| panic!("{}: {error}", message.name()))
}

/// Writes a document's messages, with their schemas and what these refer to.
fn written(document: &ApiDocument) -> String {
    let mut text = String::new();
    for operation in document.operations() {
        writeln!(text, "operation {} ({})", operation.name, operation.pointer).unwrap();
    }
    for message in document.messages() {
        writeln!(
            text,
            "\n{}\n  key {}\n  {} at {}",
            message.name(),
            message.key(),
            message.direction(),
            message.pointer()
        )
        .unwrap();
        text += &schema_text(&message.schema());
        for (_, resource) in message.resources() {
            text += &schema_text(&resource);
        }
    }
    text
}

#[track_caller]
fn snapshot(file: &str) {
    let document = document(file);
    for message in document.messages() {
        assert_eq!(
            compile(message).second_judge_error(),
            None,
            "{}",
            message.name()
        );
        assert_eq!(document.find(message.key()).unwrap().name(), message.name());
    }
    insta::assert_snapshot!(file, written(&document));
}

#[test]
fn asyncapi_2_6_parcels() {
    snapshot("asyncapi-2.6-parcels.yaml");
}

#[test]
fn asyncapi_3_0_lights() {
    snapshot("asyncapi-3.0-lights.yaml");
}

#[test]
fn openapi_3_0_orders() {
    snapshot("openapi-3.0-orders.yaml");
}

#[test]
fn openapi_3_1_rooms() {
    snapshot("openapi-3.1-rooms.json");
}

#[test]
fn every_file_has_a_test() {
    let mut files: Vec<String> = fs_err::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, FILES);
}

#[test]
fn schemas_mean_what_the_documents_say() {
    let judged = load("../judged.yaml");
    for (file, messages) in judged.as_object().unwrap() {
        let document = document(file);
        for (key, cases) in messages.as_object().unwrap() {
            let message = document.find(key);
            let schema = compile(message.unwrap_or_else(|| panic!("{file}: no {key}")));
            for (word, verdict) in [
                ("accepted", Verdict::Accepted),
                ("refused", Verdict::Refused),
            ] {
                for instance in cases[word].as_array().into_iter().flatten() {
                    assert_eq!(schema.judge(instance), verdict, "{key}: {instance}");
                }
            }
        }
    }
}

#[test]
fn violations_name_places_of_the_document() {
    let document = document(FILES[2]);
    let message = document
        .find("POST /orders response 4XX application/problem+json")
        .unwrap();
    let violation = compile(message)
        .violations(&json!({"title": "t", "cause": 1}))
        .remove(0);
    assert_eq!(violation.schema.to_string(), "/components/schemas/Cause");
    assert!(violation.schema.resolve(&load(FILES[2])).is_some());
}

#[test]
fn what_cannot_be_read_names_its_place() {
    let openapi = |members: Value| {
        let mut document = json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}});
        document
            .as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        document
    };
    let body = |schema: Value| {
        let content = json!({"content": {"application/json": {"schema": schema}}});
        openapi(json!({"paths": {"/a": {"post": {"requestBody": content}}}}))
    };
    let channel = |message: Value| json!({"asyncapi": "2.6.0", "channels": {"a": {"publish": {"message": message}}}});
    let at_schema = "/paths/~1a/post/requestBody/content/application~1json/schema";
    for (document, said) in [
        (json!({"type": "object"}), "no API document"),
        (json!({"swagger": "2.0"}), "version \"2.0\" is not read"),
        (json!({"openapi": "4.0.0"}), "version \"4.0.0\" is not read"),
        (
            json!({"asyncapi": "3.1.0"}),
            "version \"3.1.0\" is not read",
        ),
        (
            json!({"openapi": 3.1}),
            "at /openapi: expected the version as a text",
        ),
        (
            openapi(json!({"paths": []})),
            "at /paths: expected path items by path",
        ),
        (
            openapi(json!({"jsonSchemaDialect": "https://mine.invalid/"})),
            "unknown dialect",
        ),
        (
            body(json!({"$ref": "#/components/schemas/A"})),
            "leads nowhere",
        ),
        (
            body(json!({"$ref": "shared.yaml#/A"})),
            "bundle both into one",
        ),
        (
            body(json!({"properties": {"a": 3}})),
            "/schema/properties/a: expected a schema",
        ),
        (
            body(json!({"$ref": format!("#{at_schema}")})),
            "lead back to themselves",
        ),
        (
            openapi(
                json!({"paths": {"/a/{b}": {"get": {}}, "/a/{c}": {"get": {"parameters": [{"name": "n", "in": "body"}]}}}}),
            ),
            "expected `query`, `path`, `header` or `cookie`",
        ),
        (
            openapi(
                json!({"paths": {"/a/{b}": {"get": {"responses": {"200": {"content": {"a/b": {}}}}}}, "/a/{c}": {"get": {"responses": {"200": {"content": {"a/b": {}}}}}}}}),
            ),
            "GET /a/{} response 200 a/b is described at",
        ),
        (
            channel(
                json!({"schemaFormat": "application/vnd.apache.avro;version=1.9.0", "payload": {}}),
            ),
            "at /channels/a/publish/message/schemaFormat is no JSON Schema",
        ),
        (
            channel(json!({"$ref": "#/channels/a/publish/message"})),
            "lead back to themselves",
        ),
        (
            json!({"asyncapi": "3.0.0", "operations": {"a": {"action": "shout"}}}),
            "`send` or `receive`",
        ),
    ] {
        let error = read_document(document.clone(), URI)
            .unwrap_err()
            .to_string();
        assert!(error.contains(said), "{document}: {error}");
    }
}

#[test]
fn a_schema_is_no_api_document() {
    for file in FILES {
        assert!(kind_of(&load(file)).is_some(), "{file}");
    }
    for schema in [
        json!(true),
        json!({}),
        json!({"properties": {"openapi": {}}}),
    ] {
        assert_eq!(kind_of(&schema), None, "{schema}");
    }
}

/// Puts something else to the place that the numbers lead to.
fn mutate(value: &mut Value, mut way: &[usize], other: Value) {
    let mut here = value;
    loop {
        let next = way.split_first();
        let Some((step, rest)) = next else {
            *here = other;
            return;
        };
        way = rest;
        let size = match here {
            Value::Object(members) => members.len(),
            Value::Array(items) => items.len(),
            _ => 0,
        };
        if size == 0 {
            *here = other;
            return;
        }
        here = match here {
            Value::Object(members) => members.iter_mut().nth(step % size).unwrap().1,
            Value::Array(items) => &mut items[step % size],
            _ => unreachable!(),
        };
    }
}

fn other() -> impl Strategy<Value = Value> {
    let references = [
        "#",
        "#/",
        "#/components",
        "#/paths",
        "#/channels",
        "x",
        "%",
        "#x",
    ];
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        any::<i8>().prop_map(Value::from),
        ".{0,4}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        prop::sample::select(references.to_vec()).prop_map(|to| json!({"$ref": to})),
        prop::sample::select(references.to_vec()).prop_map(|to| json!([{"$ref": to}])),
        (0..4_usize).prop_map(|file| load(FILES[file])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_document_makes_it_panic(
        file in 0..4_usize,
        changes in prop::collection::vec((prop::collection::vec(0..20_usize, 1..9), other()), 1..4),
    ) {
        let mut document = load(FILES[file]);
        for (way, other) in changes {
            mutate(&mut document, &way, other);
        }
        if let Ok(read) = read_document(document, URI) {
            for message in read.messages() {
                prop_assert!(message.schema().is_object());
                let _ = message.compile(&Options::default());
            }
        }
    }
}

const FILES: [&str; 4] = [
    "asyncapi-2.6-parcels.yaml",
    "asyncapi-3.0-lights.yaml",
    "openapi-3.0-orders.yaml",
    "openapi-3.1-rooms.json",
];
