//! The repository's own commands, beside those of frontdesk.
//!
//! `cargo xtask <words>` is `frontdesk <words>` for the Reception contract, and the commands of
//! [`COMMANDS`]: a file each. They run at the root of the repository, wherever they are asked for.

mod bench;
mod ci;
mod conformance;
mod freeze;
mod fuzz_target;
mod spark;
mod suites;
mod tidy;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

/// That of the command line, which the benches measure.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A command of the repository.
struct Command {
    name: &'static str,
    about: &'static str,
    usage: &'static str,
    run: fn(&[String]) -> ExitCode,
}

const COMMANDS: [Command; 7] = [
    Command {
        name: "bench",
        about: "Measure how fast payloads, verdicts and answers come out; in a build with --release",
        usage: "\
cargo run --release -p xtask -- bench NAME [--runs N] [--count N]

NAME is compat, fuzz, generate, record, serve or validate. Everything is measured --runs times (5), in
turns, and the table shows medians with the least and the greatest figure. A speed below its target
gets a mark; what is wrong exits 1. --count says of how much: milliseconds of each load for serve, megabytes
of records for validate, which are written under target/bench and not held in memory.",
        run: bench::run,
    },
    Command {
        name: "ci",
        about: "Run every step that the continuous integration runs",
        usage: "\
cargo xtask ci

Formatting, lints, documentation, the rules of the repository, the main job on both contracts,
conformance, the example on Spark and the tests, up to the first that fails. Conformance needs the public test data in
the folder that the variable FRONTDESK_TEST_DATA names.",
        run: ci::run,
    },
    Command {
        name: "conformance",
        about: "Show what the payload engine makes of the official suites",
        usage: "\
cargo xtask conformance [FOLDER] [--update | --documents | --compat]

FOLDER, or the variable FRONTDESK_TEST_DATA, holds the official JSON Schema test suite and the
meta-schemas of OpenAPI and AsyncAPI. The table is held against xtask/conformance.txt.

--update     write that file, to be looked at before it is committed
--documents  hold the exported OpenAPI and AsyncAPI documents against their meta-schemas, no more
--compat     hold verdicts on pairs of schemas against those of another tool, no more",
        run: conformance::run,
    },
    Command {
        name: "freeze-3-1",
        about: "Derive the release 3.1.1 from the old types; with --check write nothing",
        usage: "\
cargo xtask freeze-3-1 [--check]",
        run: freeze::run,
    },
    Command {
        name: "fuzz-target",
        about: "Fuzz one of the targets, guided by coverage",
        usage: "\
cargo xtask fuzz-target NAME [--time 60s]
       cargo xtask fuzz-target --seeds DIR

NAME is a file of crates/fuzz-targets/fuzz_targets. It is built with libFuzzer, which needs a C++
compiler, and runs with a dictionary of the contract's schemas and seeds of the recordings; --seeds
writes those alone, for a fleet.",
        run: fuzz_target::run,
    },
    Command {
        name: "spark",
        about: "Run the example for Apache Spark on a cluster that loses a worker",
        usage: "\
cargo xtask spark

A master and two workers run here, one of which is killed in the middle; the totals have to be those
of one machine. It needs Java 17 and Python 3 with venv, and installs PySpark under target/.",
        run: spark::run,
    },
    Command {
        name: "tidy",
        about: "Check the rules of the repository that no other tool knows",
        usage: "\
cargo xtask tidy [--format human|json|junit|sarif|github]",
        run: tidy::run,
    },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let first = words.first().map(String::as_str);
    let own = first.and_then(|name| COMMANDS.iter().find(|command| command.name == name));
    if let Some(command) = own {
        if words[1..]
            .iter()
            .any(|word| word == "--help" || word == "-h")
        {
            say(&format!("{}\n\nUsage: {}\n", command.about, command.usage));
            return ExitCode::SUCCESS;
        }
        return at_root(|| (command.run)(&words[1..]));
    }
    if matches!(first, None | Some("help" | "--help" | "-h")) {
        say(&own_commands());
    }
    frontdesk::main_with(frontdesk::reception(), frontdesk::reception_judges())
}

/// Goes to the root of the repository, which cargo tells of.
fn at_root(run: impl FnOnce() -> ExitCode) -> ExitCode {
    let package = std::env::var_os("CARGO_MANIFEST_DIR");
    let root = package.as_deref().map(Path::new).and_then(Path::parent);
    if let Some(Err(error)) = root.map(std::env::set_current_dir) {
        say(&format!("error: the root of the repository: {error}\n"));
        return ExitCode::from(frontdesk_report::Exit::Usage.code());
    }
    run()
}

fn own_commands() -> String {
    let lines = COMMANDS.iter().map(|command| {
        let Command { name, about, .. } = command;
        format!("  {name:<11}  {about}\n")
    });
    format!(
        "Commands of the repository:\n{}\nCommands of frontdesk:\n",
        lines.collect::<String>()
    )
}

fn say(text: &str) {
    // Without standard error there is nobody to tell that there is no standard error.
    let _ = io::stderr().write_all(text.as_bytes());
}
