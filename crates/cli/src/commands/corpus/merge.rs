use std::path::PathBuf;

use frontdesk_corpus::{Document, Entry, Partial, documents};
use frontdesk_profile::Profile;
use frontdesk_report::{Exit, Format, Report};

use super::documents::DocumentOptions;
use crate::commands::{validate, validated};
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `corpus merge`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Partial reports or profiles: folders, files of one or of one a line, also as `.gz` or `.zst`, or `-`
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print a partial report or profile again, to be merged with others
    #[arg(long)]
    partial: bool,
    #[command(flatten)]
    documents: DocumentOptions,
}

/// What was merged so far: parts of one kind.
#[derive(Default)]
struct Merged {
    verdicts: Option<Partial>,
    profile: Option<Profile>,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let mut merged = Merged::default();
    let stdin = std::io::stdin().lock();
    for entry in documents(&arguments.files, stdin, MOST_BYTES) {
        match entry {
            Entry::Document(document) => merged.take(&document)?,
            Entry::Unreadable(finding) | Entry::Finding(finding) => {
                let file = finding.file.unwrap_or_default();
                return Err(Failure::Usage(format!("{file}: {}", finding.message)));
            }
            Entry::Skipped(_) => {}
        }
    }
    if let Some(profile) = merged.profile {
        return shown(&profile, arguments, context);
    }
    let verdicts = merged.verdicts.unwrap_or_default();
    if arguments.partial {
        let exit = verdicts.clone().into_outcome().exit();
        return validate::partial(&verdicts, exit, context);
    }
    validated::report(verdicts.into_outcome(), context)
}

impl Merged {
    /// Takes a part in, which has to be of the kind of those before.
    fn take(&mut self, document: &Document) -> Result<(), Failure> {
        let place = match document.place.line {
            Some(line) => format!("{}:{line}", document.place.file),
            None => document.place.file.to_string(),
        };
        let path = || PathBuf::from(&place);
        let value = frontdesk_json::read(&document.bytes).map_err(|source| Failure::NoJson {
            path: path(),
            source,
        })?;
        if value.get("partial_profile").is_some() {
            let profile = Profile::from_partial(&document.bytes)
                .map_err(|error| Failure::Usage(format!("{place}: {error}")))?;
            self.profile.get_or_insert_default().merge(profile);
        } else {
            let verdicts = self.verdicts.get_or_insert_default();
            Partial::from_value(&value)
                .and_then(|partial| verdicts.merge(partial))
                .map_err(|source| Failure::NoPartial {
                    path: path(),
                    source,
                })?;
        }
        if self.profile.is_some() && self.verdicts.is_some() {
            return Err(Failure::Usage(format!(
                "{place}: partial profiles and partial reports do not add up: merge each by themselves"
            )));
        }
        Ok(())
    }
}

/// Shows a profile that was merged, or prints it to be merged again.
fn shown(
    profile: &Profile,
    arguments: &Arguments,
    context: &mut Context<'_>,
) -> Result<Exit, Failure> {
    if arguments.partial {
        context.output.text(&(profile.to_partial() + "\n"))?;
        return Ok(Exit::Clean);
    }
    let view = arguments.documents.bench(context)?.view(profile);
    let mut report = Report::default();
    report.count("partitions", profile.partitions().count());
    match context.output.format() {
        Format::Human => context.output.text(&view.to_text())?,
        Format::Json => report.say("profile", view.to_json()),
        Format::Junit | Format::Sarif | Format::Github | Format::Ndjson => {}
    }
    context.output.report(&report)
}

/// How large a partial report may be.
const MOST_BYTES: u64 = 1024 * 1024 * 1024;
