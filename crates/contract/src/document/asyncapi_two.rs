//! AsyncAPI 2: channels that are published to and subscribed to.

use super::asyncapi::{Channels, Described};
use super::error::DocumentError;
use super::place::Place;
use super::traits::Wins;
use super::{DocumentOperation, shape};
use crate::side::Direction;

/// Finds the messages of every channel.
///
/// The words are those of the client: what it publishes is what the application receives.
pub(super) fn find(root: &Place<'_>) -> Result<Channels, DocumentError> {
    let mut channels = Channels {
        wins: Wins::Trait,
        ..Channels::default()
    };
    for (address, channel) in root.map("channels", "channels by address")? {
        let channel = channel.resolved()?;
        channel.object("a channel")?;
        for (word, direction) in [
            ("publish", Direction::Request),
            ("subscribe", Direction::Response),
        ] {
            if let Some(operation) = channel.member(word) {
                operation.object("an operation")?;
                let naming = DocumentOperation {
                    key: format!("{} {direction}", shape(address)),
                    name: format!("{address} {word}"),
                    pointer: operation.pointer.clone(),
                };
                messages(&naming, direction, &operation, &mut channels.messages)?;
                channels.operations.push(naming);
            }
        }
    }
    Ok(channels)
}

fn messages(
    naming: &DocumentOperation,
    direction: Direction,
    operation: &Place<'_>,
    found: &mut Vec<Described>,
) -> Result<(), DocumentError> {
    let Some(message) = operation.member("message") else {
        return Ok(());
    };
    let choices = message.list("oneOf", "a list of messages")?;
    let several = message.member("oneOf").is_some();
    let all = if several { choices } else { vec![message] };
    for (index, message) in all.iter().enumerate() {
        let place = message.resolved()?;
        let otherwise = if several {
            format!("message {}", index + 1)
        } else {
            "message".to_owned()
        };
        let name = name(message, &place)?.unwrap_or(otherwise);
        found.push(Described {
            key: format!("{} {name}", naming.key),
            name: format!("{} {name}", naming.name),
            direction,
            place: place.pointer,
        });
    }
    Ok(())
}

/// Returns what a message is called: by itself, or by whoever refers to it.
fn name(message: &Place<'_>, place: &Place<'_>) -> Result<Option<String>, DocumentError> {
    place.object("a message")?;
    for member in ["messageId", "name"] {
        if let Some(name) = place.text(member)? {
            return Ok(Some(name.to_owned()));
        }
    }
    let referred = place.pointer != message.pointer;
    Ok(place.pointer.last().filter(|_| referred).map(str::to_owned))
}
