use std::path::Path;

use frontdesk_check::{Sealed, seal, verify_seal};
use frontdesk_report::{Exit, Report};

use crate::context::Context;
use crate::failure::Failure;
use crate::folders::{CorpusFolder, SchemasFolder};

/// The arguments of `seal`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schemas: SchemasFolder,
    #[command(flatten)]
    corpus: CorpusFolder,
    /// Write nothing; exit 4 when a file is not as it was sealed
    #[arg(long)]
    check: bool,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let schemas = arguments.schemas.path(context.contract)?;
    let corpus = arguments.corpus.path(context.contract)?;
    let folders: [(&str, &Path, Sealed); 2] = [
        ("schemas", &schemas, Sealed::Schemas),
        ("corpus", &corpus, Sealed::Corpus),
    ];
    if !schemas.is_dir() {
        return Err(Failure::NoFolder { path: schemas });
    }
    let mut report = Report::default();
    for (what, folder, sealed) in folders {
        if !folder.is_dir() {
            context.output.note(format_args!(
                "note: there is no folder {} yet",
                folder.display()
            ));
            continue;
        }
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
