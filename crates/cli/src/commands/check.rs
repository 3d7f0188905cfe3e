use std::cmp::Reverse;
use std::collections::BTreeMap;

use frontdesk_check::{Config, check};
use frontdesk_report::{Exit, Finding, Format, Report, RuleId};
use serde_json::Value;

use super::gate;
use crate::context::Context;
use crate::failure::Failure;
use crate::folders::{CorpusFolder, SchemasFolder};

/// The seed of the main job where none is given: CI is to be the same on every run.
const SEED: u64 = 1;

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schemas: SchemasFolder,
    #[command(flatten)]
    corpus: CorpusFolder,
    /// How many payloads are drawn of each message, side and kind
    #[arg(long, value_name = "N", default_value_t = 1000)]
    payloads: usize,
    /// How long each comparison of the gate may take, such as 60s or 500ms
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = gate::parse_budget)]
    budget: gate::Budget,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let schemas = arguments.schemas.path(context.contract)?;
    let corpus = arguments.corpus.path(context.contract)?;
    let config = Config {
        schemas: schemas.clone(),
        corpus: corpus.clone(),
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
    let (part, findings) = gate::hold(&schemas, &corpus, arguments.budget, context)?;
    report.parts.push(part);
    report.findings.extend(findings);
    report.sort();
    if context.output.format() == Format::Human {
        shorten(&mut report);
    }
    context.output.report(&report)
}

/// Leaves what a person reads: the first few findings of each part and rule, parts in their order.
fn shorten(report: &mut Report) {
    let part = |finding: &Finding| {
        let part = finding.evidence.get("part").and_then(Value::as_str);
        report
            .parts
            .iter()
            .position(|known| part == Some(&known.name))
    };
    let mut groups: BTreeMap<(Option<usize>, RuleId), Vec<Finding>> = BTreeMap::new();
    let total = report.findings.len();
    for finding in std::mem::take(&mut report.findings) {
        let group = (part(&finding), finding.rule);
        groups.entry(group).or_default().push(finding);
    }
    for ((_, rule), mut findings) in groups {
        let more = findings.len().saturating_sub(SHOWN);
        if more > 1 {
            findings.sort_by_key(|finding| Reverse(finding.exit));
            findings.truncate(SHOWN);
            let note = format!("{more} more of {rule}: --format json lists them all");
            report.notes.push(note);
        }
        report.findings.extend(findings);
    }
    if report.findings.len() < total {
        report.closing = Some(format!("{total} findings"));
    }
}

/// How many findings of a part and rule a person is shown.
const SHOWN: usize = 3;
