//! The records as files, written in pieces however many there are.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use fs_err::File;

use super::records::Records;

/// What is judged.
#[derive(Debug)]
pub(super) struct Data {
    /// The first of the records, and how many of them are valid.
    pub(super) memory: Vec<u8>,
    pub(super) valid_in_memory: usize,
    /// All of them.
    pub(super) all: PathBuf,
    pub(super) bytes: usize,
    pub(super) records: usize,
    pub(super) valid_records: usize,
    /// Only the valid ones: some peers end at the first that is not.
    pub(super) valid: PathBuf,
    pub(super) valid_bytes: usize,
    /// As many as are in memory, packed.
    pub(super) packed: PathBuf,
}

impl Data {
    /// Writes so many bytes of records under a folder.
    pub(super) fn write(folder: &Path, bytes: usize, seed: u64) -> io::Result<Self> {
        fs_err::create_dir_all(folder)?;
        let mut data = Self {
            memory: Vec::new(),
            valid_in_memory: 0,
            all: folder.join("records.jsonl"),
            bytes: 0,
            records: 0,
            valid_records: 0,
            valid: folder.join("valid.jsonl"),
            valid_bytes: 0,
            packed: folder.join("records.jsonl.gz"),
        };
        let mut all = BufWriter::new(File::create(&data.all)?);
        let mut valid = BufWriter::new(File::create(&data.valid)?);
        let mut packed = GzEncoder::new(File::create(&data.packed)?, Compression::default());
        let (mut records, mut line) = (Records::new(seed), String::new());
        while data.bytes < bytes {
            line.clear();
            let is_valid = records.write(&mut line);
            all.write_all(line.as_bytes())?;
            data.bytes += line.len();
            data.records += 1;
            data.valid_records += usize::from(is_valid);
            if is_valid {
                valid.write_all(line.as_bytes())?;
                data.valid_bytes += line.len();
            }
            if data.bytes <= MOST_IN_MEMORY {
                data.memory.extend_from_slice(line.as_bytes());
                data.valid_in_memory += usize::from(is_valid);
                packed.write_all(line.as_bytes())?;
            }
        }
        all.flush()?;
        valid.flush()?;
        packed.finish()?;
        Ok(data)
    }

    /// Returns the lines that are in memory.
    pub(super) fn lines(&self) -> Vec<&[u8]> {
        let lines = self.memory.split(|byte| *byte == b'\n');
        lines.filter(|line| !line.is_empty()).collect()
    }
}

pub(super) const MEGABYTE: usize = 1_000_000;

/// Of more records than this the first are judged where they lie in memory.
const MOST_IN_MEMORY: usize = 256 * MEGABYTE;

#[cfg(test)]
mod tests {
    use super::Data;
    use flate2::read::GzDecoder;
    use std::io::Read as _;

    #[test]
    fn the_files_hold_what_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let data = Data::write(folder.path(), 500_000, 7).unwrap();
        let all = fs_err::read(&data.all).unwrap();
        assert_eq!(all.len(), data.bytes);
        assert_eq!(all, data.memory);
        assert_eq!(data.lines().len(), data.records);
        assert_eq!(data.valid_in_memory, data.valid_records);
        let valid = fs_err::read_to_string(&data.valid).unwrap();
        assert_eq!(valid.len(), data.valid_bytes);
        assert_eq!(valid.lines().count(), data.valid_records);
        let mut unpacked = Vec::new();
        let packed = fs_err::read(&data.packed).unwrap();
        GzDecoder::new(&*packed).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, all);
    }
}
