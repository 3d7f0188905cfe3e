//! Schemas in which one keyword says nothing any more: a validator with that keyword disabled.

use frontdesk_json::Pointer;
use frontdesk_payload::Leaf;
use frontdesk_schema::outline::{Body, Outline};
use frontdesk_schema::{Options, Schema};
use serde_json::{Map, Value, json};

/// Builds every schema that differs from `schema` by one keyword alone, which `leaf` names.
///
/// It is one schema, except where documents that refer to each other have the same pointer: a label
/// does not say which of them it means. None comes out where the keyword stands in a document that
/// is built into the engines, such as a meta-schema. What does not compile is an error.
pub(crate) fn mutants(schema: &Schema, leaf: &Leaf) -> Vec<Result<Schema, String>> {
    let mut mutants = Vec::new();
    for resource in resources(schema.outline(), &leaf.schema) {
        let mut document = schema.document().clone();
        let mut options = schema.options().clone();
        let changed = match resource {
            None => Some(&mut document),
            Some(uri) => {
                let mut resources = options.resources.iter_mut();
                let found = resources.find(|(other, _)| *other == uri);
                found.map(|(_, document)| document)
            }
        };
        if changed.is_some_and(|changed| disable(changed, leaf).is_some()) {
            mutants.push(compile(document, &options));
        }
    }
    mutants
}

fn compile(document: Value, options: &Options) -> Result<Schema, String> {
    Schema::compile(document, options).map_err(|error| error.to_string())
}

/// Lists the documents that have a subschema at a pointer, `None` for the schema's own.
fn resources(outline: &Outline, pointer: &Pointer) -> Vec<Option<String>> {
    let mut resources: Vec<Option<String>> = Vec::new();
    for (_, place) in outline.places() {
        let says = !matches!(place.body, Body::Always);
        if says && place.pointer == *pointer && !resources.contains(&place.resource) {
            resources.push(place.resource.clone());
        }
    }
    resources
}

/// Takes a keyword out of a document, `None` where it is not there.
fn disable(document: &mut Value, leaf: &Leaf) -> Option<()> {
    let place = leaf.schema.resolve_mut(document)?;
    if leaf.keyword == "false" {
        *place = (*place == Value::Bool(false)).then_some(Value::Bool(true))?;
        return Some(());
    }
    let members = place.as_object_mut()?;
    let keyword = leaf.keyword.as_str();
    match keyword {
        // Without it one match is needed still; that is what the keyword was to say then.
        "minContains" if at_most_one(members.get(keyword)?) => {
            members.insert(keyword.to_owned(), json!(0));
        }
        // What depends on the condition says nothing without it, and must not stand alone.
        "if" => {
            for part in ["then", "else"] {
                members.remove(part);
            }
            members.remove(keyword)?;
        }
        // Up to draft 4 these two are one keyword, of which the second may not stand alone.
        "minimum" | "maximum" => {
            let strict = if keyword == "minimum" {
                "exclusiveMinimum"
            } else {
                "exclusiveMaximum"
            };
            members.remove(keyword)?;
            remove_if(members, strict, Value::is_boolean);
        }
        _ => {
            members.remove(keyword)?;
        }
    }
    Some(())
}

fn at_most_one(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number <= 1.0)
}

fn remove_if(members: &mut Map<String, Value>, name: &str, is: fn(&Value) -> bool) {
    if members.get(name).is_some_and(is) {
        members.remove(name);
    }
}
