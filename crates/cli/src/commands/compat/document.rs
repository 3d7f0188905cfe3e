//! A document as it was read, with its text for the lines.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use frontdesk_json::{Pointer, Reading, line_of};
use frontdesk_schema::{Schema, read_yaml, yaml_line_of};

use crate::failure::Failure;

/// A document, and what it is called in reports.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) name: String,
    pub(super) reading: Reading,
    text: String,
    /// The schema, once it was compiled: both directions go by the same one.
    compiled: Mutex<Option<Arc<Schema>>>,
}

impl Document {
    /// Reads bytes as strict JSON, or as YAML by the name.
    pub(super) fn parse(name: String, bytes: Vec<u8>) -> Result<Self, Failure> {
        let path = PathBuf::from(&name);
        let reading = if is_yaml(&path) {
            read_yaml(&bytes).map_err(|source| Failure::NoYaml { path, source })?
        } else {
            frontdesk_json::read_noting(&bytes)
                .map_err(|source| Failure::NoJson { path, source })?
        };
        // What could be read is UTF-8.
        let text = String::from_utf8(bytes).unwrap_or_default();
        Ok(Self {
            name,
            reading,
            text,
            compiled: Mutex::default(),
        })
    }

    /// Compiles it once; whoever comes meanwhile waits.
    pub(super) fn compiled(
        &self,
        compile: impl FnOnce() -> Result<Schema, Failure>,
    ) -> Result<Arc<Schema>, Failure> {
        let compiled = self.compiled.lock();
        let mut compiled = compiled.unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = compiled.as_ref() {
            return Ok(Arc::clone(known));
        }
        let schema = Arc::new(compile()?);
        *compiled = Some(Arc::clone(&schema));
        Ok(schema)
    }

    /// Finds the line of a value, from 1.
    pub(super) fn line_of(&self, pointer: &Pointer) -> Option<u64> {
        let find = if is_yaml(Path::new(&self.name)) {
            yaml_line_of
        } else {
            line_of
        };
        u64::try_from(find(&self.text, pointer)?).ok()
    }
}

fn is_yaml(path: &Path) -> bool {
    let end = path.extension().unwrap_or_default();
    end.eq_ignore_ascii_case("yaml") || end.eq_ignore_ascii_case("yml")
}
