use std::path::PathBuf;

use frontdesk_corpus::USUAL_MAX_DOCUMENT_BYTES;
use frontdesk_proxy::import;
use frontdesk_report::Exit;

use crate::commands::record::{RecordingOptions, report};
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `corpus import`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// HAR files, folders of them, or `-`
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    recording: RecordingOptions,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let config = arguments.recording.config(context)?;
    let stdin = std::io::stdin().lock();
    let imported = import(&arguments.files, stdin, config, USUAL_MAX_DOCUMENT_BYTES)?;
    let mut report = report(imported.outcome);
    report.findings.extend(imported.findings);
    report.sort();
    context.output.report(&report)
}
