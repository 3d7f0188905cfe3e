//! `cargo xtask conformance`: what the payload engine makes of the official suites.
//!
//! The exported documents are part of it: they must be valid by the official meta-schemas, and say what
//! the exported schemas say.
//!
//! The public test data is read from `FRONTDESK_TEST_DATA`, or from the folder given as argument. The
//! table is held against `xtask/conformance.txt`, so that a count that gets worse is a red run;
//! `--update` writes it, to be looked at before it is committed. `--documents` stops after the exported
//! documents.
//!
//! Last come the verdicts on pairs of schemas beside those of `jsoncompat`; `--compat` asks for them
//! alone. They end by the clock as well, so that their counts are shown and not held against a file.

mod compat;
mod documents;
mod oracle;
mod outcome;
mod table;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use frontdesk_report::Exit;

use self::outcome::Outcome;
use self::table::Table;
use crate::suites;

/// Runs the suites and compares the table.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let exit = match conform(words) {
        Ok(exit) => exit,
        Err(error) => {
            say(&format!("error: {error}"));
            Exit::Usage
        }
    };
    ExitCode::from(exit.code())
}

fn conform(words: &[String]) -> Result<Exit, String> {
    let update = words.iter().any(|word| word == "--update");
    let folder = words.iter().find(|word| !word.starts_with('-'));
    let folder = folder.map(PathBuf::from).or_else(suites::folder);
    let folder = folder.ok_or(suites::NO_DATA)?;
    if words.iter().any(|word| word == "--documents") {
        let text = documents::table(&frontdesk::reception(), &folder)?;
        let shown = io::stdout().write_all(text.as_bytes());
        return shown
            .map(|()| Exit::Clean)
            .map_err(|error| error.to_string());
    }
    if words.iter().any(|word| word == "--compat") {
        return compat(&folder);
    }
    let text = table(&folder)?;
    // A table that cannot be shown can still be compared.
    let _ = io::stdout().write_all(text.as_bytes());
    let snapshot = Path::new(SNAPSHOT);
    if update {
        fs_err::write(snapshot, text).map_err(|error| error.to_string())?;
        return Ok(Exit::Clean);
    }
    let known = fs_err::read_to_string(snapshot).map_err(|error| error.to_string())?;
    if known == text {
        return compat(&folder);
    }
    for (line, (before, now)) in known.lines().zip(text.lines()).enumerate() {
        if before != now {
            say(&format!("{SNAPSHOT}:{}:\n- {before}\n+ {now}", line + 1));
        }
    }
    say(
        "the counts are not those of the snapshot: mend what got worse, or write them with --update",
    );
    Ok(Exit::Findings)
}

fn compat(folder: &Path) -> Result<Exit, String> {
    let tally = compat::compare_all(folder)?;
    // Counts that cannot be shown can still be wrong.
    let _ = io::stdout().write_all(tally.text().as_bytes());
    Ok(if tally.holds() {
        Exit::Clean
    } else {
        Exit::Findings
    })
}

fn table(folder: &Path) -> Result<String, String> {
    let exported = documents::table(&frontdesk::reception(), folder)?;
    let mut table = Table::default();
    for section in suites::sections(folder)? {
        let outcomes: Vec<(String, Outcome)> = section
            .groups
            .iter()
            .map(|group| {
                let outcome = Outcome::of_group(group, &section.options);
                (group.file.clone(), outcome)
            })
            .collect();
        table.section(&section.title, &outcomes);
    }
    let documents = suites::documents(folder)?;
    let outcomes: Vec<(String, Outcome)> = documents
        .documents
        .iter()
        .map(|(name, document)| {
            let outcome = Outcome::of_document(name, document, &documents.options);
            (name.clone(), outcome)
        })
        .collect();
    table.section("documents", &outcomes);
    Ok(format!("{exported}{}", table.finish()))
}

fn say(text: &str) {
    // Without standard error there is nobody to tell that there is no standard error.
    let _ = writeln!(io::stderr(), "{text}");
}

const SNAPSHOT: &str = "xtask/conformance.txt";
