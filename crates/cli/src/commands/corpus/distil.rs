use std::io::Write as _;
use std::path::{Path, PathBuf};

use frontdesk_profile::{Distilled, distil};
use frontdesk_report::{Exit, Report};
use serde_json::{Value, json};

use super::documents::{DocumentOptions, report};
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `corpus distil`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folders and files of documents; they are read twice
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    documents: DocumentOptions,
    /// Where the kept documents are written, a line each; `-` writes them instead of the report
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let bench = arguments.documents.bench(context)?;
    let reading = bench.reading(&arguments.paths);
    if arguments.out == Path::new("-") {
        let mut stdout = std::io::stdout().lock();
        let distilled = distil(&reading, |line| writeln!(stdout, "{line}"))?;
        drop(stdout);
        context.output.note(closing(&distilled));
        return Ok(report(distilled.outcome).exit());
    }
    // Into a file beside it first, so that a corpus can be distilled in its own folder.
    let beside = arguments.out.with_extension("distilled");
    let mut file =
        std::io::BufWriter::new(fs_err::File::create(&beside).map_err(Failure::Unwritable)?);
    let distilled = distil(&reading, |line| writeln!(file, "{line}"));
    let written = distilled.and_then(|distilled| {
        let flushed = file
            .flush()
            .and_then(|()| fs_err::rename(&beside, &arguments.out));
        flushed.map_err(frontdesk_profile::ProfileError::Unwritten)?;
        Ok(distilled)
    });
    if written.is_err() {
        // What is left of it is of no use; the error says what went wrong.
        let _ = fs_err::remove_file(&beside);
    }
    let distilled = written?;
    let mut report = shown(distilled);
    report.sort();
    context.output.report(&report)
}

fn shown(distilled: Distilled) -> Report {
    let closing = closing(&distilled);
    let kept = distilled.kept.iter().map(|kept| {
        json!({
            "file": kept.place.file.as_ref(),
            "line": kept.place.line,
            "entry": kept.place.entry,
            "contract_message": kept.message,
            "features": kept.features,
        })
    });
    let kept: Value = kept.collect();
    let mut report = report(distilled.outcome);
    report.count("kept", distilled.kept.len());
    report.count("features", distilled.features);
    report.count("at_least", distilled.at_least);
    report.say("kept", kept);
    report.notes.push(closing);
    report
}

fn closing(distilled: &Distilled) -> String {
    let kept = distilled.kept.len();
    let bound = if kept == distilled.at_least {
        "no subset that shows as much is smaller".to_owned()
    } else {
        format!(
            "the smallest has at least {}; a greedy choice is at most {:.1} times it",
            distilled.at_least, distilled.factor
        )
    };
    format!(
        "kept {kept} of {} documents, which show all {} things that they show: {bound}",
        distilled.outcome.documents, distilled.features
    )
}
