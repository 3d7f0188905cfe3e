use std::path::{Path, PathBuf};

use frontdesk_check::with_ways;
use frontdesk_contract::Side;
use frontdesk_corpus::{
    Judges, MessageJudges, Target, USUAL_MAX_DOCUMENT_BYTES, USUAL_MAX_FINDINGS,
};
use frontdesk_profile::{Profile, ReadOutcome, Reading};
use frontdesk_report::{Finding, Report, RuleId};
use frontdesk_schema::Schema;

use crate::context::Context;
use crate::failure::Failure;
use crate::files::read_schema;

/// What documents are, for commands that look at many.
#[derive(Debug, clap::Args)]
pub(super) struct DocumentOptions {
    /// The documents are payloads of this message; otherwise they are recordings
    #[arg(long, value_name = "MESSAGE", conflicts_with_all = ["schema", "auto"])]
    message: Option<String>,
    /// The documents are values of this schema file
    #[arg(long, value_name = "FILE", conflicts_with = "auto")]
    schema: Option<PathBuf>,
    /// Find out what each document is: a recording, or a payload of some message
    #[arg(long)]
    auto: bool,
    /// Longer lines and files are findings, and are never held in memory
    #[arg(long, value_name = "BYTES", default_value_t = USUAL_MAX_DOCUMENT_BYTES)]
    max_bytes: u64,
}

/// What documents are held against.
pub(super) struct Bench {
    judges: Judges,
    schema: Option<Schema>,
    message: Option<String>,
    auto: bool,
    max_bytes: u64,
}

impl DocumentOptions {
    /// Compiles what the documents are held against.
    pub(super) fn bench(&self, context: &Context<'_>) -> Result<Bench, Failure> {
        let options = context.schema_options()?;
        let mut judges = Judges::default().of_contract(context.contract.name());
        let schema = match &self.schema {
            Some(path) => Some(read_schema(path, &options)?),
            None => None,
        };
        for message in context.contract.messages() {
            let wanted = self
                .message
                .as_deref()
                .is_none_or(|name| name == message.name());
            if schema.is_none() && wanted {
                let schema = |side| context.derived_schema(message, side, &options);
                let mut of_message = MessageJudges::of_reader(schema(Side::Reader)?);
                if self.auto {
                    // What writers write tells messages apart best.
                    of_message.writer = Some(schema(Side::Writer)?);
                }
                judges.insert(message.name(), of_message);
            }
        }
        if let Some(name) = &self.message {
            context.contract.lookup(name)?;
        }
        Ok(Bench {
            judges: with_ways(judges, context.contract),
            schema,
            message: self.message.clone(),
            auto: self.auto,
            max_bytes: self.max_bytes,
        })
    }
}

impl Bench {
    /// Says what stands under paths.
    pub(super) fn reading<'r>(&'r self, paths: &'r [PathBuf]) -> Reading<'r> {
        let target = match (&self.schema, &self.message) {
            (Some(schema), _) => Target::Schema(schema),
            (None, Some(name)) => Target::message(name),
            (None, None) if self.auto => Target::Auto,
            (None, None) => Target::Recordings,
        };
        Reading {
            paths,
            judges: &self.judges,
            target,
            max_document_bytes: self.max_bytes,
            max_findings: USUAL_MAX_FINDINGS,
        }
    }

    /// Adds a profile up and holds it against what the documents are.
    pub(super) fn view(&self, profile: &Profile) -> frontdesk_profile::View {
        match &self.schema {
            Some(schema) => profile.view_of_schema(schema),
            None => profile.view(&self.judges),
        }
    }
}

/// Starts a report with what became of the documents.
pub(super) fn report(outcome: ReadOutcome) -> Report {
    let mut report = Report::default();
    report.count("documents", outcome.documents);
    report.count("unreadable", outcome.unreadable);
    report.count("skipped_files", outcome.skipped_files);
    if outcome.left_out > 0 {
        report.count("left_out", outcome.left_out);
    }
    report.findings = outcome.findings;
    if outcome.omitted_findings > 0 {
        let omitted = outcome.omitted_findings;
        let message =
            format!("{omitted} further findings are not listed: mend the listed ones first");
        report
            .findings
            .push(Finding::new(OMITTED, message).with("omitted", omitted));
    }
    report
}

/// Tells whether one of the paths is standard input.
pub(super) fn has_stdin(paths: &[PathBuf]) -> bool {
    paths.iter().any(|path| path == Path::new("-"))
}

const OMITTED: RuleId = RuleId::new("findings-omitted");
