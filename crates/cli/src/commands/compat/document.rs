//! A document as it was read, with its text for the lines.

use std::path::{Path, PathBuf};

use frontdesk_json::{Pointer, Reading, line_of};
use frontdesk_schema::read_yaml;

use crate::failure::Failure;

/// A document, and what it is called in reports.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) name: String,
    pub(super) reading: Reading,
    /// The text, where lines can be found in it.
    text: Option<String>,
}

impl Document {
    /// Reads bytes as strict JSON, or as YAML by the name.
    pub(super) fn parse(name: String, bytes: Vec<u8>) -> Result<Self, Failure> {
        let path = PathBuf::from(&name);
        if is_yaml(&path) {
            let reading = read_yaml(&bytes).map_err(|source| Failure::NoYaml { path, source })?;
            return Ok(Self {
                name,
                reading,
                text: None,
            });
        }
        let reading = frontdesk_json::read_noting(&bytes)
            .map_err(|source| Failure::NoJson { path, source })?;
        let text = String::from_utf8(bytes).ok();
        Ok(Self {
            name,
            reading,
            text,
        })
    }

    /// Finds the line of a value, from 1.
    pub(super) fn line_of(&self, pointer: &Pointer) -> Option<u64> {
        let line = line_of(self.text.as_deref()?, pointer)?;
        u64::try_from(line).ok()
    }
}

fn is_yaml(path: &Path) -> bool {
    let end = path.extension().unwrap_or_default();
    end.eq_ignore_ascii_case("yaml") || end.eq_ignore_ascii_case("yml")
}
