//! `frontdesk corpus`: a file for each of its commands.

mod diff;
mod distil;
mod documents;
mod import;
mod merge;
mod profile;

use clap::Subcommand;
use frontdesk_report::Exit;

use crate::context::Context;
use crate::failure::Failure;

/// What to do with recordings and other documents.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show what documents hold: fields, values, ranges, what of the schema was never exercised
    Profile(profile::Arguments),
    /// Keep the fewest documents that show everything that all of them show
    Distil(distil::Arguments),
    /// Tell what changed from one corpus to another, beyond chance
    Diff(diff::Arguments),
    /// Record what browsers wrote down (HAR), without secrets
    Import(import::Arguments),
    /// Merge the parts that `validate --partial` or `corpus profile --partial` wrote
    Merge(merge::Arguments),
}

impl Command {
    /// Does it.
    pub(crate) fn run(&self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Profile(arguments) => profile::run(arguments, context),
            Self::Distil(arguments) => distil::run(arguments, context),
            Self::Diff(arguments) => diff::run(arguments, context),
            Self::Import(arguments) => import::run(arguments, context),
            Self::Merge(arguments) => merge::run(arguments, context),
        }
    }
}
