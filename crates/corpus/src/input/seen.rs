use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use std::fs::Metadata;

/// The files that were read, so that none is read twice under another name.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Files that have one name alone, by what the system calls them.
    single: HashSet<(u64, u64)>,
    /// Other files, by where they are without links.
    paths: BTreeSet<PathBuf>,
}

impl Seen {
    /// Notes a file, and tells whether it was noted before, under whatever path.
    ///
    /// Hard links are files of their own: whoever keeps equal files once means each of them.
    pub(crate) fn again(&mut self, path: &Path, metadata: &Metadata) -> bool {
        match identity(metadata) {
            Some(identity) => !self.single.insert(identity),
            // Opening the file will tell why it has no place.
            None => fs_err::canonicalize(path).is_ok_and(|place| !self.paths.insert(place)),
        }
    }
}

/// Names a file that has no hard links, without another question to the system.
#[cfg(unix)]
fn identity(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;

    (metadata.nlink() == 1).then(|| (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<(u64, u64)> {
    None
}
