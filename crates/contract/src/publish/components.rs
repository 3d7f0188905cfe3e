//! The schemas of several messages under one roof.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::contract::Contract;
use crate::derive::definition_name;
use crate::error::DeriveError;
use crate::keywords::for_each;
use crate::side::{Direction, Side};

/// Derives the schemas of the messages that `names` names, and of the types in them, by name.
///
/// A message keeps its name. So does a type, unless it looks different in another message; it then
/// has the name of the message in front. References lead to `/components/schemas/<name>` with
/// `tail` behind.
pub(super) fn schemas(
    contract: &Contract,
    names: &BTreeSet<&str>,
    tail: &str,
) -> Result<Map<String, Value>, DeriveError> {
    let mut schemas = Map::new();
    let mut shapes: BTreeMap<String, Shape> = BTreeMap::new();
    let used = contract.messages().iter();
    for message in used.filter(|message| names.contains(message.name())) {
        let side = match message.direction() {
            Direction::Request => Side::Reader,
            Direction::Response => Side::Writer,
        };
        let mut root = contract.schema(message, side)?;
        let definitions = definitions(&mut root);
        let mut renamed = BTreeMap::new();
        for name in definitions.keys() {
            let shape = shape(&definitions, name);
            let free = |candidate: &String| {
                contract.find(candidate).is_none()
                    && shapes.get(candidate).is_none_or(|known| *known == shape)
            };
            let plain = plain(name);
            let own = Some(plain.clone()).filter(free);
            let own = own.unwrap_or_else(|| format!("{}.{plain}", message.name()));
            shapes.insert(own.clone(), shape);
            renamed.insert(name.clone(), own);
        }
        let refer = |schema: &mut Value| refer(schema, &renamed, tail);
        refer(&mut root);
        schemas.insert(message.name().to_owned(), root);
        for (name, mut definition) in definitions {
            refer(&mut definition);
            schemas.insert(renamed[&name].clone(), definition);
        }
    }
    Ok(schemas)
}

/// A definition, and all that it refers to.
type Shape = BTreeMap<String, Value>;

/// Takes the definitions out of a derived schema, and what only a file of its own needs.
fn definitions(root: &mut Value) -> Map<String, Value> {
    let Value::Object(keywords) = root else {
        return Map::new();
    };
    keywords.remove("$schema");
    keywords.remove("$id");
    match keywords.remove("$defs") {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    }
}

fn shape(definitions: &Map<String, Value>, name: &str) -> Shape {
    let mut shape = Shape::new();
    let mut todo = vec![name.to_owned()];
    while let Some(name) = todo.pop() {
        if let Some(definition) = definitions.get(&name)
            && !shape.contains_key(&name)
        {
            let mut copy = definition.clone();
            for_each(&mut copy, &mut |keywords| {
                let reference = keywords.get("$ref").and_then(Value::as_str);
                todo.extend(reference.and_then(definition_name));
            });
            shape.insert(name, definition.clone());
        }
    }
    shape
}

fn refer(schema: &mut Value, renamed: &BTreeMap<String, String>, tail: &str) {
    for_each(schema, &mut |keywords| {
        let reference = keywords.get("$ref").and_then(Value::as_str);
        let name = reference.and_then(definition_name);
        if let Some(name) = name.and_then(|name| renamed.get(&name)) {
            let reference = format!("#/components/schemas/{name}{tail}");
            keywords.insert("$ref".to_owned(), reference.into());
        }
    });
}

/// Spells a name in the characters that components may have.
fn plain(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    name.replace(|c| !plain(c), "_")
}
