//! `frontdesk gate --sources`: what others say, held against what others say.

use std::collections::BTreeSet;

use frontdesk_compat::{Against, Assumptions, Break, Change, Comparison};
use frontdesk_contract::{Source, SourceDocument};
use frontdesk_json::Pointer;
use frontdesk_report::{Exit, Finding, Format, Report, RuleId};
use serde_json::{Value, json};

use super::findings::said;
use super::human::{aligned, outcome};
use super::inputs::Inputs;
use super::json::comparison;
use crate::context::Context;
use crate::failure::Failure;

/// Two sources were not decided about.
const UNDECIDED: RuleId = RuleId::new("compatibility-undecided");

/// Reports every contradiction; nobody here can mend one, so none of them fails.
pub(super) fn run(
    inputs: &Inputs,
    assumptions: &Assumptions,
    context: &mut Context<'_>,
) -> Result<Exit, Failure> {
    let comparisons = inputs.gate(context, assumptions).sources()?;
    let report = report(&comparisons, &inputs.sources);
    match context.output.format() {
        Format::Human => {
            context.output.text(&table(&comparisons))?;
            let findings = report.findings.into_iter().map(briefly).collect();
            context.output.report(&Report { findings, ..report })
        }
        Format::Json => {
            let mut document = json!(report);
            document["comparisons"] = comparisons.iter().map(comparison).collect();
            context.output.text(&format!("{document:#}\n"))?;
            Ok(report.exit())
        }
        Format::Junit | Format::Sarif | Format::Github | Format::Ndjson => {
            context.output.report(&report)
        }
    }
}

/// Leaves out what programs read and people see elsewhere in the same finding.
fn briefly(mut finding: Finding) -> Finding {
    for name in ["direction", "pointer", "verdict"] {
        finding.evidence.remove(name);
    }
    finding
}

fn report(comparisons: &[Comparison], sources: &[Source]) -> Report {
    let mut report = Report::default();
    let mut marks = BTreeSet::new();
    for comparison in comparisons {
        for found in &comparison.breaks {
            if let Some(change) = &found.change {
                let finding = contradiction(comparison, found, change, sources);
                let mark = finding.evidence.get("marked");
                marks.extend(mark.and_then(Value::as_str).map(str::to_owned));
                report.findings.push(finding);
            }
        }
        if let Some(reason) = comparison.reason() {
            let text = format!(
                "{} of {}: {}",
                comparison.message, comparison.against, reason.text
            );
            report
                .findings
                .push(Finding::new(UNDECIDED, text).exits(Exit::Undecided));
        }
    }
    report.count("comparisons", comparisons.len());
    report.count("contradictions", report.findings.len());
    report.count("marked", marks.into_iter().collect::<Vec<_>>());
    report.sort();
    report
}

fn contradiction(
    comparison: &Comparison,
    found: &Break,
    change: &Change,
    sources: &[Source],
) -> Finding {
    let rule = RuleId::new(found.stem.rule_name(comparison.direction));
    let Against::Sources { writing, reading } = &comparison.against else {
        return Finding::new(rule, comparison.message.clone()).exits(Exit::Clean);
    };
    let why = said(change).unwrap_or_default();
    let name = &comparison.message;
    let mut finding = Finding::new(
        rule,
        format!("{reading} refuses a {name} that {writing} allows: {why}"),
    )
    .at_instance(&change.instance)
    .with("contract_message", name.as_str())
    .with("direction", comparison.direction.as_str())
    .with("verdict", "breaking")
    .with("against", comparison.against.class())
    .with("witness", change.witness.payload.clone());
    if let Some(member) = &change.name {
        finding = finding.with("member", member.as_str());
    }
    if let Some(schema) = change.refusing() {
        finding = finding.by_keyword(&schema.pointer, change.keyword.clone());
    }
    let document = |source: &str| -> Option<&SourceDocument> {
        let source = sources.iter().find(|known| known.name == source)?;
        source.find(name)
    };
    if let Some(reading) = document(reading) {
        finding = finding.in_file(reading.file.display().to_string(), None);
    }
    let marked = [
        (document(reading), change.refusing()),
        (document(writing), change.writing()),
    ]
    .into_iter()
    .find_map(|(document, pointer)| {
        mark(&document?.schema, &pointer?.pointer, change.name.as_deref())
    });
    if let Some(marked) = marked {
        finding = finding.with("marked", marked);
    }
    let mut finding = finding.exits(Exit::Clean);
    finding.id.clone_from(&found.id);
    finding
}

/// Finds the number of a contradiction that a source marks at a place: at the member, at the
/// subschema, or at the member that leads to it.
fn mark(schema: &Value, pointer: &Pointer, name: Option<&str>) -> Option<String> {
    let member = name.map(|name| pointer.member("properties").member(name));
    let above = pointer.parent();
    [member.as_ref(), Some(pointer), above.as_ref()]
        .into_iter()
        .flatten()
        .find_map(|place| {
            let mark = place.resolve(schema)?.get("x-contradiction")?;
            mark.as_str().map(str::to_owned)
        })
}

fn table(comparisons: &[Comparison]) -> String {
    let rows: Vec<Vec<String>> = comparisons
        .iter()
        .map(|comparison| {
            vec![
                comparison.message.clone(),
                comparison.against.to_string(),
                outcome(comparison),
            ]
        })
        .collect();
    aligned(&rows) + "\n"
}
