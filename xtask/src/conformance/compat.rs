//! Verdicts on pairs of schemas of the official suite, beside those of another tool.
//!
//! Neither tool is the judge. What the one proves and the other refutes is a finding, and so is a proof
//! that one of the suite's own instances refutes.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use frontdesk_compat::{Assumptions, Undeclared, Verdict, compare};
use frontdesk_contract::Direction;
use frontdesk_schema::{Formats, Options, Schema};
use serde_json::{Value, json};

use super::oracle::{self, Answer};
use crate::suites;

/// What became of the pairs.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pairs: usize,
    both_compatible: usize,
    both_breaking: usize,
    only_here: usize,
    only_there: usize,
    nowhere: usize,
    findings: Vec<String>,
}

/// Compares every pair here and there.
///
/// # Errors
///
/// When the suite is not there, or the other tool cannot be built or asked.
pub(super) fn compare_all(folder: &Path) -> Result<Tally, String> {
    oracle::build()?;
    let suite = Suite::read(folder)?;
    let pairs = suite.pairs();
    let documents: Vec<[&Value; 2]> = pairs
        .iter()
        .map(|pair| [pair.old.document(), pair.new.document()])
        .collect();
    let decide = || pairs.iter().map(Pair::verdict).collect::<Vec<Verdict>>();
    let (answers, verdicts) = oracle::ask(&documents, decide)?;
    let mut tally = Tally::default();
    for ((pair, verdict), answer) in pairs.iter().zip(&verdicts).zip(&answers) {
        tally.add(pair, verdict, answer, &suite.instances);
    }
    Ok(tally)
}

impl Tally {
    fn add(&mut self, pair: &Pair, verdict: &Verdict, answer: &Answer, instances: &[Value]) {
        self.pairs += 1;
        *match (verdict, answer) {
            (Verdict::Compatible(_), Answer::Compatible) => &mut self.both_compatible,
            (Verdict::Breaking(_), Answer::Breaking(_)) => &mut self.both_breaking,
            (Verdict::Undecided(_), Answer::Unknown | Answer::Error) => &mut self.nowhere,
            (Verdict::Undecided(_), _) => &mut self.only_there,
            (_, Answer::Unknown | Answer::Error) => &mut self.only_here,
            (Verdict::Breaking(witness), Answer::Compatible) => {
                let payload = &witness.payload;
                self.findings.push(format!(
                    "{}: proved there, refuted here by {payload}",
                    pair.name
                ));
                return;
            }
            (Verdict::Compatible(_), Answer::Breaking(value)) => {
                self.findings.push(format!(
                    "{}: proved here, refuted there by {value}",
                    pair.name
                ));
                return;
            }
        } += 1;
        if matches!(verdict, Verdict::Compatible(_))
            && let Some(value) = instances.iter().find(|value| pair.loses(value))
        {
            self.findings
                .push(format!("{}: proved here, refuted by {value}", pair.name));
        }
    }

    /// Returns the counts, then the findings.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{:<48}{:>8}\n", "verdicts beside jsoncompat", "pairs");
        for (name, count) in [
            ("both say compatible", self.both_compatible),
            ("both say breaking", self.both_breaking),
            ("decided here alone", self.only_here),
            ("decided there alone", self.only_there),
            ("undecided by both", self.nowhere),
            ("contradictions", self.findings.len()),
            ("total", self.pairs),
        ] {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name:<48}{count:>8}");
        }
        for finding in &self.findings {
            let _ = writeln!(text, "{finding}");
        }
        text
    }

    /// Tells whether nothing is contradicted, and almost everything decided.
    pub(super) fn holds(&self) -> bool {
        let undecided = self.only_there + self.nowhere;
        self.findings.is_empty() && undecided * UNDECIDED_ONE_IN <= self.pairs
    }
}

/// Two schemas; the question is whether the new one accepts whatever the old one accepts.
struct Pair {
    name: String,
    old: Schema,
    new: Schema,
}

impl Pair {
    fn verdict(&self) -> Verdict {
        let assumptions = Assumptions {
            undeclared: Undeclared::Maybe,
            budget: BUDGET,
            ..Assumptions::default()
        };
        compare(&self.old, &self.new, Direction::Request, &assumptions)
    }

    fn loses(&self, value: &Value) -> bool {
        self.old.accepts(value) && !self.new.accepts(value)
    }
}

/// The required part of the suite, in the one draft that both tools read.
struct Suite {
    /// Each schema with its name.
    schemas: Vec<(String, Value)>,
    instances: Vec<Value>,
}

impl Suite {
    fn read(folder: &Path) -> Result<Self, String> {
        let sections = suites::sections(folder)?;
        let section = sections.iter().find(|section| section.title == SECTION);
        let section = section.ok_or_else(|| format!("the suite has no part {SECTION:?}"))?;
        let mut suite = Self {
            schemas: Vec::new(),
            instances: Vec::new(),
        };
        for group in &section.groups {
            for instance in &group.instances {
                if !suite.instances.contains(instance) {
                    suite.instances.push(instance.clone());
                }
            }
            // What needs another document is none of the question.
            if compile(&group.schema).is_some() {
                let name = format!("{}: {}", group.file, group.description);
                suite.schemas.push((name, group.schema.clone()));
            }
        }
        Ok(suite)
    }

    fn pairs(&self) -> Vec<Pair> {
        let mut pairs = Vec::new();
        let mut add = |name: String, old: &Value, new: &Value| {
            if let (Some(old), Some(new)) = (compile(old), compile(new)) {
                pairs.push(Pair { name, old, new });
            }
        };
        for (index, (name, schema)) in self.schemas.iter().enumerate() {
            add(format!("{name} / itself"), schema, schema);
            for step in STEPS {
                let (other_name, other) = &self.schemas[(index + step) % self.schemas.len()];
                let name = format!("{name} / {other_name}");
                add(name.clone(), schema, other);
                add(format!("{name}, back"), other, schema);
                let (Some(one), Some(other)) = (part(schema), part(other)) else {
                    continue;
                };
                let union = json!({ "anyOf": [one, other] });
                let both = json!({ "allOf": [one, other] });
                add(format!("{name}, into the union"), &one, &union);
                add(format!("{name}, out of the union"), &union, &one);
                add(format!("{name}, out of both"), &both, &other);
                add(format!("{name}, into both"), &other, &both);
                add(
                    format!("{name}, into the negation"),
                    &one,
                    &json!({ "not": other }),
                );
            }
        }
        pairs
    }
}

/// Returns a schema that says the same below another, where that is sure.
fn part(schema: &Value) -> Option<Value> {
    let mut part = schema.clone();
    if let Some(members) = part.as_object_mut() {
        members.remove("$schema");
    }
    // Whatever names a place, or is named, means another place below another schema.
    (!part.to_string().contains("\"$")).then_some(part)
}

fn compile(document: &Value) -> Option<Schema> {
    let options = Options {
        // As the other tool reads them.
        formats: Formats::Annotate,
        ..Options::default()
    };
    Schema::compile(document.clone(), &options).ok()
}

const SECTION: &str = "draft 2020-12";
/// How far away the others are that each schema is paired with.
const STEPS: [usize; 2] = [1, 17];
const BUDGET: Duration = Duration::from_secs(2);
/// At least 98 % are to be decided.
const UNDECIDED_ONE_IN: usize = 50;
