//! The frontdesk command line, for the Reception contract.

use std::process::ExitCode;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    frontdesk::main_with(frontdesk::reception(), frontdesk::reception_judges())
}
