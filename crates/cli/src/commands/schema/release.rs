use frontdesk_contract::{Contract, Store, Version};
use frontdesk_report::{Exit, Finding, Report, RuleId};

use crate::commands::gate::{Budget, Inputs, advice_text, assumptions, findings, parse_budget};
use crate::context::Context;
use crate::failure::Failure;
use crate::folders::SchemasFolder;

/// A version that says less than happened.
const TOO_SMALL: RuleId = RuleId::new("version-too-small");

/// The arguments of `schema release`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The version to freeze, such as 3.2.3
    version: String,
    #[command(flatten)]
    schemas: SchemasFolder,
    /// How long each comparison with a release may take, such as 60s or 500ms
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = parse_budget)]
    budget: Budget,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let store = Store::new(arguments.schemas.path(context.contract)?);
    let contract = context.contract;
    let mut report = Report {
        findings: refusals(arguments, context)?,
        ..Report::default()
    };
    if report.findings.is_empty() {
        freeze(&store, contract, &arguments.version, &mut report, context)?;
    } else {
        let stale = |finding: &Finding| finding.exit == Exit::Stale;
        context.output.note(if report.findings.iter().any(stale) {
            "nothing was released, because what is exported is stale: run `schema export` first"
        } else {
            "nothing was released"
        });
        report.sort();
    }
    context.output.report(&report)
}

fn freeze(
    store: &Store,
    contract: &Contract,
    version: &str,
    report: &mut Report,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let release = store.release(contract, version)?;
    let folder = release.folder().display();
    context.output.note(format_args!("froze {folder}"));
    context
        .output
        .note("note: it is not sealed yet: run `seal`");
    report.count("messages", release.messages().len());
    report.count("release", release.version());
    if release.version() != contract.version() {
        context.output.note(format_args!(
            "note: the types say they are at {}, not {}",
            contract.version(),
            release.version()
        ));
    }
    Ok(())
}

/// Finds what stands against a release: stale files, open or undecided breaks, a version that says
/// less than happened.
fn refusals(arguments: &Arguments, context: &mut Context<'_>) -> Result<Vec<Finding>, Failure> {
    let inputs = Inputs::load(&arguments.schemas.path(context.contract)?, context)?;
    let Ok(version) = arguments.version.parse::<Version>() else {
        // The store says what a version is.
        return Ok(Vec::new());
    };
    let mut refusals = inputs.findings(context)?;
    let frozen = inputs
        .releases
        .iter()
        .map(frontdesk_contract::Release::version);
    if inputs.releases.is_empty() || frozen.into_iter().any(|frozen| frozen == arguments.version) {
        // Nobody can be broken by a first release, and nothing is frozen twice.
        return Ok(refusals);
    }
    let assumptions = assumptions(arguments.budget, context);
    let gated = inputs.gate(context, &assumptions).run()?;
    let open = findings(&gated, &inputs, context)?.into_iter();
    refusals.extend(open.filter(|finding| finding.exit != Exit::Clean));
    if let Some(advice) = gated.advice.filter(|advice| !advice.allows(&version)) {
        let text = format!("{version} is too small: {}", advice_text(&advice));
        refusals.push(Finding::new(TOO_SMALL, text).with("bump", advice.bump.as_str()));
    }
    Ok(refusals)
}
