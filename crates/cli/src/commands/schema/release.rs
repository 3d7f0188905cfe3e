use frontdesk_contract::Store;
use frontdesk_report::{Exit, Report};

use crate::arguments::SchemasFolder;
use crate::context::Context;
use crate::failure::Failure;
use frontdesk_check::stale_finding;

/// The arguments of `schema release`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The version to freeze, such as 3.2.3
    version: String,
    #[command(flatten)]
    schemas: SchemasFolder,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let store = Store::new(arguments.schemas.path()?);
    let contract = context.contract;
    let stale = store.check_next(contract)?;
    let mut report = Report::default();
    if stale.is_empty() {
        let release = store.release(contract, &arguments.version)?;
        let folder = release.folder().display();
        context.output.note(format_args!("froze {folder}"));
        context
            .output
            .note("note: it is not sealed yet: run `frontdesk seal`");
        report.count("messages", release.messages().len());
        report.count("release", release.version());
        if release.version() != contract.version() {
            context.output.note(format_args!(
                "note: the types say they are at {}, not {}",
                contract.version(),
                release.version()
            ));
        }
    } else {
        let next = store.folder(contract.name(), frontdesk_contract::NEXT);
        context.output.note(format_args!(
            "nothing was released, because {} is stale: run `schema export` first",
            next.display()
        ));
        report.count("stale", stale.len());
        report.findings = stale.iter().map(stale_finding).collect();
        report.sort();
    }
    context.output.report(&report)
}
