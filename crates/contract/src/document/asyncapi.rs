//! What both lines of AsyncAPI have in common: messages with payload and headers.

use std::collections::BTreeSet;

use frontdesk_json::Pointer;
use serde_json::Value;

use super::dialect::Dialect;
use super::error::{DocumentError, DocumentErrorKind};
use super::message::{Body, Found};
use super::place::Place;
use super::range::essence;
use super::term::{self, DocumentTerm, TermKind};
use super::traits::{self, Wins};
use super::{DocumentOperation, Read};
use crate::side::Direction;

/// The operations of a document, and where their messages are.
#[derive(Debug, Default)]
pub(super) struct Channels {
    pub(super) operations: Vec<DocumentOperation>,
    pub(super) messages: Vec<Described>,
    /// Who wins where a message and its traits say different things.
    pub(super) wins: Wins,
}

/// Where the document describes a message.
#[derive(Clone, Debug)]
pub(super) struct Described {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) direction: Direction,
    /// The message itself, all references followed.
    pub(super) place: Pointer,
}

/// Reads a document whose messages `find` finds, with the traits of the messages merged into them.
pub(super) fn read(
    mut document: Value,
    find: fn(&Place<'_>) -> Result<Channels, DocumentError>,
) -> Result<(Value, Read), DocumentError> {
    let channels = find(&Place::root(&document))?;
    for described in &channels.messages {
        traits::merge(&mut document, &described.place, channels.wins)?;
    }
    let mut messages = Vec::new();
    let mut terms = vec![servers(&Place::root(&document))?];
    let usual = Place::root(&document).text("defaultContentType")?;
    let usual = usual.unwrap_or("application/json").to_owned();
    for described in &channels.messages {
        let place = Place::at(&document, described.place.clone());
        message(described, &place, &mut messages)?;
        let media = essence(place.text("contentType")?.unwrap_or(&usual));
        terms.push(DocumentTerm {
            kind: TermKind::ContentType,
            key: described.key.clone(),
            name: described.name.clone(),
            direction: described.direction,
            pointer: described.place.clone(),
            ways: term::only(media),
        });
    }
    let operations = channels.operations;
    let read = Read {
        operations,
        messages,
        terms,
    };
    Ok((document, read))
}

/// Reads where the whole API is reached; one empty way where nothing is said.
fn servers(root: &Place<'_>) -> Result<DocumentTerm, DocumentError> {
    let mut ways = BTreeSet::new();
    for (_, server) in root.map("servers", "servers by name")? {
        let server = server.resolved()?;
        server.object("a server")?;
        let text = |name| Ok::<_, DocumentError>(server.text(name)?.unwrap_or_default());
        // Version 2 says as one what version 3 says in two parts.
        let place = [text("url")?, text("host")?, text("pathname")?].concat();
        let place = place.split_once("://").map_or(&*place, |(_, rest)| rest);
        let place = place.trim_end_matches('/');
        ways.insert([format!("{}://{place}", text("protocol")?)].into());
    }
    if ways.is_empty() {
        ways.insert(BTreeSet::new());
    }
    let said = root.member("servers");
    Ok(DocumentTerm {
        kind: TermKind::Servers,
        key: String::new(),
        name: "servers".to_owned(),
        direction: Direction::Request,
        pointer: said.map_or_else(Pointer::root, |said| said.pointer),
        ways,
    })
}

fn message(
    described: &Described,
    place: &Place<'_>,
    messages: &mut Vec<Found>,
) -> Result<(), DocumentError> {
    place.object("a message")?;
    let mut add = |part: &str, pointer: Pointer, dialect, body| {
        messages.push(Found {
            key: format!("{}{part}", described.key),
            name: format!("{}{part}", described.name),
            direction: described.direction,
            pointer,
            dialect,
            one_sided: false,
            as_texts: false,
            range: None,
            body,
        });
    };
    // Up to 2.6 the format stands beside the payload and says nothing of the headers.
    let format = named_format(place)?;
    match place.member("payload") {
        Some(payload) => {
            let (schema, own) = unwrapped(&payload)?;
            let dialect = own.or(format).unwrap_or(Dialect::Draft7);
            add("", schema.clone(), dialect, Body::Schema(schema));
        }
        None => add("", place.pointer.clone(), Dialect::Draft7, Body::Anything),
    }
    if let Some(headers) = place.member("headers") {
        let (schema, own) = unwrapped(&headers)?;
        let dialect = own.unwrap_or(Dialect::Draft7);
        add(" headers", schema.clone(), dialect, Body::Schema(schema));
    }
    Ok(())
}

/// Looks into a schema that is wrapped with the name of its format.
fn unwrapped(schema: &Place<'_>) -> Result<(Pointer, Option<Dialect>), DocumentError> {
    if !schema.value.is_object() {
        return Ok((schema.pointer.clone(), None));
    }
    let wrapper = schema.resolved()?;
    match (named_format(&wrapper)?, wrapper.member("schema")) {
        (Some(dialect), Some(inner)) => Ok((inner.pointer, Some(dialect))),
        _ => Ok((schema.pointer.clone(), None)),
    }
}

fn named_format(place: &Place<'_>) -> Result<Option<Dialect>, DocumentError> {
    if !place.value.is_object() {
        return Ok(None);
    }
    let Some(format) = place.text("schemaFormat")? else {
        return Ok(None);
    };
    let dialect = Dialect::of_format(format).ok_or_else(|| DocumentErrorKind::SchemaFormat {
        pointer: place.pointer.member("schemaFormat"),
        format: format.to_owned(),
    })?;
    Ok(Some(dialect))
}
