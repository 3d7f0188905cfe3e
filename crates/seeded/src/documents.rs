//! The contract of the service: its schemas, and the two documents that hold them.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

/// The messages that have a schema, by the names of [`schema`].
pub const MESSAGES: [&str; 7] = [
    "BookingRequest",
    "Booking",
    "BookingList",
    "ReportRequest",
    "Report",
    "StreamRequest",
    "StreamReply",
];

/// Returns the JSON Schema of one message, complete in itself.
#[must_use]
pub fn schema(name: &str) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/$defs/{name}"),
        "$defs": moved(|name| format!("#/$defs/{name}")),
    })
}

/// Returns the OpenAPI 3.1 document of what is asked over HTTP.
#[must_use]
pub fn openapi() -> Value {
    let mut document = parsed(include_str!("../contract/openapi.json"));
    document["components"]["schemas"] = Value::Object(SCHEMAS.clone());
    document
}

/// Returns the AsyncAPI 3.0 document of the WebSocket.
///
/// Its member `x-conversation` says what AsyncAPI has no words for: where a message says its state,
/// which states are the first and which the last, and with which codes the service closes.
#[must_use]
pub fn asyncapi() -> Value {
    let mut document = parsed(include_str!("../contract/asyncapi.json"));
    for pointer in ["request", "reply"] {
        let schema = &mut document["components"]["messages"][pointer]["payload"]["schema"];
        if let Some(name) = schema["$ref"].as_str().and_then(|at| at.rsplit('/').next()) {
            *schema = json!({"$ref": in_async(name)});
        }
    }
    let schemas = moved(in_async);
    let schemas = schemas.into_iter().map(|(name, schema)| {
        let format = "application/schema+json;version=draft-2020-12";
        (name, json!({"schemaFormat": format, "schema": schema}))
    });
    document["components"]["schemas"] = Value::Object(schemas.collect());
    document
}

/// Returns the schema of the parameters of a list, as an object.
pub(crate) fn parameters() -> Value {
    let list = &openapi()["paths"]["/rooms/{room}/bookings"]["get"]["parameters"];
    let mut properties: Map<String, Value> = list
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|parameter| {
            let name = parameter["name"].as_str()?;
            Some((name.to_owned(), parameter["schema"].clone()))
        })
        .collect();
    let place = |name: &str| format!("#/$defs/{name}");
    properties
        .values_mut()
        .for_each(|schema| refer(schema, &place));
    json!({"properties": properties, "$defs": moved(place)})
}

fn in_async(name: &str) -> String {
    format!("#/components/schemas/{name}/schema")
}

/// Returns all schemas, with their references where `place` says.
fn moved(place: impl Fn(&str) -> String) -> Map<String, Value> {
    let mut schemas = SCHEMAS.clone();
    for schema in schemas.values_mut() {
        refer(schema, &place);
    }
    schemas
}

fn refer(schema: &mut Value, place: &impl Fn(&str) -> String) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                let target = member.as_str().and_then(|at| at.strip_prefix(HOME));
                match target {
                    Some(target) if name == "$ref" => *member = place(target).into(),
                    _ => refer(member, place),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| refer(item, place)),
        _ => {}
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("a document of this crate is JSON")
}

static SCHEMAS: LazyLock<Map<String, Value>> =
    LazyLock::new(|| match parsed(include_str!("../contract/schemas.json")) {
        Value::Object(schemas) => schemas,
        other => unreachable!("the schemas of this crate are an object, not {other}"),
    });

const HOME: &str = "#/components/schemas/";
