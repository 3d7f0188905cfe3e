use std::path::PathBuf;

use frontdesk_corpus::{Entry, Partial, documents};
use frontdesk_report::Exit;

use crate::commands::{validate, validated};
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `corpus merge`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Partial reports: folders, files of one or of one a line, also as `.gz` or `.zst`, or `-`
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print a partial report again, to be merged with others
    #[arg(long)]
    partial: bool,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let mut merged = Partial::default();
    let stdin = std::io::stdin().lock();
    for entry in documents(&arguments.files, stdin, MOST_BYTES) {
        let document = match entry {
            Entry::Document(document) => document,
            Entry::Unreadable(finding) | Entry::Finding(finding) => {
                let file = finding.file.unwrap_or_default();
                return Err(Failure::Usage(format!("{file}: {}", finding.message)));
            }
            Entry::Skipped(_) => continue,
        };
        let place = match document.place.line {
            Some(line) => format!("{}:{line}", document.place.file),
            None => document.place.file.to_string(),
        };
        let path = || PathBuf::from(&place);
        let value = frontdesk_json::read(&document.bytes).map_err(|source| Failure::NoJson {
            path: path(),
            source,
        })?;
        Partial::from_value(&value)
            .and_then(|partial| merged.merge(partial))
            .map_err(|source| Failure::NoPartial {
                path: path(),
                source,
            })?;
    }
    if arguments.partial {
        let exit = merged.clone().into_outcome().exit();
        return validate::partial(&merged, exit, context);
    }
    validated::report(merged.into_outcome(), context)
}

/// How large a partial report may be.
const MOST_BYTES: u64 = 1024 * 1024 * 1024;
