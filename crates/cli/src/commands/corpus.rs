//! What is done with recorded traffic: a file each.

mod merge;

use clap::Subcommand;
use frontdesk_report::Exit;

use crate::context::Context;
use crate::failure::Failure;

/// What to do with recorded traffic.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Merge the reports of parts that `validate --partial` wrote
    Merge(merge::Arguments),
}

impl Command {
    /// Does it.
    pub(super) fn run(&self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Merge(arguments) => merge::run(arguments, context),
        }
    }
}
