use std::path::{Path, PathBuf};

use frontdesk_check::{Sealed, seal, verify_seal};
use frontdesk_report::{Exit, Report};

use crate::arguments::SchemasFolder;
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `seal`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schemas: SchemasFolder,
    /// The folder of recordings
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    corpus: PathBuf,
    /// Write nothing; exit 4 when a file is not as it was sealed
    #[arg(long)]
    check: bool,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let folders: [(&str, &Path, Sealed); 2] = [
        ("schemas", arguments.schemas.path()?, Sealed::Schemas),
        ("corpus", &arguments.corpus, Sealed::Corpus),
    ];
    for (_, folder, _) in &folders {
        if !folder.is_dir() {
            return Err(Failure::NoFolder {
                path: folder.to_path_buf(),
            });
        }
    }
    let mut report = Report::default();
    for (what, folder, sealed) in folders {
        let files = if arguments.check {
            let verified = verify_seal(folder, sealed)?;
            report.findings.extend(verified.findings);
            verified.files
        } else {
            let sealing = seal(folder, sealed)?;
            let done = if sealing.changed {
                "sealed"
            } else {
                "unchanged"
            };
            context
                .output
                .note(format_args!("{done} {what}: {} files", sealing.files));
            sealing.files
        };
        report.count(what, files);
    }
    report.sort();
    context.output.report(&report)
}
