use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use fs_err::File;

use crate::recording::{Recording, to_line};

/// Appends recordings to files of a folder, one after the other.
///
/// A file ends when the next line would make it longer than it may be. A line that cannot be written
/// whole, as on a full disk, is taken back, so that no file ends in the middle of a recording.
#[derive(Debug)]
pub struct RecordingWriter {
    folder: PathBuf,
    /// What the names of all files of this writer begin with.
    stem: String,
    max_file_bytes: u64,
    file: File,
    number: u32,
    written: u64,
}

impl RecordingWriter {
    /// Makes the folder where there is none, and begins a file that is named after the moment, so that
    /// the files of many runs stand in order.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made or written to.
    pub fn create(folder: &Path, prefix: &str, max_file_bytes: u64) -> io::Result<Self> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.unwrap_or_default().as_millis();
        let stem = format!("{prefix}-{now}-{}", std::process::id());
        Self::numbered(folder, stem, max_file_bytes)
    }

    /// Makes the folder where there is none, and begins the first file of a name that is free, so
    /// that the same recordings make the same files.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made or written to.
    pub fn numbered(
        folder: &Path,
        stem: impl Into<String>,
        max_file_bytes: u64,
    ) -> io::Result<Self> {
        fs_err::create_dir_all(folder)?;
        let stem = stem.into();
        let (number, file) = begin(folder, &stem, 0)?;
        Ok(Self {
            folder: folder.to_owned(),
            stem,
            max_file_bytes,
            file,
            number,
            written: 0,
        })
    }

    /// Appends a recording.
    ///
    /// # Errors
    ///
    /// When it cannot be written; the error names the file, and nothing of the recording is left in it.
    pub fn write(&mut self, recording: &Recording) -> io::Result<()> {
        let line = to_line(recording) + "\n";
        let length = line.len() as u64;
        if self.written > 0 && self.written + length > self.max_file_bytes {
            let next = self.number + 1;
            (self.number, self.file) = begin(&self.folder, &self.stem, next)?;
            self.written = 0;
        }
        if let Err(error) = self.file.write_all(line.as_bytes()) {
            // Where that fails too the reader tells of a torn line.
            let _ = self.file.set_len(self.written);
            let _ = self.file.seek(io::SeekFrom::Start(self.written));
            return Err(error);
        }
        self.written += length;
        Ok(())
    }

    /// Returns the file that is being written.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.path()
    }
}

/// Begins a file of a name that none has; another writer of the process may have begun at the same time.
fn begin(folder: &Path, stem: &str, number: u32) -> io::Result<(u32, File)> {
    let mut next = number;
    loop {
        let path = folder.join(format!("{stem}-{next:04}.ndjson"));
        let mut options = fs_err::OpenOptions::new();
        match options.write(true).create_new(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => next += 1,
            opened => return opened.map(|file| (next, file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RecordingWriter;
    use crate::recording::Recording;

    fn recording() -> Recording {
        let value = json!({
            "at": "2025-03-14T09:26:53Z", "transport": "rest", "direction": "request",
            "message": "m", "body": {}, "contract": {"name": "c", "version": "1"},
            "origin": {"kind": "recorded"},
        });
        Recording::from_value(value).unwrap().recording
    }

    #[test]
    fn files_end_before_they_are_too_long() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("new");
        let mut one = RecordingWriter::create(&inside, "a", 400).unwrap();
        let mut other = RecordingWriter::create(&inside, "a", 1).unwrap();
        for _ in 0..5 {
            one.write(&recording()).unwrap();
            other.write(&recording()).unwrap();
        }
        let files = std::fs::read_dir(&inside).unwrap();
        let lines: Vec<usize> = files
            .map(|file| {
                std::fs::read_to_string(file.unwrap().path())
                    .unwrap()
                    .lines()
                    .count()
            })
            .collect();
        assert_eq!(lines.iter().sum::<usize>(), 10);
        assert!(lines.len() >= 7 && lines.contains(&2), "{lines:?}");
    }

    #[test]
    fn numbered_files_are_named_alike_in_every_run() {
        let folder = tempfile::tempdir().unwrap();
        let begin = || RecordingWriter::numbered(folder.path(), "a", 400).unwrap();
        for name in ["a-0000.ndjson", "a-0001.ndjson"] {
            assert!(begin().path().ends_with(name));
        }
    }

    #[test]
    fn a_full_disk_is_an_error_that_names_the_file() {
        let full = std::path::Path::new("/dev/full");
        if !full.exists() {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let mut writer = RecordingWriter::create(folder.path(), "a", 400).unwrap();
        writer.file = fs_err::OpenOptions::new().write(true).open(full).unwrap();
        let error = writer.write(&recording()).unwrap_err();
        assert!(error.to_string().contains("/dev/full"), "{error}");
    }
}
