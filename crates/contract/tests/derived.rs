//! What is derived from types: snapshots, and the schemas held against serde.

mod support;

use std::collections::BTreeMap;

use frontdesk_contract::{
    Contract, DeriveErrorKind, Direction, Message, Side, export, schema_text,
};
use frontdesk_schema::{Options, Schema, Verdict};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use support::{Extra, Reply, Tree};

fn document<T>(side: Side) -> Value
where
    T: Serialize + DeserializeOwned + JsonSchema + 'static,
{
    let contract = contract_of::<T>();
    contract
        .schema(&contract.messages()[0], side)
        .expect("it derives")
}

fn contract_of<T>() -> Contract
where
    T: Serialize + DeserializeOwned + JsonSchema + 'static,
{
    Contract::new("tests", "1.0.0").message(Message::of::<T>("test", Direction::Response))
}

fn compiled<T>(side: Side) -> Schema
where
    T: Serialize + DeserializeOwned + JsonSchema + 'static,
{
    Schema::compile(document::<T>(side), &Options::default()).expect("it compiles")
}

#[track_caller]
fn judged(schema: &Schema, value: &Value, expected: bool) {
    let expected = if expected {
        Verdict::Accepted
    } else {
        Verdict::Refused
    };
    assert_eq!(
        schema.judge(value),
        expected,
        "{value} by {:#}",
        schema.document()
    );
}

#[test]
fn a_tree_refers_to_itself_by_name() {
    insta::assert_snapshot!(schema_text(&document::<Tree>(Side::Writer)));
    let schema = compiled::<Tree>(Side::Reader);
    judged(
        &schema,
        &json!({"label": "a", "children": [{"label": "b", "children": []}]}),
        true,
    );
    judged(
        &schema,
        &json!({"label": "a", "children": [{"children": []}]}),
        false,
    );
}

#[test]
fn a_reply_is_open_to_readers() {
    insta::assert_snapshot!(schema_text(&document::<Reply>(Side::Reader)));
    let schema = compiled::<Reply>(Side::Reader);
    let reply = json!({
        "id": 1, "new": true, "state": "paused", "result": {"kind": "score", "value": 1.5, "x": 0}
    });
    judged(&schema, &reply, true);
    let read: Reply = serde_json::from_value(reply.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap()["new"], json!(true));
}

#[test]
fn a_reply_is_closed_to_writers() {
    insta::assert_snapshot!(schema_text(&document::<Reply>(Side::Writer)));
    let schema = compiled::<Reply>(Side::Writer);
    for seed in 0..8 {
        judged(
            &schema,
            &serde_json::to_value(Reply::authored(seed)).unwrap(),
            true,
        );
    }
    let good = serde_json::to_value(Reply::authored(0)).unwrap();
    for (member, value) in [("new", json!(1)), ("state", json!("paused"))] {
        let mut relayed = good.clone();
        relayed[member] = value;
        judged(&schema, &relayed, false);
    }
    let mut inside = good;
    inside["result"]["more"] = json!(1);
    judged(&schema, &inside, false);
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Flat {
    id: u8,
    #[serde(flatten)]
    shape: Shape,
    #[serde(flatten)]
    extra: Extra,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "shape", rename_all = "lowercase")]
enum Shape {
    Point,
    Circle { radius: u8 },
    Square(Square),
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Square {
    side: u8,
    inner: Option<Box<Square>>,
}

#[test]
fn a_flattened_tagged_enum_is_closed_as_a_whole() {
    insta::assert_snapshot!(schema_text(&document::<Flat>(Side::Writer)));
    let writer = compiled::<Flat>(Side::Writer);
    let reader = compiled::<Flat>(Side::Reader);
    for value in [
        json!({"id": 1, "shape": "point"}),
        json!({"id": 1, "shape": "circle", "radius": 2}),
        json!({"id": 1, "shape": "square", "side": 2, "inner": {"side": 1, "inner": null}}),
    ] {
        judged(&writer, &value, true);
        judged(&reader, &value, true);
        let read: Flat = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), value);

        let mut more = value.clone();
        more["more"] = json!(1);
        judged(&writer, &more, false);
        judged(&reader, &more, true);
    }
    let inside =
        json!({"id": 1, "shape": "square", "side": 2, "inner": {"side": 1, "inner": null, "x": 1}});
    judged(&writer, &inside, false);
    judged(
        &writer,
        &json!({"id": 1, "shape": "point", "radius": 2}),
        false,
    );
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(default)]
struct Defaults {
    retries: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    tags: BTreeMap<String, String>,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            retries: 3,
            note: None,
            tags: BTreeMap::new(),
        }
    }
}

