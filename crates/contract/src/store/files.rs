use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::error::StoreError;

/// Reads a file, `None` when there is none.
pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs_err::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io(path)(error)),
    }
}

/// Parses the bytes of a file, strictly.
pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<Value, StoreError> {
    frontdesk_json::read(bytes).map_err(|error| StoreError::malformed(path, error.to_string()))
}

/// Writes a file by renaming a finished one into place.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let partial = partial_path(path);
    fs_err::write(&partial, bytes).map_err(StoreError::io(&partial))?;
    fs_err::rename(&partial, path).map_err(StoreError::io(path))
}

/// Removes a file and returns its path.
pub(super) fn remove(path: &Path) -> Result<PathBuf, StoreError> {
    fs_err::remove_file(path).map_err(StoreError::io(path))?;
    Ok(path.to_owned())
}

/// Makes a folder with all its files, by renaming a finished one into place.
pub(super) fn make_whole<'f>(
    folder: &Path,
    files: impl Iterator<Item = (&'f str, &'f [u8])>,
) -> Result<(), StoreError> {
    let partial = partial_path(folder);
    if exists(&partial)? {
        fs_err::remove_dir_all(&partial).map_err(StoreError::io(&partial))?;
    }
    make_folder(&partial)?;
    for (name, bytes) in files {
        let path = partial.join(name);
        fs_err::write(&path, bytes).map_err(StoreError::io(&path))?;
    }
    fs_err::rename(&partial, folder).map_err(StoreError::io(folder))
}

/// Makes a folder and those that contain it.
pub(super) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    fs_err::create_dir_all(folder).map_err(StoreError::io(folder))
}

/// Tells whether there is something at a path.
pub(super) fn exists(path: &Path) -> Result<bool, StoreError> {
    path.try_exists().map_err(StoreError::io(path))
}

/// Lists the names of the files in a folder, none when there is no folder.
pub(super) fn names(folder: &Path) -> Result<BTreeSet<String>, StoreError> {
    entries(folder, false)
}

/// Lists the names of the folders in a folder, none when there is no folder.
pub(super) fn folders(folder: &Path) -> Result<BTreeSet<String>, StoreError> {
    entries(folder, true)
}

/// Lists entries whose names do not start with a dot.
fn entries(folder: &Path, folders: bool) -> Result<BTreeSet<String>, StoreError> {
    let entries = match fs_err::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(StoreError::io(folder)(error)),
    };
    let mut names = BTreeSet::new();
    for entry in entries {
        let entry = entry.map_err(StoreError::io(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() == folders && !name.starts_with('.') {
            names.insert(name);
        }
    }
    Ok(names)
}

/// Names a hidden neighbour, so that a reader never takes it for the finished thing.
fn partial_path(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.partial"))
}
