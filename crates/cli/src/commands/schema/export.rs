use std::path::PathBuf;

use frontdesk_contract::{Store, Written};
use frontdesk_report::{Exit, Report};

use crate::context::Context;
use crate::failure::Failure;
use crate::folders::schemas;
use frontdesk_check::stale_finding;

/// The arguments of `schema export`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder of schemas to write into [default: schemas]
    #[arg(long, alias = "schemas", value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; exit 4 with a diff when a file is not what the types say
    #[arg(long)]
    check: bool,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let store = Store::new(match &arguments.out {
        Some(out) => out.clone(),
        None => schemas(context.contract),
    });
    let report = if arguments.check {
        check(&store, context)?
    } else {
        write(&store, context)?
    };
    context.output.report(&report)
}

fn check(store: &Store, context: &Context<'_>) -> Result<Report, Failure> {
    let stale = store.check_next(context.contract)?;
    let mut report = Report::default();
    report.count("messages", context.contract.messages().len());
    report.count("stale", stale.len());
    report.findings = stale.iter().map(stale_finding).collect();
    report.sort();
    Ok(report)
}

fn write(store: &Store, context: &mut Context<'_>) -> Result<Report, Failure> {
    let Written {
        unchanged,
        written,
        removed,
    } = store.write_next(context.contract)?;
    for path in &written {
        context
            .output
            .note(format_args!("wrote {}", path.display()));
    }
    for path in &removed {
        context
            .output
            .note(format_args!("removed {}", path.display()));
    }
    let mut report = Report::default();
    report.count("messages", context.contract.messages().len());
    report.count("written", written.len());
    report.count("removed", removed.len());
    report.count("unchanged", unchanged);
    Ok(report)
}
