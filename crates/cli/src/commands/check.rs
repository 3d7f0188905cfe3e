use std::path::{Path, PathBuf};

use frontdesk_check::{Config, check};
use frontdesk_report::Exit;

use super::gate;
use crate::arguments::SchemasFolder;
use crate::context::Context;
use crate::failure::Failure;

/// The seed of the main job where none is given: CI is to be the same on every run.
const SEED: u64 = 1;

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schemas: SchemasFolder,
    /// The folder of recordings
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    corpus: PathBuf,
    /// How many payloads are drawn of each message, side and kind
    #[arg(long, value_name = "N", default_value_t = 1000)]
    payloads: usize,
    /// How long each comparison of the gate may take, such as 60s or 500ms
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = gate::parse_budget)]
    budget: gate::Budget,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let schemas: &Path = arguments.schemas.path()?;
    let config = Config {
        schemas: schemas.to_owned(),
        corpus: arguments.corpus.clone(),
        payloads: arguments.payloads,
        seed: context.options.seed.unwrap_or(SEED),
        options: context.schema_options()?,
    };
    context.output.note(format_args!(
        "checking {} {} with seed {}",
        context.contract.name(),
        context.contract.version(),
        config.seed
    ));
    let mut report = check(context.contract, &config)?;
    let (part, findings) = gate::hold(schemas, &arguments.corpus, arguments.budget, context)?;
    report.parts.push(part);
    report.findings.extend(findings);
    report.sort();
    context.output.report(&report)
}
