use std::fmt;
use std::path::{Path, PathBuf};

use frontdesk_json::Pointer;
use similar::TextDiff;

use super::{files, is_exported, message_of};
use crate::difference::differences;
use crate::error::StoreError;
use crate::export::ExportedFiles;
use crate::manifest::MANIFEST;
use crate::side::Side;

/// One exported file that is not what the types say today.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Staleness {
    /// The message, `None` for the manifest and for documents of the whole contract.
    pub message: Option<String>,
    /// The side, where there is a message.
    pub side: Option<Side>,
    /// The file.
    pub file: PathBuf,
    /// In which way it is stale.
    pub kind: StalenessKind,
    /// The deepest places of the document that differ; empty unless the file changed.
    pub pointers: Vec<Pointer>,
    /// The lines that differ, with a few around them; empty unless the file changed.
    pub diff: String,
}

/// In which way a file is stale.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StalenessKind {
    /// It was never written, or was removed.
    Missing,
    /// Its message, or what the document was made of, is gone.
    Extra,
    /// It says something else.
    Changed,
}

impl StalenessKind {
    /// Returns the word that names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Extra => "extra",
            Self::Changed => "changed",
        }
    }
}

impl Staleness {
    fn is_manifest(&self) -> bool {
        self.file.file_name().is_some_and(|name| name == MANIFEST)
    }
}

impl fmt::Display for Staleness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.file.display())?;
        match (&self.message, self.side) {
            (Some(message), Some(side)) => write!(formatter, "{message} ({side}) is ")?,
            _ if self.is_manifest() => formatter.write_str("the manifest is ")?,
            _ => formatter.write_str("the document is ")?,
        }
        match self.kind {
            StalenessKind::Missing => formatter.write_str("missing")?,
            StalenessKind::Extra if self.message.is_some() => {
                formatter.write_str("of a message that is gone")?;
            }
            StalenessKind::Extra => formatter.write_str("of an interface that is gone")?,
            StalenessKind::Changed => formatter.write_str("not what the types say")?,
        }
        for (index, pointer) in self.pointers.iter().enumerate() {
            formatter.write_str(if index == 0 { " at " } else { ", " })?;
            if index == MOST_POINTERS {
                return write!(formatter, "{} more", self.pointers.len() - index);
            }
            if pointer.is_root() {
                formatter.write_str("the root")?;
            } else {
                write!(formatter, "{pointer}")?;
            }
        }
        Ok(())
    }
}

/// Holds the files of a folder against those that were derived.
pub(super) fn check(exported: &ExportedFiles, folder: &Path) -> Result<Vec<Staleness>, StoreError> {
    let mut stale = Vec::new();
    for (name, derived) in exported.iter() {
        let path = folder.join(name);
        match files::read_if_there(&path)? {
            None => stale.push(staleness(name, path, StalenessKind::Missing)),
            Some(found) if found == derived => {}
            Some(found) => stale.push(changed(name, path, &found, derived)),
        }
    }
    for name in files::names(folder)? {
        if exported.get(&name).is_none() && is_exported(&name) {
            stale.push(staleness(&name, folder.join(&name), StalenessKind::Extra));
        }
    }
    // The manifest says nothing that the schemas before it do not say better.
    stale.sort_by_key(|stale| (stale.message.is_none(), stale.file.clone()));
    Ok(stale)
}

fn staleness(name: &str, file: PathBuf, kind: StalenessKind) -> Staleness {
    let parts = if name == MANIFEST {
        None
    } else {
        message_of(name)
    };
    Staleness {
        message: parts.map(|(message, _)| message.to_owned()),
        side: parts.map(|(_, side)| side),
        file,
        kind,
        pointers: Vec::new(),
        diff: String::new(),
    }
}

fn changed(name: &str, file: PathBuf, found: &[u8], derived: &[u8]) -> Staleness {
    let pointers = match (frontdesk_json::read(found), frontdesk_json::read(derived)) {
        (Ok(found), Ok(derived)) => differences(&found, &derived),
        _ => vec![Pointer::root()],
    };
    let (found, derived) = (
        String::from_utf8_lossy(found),
        String::from_utf8_lossy(derived),
    );
    let diff = TextDiff::from_lines(found.as_ref(), derived.as_ref())
        .unified_diff()
        .context_radius(CONTEXT_LINES)
        .header(
            &format!("{} (exported)", file.display()),
            "(what the types say)",
        )
        .to_string();
    Staleness {
        pointers,
        diff,
        ..staleness(name, file, StalenessKind::Changed)
    }
}

const CONTEXT_LINES: usize = 3;
const MOST_POINTERS: usize = 5;
