use std::sync::Arc;

use frontdesk_contract::{Channel as Described, Contract, Direction, Scheme, Side};
use frontdesk_schema::{Options, Schema};
use serde_json::Value;

use super::rules::Rules;
use crate::endpoint::{EndpointError, Operation, operation_of_message};

/// One message that is sent over a WebSocket, and what comes back.
#[derive(Clone, Debug)]
pub struct Channel {
    /// The message as an operation whose body it is, so that it is drawn as one over HTTP is.
    pub operation: Operation,
    /// The path that the connection is opened with.
    pub path: String,
    /// The schema of the message.
    pub request: Arc<Schema>,
    /// The schemas of what comes back, of which a reply satisfies one.
    pub replies: Vec<Arc<Schema>>,
    /// What holds for conversations.
    pub rules: Rules,
}

/// Describes each WebSocket of a contract, or those that send a message.
///
/// # Errors
///
/// When the contract has no WebSocket that sends the message, or a schema cannot be derived.
pub fn channels_from_contract(
    contract: &Contract,
    message: Option<&str>,
    options: &Options,
) -> Result<Vec<Channel>, EndpointError> {
    let interface = contract.interface();
    let described = interface
        .into_iter()
        .flat_map(|interface| &interface.channels);
    let mut channels = Vec::new();
    for channel in described {
        for name in &channel.requests {
            if message.is_none_or(|message| message == *name) {
                channels.push(of_contract(contract, channel, name, options)?);
            }
        }
    }
    if channels.is_empty() {
        let asked = message.map_or(String::new(), |message| format!(" that sends `{message}`"));
        let text = format!("{} describes no WebSocket{asked}", contract.name());
        return Err(EndpointError::Nothing(text));
    }
    Ok(channels)
}

fn of_contract(
    contract: &Contract,
    channel: &Described,
    name: &str,
    options: &Options,
) -> Result<Channel, EndpointError> {
    let compiled = |name: &str| -> Result<Arc<Schema>, EndpointError> {
        let message = contract.find(name);
        let message = message.ok_or_else(|| EndpointError::Nothing(format!("no `{name}`")))?;
        compile(contract.schema(message, Side::Reader)?, name, options)
    };
    let mut rules = channel
        .conversation
        .as_ref()
        .map_or_else(Rules::default, |says| {
            serde_json::from_value(says.to_value()).unwrap_or_default()
        });
    let security = contract.interface().into_iter().flat_map(|of| &of.security);
    for security in security.filter(|security| Some(security.name) == channel.security) {
        if let Scheme::Subprotocol { subprotocol } = security.scheme {
            rules.subprotocol = Some(subprotocol.to_owned());
        }
    }
    let message = contract.find(name);
    let examples = message.map_or(&[][..], |message| message.examples());
    let authored = message.filter(|message| message.direction() == Direction::Request);
    let authored = (0..AUTHORED).filter_map(|seed| authored?.author(seed));
    let replies: Result<Vec<_>, _> = channel.replies.iter().map(|name| compiled(name)).collect();
    let request = compiled(name)?;
    let examples = examples.iter().cloned().chain(authored).collect();
    let operation = format!("{name} over {}", channel.address);
    let mut operation = operation_of_message(&operation, &request, examples, options)?;
    operation.message = Some(name.to_owned());
    Ok(Channel {
        operation,
        path: channel.address.to_owned(),
        request,
        replies: replies?,
        rules,
    })
}

pub(super) fn compile(
    document: Value,
    name: &str,
    options: &Options,
) -> Result<Arc<Schema>, EndpointError> {
    let schema = Schema::compile(document, options);
    let schema = schema.map_err(|source| EndpointError::Schema {
        what: name.to_owned(),
        source,
    })?;
    Ok(Arc::new(schema))
}

const AUTHORED: u64 = 8;
