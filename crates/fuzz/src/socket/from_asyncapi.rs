use frontdesk_contract::{ApiDocument, Direction, DocumentMessage, read_document};
use frontdesk_json::Pointer;
use frontdesk_schema::Options;
use serde_json::Value;

use super::channel::Channel;
use super::rules::Rules;
use crate::endpoint::{EndpointError, operation_of_message};

/// Describes each WebSocket of an AsyncAPI 3 document, once for each message that clients send.
///
/// The correlation id is the one that the message names as `correlationId`; everything else that
/// holds for conversations is the channel's `x-conversation` ([`Rules`]).
///
/// # Errors
///
/// When the document cannot be read, a schema does not compile, or clients send nothing.
pub fn channels_from_asyncapi(
    document: &Value,
    uri: &str,
    options: &Options,
) -> Result<Vec<Channel>, EndpointError> {
    let read = read_document(document.clone(), uri)?;
    let mut channels = Vec::new();
    let described = document["channels"].as_object();
    for (name, channel) in described.into_iter().flatten() {
        let address = channel["address"].as_str().unwrap_or(name);
        let shape = shape(address);
        let rules = rules(channel)?;
        for request in of_channel(&read, &shape, Direction::Request) {
            let mut rules = rules.clone();
            rules.correlation = rules.correlation.or_else(|| correlation(document, request));
            let compile = |message: &DocumentMessage| {
                message
                    .compile(options)
                    .map_err(|source| EndpointError::Schema {
                        what: message.name().to_owned(),
                        source,
                    })
            };
            let replies: Result<Vec<_>, EndpointError> =
                of_channel(&read, &shape, Direction::Response)
                    .map(|reply| Ok(compile(reply)?.into()))
                    .collect();
            let message = compile(request)?;
            let examples = examples(document, request);
            channels.push(Channel {
                operation: operation_of_message(request.name(), &message, examples, options)?,
                path: address.to_owned(),
                request: message.into(),
                replies: replies?,
                rules,
            });
        }
    }
    if channels.is_empty() {
        let text = "the document has no message that clients send".to_owned();
        return Err(EndpointError::Nothing(text));
    }
    Ok(channels)
}

fn rules(channel: &Value) -> Result<Rules, EndpointError> {
    let Some(said) = channel.get("x-conversation") else {
        return Ok(Rules::default());
    };
    serde_json::from_value(said.clone())
        .map_err(|error| EndpointError::Nothing(format!("`x-conversation`: {error}")))
}

/// Lists the messages of a channel that one side sends.
fn of_channel<'d>(
    document: &'d ApiDocument,
    shape: &str,
    direction: Direction,
) -> impl Iterator<Item = &'d DocumentMessage> {
    let begin = format!("{shape} {direction} ");
    let messages = document.messages().iter();
    messages.filter(move |message| message.key().starts_with(&begin))
}

/// Returns the address without the names of its variables.
fn shape(address: &str) -> String {
    let mut shape = String::with_capacity(address.len());
    let mut is_name = false;
    for character in address.chars() {
        is_name &= character != '}';
        if !is_name {
            shape.push(character);
        }
        is_name |= character == '{';
    }
    shape
}

/// Reads where a message has its correlation id.
fn correlation(document: &Value, message: &DocumentMessage) -> Option<Pointer> {
    let described = message.pointer().resolve(document)?;
    let mut id = described.get("correlationId")?;
    if let Some(reference) = id["$ref"].as_str() {
        let place: Pointer = reference.strip_prefix('#')?.parse().ok()?;
        id = place.resolve(document)?;
    }
    let place = id["location"].as_str()?.strip_prefix("$message.payload#")?;
    place.parse().ok()
}

fn examples(document: &Value, message: &DocumentMessage) -> Vec<Value> {
    let described = message.pointer().resolve(document);
    let examples = described.and_then(|described| described["examples"].as_array());
    let examples = examples.into_iter().flatten();
    examples
        .filter_map(|example| example.get("payload").cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn variables_have_no_names() {
        assert_eq!(shape("/rooms/{room}/talk"), "/rooms/{}/talk");
    }
}
