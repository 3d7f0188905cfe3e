//! What people keep by hand, held against its seal: one list of hashes in the folder itself.

mod folder;
mod list;

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use frontdesk_report::{Exit, Finding, RuleId};

use self::folder::{Covered, hash, walk};
use self::list::{Fault, parse, render};
use crate::part::Tally;
use crate::rules;

/// Names the file of a seal, in the folder that it seals.
pub const SEAL: &str = "SHA256SUMS";

/// Names the file of accepted breaks, in the folder of schemas.
pub const LEDGER: &str = "accepted.toml";

/// Says what a sealed folder holds, and so which of its files count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sealed {
    /// Releases and sources: everything but `<contract>/next`, which is derived.
    Schemas,
    /// Recordings: everything.
    Corpus,
}

/// What [`seal`] did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Sealing {
    /// How many files the seal covers.
    pub files: usize,
    /// Whether it said something else before, or was not there.
    pub changed: bool,
}

/// What [`verify_seal`] held and found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verified {
    /// How many files were held against the seal.
    pub files: usize,
    /// What is not as it was sealed.
    pub findings: Vec<Finding>,
}

/// Why a folder could not be sealed, or its seal not be held.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// A file or folder cannot be read or written.
    #[error("{source}: check the path and the permissions")]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says; it names the path too.
        source: io::Error,
    },
    /// A name has characters that the list of hashes cannot hold.
    #[error("{}: a seal cannot hold this name: rename it, without control characters or backslashes", path.display())]
    Name {
        /// The file.
        path: PathBuf,
    },
    /// A link, or another thing whose bytes are not in the folder.
    #[error("{}: {NO_FILE}", path.display())]
    NoFile {
        /// Which one.
        path: PathBuf,
    },
}

/// Seals a folder: writes the hash of every file that counts, unless the seal says so already.
///
/// The format is that of the tool sha256sum, sorted, so that anybody can replay it with
/// `sha256sum -c SHA256SUMS` in the folder.
///
/// # Errors
///
/// When a file cannot be read, is none, or has a name that the format cannot hold; when the seal
/// cannot be written.
pub fn seal(folder: &Path, sealed: Sealed) -> Result<Sealing, SealError> {
    let mut hashes = BTreeMap::new();
    for (name, covered) in walk(folder, sealed)? {
        match covered {
            Covered::File(path) => hashes.insert(name, hash(&path)?),
            Covered::Other(path) => return Err(SealError::NoFile { path }),
        };
    }
    let (path, text) = (folder.join(SEAL), render(&hashes));
    let changed = read_if_there(&path)?.as_deref() != Some(text.as_bytes());
    if changed {
        let partial = folder.join(PARTIAL);
        fs_err::write(&partial, text).map_err(io_error(&partial))?;
        fs_err::rename(&partial, &path).map_err(io_error(&path))?;
    }
    let files = hashes.len();
    Ok(Sealing { files, changed })
}

/// Holds a folder against its seal, and writes nothing.
///
/// # Errors
///
/// When a file that is there cannot be read, or has a name that the format cannot hold.
pub fn verify_seal(folder: &Path, sealed: Sealed) -> Result<Verified, SealError> {
    let path = folder.join(SEAL);
    let Some(bytes) = read_if_there(&path)? else {
        let message = format!("{} is not sealed: {WAY_OUT}", folder.display());
        let finding = finding(rules::SEAL_MISSING, message, &path, None);
        return Ok(Verified {
            files: 0,
            findings: vec![finding],
        });
    };
    let list = parse(&bytes, sealed);
    let mut verified = Verified::default();
    for Fault { line, what } in list.faults {
        let message = format!("{SEAL} {what}: {WAY_OUT}");
        let finding = finding(rules::SEAL_BROKEN, message, &path, Some(line));
        verified.findings.push(finding);
    }
    let mut hashes = list.hashes;
    for (name, covered) in walk(folder, sealed)? {
        let before = hashes.remove(&name);
        verified.findings.extend(hold(&name, covered, before)?);
        verified.files += 1;
    }
    verified.findings.extend(gone(folder, hashes));
    Ok(verified)
}

