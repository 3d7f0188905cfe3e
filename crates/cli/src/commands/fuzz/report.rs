use frontdesk_fuzz::{Baseline, CHECKS, SOCKET_CHECKS};
use frontdesk_report::Report;
use serde_json::{Map, Value, json};

use super::Done;
use crate::commands::gate::today;

/// Makes the report of what was found, without what is accepted.
pub(super) fn report(done: &[Done], baseline: &Baseline) -> Report {
    let today = today().to_string();
    let mut report = Report::default();
    let mut accepted = 0_u64;
    let mut found: Map<String, Value> = CHECKS
        .iter()
        .map(|check| check.id)
        .chain(SOCKET_CHECKS.iter().map(|check| check.id))
        .map(|id| (id.as_str().to_owned(), json!(0)))
        .collect();
    let mut policies = Vec::new();
    for done in done {
        for (finding, path) in done.outcome.findings.iter().zip(&done.kept) {
            if baseline.accepts(&finding.id, &today) {
                accepted += 1;
                continue;
            }
            let count = found.entry(finding.check.clone()).or_insert(json!(0));
            *count = json!(count.as_u64().unwrap_or(0) + 1);
            report
                .findings
                .push(finding.reported(&format!("frontdesk replay {}", path.display())));
        }
        for ((operation, what), (taken, refused)) in &done.outcome.policies {
            policies.push(
                json!({"operation": operation, "what": what, "taken": taken, "refused": refused}),
            );
            let policy = match (taken, refused) {
                (0, _) => "refused",
                (_, 0) => "taken",
                _ => "taken now and then",
            };
            report.notes.push(format!("{operation}: {what}: {policy}"));
        }
        if done.outcome.taken == 0 {
            report
                .notes
                .push("warning: no request that is right by the contract was taken".to_owned());
        }
    }
    let requests: u64 = done.iter().map(|done| done.outcome.requests).sum();
    // Endpoints are run at at the same time.
    let seconds = done.iter().map(|done| done.outcome.seconds);
    let seconds = seconds.fold(0.0, f64::max);
    report.count("requests", requests);
    report.count("seconds", (seconds * 10.0).round() / 10.0);
    report.count("checks", Value::Object(found));
    if !baseline.accepted.is_empty() {
        report.count("accepted", accepted);
    }
    if !policies.is_empty() {
        report.say("policies", policies);
    }
    report.closing = Some(closing(report.findings.len(), requests, seconds, accepted));
    report.sort();
    report
}

fn closing(findings: usize, requests: u64, seconds: f64, accepted: u64) -> String {
    let found = match findings {
        0 => "nothing found".to_owned(),
        1 => "1 finding".to_owned(),
        more => format!("{more} findings"),
    };
    let known = if accepted > 0 {
        format!(", {accepted} accepted")
    } else {
        String::new()
    };
    format!("{found}{known} in {requests} requests and {seconds:.1} s")
}
