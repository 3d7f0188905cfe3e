use std::io::{self, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use fs_err::File;
use memchr::memchr;

use crate::input::format::Packing;

/// Where bytes come from, before anything is unpacked.
pub(crate) enum Source<S> {
    File(Snapshot<File>),
    /// Standard input, and before it what was looked at already.
    Stdin(io::Chain<Cursor<Vec<u8>>, S>),
}

impl<S: Read> Read for Source<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Stdin(stdin) => stdin.read(buffer),
        }
    }
}

/// A file as long as it was when it was opened.
///
/// Whatever a writer appends meanwhile is left out, or reading what one writes oneself would never
/// end. Only a line that was begun is read to its end.
pub(crate) struct Snapshot<R> {
    reader: R,
    left: u64,
    last: u8,
}

impl<R: Read> Snapshot<R> {
    pub(crate) fn new(reader: R, length: u64) -> Self {
        Self {
            reader,
            left: length,
            last: b'\n',
        }
    }
}

impl<R: Read> Read for Snapshot<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let within = self.left > 0;
        if buffer.is_empty() || (!within && self.last == b'\n') {
            return Ok(0);
        }
        let most = match usize::try_from(self.left) {
            Ok(left) if within => left.min(buffer.len()),
            _ => buffer.len(),
        };
        let mut read = self.reader.read(&mut buffer[..most])?;
        if !within && let Some(newline) = memchr(b'\n', &buffer[..read]) {
            read = newline + 1;
        }
        self.left = self.left.saturating_sub(read as u64);
        self.last = buffer[..read].last().copied().unwrap_or(b'\n');
        Ok(read)
    }
}

/// Bytes that are unpacked as they are read.
pub(crate) enum Unpacked<R: Read> {
    Plain(R),
    Gzip(Box<MultiGzDecoder<BufReader<R>>>),
    Zstandard(Box<zstd::Decoder<'static, BufReader<R>>>),
}

impl<R: Read> Unpacked<R> {
    /// Begins to unpack.
    ///
    /// # Errors
    ///
    /// When the memory to unpack with cannot be had.
    pub(crate) fn new(reader: R, packing: Packing) -> io::Result<Self> {
        Ok(match packing {
            Packing::Plain => Self::Plain(reader),
            Packing::Gzip => {
                let reader = BufReader::with_capacity(PACKED_BUFFER, reader);
                Self::Gzip(Box::new(MultiGzDecoder::new(reader)))
            }
            Packing::Zstandard => {
                let reader = BufReader::with_capacity(PACKED_BUFFER, reader);
                Self::Zstandard(Box::new(zstd::Decoder::with_buffer(reader)?))
            }
        })
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(buffer),
            Self::Gzip(decoder) => decoder.read(buffer),
            Self::Zstandard(decoder) => decoder.read(buffer),
        }
    }
}

/// How much of a packed file is read at a time.
const PACKED_BUFFER: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::Snapshot;
    use std::io::Read;

    fn read_all(text: &str, length: u64, at_a_time: usize) -> String {
        let mut snapshot = Snapshot::new(text.as_bytes(), length);
        let mut all = Vec::new();
        let mut buffer = vec![0; at_a_time];
        loop {
            let read = snapshot.read(&mut buffer).unwrap();
            if read == 0 {
                return String::from_utf8(all).unwrap();
            }
            all.extend(&buffer[..read]);
        }
    }

    #[test]
    fn what_is_appended_meanwhile_is_left_out_but_for_the_end_of_a_line() {
        for at_a_time in 1..20 {
            let read = |length| read_all("one\ntwo\nthree", length, at_a_time);
            assert_eq!(read(0), "");
            assert_eq!(read(4), "one\n");
            assert_eq!(read(5), "one\ntwo\n");
            assert_eq!(read(7), "one\ntwo\n");
            assert_eq!(read(8), "one\ntwo\n");
            assert_eq!(read(9), "one\ntwo\nthree");
            assert_eq!(read(99), "one\ntwo\nthree");
        }
    }
}