/// Reports what was sealed and is gone: a whole folder once, other files one by one.
fn gone(folder: &Path, hashes: BTreeMap<String, String>) -> Vec<Finding> {
    let mut gone: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (name, before) in hashes {
        let ends = name.match_indices('/').map(|(end, _)| end);
        let mut parents = ends.map(|end| &name[..end]);
        let missing = parents.find(|parent| !folder.join(parent).exists());
        let what = missing.unwrap_or(&name).to_owned();
        gone.entry(what).or_default().insert(name, before);
    }
    let report = |(name, files): (String, BTreeMap<String, String>)| {
        let many = match files.len() {
            1 => String::new(),
            many => format!(" with {many} files"),
        };
        let message = format!("{name} was sealed and is gone{many}: {WAY_OUT}");
        let finding = finding(rules::SEAL_BROKEN, message, &folder.join(&name), None);
        match files.get(&name) {
            Some(before) => finding.with("sealed", before.as_str()),
            None => finding.with("files", files.into_keys().collect::<Vec<_>>()),
        }
    };
    gone.into_iter().map(report).collect()
}

/// Holds both folders of a contract against their seals.
pub(crate) fn hold_all(schemas: &Path, corpus: &Path) -> Result<Tally, SealError> {
    let mut tally = Tally::new("seal", &["files"]);
    for (folder, sealed) in [(schemas, Sealed::Schemas), (corpus, Sealed::Corpus)] {
        let verified = tally.timed(|_| verify_seal(folder, sealed))?;
        tally.add("files", verified.files);
        for finding in verified.findings {
            tally.find(finding);
        }
    }
    Ok(tally)
}

/// Holds one file against the hash that the seal gives for it.
fn hold(
    name: &str,
    covered: Covered,
    before: Option<String>,
) -> Result<Option<Finding>, SealError> {
    let broken =
        |what: &str, path: &Path| finding(rules::SEAL_BROKEN, format!("{name} {what}"), path, None);
    let path = match covered {
        Covered::File(path) => path,
        Covered::Other(path) => return Ok(Some(broken(NO_FILE, &path))),
    };
    let now = hash(&path)?;
    Ok(match before {
        Some(before) if before == now => None,
        Some(before) => {
            let what = format!("is not what was sealed: {WAY_OUT}");
            let finding = broken(&what, &path).with("sealed", before);
            Some(finding.with("sha256", now))
        }
        None => {
            let what = format!("is not sealed: {WAY_OUT}");
            Some(broken(&what, &path).with("sha256", now))
        }
    })
}

fn finding(rule: RuleId, message: String, path: &Path, line: Option<u64>) -> Finding {
    Finding::new(rule, message)
        .in_file(path.display().to_string(), line)
        .exits(Exit::Stale)
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, SealError> {
    match fs_err::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_error(path)(error)),
    }
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> SealError {
    let path = path.to_owned();
    move |source| SealError::Io { path, source }
}

