//! The files of a contract, held against its types and against what was frozen.

use std::path::Path;

use frontdesk_contract::{Contract, Store, StoreError};
use frontdesk_report::{Exit, Finding};

use crate::part::Tally;
use crate::rules;

/// Holds `next` against what the types say today.
pub(crate) fn freshness(contract: &Contract, store: &Store) -> Result<Tally, StoreError> {
    let mut tally = Tally::new("export", &["messages", "schemas"]);
    tally.add("messages", contract.messages().len());
    tally.add("schemas", 2 * contract.messages().len());
    for stale in tally.timed(|_| store.check_next(contract))? {
        let mut finding = Finding::new(rules::STALE_SCHEMA, stale.to_string())
            .in_file(shown(&stale.file), None)
            .with("diff", stale.diff.clone())
            .exits(Exit::Stale);
        if let Some(message) = &stale.message {
            finding = finding.with("contract_message", message.clone());
        }
        let pointers: Vec<String> = stale.pointers.iter().map(ToString::to_string).collect();
        tally.find(finding.with("pointers", pointers));
    }
    Ok(tally)
}

/// Holds every release against its own manifest.
pub(crate) fn releases(contract: &Contract, store: &Store) -> Result<Tally, StoreError> {
    let mut tally = Tally::new("releases", &["releases", "schemas"]);
    for release in tally.timed(|_| store.releases(contract.name()))? {
        tally.add("releases", 1);
        tally.add("schemas", 2 * release.messages().len());
        for tampering in release.verify() {
            tally.find(
                Finding::new(rules::RELEASE_CHANGED, tampering.to_string())
                    .in_file(shown(&tampering.path), None),
            );
        }
    }
    Ok(tally)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
