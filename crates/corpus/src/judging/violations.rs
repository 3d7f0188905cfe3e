use frontdesk_json::excerpt;
use frontdesk_report::Finding;
use frontdesk_schema::{Schema, Violation};
use serde_json::{Map, Value};

use crate::input::Place;
use crate::judging::branch::{branch_evidence, innermost};
use crate::rules;

/// The findings of a document that a schema refuses.
pub(crate) struct Refused {
    pub(crate) findings: Vec<Finding>,
    /// How many violations there are beyond the limit.
    pub(crate) omitted: u64,
}

impl Refused {
    pub(crate) fn nothing() -> Self {
        Self {
            findings: Vec::new(),
            omitted: 0,
        }
    }
}

/// Reports each violation, up to `limit`, with the labels as evidence.
pub(crate) fn refused(
    place: &Place,
    value: &Value,
    schema: &Schema,
    labels: &[(&str, &str)],
    limit: usize,
) -> Refused {
    let violations = schema.violations(value);
    let listed = violations.iter().take(limit);
    Refused {
        findings: listed
            .map(|violation| finding(place, violation, labels))
            .collect(),
        omitted: violations.len().saturating_sub(limit) as u64,
    }
}

fn finding(place: &Place, violation: &Violation, labels: &[(&str, &str)]) -> Finding {
    let mut finding = place
        .finding(rules::SCHEMA_VIOLATION, said_of_union(violation))
        .at_instance(&violation.instance)
        .by_keyword(&violation.schema, violation.keyword.clone());
    for (name, value) in labels {
        finding = finding.with(name, *value);
    }
    if let Some(resource) = &violation.resource {
        finding = finding.with("schema_resource", resource.as_str());
    }
    match branch_evidence(violation) {
        Some(branch) => finding.with("branch", branch),
        None => finding,
    }
}

/// What a person reads first; that no branch of a union takes the value says too little.
pub(crate) fn said_of_union(violation: &Violation) -> String {
    let said = said(violation);
    match innermost(violation) {
        Some(inner) => format!(
            "{said}: where it comes nearest, {} (at {})",
            self::said(inner),
            if inner.instance.is_root() {
                "the root".to_owned()
            } else {
                inner.instance.to_string()
            }
        ),
        None => said,
    }
}

/// Writes a violation down as evidence within a finding.
pub(crate) fn evidence(violation: &Violation) -> Value {
    let mut members = Map::new();
    for (name, value) in [
        ("instance", violation.instance.to_string()),
        ("schema", violation.schema.to_string()),
        ("keyword", violation.keyword.clone()),
        ("message", said(violation)),
    ] {
        members.insert(name.to_owned(), value.into());
    }
    if let Some(resource) = &violation.resource {
        members.insert("schema_resource".to_owned(), resource.as_str().into());
    }
    if let Some(branch) = branch_evidence(violation) {
        members.insert("branch".to_owned(), branch);
    }
    members.into()
}

/// What a person reads; it quotes the value, which may be of any size.
pub(crate) fn said(violation: &Violation) -> String {
    excerpt(&violation.message, MAX_MESSAGE)
}

const MAX_MESSAGE: usize = 300;
