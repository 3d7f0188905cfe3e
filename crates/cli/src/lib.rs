//! The frontdesk command line, as a library and a binary.
//!
//! [`main`] takes a contract and gives it every command: a team that declares its own messages has
//! the whole tool in a three-line binary, as `examples/orders` shows. [`reception`] is the contract
//! that the `frontdesk` binary is about.
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use frontdesk_contract::{Contract, Direction, Message};
//!
//! fn main() -> ExitCode {
//!     let contract = Contract::new("hotel", "1.0.0")
//!         .message(Message::of::<String>("guest.name", Direction::Request));
//!     frontdesk::main(contract)
//! }
//! ```
//!
//! A command is a file under `src/commands/` and a variant of `commands::Command`. What it finds is
//! a report on standard output; progress and diagnostics go to standard error. The exit code is
//! that of [`frontdesk_report::Exit`], and a panic, which is a bug, ends in 101.

mod arguments;
mod commands;
mod context;
mod dice;
mod failure;
mod files;
mod folders;
mod output;
mod reception;
mod warnings;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};
use frontdesk_compat::Judge;
use frontdesk_contract::Contract;

use crate::arguments::Arguments;
use crate::context::Context;
use crate::output::Output;

pub use crate::reception::{reception, reception_3_1, reception_judges};

/// Runs the command that the process was started with, for a contract.
#[must_use]
pub fn main(contract: Contract) -> ExitCode {
    main_with(contract, Vec::new())
}

/// Runs the command that the process was started with, for a contract and types of other times,
/// which the gate asks about what it finds.
#[must_use]
#[expect(
    clippy::needless_pass_by_value,
    reason = "a main function ends the life of what it is given"
)]
pub fn main_with(contract: Contract, judges: Vec<Box<dyn Judge>>) -> ExitCode {
    run(&contract, &judges, std::env::args_os())
}

fn run(
    contract: &Contract,
    judges: &[Box<dyn Judge>],
    words: impl Iterator<Item = OsString>,
) -> ExitCode {
    let arguments = match parse(contract, words) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Whoever asked for help and closed the pipe needs no second message.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let output = Output::new(&arguments.global);
    let mut context = Context::new(contract, judges, arguments.global, output);
    let exit = match arguments.command.run(&mut context) {
        Ok(exit) => exit,
        Err(failure) => {
            context.output.failure(&failure);
            failure.exit()
        }
    };
    ExitCode::from(exit.code())
}

fn parse(
    contract: &Contract,
    words: impl Iterator<Item = OsString>,
) -> Result<Arguments, clap::Error> {
    let (name, version) = (contract.name(), contract.version());
    let command = Arguments::command()
        .version(env!("CARGO_PKG_VERSION"))
        .about(format!(
            "Derives, generates and validates the documents of the contract {name} {version}"
        ));
    Arguments::from_arg_matches(&command.try_get_matches_from(words)?)
}
