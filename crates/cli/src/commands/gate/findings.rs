//! What a gate found, as findings.

use std::borrow::Cow;
use std::collections::BTreeMap;

use frontdesk_compat::{
    Advice, Against, Break, Change, Comparison, Gated, Judgement, LedgerFault, LedgerKind,
    Question, Standing, fold,
};
use frontdesk_contract::{ExportedFiles, Message, export};
use frontdesk_report::{Exit, Finding, RuleId};
use serde_json::{Value, json};

use super::inputs::Inputs;
use super::place::place;
use super::rust::RustFiles;
use crate::context::Context;
use crate::failure::Failure;
use crate::folders::home;

/// A comparison was neither proved nor refuted.
const UNDECIDED: RuleId = RuleId::new("compatibility-undecided");
/// An accepted break whose time is over.
const EXPIRED: RuleId = RuleId::new("ledger-expired");
/// An accepted break that is no break any more.
const STALE: RuleId = RuleId::new("ledger-stale");
/// An entry that speaks of what is not compared.
const UNUSED: RuleId = RuleId::new("ledger-unused");

/// Turns what a gate found into findings; what was accepted is among them and fails nothing.
///
/// A break that is one of several releases is one finding, which lists them.
pub(crate) fn findings(
    gated: &Gated,
    inputs: &Inputs,
    context: &Context<'_>,
) -> Result<Vec<Finding>, Failure> {
    let exported = export(context.contract)?;
    let mut sources = RustFiles::below(home(context.contract));
    let mut same: BTreeMap<(&str, u8), Vec<(&Comparison, &Break)>> = BTreeMap::new();
    for (comparison, found) in gated.breaks() {
        // What breaks on the way back is told by the comparison.
        if comparison.question != Question::Back {
            let key = (found.id.as_str(), rank(&found.standing));
            same.entry(key).or_default().push((comparison, found));
        }
    }
    let breaks = same
        .values()
        .filter_map(|found| breaking(found, inputs, &exported, &mut sources, context));
    let breaks: Vec<Finding> = breaks.collect();
    let undecided = gated
        .comparisons
        .iter()
        .filter(|comparison| comparison.gated)
        .filter_map(undecided);
    let ledger = gated.ledger.iter().map(|fault| ledger(fault, inputs));
    Ok(breaks.into_iter().chain(undecided).chain(ledger).collect())
}

/// Says which version has to come next, and why.
pub(crate) fn advice_text(advice: &Advice) -> String {
    let least = advice
        .least()
        .map_or_else(String::new, |least| format!("at least {least}, "));
    let why = if advice.reasons.is_empty() {
        "the documents are the same".to_owned()
    } else {
        advice.reasons.join(", ")
    };
    format!(
        "the next version is {least}a {} bump from {}: {why}",
        advice.bump, advice.newest
    )
}

fn rank(standing: &Standing) -> u8 {
    match standing {
        Standing::Open => 0,
        Standing::Accepted(_) => 1,
        Standing::Exempt(_) => 2,
        Standing::Reported => 3,
    }
}

fn breaking(
    same: &[(&Comparison, &Break)],
    inputs: &Inputs,
    exported: &ExportedFiles,
    sources: &mut RustFiles,
    context: &Context<'_>,
) -> Option<Finding> {
    // The newest release comes last.
    let (comparison, found) = *same.last()?;
    let rule = RuleId::new(found.stem.rule_name(comparison.direction));
    let versions: Vec<&str> = same
        .iter()
        .filter_map(|(comparison, _)| comparison.against.version())
        .collect();
    let mut finding = Finding::new(rule, message(comparison, found, &versions))
        .with("contract_message", comparison.message.as_str())
        .with("direction", comparison.direction.as_str())
        .with("verdict", "breaking")
        .with("against", comparison.against.class());
    if !versions.is_empty() {
        finding = finding.with("versions", versions);
    }
    if let Some(change) = &found.change {
        finding = of_change(finding, change, found, judgements(same, change));
        if let Some(advice) = comparison.advice(found) {
            finding = finding.with("to_do", advice);
        }
        let contract = context.contract.name();
        if let Some(place) = place(comparison, change, &inputs.store, contract, exported) {
            finding = finding
                .in_file(place.file.display().to_string(), place.line)
                .with("pointer", place.pointer.to_string());
            if let Some(type_name) = place.type_name {
                let message = context.contract.find(&comparison.message);
                let crate_name = message.map_or("", Message::crate_name);
                let member = place.member.as_deref();
                if let Some(declared) = sources.find(crate_name, &type_name, member) {
                    finding = finding.declared(declared);
                }
                finding = finding.with("rust_type", type_name);
            }
            if let Some(member) = place.member {
                finding = finding.with("member", member);
            }
        }
    }
    let mut finding = shown(standing(finding, found, &context.tool), found);
    finding.id.clone_from(&found.id);
    Some(finding)
}

