//! Schemas: what both contracts say, beyond what the exporter keeps a record of.

use frontdesk_model::{
    ErrorResponse, ReceptionRequest, Replies, RequestEnvelope, ResponseEnvelope,
    SuperpowerResponse, TokenError, TokenResponse,
};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

#[test]
fn reader_and_writer_require_what_they_should() {
    let reader = reader::<RequestEnvelope>();
    let writer = writer::<RequestEnvelope>();
    assert_eq!(reader["required"], json!(["payload"]));
    assert_eq!(writer["required"], json!(["action", "headers", "payload"]));
    assert_eq!(reader["$defs"]["RequestHeaders"].get("required"), None);
    assert_eq!(
        writer["$defs"]["RequestHeaders"]["required"],
        json!([
            "correlationId",
            "action",
            "schemaRef",
            "identifier",
            "traceId",
            "idempotencyKey",
            "sdkVersion",
            "issuedAt"
        ])
    );
    assert_eq!(
        reader["$defs"]["ReceptionRequest"]["required"],
        json!(["request"])
    );
    assert_eq!(
        writer["$defs"]["ReceptionRequest"]["required"],
        json!(["session", "request"])
    );
    assert_eq!(
        reader["$defs"]["Request"]["required"],
        json!(["connections", "context", "scope"])
    );
    assert_eq!(
        writer["$defs"]["Request"]["required"],
        json!(["requestId", "connections", "context", "scope"])
    );
}

#[test]
fn a_token_is_required_under_either_name() {
    let reader = reader::<TokenResponse>();
    assert_eq!(
        reader["anyOf"],
        json!([{ "required": ["access_token"] }, { "required": ["token"] }])
    );
    assert_eq!(reader.get("required"), None);
    let writer = writer::<TokenResponse>();
    assert_eq!(writer["required"], json!(["access_token"]));
    assert_eq!(writer["properties"].get("token"), None);
}

#[test]
fn nothing_is_nullable_and_no_format_is_serdes_own() {
    for schema in [
        all(SchemaSettings::for_deserialize),
        all(SchemaSettings::for_serialize),
    ]
    .concat()
    {
        walk(&schema, "", &mut |pointer, value| {
            assert_ne!(value, &json!("null"), "{pointer}");
            assert!(value.get("format").is_none(), "{pointer}");
            assert!(value.get("default") != Some(&Value::Null), "{pointer}");
        });
    }
}

#[test]
fn every_member_says_what_it_means() {
    for schema in [
        all(SchemaSettings::for_deserialize),
        all(SchemaSettings::for_serialize),
    ]
    .concat()
    {
        walk(&schema, "", &mut |pointer, value| {
            let properties = value
                .get("properties")
                .filter(|_| value["type"] == "object");
            for (name, property) in properties.and_then(Value::as_object).into_iter().flatten() {
                // The branch of a dispatch narrows `state`; its description is that of the full
                // type.
                let narrowed = name == "state" && pointer.ends_with("anyOf/0");
                assert!(
                    narrowed || property.get("description").is_some(),
                    "{pointer} {name}"
                );
            }
        });
    }
}

fn all(settings: fn(SchemaSettings) -> SchemaSettings) -> Vec<Value> {
    vec![
        schema::<ReceptionRequest>(settings),
        schema::<RequestEnvelope>(settings),
        schema::<SuperpowerResponse>(settings),
        schema::<ErrorResponse>(settings),
        schema::<ResponseEnvelope>(settings),
        schema::<TokenResponse>(settings),
        schema::<TokenError>(settings),
        schema::<Replies>(settings),
    ]
}

fn reader<T: JsonSchema>() -> Value {
    schema::<T>(SchemaSettings::for_deserialize)
}

fn writer<T: JsonSchema>() -> Value {
    schema::<T>(SchemaSettings::for_serialize)
}

fn schema<T: JsonSchema>(settings: fn(SchemaSettings) -> SchemaSettings) -> Value {
    let schema: Schema = settings(SchemaSettings::draft2020_12())
        .into_generator()
        .into_root_schema_for::<T>();
    schema.to_value()
}

fn walk(value: &Value, pointer: &str, visit: &mut impl FnMut(&str, &Value)) {
    visit(pointer, value);
    match value {
        Value::Object(members) => {
            members
                .iter()
                .for_each(|(name, value)| walk(value, &format!("{pointer}/{name}"), visit));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, value)| walk(value, &format!("{pointer}/{at}"), visit));
        }
        _ => {}
    }
}
