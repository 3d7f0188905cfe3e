use frontdesk_schema::Options;
use serde_json::Value;

use super::EndpointError;
use super::compose::Parts;
use super::operation::{Content, Operation, Part};

/// Describes an endpoint of which only the schema of its requests is known.
///
/// Nothing is known of its replies, so that only what is wrong by itself can be found there.
///
/// # Errors
///
/// When the schema does not compile.
pub fn from_schema(
    method: &str,
    path: &str,
    document: Value,
    options: &Options,
) -> Result<Operation, EndpointError> {
    let name = format!("{method} {path}");
    let examples = document.get("examples").and_then(Value::as_array);
    let examples = examples.cloned().unwrap_or_default();
    let mut document = document;
    if let Value::Object(keywords) = &mut document
        && !keywords.contains_key("$schema")
    {
        keywords.insert("$schema".to_owned(), draft(options).into());
    }
    let mut parts = Parts::default();
    parts.add(Part::Body, document, true, Vec::new());
    Ok(Operation {
        schema: parts.compile(&name, options)?,
        name,
        method: method.to_owned(),
        path: path.to_owned(),
        parameters: Vec::new(),
        body: Some(Content {
            media: "application/json".to_owned(),
            required: true,
        }),
        replies: Vec::new(),
        secured: false,
        message: None,
        examples: examples.into_iter().map(super::body_only).collect(),
    })
}

/// Names the draft that documents without `$schema` are read by.
fn draft(options: &Options) -> &'static str {
    use frontdesk_schema::Draft;
    match options.draft {
        Draft::Draft4 => "http://json-schema.org/draft-04/schema#",
        Draft::Draft6 => "http://json-schema.org/draft-06/schema#",
        Draft::Draft7 => "http://json-schema.org/draft-07/schema#",
        Draft::Draft201909 => "https://json-schema.org/draft/2019-09/schema",
        Draft::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
    }
}
