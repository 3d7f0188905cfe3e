//! The files of a contract, held against its types and against what was frozen.

use std::path::Path;

use frontdesk_contract::{Contract, Staleness, Store, StoreError, Tampering};
use frontdesk_report::{Exit, Finding};

use crate::part::Tally;
use crate::rules;

/// Holds `next` against what the types say today.
pub(crate) fn freshness(contract: &Contract, store: &Store) -> Result<Tally, StoreError> {
    let mut tally = Tally::new("export", &["messages", "schemas"]);
    tally.add("messages", contract.messages().len());
    tally.add("schemas", 2 * contract.messages().len());
    for stale in tally.timed(|_| store.check_next(contract))? {
        tally.find(stale_finding(&stale));
    }
    Ok(tally)
}

/// Turns a stale file into a finding with its diff.
#[must_use]
pub fn stale_finding(stale: &Staleness) -> Finding {
    let file = stale.file.to_string_lossy().into_owned();
    let text = stale.to_string();
    // The finding names the file itself.
    let what = text.strip_prefix(&format!("{file}: ")).unwrap_or(&text);
    let message = format!("{what}: run `schema export`, and review the diff");
    let mut finding = Finding::new(rules::STALE_SCHEMA, message)
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

/// Holds every release against its own manifest.
pub(crate) fn releases(contract: &Contract, store: &Store) -> Result<Tally, StoreError> {
    let mut tally = Tally::new("releases", &["releases", "schemas"])
        .way_out("freeze one with `schema release VERSION`");
    for release in tally.timed(|_| store.releases(contract.name()))? {
        tally.add("releases", 1);
        tally.add("schemas", 2 * release.messages().len());
        for tampering in release.verify() {
            tally.find(tampering_finding(&tampering));
        }
    }
    Ok(tally)
}

/// Turns a file that is not as it was frozen into a finding.
#[must_use]
pub fn tampering_finding(tampering: &Tampering) -> Finding {
    Finding::new(rules::RELEASE_CHANGED, tampering.to_string())
        .in_file(shown(&tampering.path), None)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
