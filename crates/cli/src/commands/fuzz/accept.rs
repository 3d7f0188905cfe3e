use std::path::{Path, PathBuf};

use frontdesk_compat::Date;
use frontdesk_fuzz::{Accepted, Baseline, Evidence};
use frontdesk_report::Exit;

use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `fuzz accept`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The id of the finding, as reports have it, or the file in which it is kept
    id: String,
    /// Why nobody has to act on it
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The last day on which it is accepted, such as 2027-03-31
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// The file to write it to, which runs are given with their own --baseline
    #[arg(long, value_name = "FILE", default_value = "fuzz-baseline.json")]
    baseline: PathBuf,
    /// The folder in which findings are kept
    #[arg(long, value_name = "DIR", default_value = super::FOLDER)]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if arguments.reason.trim().is_empty() {
        return Err(Failure::Usage(
            "a reason is read later: write one".to_owned(),
        ));
    }
    let today = crate::commands::gate::today();
    if let Some(until) = arguments.until.filter(|until| *until < today) {
        return Err(Failure::Usage(format!("{until} is over: name a later day")));
    }
    let path = super::kept_at(&arguments.id, &arguments.out);
    let evidence = Evidence::read(&path).map_err(|error| Failure::Usage(error.to_string()))?;
    let mut baseline = if arguments.baseline.exists() {
        read(&arguments.baseline)?
    } else {
        Baseline::default()
    };
    let entry = Accepted {
        message: evidence.finding.message,
        reason: arguments.reason.clone(),
        until: arguments.until.map(|until| until.to_string()),
    };
    baseline.accepted.insert(evidence.finding.id.clone(), entry);
    let value =
        serde_json::to_value(&baseline).map_err(|error| Failure::Usage(error.to_string()))?;
    fs_err::write(&arguments.baseline, format!("{value:#}\n")).map_err(Failure::Output)?;
    let (id, baseline) = (&evidence.finding.id, arguments.baseline.display());
    context
        .output
        .note(format_args!("accepted {id} in {baseline}"));
    Ok(Exit::Clean)
}

/// Reads what is accepted.
pub(super) fn read(path: &Path) -> Result<Baseline, Failure> {
    let bytes = fs_err::read(path).map_err(Failure::Unreadable)?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Failure::Usage(format!("{}: no baseline: {error}", path.display())))
}
