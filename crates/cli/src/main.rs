//! The frontdesk command line, for the Reception contract.

use std::process::ExitCode;

fn main() -> ExitCode {
    frontdesk::main(frontdesk::reception())
}
