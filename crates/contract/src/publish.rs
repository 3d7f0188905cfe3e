//! The contract as documents that other tools read.
//!
//! A document speaks for the server, so it shows the server's side of every message: of a request
//! the reader schema, which says what the server takes, and of a response the writer schema, which
//! says what the server gives. A client that keeps to the one and is ready for the other is right.
//! The other two schemas are a client's own business, and lie beside the documents as files.

mod asyncapi;
mod components;
mod openapi;
mod parts;

use serde_json::Value;

use crate::contract::Contract;
use crate::error::DeriveError;

/// Writes the documents of a contract, with their file names; none where it has no interface.
pub(crate) fn documents(
    contract: &Contract,
    version: &str,
) -> Result<Vec<(&'static str, Value)>, DeriveError> {
    let mut documents = Vec::new();
    if let Some(interface) = contract.interface() {
        if !interface.channels.is_empty() {
            let document = asyncapi::document(contract, interface, version)?;
            documents.push((ASYNCAPI, document));
        }
        if !interface.operations.is_empty() {
            let document = openapi::document(contract, interface, version)?;
            documents.push((OPENAPI, document));
        }
    }
    Ok(documents)
}

/// Tells whether a file has the name of a document.
pub(crate) fn is_document(file: &str) -> bool {
    file == ASYNCAPI || file == OPENAPI
}

const ASYNCAPI: &str = "asyncapi.json";
const OPENAPI: &str = "openapi.json";
