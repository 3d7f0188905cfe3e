//! The schemas of one state of a contract, compiled.

use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk_contract::{Contract, Direction, NEXT, Release, Side, hash};
use frontdesk_json::to_canonical_vec;
use frontdesk_schema::{Options, Schema};
use serde_json::Value;

use super::GateError;

/// The messages of a release, or of what the types say today.
#[derive(Debug)]
pub(crate) struct Edition {
    pub(crate) name: String,
    /// In the order of declaration.
    pub(crate) messages: Vec<(String, Sides)>,
    /// The messages whose schemas are missing or none, and why.
    pub(crate) unread: Vec<(String, Direction, String)>,
}

/// Both schemas of a message.
#[derive(Clone, Debug)]
pub(crate) struct Sides {
    pub(crate) direction: Direction,
    pub(crate) writer: Compiled,
    pub(crate) reader: Compiled,
}

/// A schema with the hash of what it says.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub(crate) schema: Arc<Schema>,
    pub(crate) hash: String,
}

impl Edition {
    /// Derives what the types say today.
    pub(crate) fn next(contract: &Contract) -> Result<Self, GateError> {
        let mut messages = Vec::new();
        for message in contract.messages() {
            let side = |side| {
                let document = contract.schema(message, side)?;
                let place = || format!("the {side} schema of {}", message.name());
                Compiled::new(document, &Options::default(), place)
            };
            let sides = Sides {
                direction: message.direction(),
                writer: side(Side::Writer)?,
                reader: side(Side::Reader)?,
            };
            messages.push((message.name().to_owned(), sides));
        }
        Ok(Self {
            name: NEXT.to_owned(),
            messages,
            unread: Vec::new(),
        })
    }

    /// Compiles what was frozen; what cannot be is left undecided.
    pub(crate) fn of_release(release: &Release) -> Self {
        let mut edition = Self {
            name: release.name().to_owned(),
            messages: Vec::new(),
            unread: Vec::new(),
        };
        for message in release.messages() {
            let (name, direction) = (message.name.clone(), message.direction);
            let sides = frozen(release, &name, Side::Writer)
                .and_then(|writer| Ok((writer, frozen(release, &name, Side::Reader)?)));
            match sides {
                Ok((writer, reader)) => {
                    let sides = Sides {
                        direction,
                        writer,
                        reader,
                    };
                    edition.messages.push((name, sides));
                }
                Err(why) => edition.unread.push((name, direction, why)),
            }
        }
        edition
    }

    pub(crate) fn find(&self, message: &str) -> Option<&Sides> {
        let found = self.messages.iter().find(|(name, _)| name == message);
        found.map(|(_, sides)| sides)
    }

    /// Finds a message that is written by whom it is said to be.
    pub(crate) fn written_by(&self, message: &str, direction: Direction) -> Option<&Sides> {
        self.find(message)
            .filter(|sides| sides.direction == direction)
    }
}

fn frozen(release: &Release, message: &str, side: Side) -> Result<Compiled, String> {
    let path = release.path(message, side).unwrap_or_default();
    let place = || path.display().to_string();
    let Some(document) = release.schema(message, side) else {
        return Err(format!("{}: it is missing or no JSON: restore it", place()));
    };
    Compiled::new(document.clone(), &Options::default(), place).map_err(|error| error.to_string())
}

impl Compiled {
    pub(crate) fn new(
        document: Value,
        options: &Options,
        place: impl Fn() -> String,
    ) -> Result<Self, GateError> {
        let hash = meaning(&document);
        let schema = Schema::compile(document, options).map_err(|source| GateError::Schema {
            file: place(),
            source,
        })?;
        Ok(Self {
            schema: Arc::new(schema),
            hash,
        })
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

/// Hashes a document without its `$id`, which names the release and says nothing else.
fn meaning(document: &Value) -> String {
    let mut document = document.clone();
    if let Value::Object(members) = &mut document {
        members.remove("$id");
    }
    // What cannot be spelt canonically is equal to itself alone.
    let bytes = to_canonical_vec(&document).unwrap_or_else(|_| document.to_string().into_bytes());
    hash(&bytes)
}

/// Maps the names of two editions to their sides, where both have the message.
pub(crate) fn common<'e>(
    one: &'e Edition,
    other: &'e Edition,
) -> BTreeMap<&'e str, (&'e Sides, &'e Sides)> {
    one.messages
        .iter()
        .filter_map(|(name, sides)| {
            let other = other.written_by(name, sides.direction)?;
            Some((name.as_str(), (sides, other)))
        })
        .collect()
}
