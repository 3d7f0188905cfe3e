//! The frontdesk command line, for the Reception contract.

use std::process::ExitCode;

fn main() -> ExitCode {
    frontdesk::main_with(frontdesk::reception(), frontdesk::reception_judges())
}
