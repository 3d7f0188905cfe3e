//! `frontdesk gate`: what is compared, and how it is told.

mod budget;
mod findings;
mod human;
mod inputs;
mod json;
mod part;
mod place;
mod recordings;
mod rust;
mod sources;

use frontdesk_compat::{Assumptions, Gated};
use frontdesk_report::{Exit, Finding, Format, Report};

pub(crate) use self::budget::{Budget, parse_budget};
pub(crate) use self::findings::{advice_text, findings};
pub(crate) use self::inputs::{Inputs, today};
pub(crate) use self::part::hold;

use crate::context::Context;
use crate::failure::Failure;
use crate::folders::{CorpusFolder, SchemasFolder};

/// The arguments of `gate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schemas: SchemasFolder,
    #[command(flatten)]
    corpus: CorpusFolder,
    /// Hold the sources against each other, and nothing else
    #[arg(long)]
    sources: bool,
    /// How long each comparison may take, such as 60s or 500ms
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = parse_budget)]
    budget: Budget,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let inputs = Inputs::load(&arguments.schemas.path(context.contract)?, context)?;
    let assumptions = assumptions(arguments.budget, context);
    if arguments.sources {
        return sources::run(&inputs, &assumptions, context);
    }
    let mut gated = inputs.gate(context, &assumptions).run()?;
    let recordings = recordings::hold(
        &mut gated,
        &arguments.corpus.path(context.contract)?,
        context,
    );
    let report = report(&gated, &inputs, recordings, context)?;
    match context.output.format() {
        Format::Human => {
            let text = human::text(&gated, &report, context);
            context.output.text(&text)?;
            let shown = Report {
                findings: open(&report),
                ..report
            };
            context.output.report(&shown)
        }
        Format::Json => {
            context.output.text(&json::text(&gated, &report))?;
            Ok(report.exit())
        }
        Format::Junit | Format::Sarif | Format::Github | Format::Ndjson => {
            context.output.report(&report)
        }
    }
}

/// Says what comparisons of a contract take for granted.
pub(crate) fn assumptions(budget: Budget, context: &Context<'_>) -> Assumptions {
    Assumptions {
        budget: budget.0,
        seed: context.options.seed.unwrap_or(SEED),
        ..Assumptions::default()
    }
}

/// Makes the report: what was counted, and every finding, accepted breaks among them.
fn report(
    gated: &Gated,
    inputs: &Inputs,
    recordings: u64,
    context: &Context<'_>,
) -> Result<Report, Failure> {
    let mut report = Report {
        findings: inputs.findings(context)?,
        ..Report::default()
    };
    report.findings.extend(findings(gated, inputs, context)?);
    report.count("comparisons", gated.comparisons.len());
    for (name, count) in part::counts(gated) {
        report.count(name, count);
    }
    report.count("recordings", recordings);
    if let Some(advice) = &gated.advice {
        report.count("bump", advice.bump.as_str());
    }
    report.sort();
    Ok(report)
}

/// Leaves out what nobody has to act on.
fn open(report: &Report) -> Vec<Finding> {
    let findings = report.findings.iter();
    findings
        .filter(|finding| finding.exit != Exit::Clean)
        .cloned()
        .collect()
}

/// The seed where none is given: a gate is to be the same on every run.
const SEED: u64 = 1;