#[test]
fn what_has_a_default_is_required_of_writers_only() {
    let required = |side| document::<Defaults>(side)["$defs"]["Defaults"]["required"].clone();
    assert_eq!(required(Side::Writer), json!(["retries", "tags"]));
    assert_eq!(required(Side::Reader), Value::Null);
    let writer = compiled::<Defaults>(Side::Writer);
    judged(
        &writer,
        &serde_json::to_value(Defaults::default()).unwrap(),
        true,
    );
    judged(
        &writer,
        &json!({"retries": 1, "tags": {"free": "map"}}),
        true,
    );
    judged(&writer, &json!({}), false);
    judged(&compiled::<Defaults>(Side::Reader), &json!({}), true);
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Strict {
    only: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind")]
enum Tagged {
    Strict(Strict),
}

#[test]
fn what_serde_denies_stays_denied_to_readers() {
    let extra = json!({"kind": "Strict", "only": 1, "more": 1});
    assert!(serde_json::from_value::<Tagged>(extra.clone()).is_err());
    for side in Side::ALL {
        let schema = compiled::<Tagged>(side);
        judged(&schema, &json!({"kind": "Strict", "only": 1}), true);
        judged(&schema, &extra, false);
    }
}

#[test]
fn roots_that_are_no_definition_are_introduced_too() {
    let schema = document::<Vec<Tree>>(Side::Reader);
    assert_eq!(schema["type"], json!("array"));
    assert_eq!(schema["items"], json!({"$ref": "#/$defs/Tree"}));
    assert_eq!(schema["title"], json!("test"));
    assert_eq!(document::<u8>(Side::Reader).get("$defs"), None);
}

#[test]
fn titles_examples_and_identifiers_stand_on_the_root() {
    let tree = Tree {
        label: "a".to_owned(),
        children: Vec::new(),
    };
    let message = Message::of::<Tree>("tree.reply", Direction::Response)
        .title("A tree")
        .description("Of words.")
        .example(tree);
    let contract = Contract::new("tests", "1.0.0").message(message);
    let schema = contract
        .schema(&contract.messages()[0], Side::Reader)
        .unwrap();
    assert_eq!(
        schema["$id"],
        json!("https://frontdesk.invalid/schemas/tests/next/tree.reply.reader.json")
    );
    assert_eq!(schema["title"], json!("A tree"));
    assert_eq!(schema["description"], json!("Of words."));
    assert_eq!(schema["examples"], json!([{"label": "a", "children": []}]));
    assert_eq!(schema["$ref"], json!("#/$defs/Tree"));
}

mod billing {
    #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    pub(crate) struct User {
        pub(crate) iban: String,
    }
}

mod login {
    #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    pub(crate) struct User {
        pub(crate) name: String,
    }

    #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    #[schemars(title = "User2")]
    pub(crate) struct User2 {
        pub(crate) name: String,
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Colliding {
    payer: billing::User,
    guest: login::User,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Declared {
    payer: billing::User,
    guest: login::User2,
}

#[test]
fn two_types_of_one_name_are_refused() {
    let contract = contract_of::<Colliding>();
    let error = export(&contract).unwrap_err();
    assert!(matches!(error.kind(), DeriveErrorKind::Collision { .. }));
    insta::assert_snapshot!(error);
    assert!(export(&contract_of::<Declared>()).is_ok());
}

#[derive(Serialize, Deserialize)]
struct Handmade;

impl JsonSchema for Handmade {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Handmade".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"items": {"$ref": "#"}})
    }
}

#[test]
fn references_that_lead_elsewhere_are_refused() {
    let error = export(&contract_of::<Handmade>()).unwrap_err();
    let DeriveErrorKind::Reference {
        pointer, reference, ..
    } = error.kind()
    else {
        panic!("{error}");
    };
    assert_eq!(
        (pointer.to_string().as_str(), reference.as_str()),
        ("/$defs/Handmade/items", "#")
    );
}

#[test]
fn the_same_types_give_the_same_bytes() {
    let contract = contract_of::<Reply>();
    let (one, two) = (export(&contract).unwrap(), export(&contract).unwrap());
    assert_eq!(one, two);
    let manifest = String::from_utf8(one.get("manifest.json").unwrap().to_vec()).unwrap();
    assert!(manifest.starts_with("{\n  \"contract\": \"tests\",\n  \"version\": \"1.0.0\",\n"));
    for (name, bytes) in one.iter() {
        assert_eq!(bytes.last(), Some(&b'\n'), "{name}");
    }
}
