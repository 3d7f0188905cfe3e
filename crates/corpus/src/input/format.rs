use std::ffi::OsStr;
use std::path::Path;

/// How a file holds documents.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    /// The whole file is one document.
    Json,
    /// Every line is one document.
    Lines,
    /// Exchanges that a browser or a proxy wrote down, with documents inside.
    Har,
}

/// How the bytes of a file are packed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    Zstandard,
}

/// What a file's name says of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Form {
    pub(crate) format: Format,
    pub(crate) packing: Packing,
}

impl Form {
    /// Reads the extensions, whatever their case; absent where they name no form that is read.
    pub(crate) fn by_name(path: &Path) -> Option<Self> {
        let packing = match extension(path)?.as_str() {
            "gz" => Packing::Gzip,
            "zst" => Packing::Zstandard,
            _ => Packing::Plain,
        };
        let inner = match packing {
            Packing::Plain => extension(path)?,
            Packing::Gzip | Packing::Zstandard => extension(Path::new(path.file_stem()?))?,
        };
        let format = match inner.as_str() {
            "json" => Format::Json,
            "ndjson" | "jsonl" => Format::Lines,
            "har" => Format::Har,
            _ => return None,
        };
        Some(Self { format, packing })
    }
}

impl Packing {
    /// Tells how a stream is packed from how it begins.
    pub(crate) fn by_beginning(bytes: &[u8]) -> Self {
        if bytes.starts_with(GZIP) {
            Self::Gzip
        } else if bytes.starts_with(ZSTANDARD) {
            Self::Zstandard
        } else {
            Self::Plain
        }
    }

    /// Tells whether more bytes are needed to tell.
    pub(crate) fn may_begin(bytes: &[u8]) -> bool {
        let marks = [GZIP, ZSTANDARD].into_iter();
        let mut longer = marks.filter(|mark| mark.len() > bytes.len());
        longer.any(|mark| mark.starts_with(bytes))
    }
}

/// How a packed stream begins.
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTANDARD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

fn extension(path: &Path) -> Option<String> {
    path.extension()
        .and_then(OsStr::to_str)
        .map(str::to_ascii_lowercase)
}

/// The extensions that are read, for messages.
pub(crate) const READ_EXTENSIONS: &str =
    "`.json`, `.ndjson`, `.jsonl` and `.har`, also with `.gz` or `.zst` after them";

#[cfg(test)]
mod tests {
    use super::{Form, Format, Packing};
    use std::path::Path;

    #[test]
    fn the_extensions_tell_the_form() {
        for (name, format, packing) in [
            ("a.json", Format::Json, Packing::Plain),
            ("a.NDJSON", Format::Lines, Packing::Plain),
            ("a.b.jsonl", Format::Lines, Packing::Plain),
            ("a.har", Format::Har, Packing::Plain),
            ("a.har.gz", Format::Har, Packing::Gzip),
            ("a.ndjson.ZST", Format::Lines, Packing::Zstandard),
        ] {
            let form = Form { format, packing };
            assert_eq!(Form::by_name(Path::new(name)), Some(form), "{name}");
        }
        for name in [
            "backup.tar.gz",
            "README.md",
            "json",
            ".json",
            "a.gz",
            ".gz",
            "a.json.bak",
        ] {
            assert_eq!(Form::by_name(Path::new(name)), None, "{name}");
        }
    }

    #[test]
    fn packed_streams_begin_with_their_mark() {
        assert_eq!(Packing::by_beginning(b"\x1f\x8b\x08\x00"), Packing::Gzip);
        assert_eq!(
            Packing::by_beginning(b"\x28\xb5\x2f\xfd"),
            Packing::Zstandard
        );
        for plain in [&b"{}"[..], b"", b"\x1f"] {
            assert_eq!(Packing::by_beginning(plain), Packing::Plain);
        }
        assert!(Packing::may_begin(b"") && Packing::may_begin(b"\x28\xb5"));
        for enough in [&b"{"[..], b"\x1f\x8b", b"\x1f\x8c", b"\x28\xb5\x2f\xfd"] {
            assert!(!Packing::may_begin(enough));
        }
    }
}
