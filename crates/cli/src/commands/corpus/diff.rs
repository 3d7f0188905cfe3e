use std::path::PathBuf;

use frontdesk_profile::drift::{DriftConfig, drift};
use frontdesk_profile::profile;
use frontdesk_report::Exit;

use super::documents::{DocumentOptions, report};
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `corpus diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The corpus as it was: a folder or a file of documents
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The corpus as it is
    #[arg(value_name = "NEW")]
    new: PathBuf,
    #[command(flatten)]
    documents: DocumentOptions,
    /// What was seen fewer times than this neither appears nor vanishes
    #[arg(long, value_name = "N", default_value_t = 1)]
    rare: u64,
    /// How likely it may be that two corpora of the same traffic are told apart
    #[arg(long, value_name = "P", default_value_t = 0.01)]
    doubt: f64,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if !(arguments.doubt > 0.0 && arguments.doubt < 1.0) {
        return Err(Failure::Usage(
            "--doubt is a chance between 0 and 1".to_owned(),
        ));
    }
    let bench = arguments.documents.bench(context)?;
    let look = |path: &PathBuf| {
        let paths = [path.clone()];
        profile("all", &bench.reading(&paths), std::io::stdin().lock())
    };
    let (old, of_old) = look(&arguments.old)?;
    let (new, of_new) = look(&arguments.new)?;
    let config = DriftConfig {
        rare: arguments.rare.max(1),
        doubt: arguments.doubt,
    };
    let (documents_old, documents_new) = (of_old.documents, of_new.documents);
    let mut report = report(of_new);
    report.summary.remove("documents");
    report.count("documents_old", documents_old);
    report.count("documents_new", documents_new);
    report.findings.extend(of_old.findings);
    let found = drift(&old, &new, &config);
    report.count("drift", found.len());
    report.findings.extend(found);
    report.sort();
    context.output.report(&report)
}
