use frontdesk_contract::Staleness;
use frontdesk_report::{Exit, Finding, RuleId};

/// Turns a stale file into a finding with its diff.
pub(super) fn finding(stale: &Staleness) -> Finding {
    let file = stale.file.to_string_lossy().into_owned();
    let text = stale.to_string();
    // The finding names the file itself.
    let what = text.strip_prefix(&format!("{file}: ")).unwrap_or(&text);
    let message = format!("{what}: run `schema export`, and review the diff");
    let mut finding = Finding::new(STALE_SCHEMA, message)
        .in_file(file, None)
        .with("state", stale.kind.as_str())
        .exits(Exit::Stale);
    if let Some(message) = &stale.message {
        finding = finding.with("contract_message", message.as_str());
    }
    if let Some(side) = stale.side {
        finding = finding.with("side", side.as_str());
    }
    if !stale.pointers.is_empty() {
        let pointers: Vec<String> = stale.pointers.iter().map(ToString::to_string).collect();
        finding = finding.with("pointers", pointers);
    }
    if !stale.diff.is_empty() {
        finding = finding.with("diff", stale.diff.as_str());
    }
    finding
}

/// An exported file is not what the types say today.
const STALE_SCHEMA: RuleId = RuleId::new("stale-schema");
