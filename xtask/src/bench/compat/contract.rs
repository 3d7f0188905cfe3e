//! What the types of the contract say today against its releases.

use std::path::Path;

use frontdesk_compat::{Assumptions, Verdict};
use frontdesk_contract::Direction;
use frontdesk_schema::Schema;

use super::super::table::{Said, Table, Target};
use super::super::{Figures, Options};
use super::{compared, compile};
use crate::suites;

/// Compares every message that both have, as old writer and new reader and the other way.
pub(super) fn table(options: &Options) -> Result<Table, String> {
    let times = options.runs * TIMES;
    let title = format!("next against releases, {times} times");
    let mut table = Table::new(&title);
    let next = schemas("next")?;
    let (mut compatible, mut breaking) = (Vec::new(), Vec::new());
    for release in RELEASES {
        let released = schemas(release)?;
        let find = |schemas: &'_ [(String, Schema)], name: &str| {
            schemas.iter().position(|(known, _)| known == name)
        };
        for (name, old_writer) in &released {
            let Some(message) = name.strip_suffix(".writer") else {
                continue;
            };
            let reader = format!("{message}.reader");
            let (Some(new_writer), Some(new_reader), Some(old_reader)) = (
                find(&next, name),
                find(&next, &reader),
                find(&released, &reader),
            ) else {
                continue;
            };
            for (direction, pair) in [
                (Direction::Request, [old_writer, &next[new_reader].1]),
                (
                    Direction::Response,
                    [&released[old_reader].1, &next[new_writer].1],
                ),
            ] {
                let (verdict, figures) = compared(pair, direction, &Assumptions::default(), times);
                match verdict {
                    Verdict::Compatible(_) => compatible.push(figures.median()),
                    Verdict::Breaking(_) => breaking.push(figures.median()),
                    Verdict::Undecided(_) => {}
                }
                let said = Said {
                    verdict: verdict.as_str(),
                    right: true,
                };
                let name = format!("{release} {message}, {direction}");
                table.verdict(&name, &figures, PAIR_MILLISECONDS, &said);
            }
        }
    }
    for (name, medians) in [("compatible", compatible), ("breaking", breaking)] {
        let name = format!("medians of {} {name}", medians.len());
        let target = Target::Below(PAIR_MILLISECONDS);
        table.figure(&name, "ms", &Figures::new(medians), target);
    }
    Ok(table)
}

/// Compiles the schemas of a release, each with its name.
fn schemas(release: &str) -> Result<Vec<(String, Schema)>, String> {
    suites::named_documents(&Path::new(FOLDER).join(release))?
        .into_iter()
        .filter(|(name, _)| name.ends_with(".reader") || name.ends_with(".writer"))
        .map(|(name, document)| Ok((name, compile(document)?)))
        .collect()
}

const FOLDER: &str = "schemas/reception";
const RELEASES: [&str; 2] = ["3.2.3", "3.1.1"];

/// How often each pair is compared in a run.
const TIMES: usize = 10;
const PAIR_MILLISECONDS: f64 = 2.0;
