//! `cargo xtask freeze-3-1`: the release 3.1.1, derived from the types that were frozen for it.
//!
//! The release is older than this repository, so that no `schema release` of its day could freeze
//! it. It is the one release that may be written again: by a change of how schemas are derived.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use frontdesk_contract::{Contract, ExportedFiles, Store, export_release};
use frontdesk_report::Exit;

/// Writes the release where it is not what the types say.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let exit = match words[..] {
        [] => freeze(Path::new(SCHEMAS), Mode::Write),
        ["--check"] => freeze(Path::new(SCHEMAS), Mode::Check),
        _ => Err(
            "write `cargo xtask freeze-3-1`, and `--check` where nothing is to be written".into(),
        ),
    };
    let exit = exit.unwrap_or_else(|error| {
        say(&format!("error: {error}"));
        Exit::Usage
    });
    ExitCode::from(exit.code())
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mode {
    Write,
    Check,
}

fn freeze(schemas: &Path, mode: Mode) -> Result<Exit, Box<dyn std::error::Error>> {
    if !schemas.is_dir() {
        return Err(
            format!("no folder {SCHEMAS} here: run it at the root of the repository").into(),
        );
    }
    let contract = frontdesk::reception_3_1();
    let folder = Store::new(schemas).folder(contract.name(), contract.version());
    if is_frozen(&folder, &export_release(&contract)?)? {
        say(&format!("unchanged {}", folder.display()));
        return Ok(Exit::Clean);
    }
    if mode == Mode::Check {
        say(&format!(
            "{} is not what the types of {} say: run `cargo xtask freeze-3-1`, and review the diff",
            folder.display(),
            contract.version()
        ));
        return Ok(Exit::Stale);
    }
    replace(schemas, &folder, &contract)?;
    say(&format!("froze {}", folder.display()));
    say("note: it is not sealed yet: run `frontdesk seal`");
    Ok(Exit::Clean)
}

/// Tells whether a folder has the files of a release, and no others.
fn is_frozen(folder: &Path, files: &ExportedFiles) -> io::Result<bool> {
    if !folder.is_dir() {
        return Ok(false);
    }
    let mut found = BTreeMap::new();
    for entry in fs_err::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        found.insert(name, fs_err::read(entry.path())?);
    }
    let found = found
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    Ok(found.eq(files.iter()))
}

fn replace(
    schemas: &Path,
    folder: &Path,
    contract: &Contract,
) -> Result<(), Box<dyn std::error::Error>> {
    if folder.is_dir() {
        fs_err::remove_dir_all(folder)?;
    }
    Store::new(schemas).release(contract, contract.version())?;
    Ok(())
}

fn say(line: &str) {
    // Without standard error there is nobody to tell.
    let _ = writeln!(io::stderr(), "{line}");
}

const SCHEMAS: &str = "schemas";

#[cfg(test)]
mod tests {
    use frontdesk_report::Exit;

    use super::{Mode, freeze};

    #[test]
    fn a_release_is_written_once_and_mended() {
        let folder = tempfile::tempdir().unwrap();
        let schemas = folder.path();
        assert_eq!(freeze(schemas, Mode::Check).unwrap(), Exit::Stale);
        assert_eq!(freeze(schemas, Mode::Write).unwrap(), Exit::Clean);
        assert_eq!(freeze(schemas, Mode::Check).unwrap(), Exit::Clean);
        let manifest = schemas.join("reception/3.1.1/manifest.json");
        let before = fs_err::read(&manifest).unwrap();

        fs_err::write(&manifest, "{}").unwrap();
        assert_eq!(freeze(schemas, Mode::Check).unwrap(), Exit::Stale);
        assert_eq!(freeze(schemas, Mode::Write).unwrap(), Exit::Clean);
        assert_eq!(fs_err::read(&manifest).unwrap(), before);

        fs_err::write(schemas.join("reception/3.1.1/more.json"), "{}").unwrap();
        assert_eq!(freeze(schemas, Mode::Check).unwrap(), Exit::Stale);
    }
}
