//! What API documents say besides schemas: credentials, servers, how values are written.

use frontdesk_compat::{TermChange, TermEffect, terms};
use frontdesk_contract::DocumentTerm;
use frontdesk_report::{Exit, Finding, RuleId};
use serde_json::{Value, json};

use super::compared::{Compared, Comparing, Safe, Word};
use super::content::{Api, Content};

/// Compares what all API documents that both sides have say besides schemas.
pub(super) fn compare(was: &Content, is: &Content, comparing: &Comparing) -> Vec<Compared> {
    let both = was.apis.iter();
    let both = both.filter_map(|(file, old)| Some((old, is.apis.get(file)?)));
    both.flat_map(|(old, new)| {
        terms(&old.read, &new.read)
            .into_iter()
            .filter(|change| {
                let only = comparing.only;
                only.is_none_or(|only| only == change.new.direction)
            })
            .map(|change| compared(&change, old, new))
            .collect::<Vec<_>>()
    })
    .collect()
}

fn compared(change: &TermChange<'_>, old: &Api, new: &Api) -> Compared {
    let rule = RuleId::composed(&change.stem.rule(change.new.direction));
    let name = match change.names.as_slice() {
        [] | [_] => change.new.name.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    };
    let mut compared = Compared::empty(&name, change.new.direction);
    match change.effect {
        TermEffect::Safe => {
            compared.verdict = Word::Compatible;
            compared.proof = Some("every old way is still one".to_owned());
            compared.safe = vec![Safe {
                rule: rule.to_string(),
                name: Some(name),
                pointer: change.new.pointer.clone(),
                file: Some(new.document.name.clone()),
                line: new.document.line_of(&change.new.pointer),
            }];
        }
        TermEffect::Breaks => {
            compared.verdict = Word::Breaking;
            let message = format!("{name}: {}", change.stem.rule_text().title);
            let found = finding(rule, message, change, old, new);
            compared.findings = vec![found.with("verdict", "breaking")];
        }
        TermEffect::NotCompared => {
            let message = format!(
                "{name} is not compared: only one of the versions says it ({})",
                change.stem.as_str()
            );
            let found = finding(NOT_COMPARED, message, change, old, new);
            let found = found.with("verdict", "undecided").exits(Exit::Undecided);
            compared.findings = vec![found];
        }
    }
    for finding in &mut compared.findings {
        let part = finding.clone().with("part", compared.name.as_str());
        *finding = part;
    }
    compared
}

fn finding(
    rule: RuleId,
    message: String,
    change: &TermChange<'_>,
    old: &Api,
    new: &Api,
) -> Finding {
    let line = new.document.line_of(&change.new.pointer);
    Finding::new(rule, message)
        .in_file(&new.document.name, line)
        .with("direction", change.new.direction.as_str())
        .with("pointer", change.new.pointer.to_string())
        .with("old", side(change.old, old))
        .with("new", side(change.new, new))
        .showing("old", said(change.old))
        .showing("new", said(change.new))
        .showing(
            "what to do",
            format!("frontdesk explain {}", change.stem.as_str()),
        )
}

fn side(term: &DocumentTerm, api: &Api) -> Value {
    json!({
        "file": api.document.name,
        "line": api.document.line_of(&term.pointer),
        "pointer": term.pointer,
        "says": said(term),
    })
}

/// Writes down the ways of a term.
fn said(term: &DocumentTerm) -> String {
    let ways: Vec<String> = term
        .ways
        .iter()
        .map(|way| {
            let asked: Vec<&str> = way.iter().map(String::as_str).collect();
            if asked.is_empty() {
                "nothing".to_owned()
            } else {
                asked.join(" with ")
            }
        })
        .collect();
    if ways.is_empty() {
        "nothing".to_owned()
    } else {
        ways.join(", or ")
    }
}

const NOT_COMPARED: RuleId = RuleId::new("compatibility-undecided");
