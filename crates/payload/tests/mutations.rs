//! The mutation law: whoever leaves one keyword unchecked is caught by the invalid payloads.
//!
//! For each keyword that the systematic invalid payloads of a schema break there is a mutant: the
//! same schema without that keyword. A mutant is caught
//!
//! - by verdict, where it accepts one of the keyword's payloads, which the original refuses;
//! - by report, where it refuses all of them, and one of them is labelled as refused by something
//!   else as well or by a union above the keyword: the mutant no longer reports that payload's
//!   target, which the original reports.
//!
//! Every mutant must be caught one way or the other. Besides, a payload that is labelled as refused
//! by one keyword alone must be accepted by that keyword's mutant: otherwise the label hides
//! something. What is known to fail is listed in [`KNOWN`], and fails once it no longer does.
//!
//! The suite is read from `FRONTDESK_TEST_DATA`.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

#[path = "mutations/mutant.rs"]
mod mutant;
mod suite;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use frontdesk_payload::{Kind, Leaf, Payload, Payloads};
use frontdesk_schema::{Options, Schema, Violation};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let tally = Arc::new(Mutex::new(Tally::default()));
    let mut trials = Vec::new();
    for folder in FOLDERS {
        let files = suite::json_files(Path::new(folder));
        assert!(!files.is_empty(), "no schema under {folder}");
        for path in files {
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            if stem == "manifest" {
                continue;
            }
            let case = Case::new(stem.clone(), suite::read(&path));
            let tally = Arc::clone(&tally);
            let name = format!("mutants_of__{stem}");
            trials.push(Trial::test(name, move || {
                check(&stem, &[case], &Options::default(), &tally)
            }));
        }
    }
    trials.extend(suite_trials(&tally));
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        // Without standard output nobody reads the table.
        let _ = write!(std::io::stdout(), "{}", tally.lock().unwrap().table());
    }
    conclusion.exit_code()
}

fn suite_trials(tally: &Arc<Mutex<Tally>>) -> Vec<Trial> {
    let Some(files) = suite::files() else {
        let missing = || Err(suite::NO_DATA.into());
        return vec![Trial::test("mutants_of_the_official_suite", missing)];
    };
    let trials = files.into_iter().map(|file| {
        let tally = Arc::clone(tally);
        Trial::test(format!("mutants_of__{}", file.name), move || {
            let cases = file.groups.iter().map(|group| {
                let name = group["description"].as_str().unwrap_or_default().to_owned();
                Case::new(name, group["schema"].clone())
            });
            let cases: Vec<Case> = cases.collect();
            check(&file.name, &cases, &file.options, &tally)
        })
    });
    trials.collect()
}

const FOLDERS: [&str; 3] = [
    "tests/schemas",
    "../../xtask/hard",
    "../../schemas/reception/next",
];

/// A schema whose mutants are to be caught.
struct Case {
    name: String,
    document: Value,
}

impl Case {
    fn new(name: String, document: Value) -> Self {
        Self { name, document }
    }
}

/// Fails with the mutants that were not caught and the labels that hide something.
fn check(
    file: &str,
    cases: &[Case],
    options: &Options,
    tally: &Mutex<Tally>,
) -> Result<(), Failed> {
    let mut missed = String::new();
    for case in cases {
        // The suite has documents that the first judge cannot read; they have no payloads either.
        let Ok(schema) = Schema::compile(case.document.clone(), options) else {
            continue;
        };
        let schema = Arc::new(schema);
        for (leaf, payloads) in broken(&schema) {
            let (caught, hiding) = caught(&schema, &leaf, &payloads);
            tally.lock().unwrap().count(&leaf.keyword, &caught);
            let mutant = format!(
                "{file}, {}: without {} at {:?}",
                case.name,
                leaf.keyword,
                leaf.schema.to_string()
            );
            let reason = match caught {
                Caught::ByVerdict | Caught::ByReport | Caught::BuiltIn if hiding.is_empty() => None,
                Caught::ByVerdict | Caught::ByReport | Caught::BuiltIn => {
                    Some("it alone is said to refuse".to_owned())
                }
                Caught::Not(reason) => Some(reason),
            };
            let known = KNOWN.iter().any(|(known, _)| *known == mutant);
            match reason {
                Some(reason) if !known => {
                    let payloads = if hiding.is_empty() { payloads } else { hiding };
                    let payloads = serde_json::to_string(&payloads).unwrap();
                    writeln!(missed, "{mutant}: {reason}: {payloads}").unwrap();
                }
                None if known => writeln!(missed, "{mutant}: caught, and no longer KNOWN").unwrap(),
                _ => {}
            }
        }
    }
    if missed.is_empty() {
        Ok(())
    } else {
        Err(missed.into())
    }
}

