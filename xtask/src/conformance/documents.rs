//! Whether the exported documents are what the official meta-schemas and the exported schemas say.
//!
//! Each document is held against the meta-schema of its language, then read back: its messages must
//! be those of the contract, and a payload of the one schema must be judged alike by the other.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use frontdesk_contract::{
    Contract, Direction, DocumentMessage, Interface, Side, export, read_document,
};
use frontdesk_payload::{Kind, Payloads};
use frontdesk_schema::{Options, Schema};
use serde_json::Value;

use crate::suites;

/// Checks the documents of a contract and returns the table of its messages.
///
/// # Errors
///
/// When a document is not valid or does not say what the schemas say: nothing of that kind is ever
/// to be expected.
pub(crate) fn table(contract: &Contract, folder: &Path) -> Result<String, String> {
    let files = export(contract).map_err(|error| error.to_string())?;
    let meta = suites::documents(folder)?;
    let mut text = format!("{:<72}payloads  accepted\n", "exported documents");
    for (file, name) in METAS {
        let bytes = files.get(file);
        let bytes = bytes.ok_or_else(|| format!("{file} is not exported"))?;
        let document = frontdesk_json::read(bytes).map_err(|error| error.to_string())?;
        let known = meta.documents.iter().find(|(known, _)| known == name);
        let (_, schema) = known.ok_or_else(|| format!("no meta-schema {name}"))?;
        let schema = Schema::compile(schema.clone(), &meta.options);
        let schema = schema.map_err(|error| format!("{name}: {error}"))?;
        if let Some(violation) = schema.violations(&document).first() {
            return Err(format!("{file} is not valid by {name}: {violation:?}"));
        }
        let read = read_document(document, URI).map_err(|error| format!("{file}: {error}"))?;
        let interface = contract.interface().ok_or("no interface")?;
        for (key, message) in expected(file, interface) {
            let found = read.find(&key);
            let found = found.ok_or_else(|| format!("{file} has no message {key}"))?;
            let line = compared(contract, message, found)?;
            // Writing to a string does not fail.
            let _ = writeln!(text, "{:<72}{line}", format!("{file} {key}"));
        }
        let others = read.messages().iter().filter(|message| {
            let known = expected(file, interface);
            !is_parameters(message) && !known.iter().any(|(key, _)| key == message.key())
        });
        if let Some(other) = others.map(DocumentMessage::key).next() {
            return Err(format!("{file} has a message {other} that nobody declared"));
        }
    }
    text.push('\n');
    Ok(text)
}

/// Lists the messages that a document must have, by key.
fn expected(file: &str, interface: &Interface) -> Vec<(String, &'static str)> {
    let mut expected = Vec::new();
    if file == "asyncapi.json" {
        for channel in &interface.channels {
            let requests = channel.requests.iter().map(|name| ("request", *name));
            let replies = channel.replies.iter().map(|name| ("response", *name));
            expected.extend(
                requests
                    .chain(replies)
                    .map(|(word, name)| (format!("{} {word} {name}", channel.address), name)),
            );
        }
        return expected;
    }
    for operation in &interface.operations {
        let start = format!("{} {}", operation.method, operation.path);
        if let Some(name) = operation.request {
            expected.push((format!("{start} request application/json"), name));
        }
        for reply in &operation.replies {
            if let Some(name) = reply.message {
                let status = reply.status.key();
                let key = format!("{start} response {status} application/json");
                expected.push((key, name));
            }
        }
    }
    expected
}

fn is_parameters(message: &DocumentMessage) -> bool {
    let last = message.key().rsplit(' ').next();
    matches!(
        last,
        Some("body" | "cookie" | "header" | "headers" | "path" | "query")
    )
}

/// Judges the payloads of each schema by the other.
fn compared(contract: &Contract, name: &str, found: &DocumentMessage) -> Result<String, String> {
    let message = contract.lookup(name).map_err(|error| error.to_string())?;
    if message.direction() != found.direction() {
        return Err(format!("{} goes the other way", found.key()));
    }
    let side = match message.direction() {
        Direction::Request => Side::Reader,
        Direction::Response => Side::Writer,
    };
    let exported = contract
        .schema(message, side)
        .map_err(|error| error.to_string())?;
    let options = Options::default();
    let exported = Schema::compile(exported, &options).map_err(|error| error.to_string())?;
    let read = found.compile(&options).map_err(|error| error.to_string())?;
    let (exported, read) = (Arc::new(exported), Arc::new(read));
    let mut payloads = Vec::new();
    for schema in [&exported, &read] {
        let mut source = Payloads::new(Arc::clone(schema), 1);
        for kind in [Kind::Valid, Kind::Boundary, Kind::Invalid] {
            payloads.extend(drawn(&mut source, kind));
        }
    }
    let differs = |payload: &&Value| exported.judge(payload) != read.judge(payload);
    if let Some(payload) = payloads.iter().find(differs) {
        return Err(format!(
            "{} judges {payload} otherwise than {name}",
            found.key()
        ));
    }
    let accepted = payloads.iter().filter(|payload| exported.accepts(payload));
    Ok(format!("{:>8}  {:>8}", payloads.len(), accepted.count()))
}

fn drawn(source: &mut Payloads, kind: Kind) -> Vec<Value> {
    let mut payloads: Vec<Value> = match kind {
        Kind::Valid => Vec::new(),
        Kind::Boundary | Kind::Invalid => {
            let all = source.systematic(kind).unwrap_or_default();
            all.into_iter().map(|payload| payload.payload).collect()
        }
    };
    for _ in 0..DRAWN {
        payloads.extend(source.draw(kind).map(|payload| payload.payload));
    }
    payloads
}

const DRAWN: usize = 100;
const URI: &str = "https://frontdesk.invalid/document.json";

/// The exported files, and what each is to be valid by.
const METAS: [(&str, &str); 2] = [
    ("asyncapi.json", "asyncapi-3.0.0"),
    ("openapi.json", "openapi-3.1-schema-base"),
];