/// The seal before it is renamed into place; one that was left behind is no input.
const PARTIAL: &str = ".SHA256SUMS.partial";
const WAY_OUT: &str = "review the change, then run `seal`";
const NO_FILE: &str = "is a link or no file at all, which no seal covers: put the file itself here";

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{SEAL, SealError, Sealed, Sealing, seal, verify_seal};

    /// Makes a folder of schemas: a release, `next`, and a source that is called so.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in FILES {
            write(folder.path(), name, name);
        }
        folder
    }

    fn write(folder: &Path, name: &str, text: &str) {
        let path = folder.join(name);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(path, text).unwrap();
    }

    /// Lists rule, line and the message up to the way out.
    fn found(folder: &Path, sealed: Sealed) -> Vec<String> {
        let findings = verify_seal(folder, sealed).unwrap().findings;
        let said = findings.iter().map(|finding| {
            assert_eq!(finding.exit.code(), 4, "{finding:?}");
            let line = finding
                .line
                .map_or(String::new(), |line| format!("{line} "));
            format!("{} {line}{}", finding.rule, finding.message)
        });
        said.map(|text| text.split(": ").next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_seal_is_sorted_leaves_next_out_and_is_written_once() {
        let folder = folder();
        let folder = folder.path();
        let mut sealing = Sealing {
            files: 3,
            changed: true,
        };
        assert_eq!(seal(folder, Sealed::Schemas).unwrap(), sealing);
        sealing.changed = false;
        assert_eq!(seal(folder, Sealed::Schemas).unwrap(), sealing);
        let text = fs_err::read_to_string(folder.join(SEAL)).unwrap();
        let names: Vec<&str> = text.lines().map(|line| &line[66..]).collect();
        assert_eq!(names, ["a.json", "a/1.0.0/b.json", "sources/next/c.json"]);
        assert!(text.ends_with('\n'), "{text}");
        assert_eq!(verify_seal(folder, Sealed::Schemas).unwrap().files, 3);
        assert_eq!(found(folder, Sealed::Schemas), [""; 0]);

        assert_eq!(seal(folder, Sealed::Corpus).unwrap().files, 4);
        assert_eq!(found(folder, Sealed::Corpus), [""; 0]);
    }

    #[test]
    fn every_change_is_found() {
        let folder = folder();
        let folder = folder.path();
        assert!(found(folder, Sealed::Schemas)[0].starts_with("seal-missing "));
        seal(folder, Sealed::Schemas).unwrap();
        write(folder, "a.json", "other");
        write(folder, "new.json", "");
        write(folder, "a/next/b.json", "derived, so no matter");
        write(folder, ".SHA256SUMS.partial", "left behind");
        fs_err::remove_file(folder.join("sources/next/c.json")).unwrap();
        assert_eq!(
            found(folder, Sealed::Schemas),
            [
                "seal-broken a.json is not what was sealed",
                "seal-broken new.json is not sealed",
                "seal-broken sources/next/c.json was sealed and is gone",
            ]
        );
        seal(folder, Sealed::Schemas).unwrap();
        assert_eq!(found(folder, Sealed::Schemas), [""; 0]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_not_sealed() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("nowhere");
        assert!(found(&nowhere, Sealed::Corpus)[0].starts_with("seal-missing "));
        let error = seal(&nowhere, Sealed::Corpus).unwrap_err();
        assert!(error.to_string().contains("nowhere"), "{error}");
    }

    #[test]
    fn a_torn_seal_is_found_line_by_line() {
        let folder = folder();
        let folder = folder.path();
        seal(folder, Sealed::Schemas).unwrap();
        let text = fs_err::read_to_string(folder.join(SEAL)).unwrap();
        let (first, rest) = text.split_once('\n').unwrap();
        write(folder, SEAL, &format!("{}\n{rest}", &first[1..]));
        assert_eq!(
            found(folder, Sealed::Schemas),
            [
                "seal-broken 1 SHA256SUMS has a line that is not `<64 hex digits>  <path>`",
                "seal-broken a.json is not sealed"
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_found_and_not_followed() {
        let folder = folder();
        let folder = folder.path();
        std::os::unix::fs::symlink("a.json", folder.join("link.json")).unwrap();
        let error = seal(folder, Sealed::Corpus).unwrap_err();
        assert!(matches!(error, SealError::NoFile { .. }), "{error}");
        write(folder, SEAL, "");
        let found = found(folder, Sealed::Corpus);
        let about = found.iter().find(|found| found.contains("link")).unwrap();
        assert!(about.contains("is a link"), "{about}");
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_would_tear_the_list_is_an_error() {
        for name in ["a\nb", "a\\b"] {
            let folder = folder();
            write(folder.path(), name, "");
            let error = seal(folder.path(), Sealed::Corpus).unwrap_err();
            assert!(matches!(error, SealError::Name { .. }), "{error}");
        }
    }

    const FILES: [&str; 4] = [
        "a.json",
        "a/1.0.0/b.json",
        "a/next/b.json",
        "sources/next/c.json",
    ];
}
