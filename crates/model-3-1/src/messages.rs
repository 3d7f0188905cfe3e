use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::read::{ReadError, from_slice};
use crate::{ErrorResponse, Frame, Payload, SuperpowerResponse};

/// The version of the API that the types are of.
pub const VERSION: &str = "3.1.1";

/// One message of 3.1.1, its type erased.
#[derive(Clone, Copy, Debug)]
pub struct OldMessage {
    name: &'static str,
    direction: Direction,
    relay: fn(&[u8]) -> Result<Value, ReadError>,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Direction {
    /// The client wrote it, the service read it.
    Request,
    /// The service wrote it, the client read it.
    Response,
}

impl OldMessage {
    /// Returns the name that the message has in the contract of today.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns who wrote it.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Reads a document as the old type and writes it again.
    ///
    /// What the answer lacks of the document, the old type has lost.
    ///
    /// # Errors
    ///
    /// When the bytes are not one JSON text, or the old type refuses it; the error names the place.
    pub fn read(&self, bytes: &[u8]) -> Result<Value, ReadError> {
        (self.relay)(bytes)
    }

    const fn of<T: Serialize + DeserializeOwned>(name: &'static str, direction: Direction) -> Self {
        Self {
            name,
            direction,
            relay: relay::<T>,
        }
    }
}

/// Lists every message that the sources of 3.1.1 state.
#[must_use]
pub fn messages() -> &'static [OldMessage] {
    &MESSAGES
}

/// Finds a message by the name that it has in the contract of today.
#[must_use]
pub fn find(name: &str) -> Option<&'static OldMessage> {
    messages().iter().find(|message| message.name == name)
}

fn relay<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<Value, ReadError> {
    let read: T = from_slice(bytes)?;
    serde_json::to_value(read).map_err(|error| ReadError::unwritten(&error))
}

const MESSAGES: [OldMessage; 4] = [
    OldMessage::of::<Payload>("reception.request", Direction::Request),
    OldMessage::of::<Frame>("reception.envelope", Direction::Request),
    OldMessage::of::<SuperpowerResponse>("superpower.response", Direction::Response),
    OldMessage::of::<ErrorResponse>("superpower.error", Direction::Response),
];
