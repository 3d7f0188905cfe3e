//! Pairs of schemas that are easily left undecided or decided wrong, each with its verdicts.
//!
//! Adding a case is adding a file: what it is about, both versions, and the verdict either way.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::process::ExitCode;

use frontdesk_compat::{Assumptions, compare};
use frontdesk_contract::Direction;
use frontdesk_schema::{Options, Schema};
use libtest_mimic::{Arguments, Trial};
use serde_json::Value;

fn main() -> ExitCode {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/decided");
    let paths = fs_err::read_dir(folder).unwrap();
    let mut paths: Vec<_> = paths.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let trials = paths.into_iter().map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        Trial::test(name, move || {
            check(&serde_json::from_slice(&fs_err::read(&path).unwrap()).unwrap());
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn check(case: &Value) {
    let compile = |side: &str| Schema::compile(case[side].clone(), &Options::default()).unwrap();
    let (old, new) = (compile("old"), compile("new"));
    let assumptions = Assumptions {
        undeclared: case["undeclared"].as_str().unwrap().parse().unwrap(),
        ..Assumptions::default()
    };
    for direction in [Direction::Request, Direction::Response] {
        let verdict = compare(&old, &new, direction, &assumptions);
        assert_eq!(
            verdict.as_str(),
            case[direction.as_str()],
            "{direction}: {}\n{verdict:?}",
            case["what"]
        );
    }
}
