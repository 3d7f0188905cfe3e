use std::io::Read as _;
use std::path::Path;

use frontdesk_json::Reading;
use frontdesk_schema::{Options, Schema, read_yaml};
use serde_json::Value;

use crate::failure::Failure;

/// Reads a named file as strict JSON, or as YAML by its name; `-` is standard input.
pub(crate) fn read_json(path: &Path) -> Result<Value, Failure> {
    Ok(read(path)?.value)
}

/// Reads and compiles a named schema file; `-` is standard input.
pub(crate) fn read_schema(path: &Path, options: &Options) -> Result<Schema, Failure> {
    Schema::compile_read(read(path)?, options).map_err(|source| Failure::NoSchema {
        path: path.to_owned(),
        source,
    })
}

/// Reads the bytes of a named file; `-` is standard input.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map(|_| bytes)
    } else {
        fs_err::read(path)
    };
    bytes.map_err(Failure::Unreadable)
}

fn read(path: &Path) -> Result<Reading, Failure> {
    let bytes = read_bytes(path)?;
    let end = path.extension().unwrap_or_default();
    if end.eq_ignore_ascii_case("yaml") || end.eq_ignore_ascii_case("yml") {
        return read_yaml(&bytes).map_err(|source| Failure::NoYaml {
            path: path.to_owned(),
            source,
        });
    }
    frontdesk_json::read_noting(&bytes).map_err(|source| Failure::NoJson {
        path: path.to_owned(),
        source,
    })
}
