use std::path::PathBuf;

use frontdesk_profile::profile;
use frontdesk_report::{Exit, Format};

use super::documents::{DocumentOptions, has_stdin, report};
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `corpus profile`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folders, files of documents, or `-` for NDJSON on standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    documents: DocumentOptions,
    /// What these documents are counted as: a partition counts once, however often it is merged
    /// [default: the paths]
    #[arg(long, value_name = "NAME")]
    partition: Option<String>,
    /// Print everything that is known on one line, to be merged with other partitions
    #[arg(long)]
    partial: bool,
    /// Suggest nothing, and so read the documents only once
    #[arg(long)]
    no_suggestions: bool,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let bench = arguments.documents.bench(context)?;
    let reading = bench.reading(&arguments.paths);
    let partition = arguments.partition.clone().unwrap_or_else(|| {
        let paths = arguments.paths.iter();
        let paths: Vec<String> = paths.map(|path| path.display().to_string()).collect();
        paths.join(" ")
    });
    let (profile, outcome) = profile(&partition, &reading, std::io::stdin().lock())?;
    let mut report = report(outcome);
    if arguments.partial {
        context.output.text(&(profile.to_partial() + "\n"))?;
        for finding in &report.findings {
            context.output.note(&finding.message);
        }
        return Ok(report.exit());
    }
    let mut view = bench.view(&profile);
    if has_stdin(&arguments.paths) {
        context.output.note(NO_SUGGESTIONS);
    } else if !arguments.no_suggestions {
        view.suggest(&reading)?;
    }
    match context.output.format() {
        Format::Human => context.output.text(&view.to_text())?,
        Format::Json => report.say("profile", view.to_json()),
        Format::Junit | Format::Sarif | Format::Github | Format::Ndjson => {}
    }
    report.sort();
    context.output.report(&report)
}

const NO_SUGGESTIONS: &str = "note: suggestions are confirmed by reading the documents again, which \
    standard input does not allow: name files to have them";
