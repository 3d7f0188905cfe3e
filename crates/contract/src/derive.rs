mod closed;
mod collisions;
mod compose;
mod defaults;
mod descriptions;
mod floats;
mod formats;
mod integers;
mod map_keys;
mod references;
mod relayed;
mod types;
mod unused;

pub(crate) use self::references::definition_name;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use crate::error::DeriveError;
use crate::keywords::{Keywords, for_each};
use crate::message::Message;
use crate::side::Side;

/// What schemars says of a type, before it is made true to serde.
#[derive(Clone, Debug)]
pub(crate) struct Generated {
    pub(crate) root: Value,
    pub(crate) definitions: Keywords,
}

/// Asks schemars for the schema of `T`.
///
/// It is asked for a subschema, because what it makes a root of refers to itself by `#`.
pub(crate) fn generate<T: JsonSchema>(side: Side) -> Generated {
    let settings = SchemaSettings::draft2020_12();
    let settings = match side {
        Side::Writer => settings.for_serialize(),
        Side::Reader => settings.for_deserialize(),
    };
    let mut generator = settings.into_generator();
    let root = generator.subschema_for::<T>().to_value();
    Generated {
        root,
        definitions: generator.take_definitions(true),
    }
}

/// Derives the exported document of a message.
pub(crate) fn document(message: &Message, side: Side, id: &str) -> Result<Value, DeriveError> {
    let Generated { root, definitions } = message.generate(side);
    let mut document = match root {
        Value::Object(keywords) => Value::Object(keywords),
        Value::Bool(false) => json!({"not": {}}),
        _ => json!({}),
    };
    document[DEFINITIONS] = Value::Object(definitions);

    collisions::check(&document).map_err(|collision| collision.into_error(message, side))?;
    make_true_to_serde(&mut document, side);
    references::check(&document).map_err(|fault| fault.into_error(message, side))?;
    introduce(&mut document, message, id);
    Ok(document)
}

/// Applies every transform, in the one order in which they fit together.
fn make_true_to_serde(document: &mut Value, side: Side) {
    relayed::apply(document, side);
    for_each(document, &mut |keywords| {
        integers::apply(keywords);
        floats::apply(keywords);
        formats::apply(keywords);
        map_keys::apply(keywords);
        types::apply(keywords);
        descriptions::apply(keywords);
    });
    if side == Side::Writer {
        for_each(document, &mut defaults::apply);
        closed::apply(document);
    }
    unused::apply(document);
}

/// Adds what a reader of the file wants to know first.
fn introduce(document: &mut Value, message: &Message, id: &str) {
    let documentation = references::target(document, document)
        .and_then(|definition| definition.get("description"))
        .cloned();
    document["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    document["$id"] = json!(id);
    document["title"] = json!(message.title());
    if let Some(description) = message.description().map(Value::from).or(documentation) {
        document["description"] = description;
    }
    if !message.examples().is_empty() {
        document["examples"] = json!(message.examples());
    }
    if document[DEFINITIONS] == json!({}) {
        document
            .as_object_mut()
            .and_then(|keywords| keywords.remove(DEFINITIONS));
    }
}

/// The keyword under which definitions stand.
const DEFINITIONS: &str = "$defs";
