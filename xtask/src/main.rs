//! The repository's own commands, beside those of frontdesk.
//!
//! `cargo xtask <words>` is `frontdesk <words>` for the Reception contract, and:
//!
//! - `cargo xtask bench` measures how fast payloads and verdicts come out, and whether they are right;
//! - `cargo xtask ci` runs every step that the continuous integration runs;
//! - `cargo xtask conformance` shows what the payload engine makes of the official suites;
//! - `cargo xtask freeze-3-1` derives the release 3.1.1 from the old types;
//! - `cargo xtask spark` runs the example for Apache Spark on a cluster that loses a worker;
//! - `cargo xtask tidy` checks the rules of the repository that no other tool knows.

mod bench;
mod ci;
mod conformance;
mod freeze;
mod spark;
mod suites;
mod tidy;

use std::io::{self, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some("bench") => bench::run(&words[1..]),
        Some("ci") => ci::run(&words[1..]),
        Some("conformance") => conformance::run(&words[1..]),
        Some("freeze-3-1") => freeze::run(&words[1..]),
        Some("spark") => spark::run(&words[1..]),
        Some("tidy") => tidy::run(&words[1..]),
        None | Some("help" | "--help" | "-h") => {
            // Without standard error there is nobody to help.
            let _ = writeln!(io::stderr(), "{OWN_COMMANDS}");
            frontdesk::main_with(frontdesk::reception(), frontdesk::reception_judges())
        }
        Some(_) => frontdesk::main_with(frontdesk::reception(), frontdesk::reception_judges()),
    }
}

const OWN_COMMANDS: &str = "\
Commands of the repository:
  bench        Measure how fast payloads and verdicts come out; in a build with --release
  ci           Run every step that the continuous integration runs
  conformance  Show what the payload engine makes of the official suites
  freeze-3-1   Derive the release 3.1.1 from the old types; with --check write nothing
  spark        Run the example for Apache Spark on a cluster that loses a worker
  tidy         Check the rules of the repository that no other tool knows

Commands of frontdesk:
";
