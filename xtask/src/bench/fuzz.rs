//! `bench fuzz`: how fast endpoints are fuzzed, and how many of the planted bugs are told apart.
//!
//! The count is how many seconds a search takes; there are as many searches as runs, three at the
//! most. Each finding is matched with a bug by sending it to a server that has this bug alone.

mod matched;
mod planted;
mod speed;
mod targets;

use std::io::{self, Write as _};

use frontdesk_report::Exit;

use super::Options;
use super::table::Table;

/// Measures, prints, and fails where a service that behaves is suspected.
pub(super) fn run(options: &Options) -> Result<Exit, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let mut failed = false;
    let mut show = |table: Table| {
        failed |= table.failed();
        // A table that cannot be shown can still be wrong.
        let _ = writeln!(io::stdout(), "{}", table.text());
    };
    show(runtime.block_on(speed::table(options))?);
    show(runtime.block_on(planted::table(options))?);
    runtime.shutdown_background();
    Ok(if failed { Exit::Findings } else { Exit::Clean })
}