/// Says to people what they decide by, in the order in which they ask.
fn shown(mut finding: Finding, found: &Break) -> Finding {
    if let Some(declared) = &finding.declared {
        let place = format!("{} at {}:{}", declared.name, declared.file, declared.line);
        finding = finding.showing("declared", place);
    }
    if let (Some(schema), Some(keyword)) = (finding.schema.clone(), finding.keyword.clone()) {
        finding = finding.showing("schema", format!("{schema} {keyword}"));
    }
    if let Some(change) = &found.change {
        let witness = fold(&change.witness.payload, &change.instance);
        finding = finding.showing("witness", witness);
    }
    match &found.standing {
        Standing::Open | Standing::Reported => {}
        Standing::Accepted(entry) => {
            finding = finding.showing("accepted", format!("{} ({})", entry.reason, entry.owner));
        }
        Standing::Exempt(exemption) => {
            finding = finding.showing("exempt", exemption.reason.as_str());
        }
    }
    for (name, member) in [
        ("recordings", "recordings"),
        ("old types", "old_types"),
        ("what to do", "to_do"),
        ("to accept", "to_accept"),
    ] {
        if let Some(text) = finding.evidence.get(member).and_then(Value::as_str) {
            let text = text.to_owned();
            finding = finding.showing(name, text);
        }
    }
    finding
}

/// Says what the change is, what it would have broken, and what old types say.
fn of_change(
    finding: Finding,
    change: &Change,
    found: &Break,
    judgements: &[(String, Judgement)],
) -> Finding {
    let mut finding = finding
        .at_instance(&change.instance)
        .with("witness", change.witness.payload.clone());
    if let Some(schema) = change.refusing() {
        finding = finding.by_keyword(&schema.pointer, change.keyword.clone());
    }
    if !judgements.is_empty() {
        let judgements: Vec<String> = judgements
            .iter()
            .map(|(judge, judgement)| format!("the types of {judge}: {judgement}"))
            .collect();
        finding = finding.with("old_types", judgements.join("; "));
    }
    let impact = &found.impact;
    let mut recordings = match impact.recordings {
        0 => "none were looked at".to_owned(),
        all => format!("{} of {all} break", impact.broken),
    };
    if !impact.first.is_empty() {
        recordings = format!("{recordings}, such as {}", impact.first.join(", "));
    }
    if impact.observed == 0 && impact.recordings > 0 {
        recordings.push_str("; the part was never observed");
    }
    finding
        .with("recordings", recordings)
        .with("recordings_broken", impact.broken)
        .with("recordings_observed", impact.observed)
}

/// Finds what types of one of the releases say of the same witness.
fn judgements<'b>(same: &[(&Comparison, &'b Break)], change: &Change) -> &'b [(String, Judgement)] {
    let said = same.iter().rev().find(|(_, found)| {
        let witness = found.change.as_ref().map(|change| &change.witness.payload);
        !found.judgements.is_empty() && witness == Some(&change.witness.payload)
    });
    said.map_or(&[], |(_, found)| &found.judgements)
}

fn standing(finding: Finding, found: &Break, tool: &str) -> Finding {
    match &found.standing {
        Standing::Open => finding.with(
            "to_accept",
            format!("{tool} accept {} --reason ... --owner ...", found.id),
        ),
        Standing::Accepted(entry) => finding
            .with(
                "accepted",
                json!({
                    "reason": entry.reason,
                    "owner": entry.owner,
                    "until": entry.until.map(|until| until.to_string()),
                }),
            )
            .exits(Exit::Clean),
        Standing::Exempt(exemption) => finding
            .with(
                "exempt",
                json!({"id": exemption.id, "reason": exemption.reason}),
            )
            .exits(Exit::Clean),
        Standing::Reported => finding.with("reported", true).exits(Exit::Clean),
    }
}

