//! What travels on an open WebSocket, as AsyncAPI 3.0.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::components;
use super::parts::{info, say, variables};
use crate::contract::Contract;
use crate::error::DeriveError;
use crate::interface::{Channel, Host, Interface, Protocol, Scheme, Security};
use crate::message::Message;

pub(super) fn document(
    contract: &Contract,
    interface: &Interface,
    version: &str,
) -> Result<Value, DeriveError> {
    let names: BTreeSet<&str> = interface
        .channels
        .iter()
        .flat_map(Channel::messages)
        .collect();
    let schemas = components::schemas(contract, &names, "/schema")?;
    let schemas: Map<String, Value> = schemas
        .into_iter()
        .map(|(name, schema)| (name, json!({"schemaFormat": FORMAT, "schema": schema})))
        .collect();
    let used = contract.messages().iter();
    let messages: Map<String, Value> = used
        .filter(|message| names.contains(message.name()))
        .map(|message| (message.name().to_owned(), described(message)))
        .collect();
    let mut operations = Map::new();
    for channel in &interface.channels {
        for (action, messages) in [("receive", &channel.requests), ("send", &channel.replies)] {
            if !messages.is_empty() {
                let name = format!("{}.{action}", channel.name);
                operations.insert(name, operation(channel, action, messages));
            }
        }
    }
    let mut document = json!({
        "asyncapi": "3.0.0",
        "info": info(interface, contract, version),
        "defaultContentType": "application/json",
        "channels": channels(interface),
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas},
    });
    let servers = servers(interface);
    if !servers.is_empty() {
        document["servers"] = servers.into();
    }
    let security = schemes(interface);
    if !security.is_empty() {
        document["components"]["securitySchemes"] = security.into();
    }
    Ok(document)
}

fn channels(interface: &Interface) -> Map<String, Value> {
    let channels = interface.channels.iter().map(|channel| {
        let messages: Map<String, Value> = channel
            .messages()
            .map(|name| {
                let reference = format!("#/components/messages/{name}");
                (name.to_owned(), json!({"$ref": reference}))
            })
            .collect();
        let mut described = json!({"address": channel.address, "messages": messages});
        say(&mut described, "description", channel.description);
        let mut binding = json!({"method": "GET", "bindingVersion": "0.1.0"});
        if let Some(subprotocol) = subprotocol(interface, channel) {
            binding["headers"] = json!({
                "type": "object",
                "required": [PROTOCOL_HEADER],
                "properties": {PROTOCOL_HEADER: {
                    "type": "string",
                    "description": format!("`{subprotocol}`, and a token as a second one."),
                }},
            });
        }
        described["bindings"] = json!({"ws": binding});
        if let Some(conversation) = &channel.conversation {
            described["x-conversation"] = conversation.to_value();
        }
        (channel.name.to_owned(), described)
    });
    channels.collect()
}

fn operation(channel: &Channel, action: &str, messages: &[&str]) -> Value {
    let place = format!("#/channels/{}", channel.name);
    let messages: Vec<Value> = messages
        .iter()
        .map(|name| json!({"$ref": format!("{place}/messages/{name}")}))
        .collect();
    json!({"action": action, "channel": {"$ref": place}, "messages": messages})
}

fn described(message: &Message) -> Value {
    let schema = format!("#/components/schemas/{}/schema", message.name());
    let mut described = json!({
        "name": message.name(),
        "title": message.title(),
        "payload": {"schemaFormat": FORMAT, "schema": {"$ref": schema}},
    });
    say(
        &mut described,
        "description",
        message.description().unwrap_or_default(),
    );
    if !message.examples().is_empty() {
        let examples = message.examples().iter();
        let objects = examples.filter(|example| example.is_object());
        described["examples"] = objects.map(|example| json!({"payload": example})).collect();
    }
    described
}

fn servers(interface: &Interface) -> Map<String, Value> {
    let mut security: Vec<&str> = interface
        .channels
        .iter()
        .filter_map(|channel| channel.security)
        .collect();
    security.sort_unstable();
    security.dedup();
    let security: Vec<Value> = security
        .iter()
        .map(|name| json!({"$ref": format!("#/components/securitySchemes/{name}")}))
        .collect();
    let hosts = interface.hosts.iter();
    hosts
        .filter(|host| host.protocol == Protocol::Wss)
        .map(|host| {
            let mut server = json!({"host": host.address, "protocol": host.protocol.as_str()});
            say(&mut server, "description", host.description);
            if !host.variables.is_empty() {
                server["variables"] = variables(host).into();
            }
            if !security.is_empty() {
                server["security"] = security.clone().into();
            }
            (host.name.to_owned(), server)
        })
        .collect()
}

fn schemes(interface: &Interface) -> Map<String, Value> {
    let schemes = interface.security.iter().filter_map(|security| {
        let mut scheme = scheme(interface, security)?;
        say(&mut scheme, "description", security.description);
        Some((security.name.to_owned(), scheme))
    });
    schemes.collect()
}

fn scheme(interface: &Interface, security: &Security) -> Option<Value> {
    match security.scheme {
        Scheme::ClientCredentials { token_path } => {
            let mut hosts = interface.hosts.iter();
            let host = hosts.find(|host| host.protocol == Protocol::Https)?;
            let token_url = format!("https://{}{token_path}", filled(host));
            let flow = json!({"tokenUrl": token_url, "availableScopes": {}});
            Some(json!({"type": "oauth2", "flows": {"clientCredentials": flow}}))
        }
        Scheme::Subprotocol { .. } => Some(json!({
            "type": "httpApiKey",
            "name": PROTOCOL_HEADER,
            "in": "header",
        })),
    }
}

/// Writes an address with examples for its variables, since a URL has none.
fn filled(host: &Host) -> String {
    let address = host.address.to_owned();
    host.variables.iter().fold(address, |address, variable| {
        address.replace(&format!("{{{}}}", variable.name), variable.example)
    })
}

fn subprotocol(interface: &Interface, channel: &Channel) -> Option<&'static str> {
    let mut ways = interface.security.iter();
    let security = ways.find(|security| Some(security.name) == channel.security)?;
    match security.scheme {
        Scheme::Subprotocol { subprotocol } => Some(subprotocol),
        Scheme::ClientCredentials { .. } => None,
    }
}

const FORMAT: &str = "application/schema+json;version=draft-2020-12";
const PROTOCOL_HEADER: &str = "Sec-WebSocket-Protocol";
