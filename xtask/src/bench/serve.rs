//! `bench serve`: how fast the service answers, how many it talks to at once, and what the client adds.
//!
//! The service is a process of its own, `frontdesk serve` without thinking time unless a line says
//! otherwise. So is the bare handler that it is measured against: the same load goes to both, in
//! turns, from this process and on the same cores.

mod bare;
mod child;
mod conversations;
mod crowd;
mod flood;
mod load;
mod replies;
mod rest;
mod socket;
mod start;

use std::io::{self, Write as _};
use std::process::ExitCode;

use frontdesk_report::Exit;

use super::Options;
use super::table::Table;

pub(super) use bare::serve as bare;
pub(super) use child::Served;
pub(super) use conversations::{FRAMES, envelope};
pub(super) use load::{Line, request};
pub(super) use socket::{Socket, open};

/// Measures, prints, and fails where an answer is wrong.
pub(super) fn run(options: &Options) -> Result<Exit, String> {
    let runtime = runtime()?;
    raise_open_files()?;
    let mut failed = false;
    let mut show = |table: &Table| {
        failed |= table.failed();
        // A table that cannot be shown can still be wrong.
        let _ = writeln!(io::stdout(), "{}", table.text());
    };
    runtime.block_on(async {
        show(&start::table(options).await?);
        show(&rest::table(options).await?);
        show(&conversations::table(options).await?);
        show(&crowd::table().await?);
        show(&replies::table(options).await?);
        Ok::<_, String>(())
    })?;
    Ok(if failed { Exit::Findings } else { Exit::Clean })
}

/// The load comes from one thread, so that it leaves the cores to what is measured.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(text)
}

/// Allows as many open files as the system lets a process have.
fn raise_open_files() -> Result<(), String> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised).map_err(text)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "that is how `map_err` passes it"
)]
pub(super) fn text(error: impl ToString) -> String {
    error.to_string()
}

/// Tells how a process ends that only serves.
pub(super) fn ended(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Without standard error there is nobody to tell.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}
