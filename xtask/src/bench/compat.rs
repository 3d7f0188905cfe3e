//! `bench compat`: how fast versions of a schema are compared, and whether the verdicts are right.
//!
//! Schemas are compiled outside the clock: what is timed is the comparison in process, on one core.

mod contract;
mod edits;
mod proof;
mod union;

use std::io::{self, Write as _};

use frontdesk_compat::{Assumptions, Verdict, compare};
use frontdesk_contract::Direction;
use frontdesk_report::Exit;
use frontdesk_schema::Schema;
use serde_json::Value;

use super::table::Table;
use super::{Figures, Options, milliseconds, timed};
use crate::suites;

/// Measures, prints, and fails where a verdict is wrong.
pub(super) fn run(options: &Options) -> Result<Exit, String> {
    // Without the data a part would be missing, and that should be known before the others have run.
    let folder = suites::folder().ok_or(NO_DATA)?;
    let mut failed = false;
    let mut show = |table: &Table| {
        failed |= table.failed();
        // A table that cannot be shown can still be wrong.
        let _ = writeln!(io::stdout(), "{}", table.text());
    };
    show(&contract::table(options)?);
    for table in union::tables(options)? {
        show(&table);
    }
    show(&edits::table(options)?);
    show(&proof::table(options, &folder)?);
    Ok(if failed { Exit::Findings } else { Exit::Clean })
}

/// Compares so many times, and returns the last verdict with the times in milliseconds.
fn compared(
    pair: [&Schema; 2],
    direction: Direction,
    assumptions: &Assumptions,
    times: usize,
) -> (Verdict, Figures) {
    let [old, new] = pair;
    let once = || timed(|| compare(old, new, direction, assumptions));
    let (mut verdict, took) = once();
    let mut figures = vec![milliseconds(took)];
    for _ in 1..times {
        let (again, took) = once();
        verdict = again;
        figures.push(milliseconds(took));
    }
    (verdict, Figures::new(figures))
}

fn compile(document: Value) -> Result<Schema, String> {
    Schema::compile(document, &frontdesk_schema::Options::default())
        .map_err(|error| error.to_string())
}

const NO_DATA: &str = "the public test data is not here: set FRONTDESK_TEST_DATA to its folder";
