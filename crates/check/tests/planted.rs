//! Models that disagree with their own schemas, each by one well-known trap of serde and schemars.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::collections::{BTreeMap, HashMap};

use frontdesk_check::agreement;
use frontdesk_contract::Model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Expects that the disagreement is found, and on a document that shows it.
#[track_caller]
fn found<T: Model>(shown: &str) {
    let agreement = agreement::<T>(200, 1).unwrap();
    let said: Vec<String> = agreement
        .findings
        .iter()
        .map(|finding| serde_json::to_string(finding).unwrap())
        .collect();
    assert!(
        said.iter().any(|finding| finding.contains(shown)),
        "{shown} is not in {said:#?}"
    );
}

#[track_caller]
fn clean<T: Model>() {
    let agreement = agreement::<T>(200, 1).unwrap();
    assert!(agreement.documents > 500);
    assert!(agreement.findings.is_empty(), "{:#?}", agreement.findings);
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Plain {
    small: u8,
    wide: u64,
    signed: i32,
    real: f64,
    text: Option<String>,
    list: Vec<Nested>,
    map: BTreeMap<String, i16>,
    choice: Choice,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Nested {
    flag: bool,
    pair: (u8, String),
    next: Option<Box<Nested>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Choice {
    First { n: u32 },
    Second { text: String },
}

#[test]
fn an_ordinary_model_is_clean() {
    clean::<Plain>();
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Aliased {
    #[serde(alias = "colour")]
    color: String,
}

#[test]
fn an_alias_is_found() {
    found::<Aliased>("colour");
}

#[derive(Serialize, Deserialize, JsonSchema)]
enum Speed {
    Slow,
    #[serde(alias = "Quick")]
    Fast,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Aliases {
    speed: Speed,
}

#[test]
fn an_alias_of_a_variant_is_found() {
    found::<Aliases>("Quick");
}

#[derive(Serialize, Deserialize, JsonSchema)]
enum Mood {
    Happy,
    #[serde(other)]
    Other,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Moody {
    mood: Mood,
}

#[test]
fn an_open_enum_with_a_closed_schema_is_found() {
    found::<Moody>("mood");
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Stricter {
    #[serde(deserialize_with = "even")]
    #[schemars(with = "u8")]
    n: u8,
}

fn even<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let n = u8::deserialize(deserializer)?;
    if n % 2 == 0 {
        Ok(n)
    } else {
        Err(serde::de::Error::custom("odd"))
    }
}

#[test]
fn a_stricter_reader_is_found_with_the_smallest_document() {
    found::<Stricter>(r#""payload":{"n":1}"#);
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Looser {
    #[serde(deserialize_with = "text_or_anything")]
    text: String,
}

fn text_or_anything<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => text,
        serde_json::Value::Array(_) => String::new(),
        _ => return Err(serde::de::Error::custom("neither text nor list")),
    })
}

#[test]
fn an_array_in_the_place_of_a_string_is_no_exemption() {
    found::<Looser>(r#""payload":{"text":[]}"#);
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Wider {
    #[schemars(range(min = 1, max = 9))]
    n: u32,
}

#[test]
fn a_limit_that_only_the_schema_knows_is_found() {
    found::<Wider>(r#""payload":{"n":0}"#);
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Keyed {
    by_number: HashMap<u16, bool>,
}

#[test]
fn numbers_as_keys_are_found() {
    found::<Keyed>("by_number");
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", deny_unknown_fields)]
enum Tagged {
    Unit,
}

#[test]
fn a_unit_variant_that_denies_nothing_is_found() {
    found::<Tagged>("kind");
}
