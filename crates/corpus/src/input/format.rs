use std::ffi::OsStr;
use std::path::Path;

/// How a file holds documents.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    /// The whole file is one document.
    Json,
    /// Every line is one document.
    Lines,
}

/// What a file's name says of its form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Known {
    /// A form that is read.
    Read(Format),
    /// A form that holds documents, but that this version does not read.
    Unsupported,
    /// Nothing.
    Unknown,
}

impl Known {
    /// Reads the extension, whatever its case.
    pub(crate) fn by_name(path: &Path) -> Self {
        match extension(path).as_deref() {
            Some("json") => Self::Read(Format::Json),
            Some("ndjson" | "jsonl") => Self::Read(Format::Lines),
            Some("har") => Self::Unsupported,
            Some("gz" | "zst") => match path.file_stem().map(|stem| Self::by_name(stem.as_ref())) {
                Some(Self::Read(_) | Self::Unsupported) => Self::Unsupported,
                Some(Self::Unknown) | None => Self::Unknown,
            },
            Some(_) | None => Self::Unknown,
        }
    }
}

fn extension(path: &Path) -> Option<String> {
    path.extension()
        .and_then(OsStr::to_str)
        .map(str::to_ascii_lowercase)
}

/// The extensions that are read, for messages.
pub(crate) const READ_EXTENSIONS: &str = "`.json`, `.ndjson` and `.jsonl`";

#[cfg(test)]
mod tests {
    use super::{Format, Known};
    use std::path::Path;

    #[test]
    fn the_extension_tells_the_form() {
        for (name, known) in [
            ("a.json", Known::Read(Format::Json)),
            ("a.NDJSON", Known::Read(Format::Lines)),
            ("a.b.jsonl", Known::Read(Format::Lines)),
            ("a.har", Known::Unsupported),
            ("a.har.gz", Known::Unsupported),
            ("a.ndjson.zst", Known::Unsupported),
            ("backup.tar.gz", Known::Unknown),
            ("README.md", Known::Unknown),
            ("json", Known::Unknown),
            (".json", Known::Unknown),
        ] {
            assert_eq!(Known::by_name(Path::new(name)), known, "{name}");
        }
    }
}
