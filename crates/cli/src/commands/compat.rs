mod changed_terms;
mod compared;
mod content;
mod document;
mod folder;
mod git;
mod one_sided;
mod pairs;
mod ranges;
mod reported;
mod siblings;
mod within_time;

use std::time::Duration;

use clap::ValueEnum;
use frontdesk_compat::{Assumptions, Undeclared};
use frontdesk_contract::Direction;
use frontdesk_report::Exit;

use self::compared::{Compared, Comparing, compare};
use self::content::Content;
use self::pairs::pairs;
use crate::context::Context;
use crate::failure::Failure;

pub(crate) use self::git::GitError;

/// The seed where none is given: CI is to be the same on every run.
const SEED: u64 = 1;

/// The arguments of `compat`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The old version: a schema file, a folder, an OpenAPI or AsyncAPI document, or git:REV:PATH
    #[arg(value_name = "OLD")]
    old: String,
    /// The new version, of the same sort
    #[arg(value_name = "NEW")]
    new: String,
    /// Who writes: old clients (request), new servers (response), or both [default: what the
    /// documents say, otherwise both]
    #[arg(long, value_name = "DIRECTION")]
    direction: Option<Narrow>,
    /// Whether writers send members that no schema declares: never or maybe
    #[arg(long, value_name = "WHETHER", default_value_t = Undeclared::Never)]
    undeclared: Undeclared,
    /// How long the comparison of two schemas may take in a direction, as in 10s, 500ms or 2m
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = parse_budget)]
    budget: Duration,
}

/// What `--direction` takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Narrow {
    Request,
    Response,
    Both,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let Arguments { old, new, .. } = arguments;
    if old == "-" && new == "-" {
        let message = "- and -: standard input can be read only once";
        return Err(Failure::Usage(message.to_owned()));
    }
    let comparing = Comparing {
        options: context.schema_options()?,
        assumptions: Assumptions {
            undeclared: arguments.undeclared,
            budget: arguments.budget,
            seed: context.options.seed.unwrap_or(SEED),
        },
        only: match arguments.direction {
            Some(Narrow::Request) => Some(Direction::Request),
            Some(Narrow::Response) => Some(Direction::Response),
            Some(Narrow::Both) | None => None,
        },
    };
    let (was, is) = content::read_both(old, new)?;
    if was.kind != is.kind {
        return Err(Failure::Usage(format!(
            "{old} is {}, but {new} is {}: compare two of a sort",
            was.kind.describe(),
            is.kind.describe()
        )));
    }
    for (word, content) in [(old, &was), (new, &is)] {
        if content.is_empty_folder() {
            return Err(Failure::Usage(format!(
                "{word} holds no schema: no file below it ends in .json, .yaml or .yml"
            )));
        }
    }
    let compared = all(&was, &is, &comparing)?;
    if compared.is_empty() {
        return Err(Failure::Usage(format!(
            "{old} and {new} hold nothing that could be compared{}",
            match comparing.only {
                Some(direction) => format!(" in the direction {direction}"),
                None => String::new(),
            }
        )));
    }
    let report = reported::report(&compared, &comparing, context.output.format());
    context.output.report(&report)
}

/// Compares everything that both sides have, and tells what only one of them has.
fn all(was: &Content, is: &Content, comparing: &Comparing) -> Result<Vec<Compared>, Failure> {
    let mut compared = Vec::new();
    for pair in pairs(was, is) {
        compare(&pair, comparing, &mut compared)?;
    }
    compared.extend(changed_terms::compare(was, is, comparing));
    Ok(compared)
}

/// Reads a time as a number with its unit.
pub(crate) fn parse_budget(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let scale = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        _ => 0,
    };
    let number: Option<u64> = number.parse().ok();
    number
        .and_then(|number| number.checked_mul(scale))
        .filter(|milliseconds| (1..=MAX_BUDGET).contains(milliseconds))
        .map(Duration::from_millis)
        .ok_or_else(|| "write a number and ms, s or m, as in 10s, up to a day".to_owned())
}

const MAX_BUDGET: u64 = 24 * 60 * 60 * 1000;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::parse_budget;

    #[test]
    fn times_are_numbers_with_units() {
        for (text, milliseconds) in [("10s", 10_000), ("500ms", 500), ("2m", 120_000)] {
            assert_eq!(parse_budget(text), Ok(Duration::from_millis(milliseconds)));
        }
        for text in [
            "",
            "10",
            "s",
            "0s",
            "1h",
            "-1s",
            "1.5s",
            "99999999999999999999s",
            "9999999m",
        ] {
            assert!(parse_budget(text).is_err(), "{text}");
        }
    }
}
