//! A corpus with everything in it that a partition may hold, and a binary slow enough to be killed.

use std::path::{Path, PathBuf};

use super::Outcome;

/// Files of records, with known totals.
pub(super) struct Corpus {
    folder: PathBuf,
    pub(super) records_folder: PathBuf,
    pub(super) schema: PathBuf,
    /// How many files there are; each is one partition.
    pub(super) files: u64,
    pub(super) records: u64,
}

impl Corpus {
    pub(super) fn write(folder: &Path) -> Outcome<Self> {
        if folder.exists() {
            fs_err::remove_dir_all(folder)?;
        }
        let corpus = Self {
            folder: folder.to_owned(),
            records_folder: folder.join("records"),
            schema: folder.join("schema.json"),
            files: FILES,
            records: FILES * RECORDS,
        };
        fs_err::create_dir_all(&corpus.records_folder)?;
        fs_err::write(&corpus.schema, SCHEMA)?;
        for file in 0..FILES {
            let name = format!("{file:02}.ndjson");
            let lines: Vec<u8> = (0..RECORDS).flat_map(|record| line(file, record)).collect();
            fs_err::write(corpus.records_folder.join(name), lines)?;
        }
        Ok(corpus)
    }

    /// Writes a script that notes each start of a validation, takes its time and does it.
    pub(super) fn slow_binary(&self, binary: &Path) -> Outcome<PathBuf> {
        let script = self.folder.join("frontdesk-slow");
        let text = format!(
            "#!/bin/sh\nif [ \"$1\" = validate ]; then\n  echo started >> '{}'\n  sleep 1\nfi\nexec '{}' \"$@\"\n",
            self.note().display(),
            binary.display()
        );
        fs_err::write(&script, text)?;
        make_executable(&script)?;
        Ok(script)
    }

    /// Counts the validations that were started.
    pub(super) fn starts(&self) -> u64 {
        let noted = fs_err::read_to_string(self.note()).unwrap_or_default();
        noted.lines().count() as u64
    }

    fn note(&self) -> PathBuf {
        self.folder.join("starts")
    }
}

/// Writes a record: most are valid, some refused, torn, or no UTF-8.
fn line(file: u64, record: u64) -> Vec<u8> {
    let text = "x".repeat(usize::try_from((file * 31 + record * 7) % 90).unwrap_or_default());
    let mut line = match record % 101 {
        17 => format!(r#"{{"id": {record}}}"#).into_bytes(),
        41 => format!(r#"{{"id": {record}, "text""#).into_bytes(),
        67 => [b"{\"id\": 1, \"text\": \"", &[0xff, 0xfe][..], b"\"}"].concat(),
        // A carriage return is white space of JSON, and ends no line.
        73 => format!("{{\"id\": {record},\r\"text\": \"{text}\"}}\r").into_bytes(),
        _ => format!(r#"{{"id": {record}, "text": "{text}"}}"#).into_bytes(),
    };
    line.push(b'\n');
    line
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Outcome<()> {
    use std::os::unix::fs::PermissionsExt as _;

    fs_err::set_permissions(path, std::fs::Permissions::from_mode(0o755))?;
    Ok(())
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Outcome<()> {
    Err("the cluster of this command needs a Unix system".into())
}

const FILES: u64 = 12;
const RECORDS: u64 = 1500;

const SCHEMA: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "required": ["id", "text"],
  "properties": {"id": {"type": "integer"}, "text": {"type": "string", "maxLength": 100}}
}
"#;
