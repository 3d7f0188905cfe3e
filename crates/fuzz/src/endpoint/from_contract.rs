use std::sync::Arc;

use frontdesk_contract::{Contract, Direction, Interface, Location, Scheme, Side};
use frontdesk_schema::{Options, Schema};
use serde_json::{Map, Value, json};

use super::compose::Parts;
use super::operation::{
    Content, Operation, Parameter, Part, Readings, ReplyContent, ReplyDescription,
};
use super::{EndpointError, body_only};

/// Describes the operations of a contract that say where their messages travel.
///
/// Requests and replies are judged by reader schemas. What grants tokens is left out. With a
/// `message`, only operations whose request it is are described.
///
/// # Errors
///
/// When a schema cannot be derived or compiled, or when no operation is left.
pub fn from_contract(
    contract: &Contract,
    message: Option<&str>,
    options: &Options,
) -> Result<Vec<Operation>, EndpointError> {
    let Some(interface) = contract.interface() else {
        return Err(nothing(contract, message));
    };
    let mut operations = Vec::new();
    for operation in &interface.operations {
        let wanted = message.is_none_or(|message| operation.request == Some(message));
        if wanted && !grants_tokens(interface, operation.path) {
            operations.push(described(contract, operation, options)?);
        }
    }
    if operations.is_empty() {
        return Err(nothing(contract, message));
    }
    Ok(operations)
}

fn described(
    contract: &Contract,
    operation: &frontdesk_contract::Operation,
    options: &Options,
) -> Result<Operation, EndpointError> {
    let name = format!("{} {}", operation.method, operation.path);
    let mut parts = Parts::default();
    let mut parameters = Vec::new();
    for part in [Part::Path, Part::Query, Part::Header] {
        let of_part = operation
            .parameters
            .iter()
            .filter(|of| part_of(of.location) == part);
        let mut properties = Map::new();
        let mut required = Vec::new();
        for parameter in of_part {
            let schema = match parameter.constant {
                Some(constant) => json!({"const": constant}),
                None => json!({"type": "string"}),
            };
            let position = variables(operation.path).position(|of| of == parameter.name);
            let name = match (part, position) {
                (Part::Path, Some(position)) => (position + 1).to_string(),
                _ => parameter.name.to_owned(),
            };
            properties.insert(name.clone(), schema);
            if parameter.required || part == Part::Path {
                required.push(Value::from(name.clone()));
            }
            parameters.push(Parameter {
                name,
                part,
                readings: Readings::default(),
            });
        }
        if !properties.is_empty() {
            let needed = !required.is_empty();
            let schema = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "type": "object",
                "properties": properties,
                "required": required,
                "additionalProperties": false
            });
            parts.add(part, schema, needed, Vec::new());
        }
    }
    let request = operation.request.and_then(|name| contract.find(name));
    let mut examples = Vec::new();
    if let Some(message) = request {
        parts.add(
            Part::Body,
            contract.schema(message, Side::Reader)?,
            true,
            Vec::new(),
        );
        examples.extend(message.examples().iter().cloned().map(body_only));
        let authored = (0..AUTHORED).filter_map(|seed| message.author(seed));
        examples.extend(authored.map(body_only));
    }
    Ok(Operation {
        schema: parts.compile(&name, options)?,
        name,
        method: operation.method.to_owned(),
        path: operation.path.to_owned(),
        parameters,
        body: request.map(|_| Content {
            media: JSON.to_owned(),
            required: true,
        }),
        replies: replies(contract, operation, options)?,
        secured: operation.security.is_some(),
        message: operation.request.map(str::to_owned),
        examples,
    })
}

fn replies(
    contract: &Contract,
    operation: &frontdesk_contract::Operation,
    options: &Options,
) -> Result<Vec<ReplyDescription>, EndpointError> {
    let mut replies = Vec::new();
    for reply in &operation.replies {
        let mut contents = Vec::new();
        if let Some(message) = reply.message.and_then(|name| contract.find(name)) {
            let schema = contract.schema(message, Side::Reader)?;
            let schema =
                Schema::compile(schema, options).map_err(|source| EndpointError::Schema {
                    what: message.name().to_owned(),
                    source,
                })?;
            contents.push(ReplyContent {
                media: JSON.to_owned(),
                schema: Some(Arc::new(schema)),
            });
        }
        replies.push(ReplyDescription {
            status: reply.status.key(),
            contents,
        });
    }
    Ok(replies)
}

fn nothing(contract: &Contract, message: Option<&str>) -> EndpointError {
    let asked: Vec<&str> = contract
        .messages()
        .iter()
        .filter(|message| message.direction() == Direction::Request)
        .map(frontdesk_contract::Message::name)
        .collect();
    EndpointError::Nothing(match message {
        Some(message) => format!("no operation of {} sends `{message}`", contract.name()),
        None => format!(
            "{} does not say where its messages travel: name one with --message, such as {}",
            contract.name(),
            asked.join(", ")
        ),
    })
}

fn grants_tokens(interface: &Interface, path: &str) -> bool {
    interface
        .security
        .iter()
        .any(|security| match security.scheme {
            Scheme::ClientCredentials { token_path } => token_path == path,
            Scheme::Subprotocol { .. } => false,
        })
}

fn variables(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.split('{').skip(1);
    parts
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
}

fn part_of(location: Location) -> Part {
    match location {
        Location::Header => Part::Header,
        Location::Path => Part::Path,
        Location::Query => Part::Query,
    }
}

const AUTHORED: u64 = 8;
const JSON: &str = "application/json";
