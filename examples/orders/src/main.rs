//! The frontdesk command line, for the contract of this crate.

use std::process::ExitCode;

fn main() -> ExitCode {
    frontdesk::main(orders::contract())
}
