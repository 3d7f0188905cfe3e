//! The commands: a file each, which holds its arguments and its work, and a variant here.

mod accept;
mod check;
mod compat;
mod corpus;
mod explain;
mod fuzz;
pub(crate) mod gate;
mod generate;
mod reach;
mod record;
mod replay;
mod schema;
mod seal;
mod send;
mod serve;
mod shown;
mod stop;
mod validate;
mod validated;

use clap::Subcommand;
use frontdesk_report::Exit;

pub(crate) use self::compat::GitError;

use crate::context::Context;
use crate::failure::Failure;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Accept a break that `gate` finds, with a reason and an owner
    Accept(accept::Arguments),
    /// Hold everything that is derived against everything that is written down
    Check(check::Arguments),
    /// Tell whether a new version breaks whoever stays with the old one: a proof or a payload
    Compat(compat::Arguments),
    /// Look at recordings together: what they show, the fewest that show it, what changed
    #[command(subcommand)]
    Corpus(corpus::Command),
    /// Say what a rule of the comparison means, and what to do instead
    Explain(explain::Arguments),
    /// Find bugs of a running endpoint, tell them apart by cause, and keep what replays them
    Fuzz(Box<fuzz::Arguments>),
    /// Compare what the types say today with every release and source
    Gate(gate::Arguments),
    /// Print payloads of a message or a schema: valid, at an edge, or broken in one place
    Generate(generate::Arguments),
    /// Pass REST and WebSocket on to a service, and record what passes
    Record(record::Arguments),
    /// Send kept findings again: fixed, still failing, or an error
    Replay(replay::Arguments),
    /// Derive schemas from the types, and export, list, show and freeze them
    #[command(subcommand)]
    Schema(schema::Command),
    /// Seal releases, sources and recordings, so that a change of them is noticed
    Seal(seal::Arguments),
    /// Send a message to a service, and print what comes back as it comes
    Send(send::Arguments),
    /// Run a local Reception service
    Serve(serve::Arguments),
    /// Hold documents and recordings against schemas
    Validate(validate::Arguments),
}

impl Command {
    /// Does it.
    pub(crate) fn run(&self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        context.contract.check()?;
        match self {
            Self::Accept(arguments) => accept::run(arguments, context),
            Self::Check(arguments) => check::run(arguments, context),
            Self::Compat(arguments) => compat::run(arguments, context),
            Self::Corpus(command) => command.run(context),
            Self::Explain(arguments) => explain::run(arguments, context),
            Self::Fuzz(arguments) => fuzz::run(arguments, context),
            Self::Gate(arguments) => gate::run(arguments, context),
            Self::Generate(arguments) => generate::run(arguments, context),
            Self::Record(arguments) => record::run(arguments, context),
            Self::Replay(arguments) => replay::run(arguments, context),
            Self::Schema(command) => command.run(context),
            Self::Seal(arguments) => seal::run(arguments, context),
            Self::Send(arguments) => send::run(arguments, context),
            Self::Serve(arguments) => serve::run(arguments, context),
            Self::Validate(arguments) => validate::run(arguments, context),
        }
    }
}
