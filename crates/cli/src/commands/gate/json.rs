//! The gate as a program reads it: the report, and beside it what was compared.

use frontdesk_compat::{Against, Answer, Break, Comparison, Gated};
use frontdesk_report::Report;
use serde_json::{Value, json};

/// Writes the report with the members `comparisons`, `versions` and `advice`.
pub(super) fn text(gated: &Gated, report: &Report) -> String {
    let mut document = json!(report);
    document["comparisons"] = gated.comparisons.iter().map(comparison).collect();
    document["versions"] = versions(gated);
    if let Some(advice) = &gated.advice {
        document["advice"] = json!({
            "newest": advice.newest,
            "bump": advice.bump.as_str(),
            "least": advice.least().map(|least| least.to_string()),
            "reasons": advice.reasons,
        });
    }
    format!("{document:#}\n")
}

/// Gives one comparison with its breaks, by their ids.
pub(super) fn comparison(comparison: &Comparison) -> Value {
    let mut document = json!({
        "contract_message": comparison.message,
        "direction": comparison.direction,
        "against": comparison.against.to_string(),
        "question": comparison.question.as_str(),
        "gated": comparison.gated,
        "verdict": comparison.answer.as_str(),
        "breaks": comparison.breaks.iter().map(|found| breaking(comparison, found)).collect::<Vec<_>>(),
    });
    if let Against::Source { status, .. } = &comparison.against {
        document["status"] = json!(status.as_str());
    }
    if let Answer::Compatible(proof) = &comparison.answer {
        document["proof"] = json!(proof.to_string());
    }
    if let Some(reason) = comparison.reason() {
        document["undecided"] =
            json!({"pointer": reason.pointer.to_string(), "reason": reason.text});
    }
    document
}

fn breaking(comparison: &Comparison, found: &Break) -> Value {
    let mut document = json!({
        "id": found.id,
        "rule": found.stem.rule(comparison.direction),
    });
    if let Some(change) = &found.change {
        document["instance"] = json!(change.instance.to_string());
        document["member"] = json!(change.name);
        document["witness"] = change.witness.payload.clone();
        let judgements = found.judgements.iter();
        document["old_types"] = judgements
            .map(|(judge, judgement)| json!({"judge": judge, "says": judgement.to_string()}))
            .collect();
    }
    document
}

fn versions(gated: &Gated) -> Value {
    let names = &gated.versions.names;
    let rows = names.iter().zip(&gated.versions.rows);
    let clients = rows.map(|(client, works)| {
        let servers = names.iter().zip(works);
        let servers = servers.map(|(server, works)| (server.clone(), json!(works.as_str())));
        (client.clone(), servers.collect::<Value>())
    });
    clients.collect()
}
