//! The gate as a part of the main job.

use std::path::Path;
use std::time::Instant;

use frontdesk_compat::{Gated, Standing};
use frontdesk_report::{Exit, Finding, Part, RuleId};

use super::findings::findings;
use super::inputs::Inputs;
use super::{assumptions, open, recordings};
use crate::commands::gate::Budget;
use crate::context::Context;
use crate::failure::Failure;

/// A part that held nothing.
const EMPTY_PART: RuleId = RuleId::new("empty-part");
const NAME: &str = "gate";

/// Runs the gate, and returns its row and what a person must act on.
///
/// Stale files and changed releases are findings of other parts.
pub(crate) fn hold(
    schemas: &Path,
    corpus: &Path,
    budget: Budget,
    context: &mut Context<'_>,
) -> Result<(Part, Vec<Finding>), Failure> {
    let started = Instant::now();
    let inputs = Inputs::load(schemas, context)?;
    let assumptions = assumptions(budget, context);
    let mut gated = inputs.gate(context, &assumptions).run()?;
    recordings::hold(&mut gated, corpus, context);
    let report = frontdesk_report::Report {
        findings: findings(&gated, &inputs, context)?,
        ..Default::default()
    };
    let mut findings = open(&report);
    if gated.comparisons.is_empty() {
        let message = "gate held no comparisons: a part that did nothing proves nothing; freeze a \
                       release with `schema release VERSION`";
        findings.push(Finding::new(EMPTY_PART, message).exits(Exit::Findings));
    }
    let findings: Vec<Finding> = findings
        .into_iter()
        .map(|finding| {
            let id = finding.id.clone();
            Finding {
                id,
                ..finding.with("part", NAME)
            }
        })
        .collect();
    let mut counts = vec![("comparisons".to_owned(), gated.comparisons.len() as u64)];
    counts.extend(
        self::counts(&gated)
            .into_iter()
            .map(|(name, count)| (name.to_owned(), count)),
    );
    let part = Part {
        name: NAME.to_owned(),
        counts,
        findings: findings.len() as u64,
        milliseconds: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    };
    Ok((part, findings))
}

/// Counts what was proved, and what became of the breaks.
pub(super) fn counts(gated: &Gated) -> [(&'static str, u64); 4] {
    let proved = gated
        .comparisons
        .iter()
        .filter(|comparison| matches!(comparison.answer, frontdesk_compat::Answer::Compatible(_)))
        .count() as u64;
    let many = |standing: fn(&Standing) -> bool| {
        let breaks = gated
            .breaks()
            .filter(|(_, found)| standing(&found.standing));
        breaks.count() as u64
    };
    [
        ("proved", proved),
        (
            "accepted",
            many(|standing| matches!(standing, Standing::Accepted(_))),
        ),
        (
            "exempt",
            many(|standing| matches!(standing, Standing::Exempt(_))),
        ),
        (
            "reported",
            many(|standing| matches!(standing, Standing::Reported)),
        ),
    ]
}
