use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk_schema::{Options, Schema};
use serde_json::{Map, Value, json};

use super::EndpointError;
use super::operation::Part;

/// The schemas of the parts of a request, to be made one.
#[derive(Debug, Default)]
pub(super) struct Parts {
    parts: BTreeMap<Part, Described>,
    resources: BTreeMap<String, Value>,
}

#[derive(Debug)]
struct Described {
    schema: Value,
    required: bool,
}

impl Parts {
    /// Describes a part, with the documents that its schema refers to.
    pub(super) fn add(
        &mut self,
        part: Part,
        schema: Value,
        required: bool,
        resources: Vec<(String, Value)>,
    ) {
        self.parts.insert(part, Described { schema, required });
        for (uri, document) in resources {
            // Excerpts of one document hold every part in its place, so that they go together.
            match self.resources.get_mut(&uri) {
                Some(known) => merge(known, document),
                None => {
                    self.resources.insert(uri, document);
                }
            }
        }
    }

    /// Compiles the schema of whole requests.
    pub(super) fn compile(
        self,
        what: &str,
        options: &Options,
    ) -> Result<Arc<Schema>, EndpointError> {
        let mut options = options.clone();
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (part, described) in self.parts {
            let name = part.as_str();
            let uri = identified(&described.schema)
                .unwrap_or_else(|| format!("https://frontdesk.invalid/request/{name}.json"));
            properties.insert(name.to_owned(), json!({"$ref": uri}));
            if described.required {
                required.push(name);
            }
            options.resources.push((uri, described.schema));
        }
        options.resources.extend(self.resources);
        let document = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false
        });
        let schema =
            Schema::compile(document, &options).map_err(|source| EndpointError::Schema {
                what: what.to_owned(),
                source,
            })?;
        Ok(Arc::new(schema))
    }
}

/// Returns what a schema calls itself, which its own references may go by.
fn identified(schema: &Value) -> Option<String> {
    let id = schema.get("$id")?.as_str()?;
    let absolute = url::Url::parse(id).is_ok();
    absolute.then(|| id.trim_end_matches('#').to_owned())
}

fn merge(known: &mut Value, other: Value) {
    match (known, other) {
        (Value::Object(known), Value::Object(other)) => {
            for (name, value) in other {
                match known.get_mut(&name) {
                    Some(known) => merge(known, value),
                    None => {
                        known.insert(name, value);
                    }
                }
            }
        }
        // An excerpt has `null` where nothing was taken.
        (known @ Value::Null, other) => *known = other,
        (Value::Array(known), Value::Array(other)) => {
            for (index, value) in other.into_iter().enumerate() {
                match known.get_mut(index) {
                    Some(known) => merge(known, value),
                    None => known.push(value),
                }
            }
        }
        _ => {}
    }
}
