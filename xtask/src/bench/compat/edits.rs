//! The labelled set: schemas with one known edit each, and the truth by construction.

#[path = "../../../../crates/compat/tests/edits/loosened.rs"]
mod loosened;

use std::path::Path;
use std::sync::Arc;

use frontdesk_compat::{Assumptions, Undeclared, Verdict};
use frontdesk_contract::Direction;
use frontdesk_payload::{Kind, Payloads};
use frontdesk_schema::Schema;
use serde_json::Value;

use super::super::table::{Table, Target};
use super::super::{Figures, Options, real};
use super::{compared, compile};
use crate::suites;

/// Compares every edit of every schema, there and back.
pub(super) fn table(options: &Options) -> Result<Table, String> {
    let mut tally = Tally::default();
    for folder in FOLDERS {
        for (name, document) in suites::named_documents(Path::new(folder))? {
            let exported = name.ends_with(".reader") || name.ends_with(".writer");
            if exported || folder == EVERYDAY {
                each_edit(&name, &document, options, &mut tally)?;
            }
        }
    }
    let labelled = tally.right + tally.wrong + tally.undecided;
    let mut table = Table::new(&format!("{labelled} pairs with a known edit"));
    table.correct("not wrong", labelled - tally.wrong, labelled);
    table.words("right", &tally.right.to_string());
    table.words("wrong", &tally.wrong.to_string());
    let share = 100.0 * real(tally.undecided) / real(labelled);
    let share = Figures::new([share]);
    table.figure("undecided", "%", &share, Target::Below(UNDECIDED_PERCENT));
    table.words("with no known truth, decided", &tally.decided.to_string());
    table.words("with no known truth, undecided", &tally.open.to_string());
    for (word, what) in &tally.named {
        table.words(&format!("  not right: {word}"), what);
    }
    for (name, times) in [
        ("compatible", tally.compatible),
        ("breaking", tally.breaking),
    ] {
        let name = format!("{} {name}", times.len());
        table.figure(&name, "ms", &Figures::new(times), Target::None);
    }
    Ok(table)
}

/// What became of the pairs.
#[derive(Debug, Default)]
struct Tally {
    right: usize,
    wrong: usize,
    undecided: usize,
    /// Those that were not right, by their edit.
    named: Vec<(&'static str, String)>,
    /// Verdicts on pairs of which nothing is known.
    decided: usize,
    open: usize,
    /// The median time of each verdict.
    compatible: Vec<f64>,
    breaking: Vec<f64>,
}

/// An edit that takes a constraint away covers what went before; the way back breaks where a payload
/// is known that breaks just that constraint.
fn each_edit(
    name: &str,
    document: &Value,
    options: &Options,
    tally: &mut Tally,
) -> Result<(), String> {
    let base = compile(document.clone())?;
    let mut payloads = Payloads::new(Arc::new(compile(document.clone())?), 1);
    let broken = payloads.systematic(Kind::Invalid).unwrap_or_default();
    for edit in loosened::edits(document) {
        let Ok(wider) = compile(edit.document) else {
            continue;
        };
        let what = format!("{name} {} {}", edit.pointer, edit.keyword);
        tally.judge(&what, [&base, &wider], Some(true), options);
        let known = broken
            .iter()
            .any(|payload| !base.accepts(&payload.payload) && wider.accepts(&payload.payload));
        tally.judge(&what, [&wider, &base], known.then_some(false), options);
    }
    Ok(())
}

impl Tally {
    fn judge(
        &mut self,
        what: &str,
        pair: [&Schema; 2],
        compatible: Option<bool>,
        options: &Options,
    ) {
        let assumptions = Assumptions {
            undeclared: Undeclared::Maybe,
            ..Assumptions::default()
        };
        let (verdict, figures) = compared(pair, Direction::Request, &assumptions, options.runs);
        let said = match verdict {
            Verdict::Compatible(_) => Some(true),
            Verdict::Breaking(_) => Some(false),
            Verdict::Undecided(_) => None,
        };
        match said {
            Some(true) => self.compatible.push(figures.median()),
            Some(false) => self.breaking.push(figures.median()),
            None => {}
        }
        let word = verdict.as_str();
        *match (said, compatible) {
            (Some(said), Some(truth)) if said == truth => &mut self.right,
            (Some(_), None) => &mut self.decided,
            (None, None) => &mut self.open,
            (said, Some(_)) => {
                self.named.push((word, what.to_owned()));
                match said {
                    Some(_) => &mut self.wrong,
                    None => &mut self.undecided,
                }
            }
        } += 1;
    }
}

const EVERYDAY: &str = "crates/compat/tests/everyday";
const FOLDERS: [&str; 3] = [
    "schemas/reception/next",
    "examples/orders/schemas/orders/next",
    EVERYDAY,
];
const UNDECIDED_PERCENT: f64 = 2.0;
