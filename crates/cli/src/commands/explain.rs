use std::fmt::Write as _;

use frontdesk_compat::{Explanation, Stem, explain};
use frontdesk_contract::Direction;
use frontdesk_report::{Exit, Format, Report};
use serde_json::{Map, Value, json};

use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A rule such as request-property-became-required, with or without its direction; all are
    /// listed where none is named
    rule: Option<String>,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let asked = arguments.rule.as_deref().map(explain).transpose()?;
    let text = match (context.output.format(), &asked) {
        (Format::Human, Some(explanation)) => explanation.to_string(),
        (Format::Human, None) => list(),
        (Format::Json, Some(explanation)) => document(std::slice::from_ref(explanation)),
        (Format::Json, None) => document(&everything()?),
        (format @ (Format::Junit | Format::Sarif | Format::Github | Format::Ndjson), _) => {
            let message = format!(
                "`explain` finds nothing that {format} could say: choose --format human or json"
            );
            return Err(Failure::Usage(message));
        }
    };
    context.output.text(&text)?;
    Ok(Exit::Clean)
}

/// Aligns the stems: name, the directions that break, title.
fn list() -> String {
    let width = Stem::all().map(|stem| stem.as_str().len()).max();
    let width = width.unwrap_or_default();
    let mut text = format!("{:width$}  breaks    title\n", "rule");
    for stem in Stem::all() {
        let rule = stem.rule_text();
        let breaks = match (rule.requests.breaks, rule.responses.breaks) {
            (true, true) => "both",
            (true, false) => "request",
            (false, true) => "response",
            (false, false) => "none",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:width$}  {breaks:8}  {}", stem.as_str(), rule.title);
    }
    text
}

fn everything() -> Result<Vec<Explanation>, Failure> {
    let all = Stem::all().map(|stem| explain(stem.as_str()));
    Ok(all.collect::<Result<_, _>>()?)
}

/// Writes a report without findings, whose further member `rules` is the list.
fn document(explanations: &[Explanation]) -> String {
    let mut report = Report::default();
    report.count("rules", explanations.len());
    let mut document = json!(report);
    document["rules"] = explanations.iter().map(entry).collect();
    format!("{document:#}\n")
}

fn entry(explanation: &Explanation) -> Value {
    let rule = &explanation.rule;
    let effect = |(direction, effect): (Direction, &frontdesk_compat::Effect)| {
        let effect = json!({
            "rule": rule.stem.rule(direction),
            "breaks": effect.breaks,
            "why": effect.why,
        });
        (direction.as_str().to_owned(), effect)
    };
    let effects: Map<String, Value> = explanation.effects().map(effect).collect();
    json!({
        "name": explanation.name(),
        "title": rule.title,
        "effects": effects,
        "instead": rule.instead,
        "rust": rule.rust(),
    })
}
