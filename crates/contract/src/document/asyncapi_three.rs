//! AsyncAPI 3.0: operations of an application on its channels.

use super::asyncapi::{Channels, Described};
use super::error::DocumentError;
use super::place::Place;
use super::traits::Wins;
use super::{DocumentOperation, shape};
use crate::side::Direction;

/// Finds the messages of every operation.
///
/// The document describes the application: what it receives, clients send.
pub(super) fn find(root: &Place<'_>) -> Result<Channels, DocumentError> {
    let mut channels = Channels {
        wins: Wins::Message,
        ..Channels::default()
    };
    for (_, operation) in root.map("operations", "operations by name")? {
        let operation = operation.resolved()?;
        operation.object("an operation")?;
        let (word, direction, reply) = match operation.text("action")? {
            Some("receive") => ("receive", Direction::Request, Direction::Response),
            Some("send") => ("send", Direction::Response, Direction::Request),
            _ => {
                let pointer = operation.pointer.member("action");
                return Err(DocumentError::malformed(&pointer, "`send` or `receive`"));
            }
        };
        let Some(channel) = operation.member("channel") else {
            let expected = "an operation with `channel`";
            return Err(DocumentError::malformed(&operation.pointer, expected));
        };
        part(&operation, &channel, word, direction, &mut channels)?;
        if let Some(answer) = operation.member("reply") {
            let answer = answer.resolved()?;
            answer.object("a reply")?;
            let on = answer.member("channel").unwrap_or(channel);
            part(&answer, &on, "reply", reply, &mut channels)?;
        }
    }
    // Operations may share a channel; what they do on it is one thing to a client.
    channels.operations.sort();
    channels.operations.dedup_by(|one, two| one.key == two.key);
    Ok(channels)
}

/// Finds the messages of an operation or of its reply.
fn part(
    described: &Place<'_>,
    channel: &Place<'_>,
    word: &str,
    direction: Direction,
    channels: &mut Channels,
) -> Result<(), DocumentError> {
    let channel = channel.resolved()?;
    channel.object("a channel")?;
    // An address that is only known at run time may be null.
    let address = match channel.member("address") {
        Some(address) if !address.value.is_null() => channel.text("address")?,
        _ => channel.pointer.last(),
    };
    let address = address.unwrap_or_default();
    let naming = DocumentOperation {
        key: format!("{} {direction}", shape(address)),
        name: format!("{address} {word}"),
        pointer: described.pointer.clone(),
    };
    let chosen = described.list("messages", "a list of references to messages")?;
    let all = match described.member("messages") {
        Some(_) => chosen
            .iter()
            .map(|message| Ok((key(message)?, message.clone())))
            .collect::<Result<Vec<_>, DocumentError>>()?,
        None => channel
            .map("messages", "messages by name")?
            .into_iter()
            .map(|(name, message)| (name.to_owned(), message))
            .collect(),
    };
    for (name, message) in all {
        channels.messages.push(Described {
            key: format!("{} {name}", naming.key),
            name: format!("{} {name}", naming.name),
            direction,
            place: message.resolved()?.pointer,
        });
    }
    channels.operations.push(naming);
    Ok(())
}

/// Returns what a channel calls the message that a reference names.
fn key(reference: &Place<'_>) -> Result<String, DocumentError> {
    let named = reference.referred()?;
    named
        .as_ref()
        .and_then(|named| named.pointer.last())
        .map(str::to_owned)
        .ok_or_else(|| {
            let expected = "a reference to a message of the channel";
            DocumentError::malformed(&reference.pointer, expected)
        })
}
