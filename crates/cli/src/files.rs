use std::path::Path;

use frontdesk_schema::{Options, Schema};
use serde_json::Value;

use crate::failure::Failure;

/// Reads a named file as strict JSON.
pub(crate) fn read_json(path: &Path) -> Result<Value, Failure> {
    let bytes = fs_err::read(path).map_err(Failure::Unreadable)?;
    frontdesk_json::read(&bytes).map_err(|source| Failure::NoJson {
        path: path.to_owned(),
        source,
    })
}

/// Reads and compiles a named schema file.
pub(crate) fn read_schema(path: &Path, options: &Options) -> Result<Schema, Failure> {
    compile(path, read_json(path)?, options)
}

/// Compiles a document that came from a file.
pub(crate) fn compile(path: &Path, document: Value, options: &Options) -> Result<Schema, Failure> {
    Schema::compile(document, options).map_err(|source| Failure::NoSchema {
        path: path.to_owned(),
        source,
    })
}
