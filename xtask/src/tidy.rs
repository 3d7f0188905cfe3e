//! `cargo xtask tidy`: the rules of the repository that no other tool knows.
//!
//! A rule is a file under `tidy/`: a function from what is in the repository to findings, with its
//! tests on made-up repositories.

mod attributes;
mod docs;
mod edges;
mod length;
mod lints;
mod machine_paths;
mod marks;
mod names;
mod printing;
mod registries;
mod repository;
mod snapshots;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use frontdesk_report::{Exit, Finding, Format, Report, Style, render};

use self::repository::Repository;

/// Checks every rule and reports what breaks one.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let exit = match format(words).and_then(|format| {
        let repository = Repository::read()?;
        Ok((format, report(&repository)))
    }) {
        Ok((format, report)) => {
            let style = Style {
                color: io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
                width: 100,
            };
            // A reader that went away changes no verdict.
            let _ = io::stdout().write_all(render(&report, format, style).as_bytes());
            report.exit()
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            Exit::Usage
        }
    };
    ExitCode::from(exit.code())
}

type Rule = fn(&Repository) -> Vec<Finding>;

const RULES: [Rule; 11] = [
    attributes::check,
    docs::check,
    edges::check,
    length::check,
    lints::check,
    machine_paths::check,
    marks::check,
    names::check,
    printing::check,
    registries::check,
    snapshots::check,
];

fn report(repository: &Repository) -> Report {
    let mut report = Report::default();
    report.count("rules", RULES.len());
    report.count("packages", repository.packages.len());
    report.count("files", repository.files.len());
    report.findings = RULES.iter().flat_map(|rule| rule(repository)).collect();
    report.sort();
    report
}

fn format(words: &[String]) -> Result<Format, String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => Ok(Format::Human),
        ["--format", name] => name
            .parse()
            .map_err(|error: frontdesk_report::UnknownFormat| error.to_string()),
        _ => Err("write `cargo xtask tidy`, and `--format FORMAT` where you need one".to_owned()),
    }
}
