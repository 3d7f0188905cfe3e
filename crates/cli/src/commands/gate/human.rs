//! The gate as a person reads it, before the findings.

use std::fmt::Write as _;

use frontdesk_compat::{Against, Answer, Comparison, Gated, Question, Standing};
use frontdesk_report::{Exit, Report};

use super::findings::advice_text;
use crate::context::Context;

/// Tells what was compared, what was accepted, who works with whom and which version comes next.
pub(super) fn text(gated: &Gated, report: &Report, context: &Context<'_>) -> String {
    let mut text = format!(
        "{} {}\n\n",
        context.contract.name(),
        context.contract.version()
    );
    text.push_str(&comparisons(gated));
    let accepted = accepted(report);
    if !accepted.is_empty() {
        text.push_str("\naccepted\n");
        text.push_str(&aligned(&accepted));
    }
    text.push('\n');
    text.push_str(&versions(gated));
    if let Some(advice) = &gated.advice {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{}\n", advice_text(advice));
    }
    text.push('\n');
    text
}

/// A line for each message and each release or source.
fn comparisons(gated: &Gated) -> String {
    let rows: Vec<Vec<String>> = gated
        .comparisons
        .iter()
        .filter(|comparison| comparison.question != Question::Back)
        .map(|comparison| {
            let back = gated.comparisons.iter().find(|other| {
                other.question == Question::Back
                    && other.message == comparison.message
                    && other.against == comparison.against
            });
            let back = back.filter(|_| comparison.question == Question::Ahead);
            vec![
                mark(comparison).to_owned(),
                comparison.message.clone(),
                against(comparison),
                outcome(comparison),
                back.map_or_else(String::new, |back| format!("rollback: {}", outcome(back))),
            ]
        })
        .collect();
    aligned(&rows)
}

fn against(comparison: &Comparison) -> String {
    let question = comparison.question.as_str();
    match &comparison.against {
        Against::Source { name, status } => format!("{name} {question} ({})", status.as_str()),
        against => against.to_string(),
    }
}

fn mark(comparison: &Comparison) -> &'static str {
    let open = |standing: &Standing| matches!(standing, Standing::Open);
    if comparison.breaks.iter().any(|found| open(&found.standing)) {
        "✗"
    } else if comparison.gated && comparison.reason().is_some() {
        "?"
    } else if comparison.gated {
        "✓"
    } else {
        "–"
    }
}

/// Says what came of a comparison, as in `11 breaks, 11 accepted`.
pub(super) fn outcome(comparison: &Comparison) -> String {
    let mut words = match &comparison.answer {
        Answer::Compatible(proof) => vec![format!("compatible (proved: {proof})")],
        Answer::Breaking => vec![counted(comparison.breaks.len())],
        Answer::Undecided(_) => Vec::new(),
    };
    let many = |standing: fn(&Standing) -> bool| {
        let breaks = comparison.breaks.iter();
        breaks.filter(|found| standing(&found.standing)).count()
    };
    let accepted = many(|standing| matches!(standing, Standing::Accepted(_)));
    let exempt = many(|standing| matches!(standing, Standing::Exempt(_)));
    for (count, word) in [(accepted, "accepted"), (exempt, "exempt")] {
        if count > 0 {
            words.push(format!("{count} {word}"));
        }
    }
    if comparison.reason().is_some() {
        words.push("undecided".to_owned());
    }
    words.join(", ")
}

fn counted(breaks: usize) -> String {
    match breaks {
        1 => "1 break".to_owned(),
        more => format!("{more} breaks"),
    }
}

/// A line for each accepted break: the id, the rule, where, of whom, why.
fn accepted(report: &Report) -> Vec<Vec<String>> {
    let findings = report.findings.iter();
    findings
        .filter(|finding| finding.exit == Exit::Clean)
        .filter_map(|finding| {
            let accepted = finding.evidence.get("accepted")?;
            let word = |name: &str| finding.evidence.get(name).and_then(|word| word.as_str());
            let member = word("member").unwrap_or_default();
            let until = match accepted["until"].as_str() {
                Some(until) => format!(", until {until}"),
                None => String::new(),
            };
            let reason = accepted["reason"].as_str().unwrap_or_default();
            let owner = accepted["owner"].as_str().unwrap_or_default();
            Some(vec![
                finding.id.clone(),
                finding.rule.to_string(),
                word("contract_message").unwrap_or_default().to_owned(),
                member.to_owned(),
                format!("{reason} ({owner}{until})"),
            ])
        })
        .collect()
}

/// The table of clients and servers.
fn versions(gated: &Gated) -> String {
    let versions = &gated.versions;
    let mut head = vec!["client \\ server".to_owned()];
    head.extend(versions.names.iter().cloned());
    let rows = versions.names.iter().zip(&versions.rows);
    let rows = rows.map(|(name, works)| {
        let words = works.iter().map(|works| works.as_str().to_owned());
        std::iter::once(name.clone()).chain(words).collect()
    });
    aligned(&std::iter::once(head).chain(rows).collect::<Vec<_>>())
}

/// Aligns the columns of rows.
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths);
        let cells: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}