fn message(comparison: &Comparison, found: &Break, versions: &[&str]) -> String {
    let name = &comparison.message;
    let who = match (&comparison.against, comparison.question) {
        (Against::Release(_), _) => format!("{name} breaks clients of {}", versions.join(", ")),
        (Against::Source { name: source, .. }, Question::Authored) => {
            format!("{source} refuses a {name} that we author")
        }
        (Against::Source { name: source, .. }, _) => {
            format!("the reader of {name} refuses what {source} allows")
        }
        (Against::Sources { writing, reading }, _) => {
            format!("{reading} refuses a {name} that {writing} allows")
        }
    };
    match found.change.as_deref().and_then(said) {
        Some(why) => format!("{who}: {why}"),
        None if found.change.is_none() => format!("{who}: the message is gone"),
        None => who,
    }
}

/// Gives the words of the judge that are about the change, or says what is refused.
pub(super) fn said(change: &Change) -> Option<Cow<'_, str>> {
    let violations = &change.witness.violations;
    let of_keyword = || {
        violations
            .iter()
            .filter(|violation| violation.keyword == change.keyword)
    };
    let names = |message: &str| {
        let name = change.name.as_ref();
        name.is_none_or(|name| message.contains(&format!("{name:?}")))
    };
    let about = of_keyword()
        .find(|violation| violation.instance == change.instance && names(&violation.message))
        .or_else(|| of_keyword().next());
    if let Some(about) = about {
        return Some(Cow::Borrowed(&about.message));
    }
    // Of a union the judge says only that no branch accepts the value.
    let within = violations.iter().any(|violation| {
        let tokens = violation.instance.tokens().count();
        tokens < change.instance.tokens().count()
    });
    let part = change.instance.resolve(&change.witness.payload);
    match part.filter(|_| within && change.name.is_none()) {
        Some(part) => Some(Cow::Owned(format!("{part} at {}", change.instance))),
        None => Some(Cow::Borrowed(&violations.first()?.message)),
    }
}

fn undecided(comparison: &Comparison) -> Option<Finding> {
    let reason = comparison.reason()?;
    let text = format!(
        "{} against {} ({}): {}",
        comparison.message,
        comparison.against,
        comparison.question.as_str(),
        reason.text
    );
    let finding = Finding::new(UNDECIDED, text)
        .with("contract_message", comparison.message.as_str())
        .with("direction", comparison.direction.as_str())
        .with("verdict", "undecided")
        .with("against", comparison.against.to_string())
        .with("pointer", reason.pointer.to_string())
        .exits(Exit::Undecided);
    Some(finding)
}

fn ledger(fault: &LedgerFault, inputs: &Inputs) -> Finding {
    let entry = &fault.entry;
    let listed = |names: &std::collections::BTreeSet<String>| {
        names.iter().cloned().collect::<Vec<_>>().join(", ")
    };
    let (rule, text, versions): (_, _, Value) = match &fault.kind {
        LedgerKind::Expired => {
            let until = entry.until.map(|until| until.to_string());
            let until = until.unwrap_or_default();
            let text = format!("the acceptance of {} ended on {until}", entry.id);
            (EXPIRED, text, json!([]))
        }
        LedgerKind::Stale(names) => {
            let text = format!(
                "{} is no break any more against {}: take it out of the entry, or the entry out",
                entry.id,
                listed(names)
            );
            (STALE, text, json!(names))
        }
        LedgerKind::Unused(names) => {
            let text = format!(
                "{} speaks of {} of {}, which nothing is compared with: take it out",
                entry.id,
                listed(names),
                entry.message
            );
            (UNUSED, text, json!(names))
        }
    };
    Finding::new(rule, text)
        .in_file(
            inputs.ledger_path().display().to_string(),
            Some(entry.line).filter(|line| *line > 0),
        )
        .with("entry_id", entry.id.as_str())
        .with("entry_rule", entry.rule.as_str())
        .with("contract_message", entry.message.as_str())
        .with("owner", entry.owner.as_str())
        .with("reason", entry.reason.as_str())
        .with("versions", versions)
}
