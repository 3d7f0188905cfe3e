//! What changed from one corpus to another, beyond chance.

mod chance;
mod fields;
mod rules;

use std::collections::BTreeSet;

use frontdesk_report::Finding;

use crate::part::MessagePart;
use crate::profile::Profile;

use chance::Doubt;
pub use rules::*;

/// What counts as drift.
#[derive(Clone, Copy, Debug)]
pub struct DriftConfig {
    /// What was seen fewer times than this neither appears nor vanishes.
    pub rare: u64,
    /// How likely it may be that two corpora of the same traffic are told apart by their rates.
    pub doubt: f64,
}

/// Lists what changed from the old traffic to the new.
///
/// That a message, a field, a type or one of few values appears or vanishes is drift as it is. Rates,
/// shares and ranges drift when chance would make such a difference less often than
/// [`DriftConfig::doubt`], all comparisons of a message taken together.
#[must_use]
pub fn drift(old: &Profile, new: &Profile, config: &DriftConfig) -> Vec<Finding> {
    let (old, new) = (old.messages(), new.messages());
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut findings = Vec::new();
    for name in names {
        match (old.get(name), new.get(name)) {
            (Some(old), Some(new)) => findings.extend(of_message(name, old, new, config)),
            (Some(old), None) if old.documents >= config.rare => {
                findings.push(of_whole(
                    MESSAGE_VANISHED,
                    name,
                    old.documents,
                    0,
                    "no longer seen",
                ));
            }
            (None, Some(new)) if new.documents >= config.rare => {
                findings.push(of_whole(MESSAGE_APPEARED, name, 0, new.documents, "new"));
            }
            _ => {}
        }
    }
    findings
}

fn of_message(
    name: &str,
    old: &MessagePart,
    new: &MessagePart,
    config: &DriftConfig,
) -> Vec<Finding> {
    let fields = old.fields.fields().len().max(new.fields.fields().len());
    let doubt = Doubt::shared(config.doubt, fields * COMPARISONS);
    let mut findings = Vec::new();
    if doubt.differ((old.refused, old.documents), (new.refused, new.documents)) {
        let message = format!(
            "of {name} {} of {} documents are refused, and {} of {} were",
            new.refused, new.documents, old.refused, old.documents
        );
        let finding = Finding::new(REFUSALS_CHANGED, message).with("contract_message", name);
        findings.push(
            finding
                .with("old", vec![old.refused, old.documents])
                .with("new", vec![new.refused, new.documents]),
        );
    }
    findings.extend(fields::compare(
        name,
        &old.fields,
        &new.fields,
        config,
        doubt,
    ));
    findings
}

fn of_whole(rule: frontdesk_report::RuleId, name: &str, old: u64, new: u64, what: &str) -> Finding {
    let message = format!("the message {name} is {what}: {} documents", old.max(new));
    Finding::new(rule, message)
        .with("contract_message", name)
        .with("old", old)
        .with("new", new)
}

/// How many comparisons there are of a field, about.
const COMPARISONS: usize = 8;
