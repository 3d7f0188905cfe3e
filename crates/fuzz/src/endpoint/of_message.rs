use frontdesk_schema::{Options, Schema};
use serde_json::Value;

use super::compose::Parts;
use super::operation::{Content, Operation, Part};
use super::{EndpointError, body_only};

/// Describes a message as an operation that has it as its body and nothing beside it.
///
/// # Errors
///
/// When the schema does not compile as a part of another.
pub(crate) fn operation_of_message(
    name: &str,
    message: &Schema,
    examples: Vec<Value>,
    options: &Options,
) -> Result<Operation, EndpointError> {
    let mut parts = Parts::default();
    let resources = message.options().resources.clone();
    parts.add(Part::Body, message.document().clone(), true, resources);
    Ok(Operation {
        schema: parts.compile(name, options)?,
        name: name.to_owned(),
        method: "POST".to_owned(),
        path: "/".to_owned(),
        parameters: Vec::new(),
        body: Some(Content {
            media: "application/json".to_owned(),
            required: true,
        }),
        replies: Vec::new(),
        secured: false,
        message: None,
        examples: examples.into_iter().map(body_only).collect(),
    })
}
