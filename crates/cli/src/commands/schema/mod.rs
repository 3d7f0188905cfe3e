//! `frontdesk schema`: a file for each of its commands.

mod export;
mod list;
mod profile;
mod release;
mod report;
mod scenario;
mod show;

use clap::Subcommand;
use frontdesk_report::Exit;

use crate::context::Context;
use crate::failure::Failure;

/// What to do with schemas.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write what the types say today to `<out>/<contract>/next/`
    Export(export::Arguments),
    /// List every message with its schemas and the releases that have it
    List(list::Arguments),
    /// Print one schema
    Show(show::Arguments),
    /// Freeze what the types say today as a release
    Release(release::Arguments),
    /// Print the JSON Schema of the JSON reports
    Report,
    /// Print the JSON Schema of what `corpus profile` shows
    Profile,
    /// Print the JSON Schema of the scenarios that `serve` plays
    Scenario,
}

impl Command {
    /// Does it.
    pub(crate) fn run(&self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Export(arguments) => export::run(arguments, context),
            Self::List(arguments) => list::run(arguments, context),
            Self::Show(arguments) => show::run(arguments, context),
            Self::Release(arguments) => release::run(arguments, context),
            Self::Report => report::run(context),
            Self::Profile => profile::run(context),
            Self::Scenario => scenario::run(context),
        }
    }
}
