use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use frontdesk_contract::NEXT;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use super::{LEDGER, PARTIAL, SEAL, SealError, Sealed, io_error};

/// What stands in a folder under a name that counts.
#[derive(Debug)]
pub(super) enum Covered {
    File(PathBuf),
    /// A link, a pipe, a socket: what it holds is not in the folder.
    Other(PathBuf),
}

impl Sealed {
    /// Tells whether a file counts, by its path inside the folder.
    pub(super) fn covers(self, name: &str) -> bool {
        let derived = || match name.split('/').collect::<Vec<_>>()[..] {
            [contract, next, _, ..] => contract != SOURCES && next == NEXT,
            _ => false,
        };
        match self {
            _ if [SEAL, PARTIAL].contains(&name) => false,
            // A line of the ledger is a line in the diff already.
            Self::Schemas if name == LEDGER => false,
            Self::Schemas => !derived(),
            Self::Corpus => true,
        }
    }
}

/// Finds what counts in a folder, by its path inside, with `/` between the parts.
pub(super) fn walk(folder: &Path, sealed: Sealed) -> Result<BTreeMap<String, Covered>, SealError> {
    let mut found = BTreeMap::new();
    // Through a list of its entries, so that a file in the folder's place is an error.
    fs_err::read_dir(folder).map_err(io_error(folder))?;
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            io_error(&path)(error.into())
        })?;
        let kind = entry.file_type();
        if kind.is_dir() {
            continue;
        }
        let name = name(folder, entry.path())?;
        if sealed.covers(&name) {
            let path = entry.into_path();
            let covered = if kind.is_file() {
                Covered::File(path)
            } else {
                Covered::Other(path)
            };
            found.insert(name, covered);
        }
    }
    Ok(found)
}

/// Hashes a file, a piece at a time, however long it is.
pub(super) fn hash(path: &Path) -> Result<String, SealError> {
    let mut file = fs_err::File::open(path).map_err(io_error(path))?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        let length = file.read(&mut piece).map_err(io_error(path))?;
        if length == 0 {
            break;
        }
        hash.update(&piece[..length]);
    }
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// Spells the path of a file inside the folder.
fn name(folder: &Path, path: &Path) -> Result<String, SealError> {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let parts = inside.components().map(|part| match part {
        Component::Normal(part) => part.to_str().filter(|part| is_name(part)),
        _ => None,
    });
    let parts: Option<Vec<&str>> = parts.collect();
    let path = || path.to_owned();
    Ok(parts
        .ok_or_else(|| SealError::Name { path: path() })?
        .join("/"))
}

/// Tells whether the list of hashes can hold a part of a path as it is.
pub(super) fn is_name(part: &str) -> bool {
    !["", ".", ".."].contains(&part) && !part.contains(|c: char| c.is_control() || c == '\\')
}

/// The folder of sources, which is no contract.
const SOURCES: &str = "sources";
/// How much of a file is held at a time.
const PIECE: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::super::Sealed;
    use super::{PIECE, hash};

    #[test]
    fn the_hash_is_that_of_the_tool() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs_err::write(file.path(), "abc").unwrap();
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash(file.path()).unwrap(), abc);
        for length in [0, PIECE, PIECE + 1] {
            let bytes = vec![b'x'; length];
            fs_err::write(file.path(), &bytes).unwrap();
            assert_eq!(hash(file.path()).unwrap(), frontdesk_contract::hash(&bytes));
        }
    }

    #[test]
    fn only_next_of_a_contract_and_the_seal_itself_are_left_out() {
        for (name, schemas, corpus) in [
            ("SHA256SUMS", false, false),
            (".SHA256SUMS.partial", false, false),
            ("a/SHA256SUMS", true, true),
            ("a/next/b.json", false, true),
            ("a/next/b/c.json", false, true),
            ("a/next", true, true),
            ("next/a.json", true, true),
            ("a/b/next/c.json", true, true),
            ("sources/next/a.json", true, true),
        ] {
            assert_eq!(Sealed::Schemas.covers(name), schemas, "{name}");
            assert_eq!(Sealed::Corpus.covers(name), corpus, "{name}");
        }
    }
}
