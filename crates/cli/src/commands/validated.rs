//! What validation says at its end, of a whole corpus or of parts that were merged.

use frontdesk_corpus::Outcome;
use frontdesk_report::{Exit, Format};

use crate::context::Context;
use crate::failure::Failure;

/// Reports an outcome.
pub(super) fn report(outcome: Outcome, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let closing = closing(&outcome);
    let mut report = outcome.into_report();
    if context.output.format() == Format::Human {
        // The counts are for programs: people read them as a sentence.
        report.summary.clear();
        report.closing = Some(closing);
    }
    report.sort();
    context.output.report(&report)
}

/// Says in one line what was counted.
pub(super) fn closing(outcome: &Outcome) -> String {
    let counts = outcome.counts;
    let findings = outcome.findings.len() as u64 + outcome.omitted_findings;
    let mut parts = vec![format!("{} valid", counts.valid)];
    let as_expected = outcome.refused_as_expected;
    let some = [
        (as_expected, "refused, as their recordings expect"),
        (counts.invalid.saturating_sub(as_expected), "invalid"),
        (counts.unreadable, "unreadable"),
    ];
    let some = some.iter().filter(|(count, _)| *count > 0);
    parts.extend(some.map(|(count, what)| format!("{count} {what}")));
    let verdict = match findings {
        0 => "clean".to_owned(),
        _ => numbered(findings, "finding"),
    };
    let documents = numbered(counts.documents, "document");
    let asides = [
        (outcome.expectations, "expected verdict", "compared"),
        (outcome.skipped_files, "other file", "passed over"),
        (
            outcome.left_out,
            "document",
            "left out, which came as other messages do",
        ),
    ];
    let asides = asides.into_iter().filter(|(count, ..)| *count > 0);
    let asides = asides.map(|(count, what, done)| format!("{} {done}", numbered(count, what)));
    let mut sentence = vec![format!("{verdict}: {documents} ({})", parts.join(", "))];
    sentence.extend(asides);
    sentence.join("; ")
}

fn numbered(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