/// Sorts the systematic invalid payloads by the keyword that each breaks.
fn broken(schema: &Arc<Schema>) -> BTreeMap<Leaf, Vec<Payload>> {
    let mut payloads = Payloads::new(Arc::clone(schema), 1);
    let systematic = payloads.systematic(Kind::Invalid).unwrap_or_default();
    let mut broken: BTreeMap<Leaf, Vec<Payload>> = BTreeMap::new();
    for payload in systematic {
        assert!(!schema.accepts(&payload.payload), "{payload:?}");
        let target = payload.target.as_ref().unwrap();
        let leaf = target.leaf.clone().unwrap_or_else(|| Leaf {
            schema: target.schema.clone(),
            resource: target.resource.clone(),
            keyword: target.keyword.clone(),
        });
        broken.entry(leaf).or_default().push(payload);
    }
    broken
}

/// How a mutant was caught.
enum Caught {
    ByVerdict,
    ByReport,
    /// There is no mutant: the keyword stands in a document of the engines.
    BuiltIn,
    Not(String),
}

/// Tells how a mutant is caught, and which payloads of the keyword alone it refuses.
fn caught(schema: &Schema, leaf: &Leaf, payloads: &[Payload]) -> (Caught, Vec<Payload>) {
    let mut compiled = Vec::new();
    let mut failure = None;
    for mutant in mutant::mutants(schema, leaf) {
        match mutant {
            Ok(mutant) => compiled.push(mutant),
            Err(error) => failure = Some(format!("the schema does not compile: {error}")),
        }
    }
    if compiled.is_empty() {
        return (failure.map_or(Caught::BuiltIn, Caught::Not), Vec::new());
    }
    let accepted = |payload: &&Payload| {
        let mut mutants = compiled.iter();
        mutants.any(|mutant| mutant.accepts(&payload.payload))
    };
    let unreported = |payload: &Payload| {
        let mut mutants = compiled.iter();
        mutants.any(|mutant| no_longer_reported(mutant, payload))
    };
    let caught = if payloads.iter().any(|payload| accepted(&payload)) {
        Caught::ByVerdict
    } else if payloads.iter().any(unreported) {
        Caught::ByReport
    } else {
        Caught::Not("nothing is accepted that was refused".to_owned())
    };
    let alone = payloads.iter().filter(|payload| is_alone(payload));
    let hiding = alone.filter(|payload| !accepted(payload)).cloned();
    (caught, hiding.collect())
}

/// Tells whether a label says that one keyword refuses, and nothing else.
fn is_alone(payload: &Payload) -> bool {
    let target = payload.target.as_ref().unwrap();
    target.also.is_empty() && target.leaf.is_none()
}

/// Tells whether a mutant refuses a payload for other reasons alone, which the label names or hides.
fn no_longer_reported(mutant: &Schema, payload: &Payload) -> bool {
    if is_alone(payload) {
        return false;
    }
    let target = payload.target.as_ref().unwrap();
    let same = |violation: &Violation| match &violation.condition {
        Some(condition) => {
            (&condition.schema, "if", &condition.instance)
                == (&target.schema, target.keyword.as_str(), &target.instance)
        }
        None => {
            violation.schema == target.schema
                && violation.keyword == target.keyword
                && violation.instance == target.instance
        }
    };
    !mutant.violations(&payload.payload).iter().any(same)
}

/// How many mutants there were of each keyword, and how many were caught.
#[derive(Default)]
struct Tally {
    keywords: BTreeMap<String, [usize; 4]>,
}

impl Tally {
    fn count(&mut self, keyword: &str, caught: &Caught) {
        let column = match caught {
            Caught::ByVerdict => 0,
            Caught::ByReport => 1,
            Caught::Not(_) => 2,
            Caught::BuiltIn => 3,
        };
        self.keywords.entry(keyword.to_owned()).or_default()[column] += 1;
    }

    fn table(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, [verdict, report, not, built_in]: [usize; 4]| {
            let caught = verdict + report;
            let mutants = format!("{caught}/{}", caught + not);
            writeln!(
                text,
                "{name:<24}{mutants:>12} caught  {verdict:>6} by verdict  {report:>4} by report  \
                 {built_in:>4} without mutant"
            )
            .unwrap();
        };
        let mut total = [0; 4];
        for (keyword, counts) in &self.keywords {
            line(keyword, *counts);
            for (sum, count) in total.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        line("total", total);
        text
    }
}

/// What is known to fail, and why.
const KNOWN: [(&str, &str); 0] = [];
