//! What is asked over HTTP, as OpenAPI 3.1.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::components;
use super::parts::{info, say, variables};
use crate::contract::Contract;
use crate::error::DeriveError;
use crate::interface::{Interface, Operation, Parameter, Protocol, Reply, Scheme};

pub(super) fn document(
    contract: &Contract,
    interface: &Interface,
    version: &str,
) -> Result<Value, DeriveError> {
    let messages: BTreeSet<&str> = interface
        .operations
        .iter()
        .flat_map(Operation::messages)
        .collect();
    let mut paths = Map::new();
    for operation in &interface.operations {
        let item = paths.entry(operation.path).or_insert_with(|| json!({}));
        item[operation.method.to_lowercase()] = described(operation);
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": info(interface, contract, version),
        "paths": paths,
        "components": {"schemas": components::schemas(contract, &messages, "")?},
    });
    let servers = servers(interface);
    if !servers.is_empty() {
        document["servers"] = servers.into();
    }
    let schemes = schemes(interface);
    if !schemes.is_empty() {
        document["components"]["securitySchemes"] = schemes.into();
    }
    Ok(document)
}

fn servers(interface: &Interface) -> Vec<Value> {
    let hosts = interface.hosts.iter();
    hosts
        .filter(|host| host.protocol == Protocol::Https)
        .map(|host| {
            let mut server = json!({"url": format!("https://{}", host.address)});
            say(&mut server, "description", host.description);
            if !host.variables.is_empty() {
                server["variables"] = variables(host).into();
            }
            server
        })
        .collect()
}

fn schemes(interface: &Interface) -> Map<String, Value> {
    let schemes = interface.security.iter().filter_map(|security| {
        let mut scheme = match security.scheme {
            Scheme::ClientCredentials { token_path } => json!({
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": token_path, "scopes": {}}},
            }),
            Scheme::Subprotocol { .. } => return None,
        };
        say(&mut scheme, "description", security.description);
        Some((security.name.to_owned(), scheme))
    });
    schemes.collect()
}

fn described(operation: &Operation) -> Value {
    let replies: Map<String, Value> = operation
        .replies
        .iter()
        .map(|reply| (reply.status.key(), response(reply)))
        .collect();
    let mut described = json!({"operationId": operation.name, "responses": replies});
    say(&mut described, "summary", operation.summary);
    say(&mut described, "description", operation.description);
    if !operation.parameters.is_empty() {
        described["parameters"] = operation.parameters.iter().map(parameter).collect();
    }
    if let Some(message) = operation.request {
        described["requestBody"] = json!({"required": true, "content": content(message)});
    }
    if let Some(name) = operation.security {
        described["security"] = json!([{name: []}]);
    }
    described
}

fn parameter(parameter: &Parameter) -> Value {
    let schema = match parameter.constant {
        Some(constant) => json!({"type": "string", "const": constant}),
        None => json!({"type": "string"}),
    };
    let mut described = json!({
        "name": parameter.name,
        "in": parameter.location.as_str(),
        "required": parameter.required,
        "schema": schema,
    });
    say(&mut described, "description", parameter.description);
    described
}

fn response(reply: &Reply) -> Value {
    let mut described = json!({"description": reply.description});
    if let Some(message) = reply.message {
        described["content"] = content(message);
    }
    described
}

fn content(message: &str) -> Value {
    let schema = format!("#/components/schemas/{message}");
    json!({"application/json": {"schema": {"$ref": schema}}})
}
