//! `cargo xtask ci`: the steps of `.ci/run`, in their order, up to the first that fails.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::{Command, ExitCode};

use frontdesk_report::Exit;

/// Runs the steps.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let exit = if words.is_empty() {
        steps()
    } else {
        say("error: `cargo xtask ci` takes no further words");
        Exit::Usage
    };
    ExitCode::from(exit.code())
}

fn steps() -> Exit {
    for step in STEPS {
        say(&format!("== {}", step.name));
        match step.command().status() {
            Ok(status) if status.success() => {}
            Ok(status) => {
                say(&format!("== {} failed: {status}", step.name));
                return Exit::Findings;
            }
            Err(error) => {
                say(&format!(
                    "error: {} could not be started: {error}",
                    step.name
                ));
                return Exit::Usage;
            }
        }
    }
    Exit::Clean
}

struct Step {
    name: &'static str,
    program: Program,
    words: &'static [&'static str],
    variables: &'static [(&'static str, &'static str)],
}

enum Program {
    Cargo,
    /// This program itself, which is built already.
    Xtask,
}

impl Step {
    const fn cargo(name: &'static str, words: &'static [&'static str]) -> Self {
        Self {
            name,
            program: Program::Cargo,
            words,
            variables: &[],
        }
    }

    const fn xtask(name: &'static str, words: &'static [&'static str]) -> Self {
        Self {
            name,
            program: Program::Xtask,
            words,
            variables: &[],
        }
    }

    fn command(&self) -> Command {
        let program = match self.program {
            Program::Cargo => std::env::var_os("CARGO"),
            Program::Xtask => std::env::current_exe().ok().map(OsString::from),
        };
        let mut command = Command::new(program.unwrap_or_else(|| "cargo".into()));
        command
            .args(self.words)
            .envs(self.variables.iter().copied());
        command
    }
}

fn say(text: &str) {
    // Without standard error there is nobody to tell that there is no standard error.
    let _ = writeln!(io::stderr(), "{text}");
}

const STEPS: [Step; 11] = [
    Step::cargo("format", &["fmt", "--all", "--check"]),
    Step::cargo(
        "clippy",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "--deny",
            "warnings",
        ],
    ),
    Step::xtask("tidy", &["tidy"]),
    Step {
        variables: &[("RUSTDOCFLAGS", "-D warnings")],
        ..Step::cargo("docs", &["doc", "--workspace", "--no-deps", "--quiet"])
    },
    Step::xtask("check", &["check"]),
    Step::cargo(
        "the second contract's export",
        &[
            "run",
            "--quiet",
            "--package",
            "orders",
            "--",
            "schema",
            "export",
            "--check",
            "--out",
            "examples/orders/schemas",
        ],
    ),
    Step::cargo(
        "the second contract's check",
        &[
            "run",
            "--quiet",
            "--package",
            "orders",
            "--",
            "check",
            "--schemas",
            "examples/orders/schemas",
            "--corpus",
            "examples/orders/corpus",
        ],
    ),
    Step::cargo(
        "the second contract's payloads",
        &[
            "run",
            "--quiet",
            "--package",
            "orders",
            "--",
            "generate",
            "--message",
            "order.request",
            "--kind",
            "invalid",
            "--count",
            "3",
            "--seed",
            "1",
            "--labels",
        ],
    ),
    Step::xtask("conformance", &["conformance"]),
    Step::xtask("spark", &["spark"]),
    Step::cargo("tests", &["test", "--workspace"]),
];
