//! The recordings of a contract, held against what they expect.

use std::path::Path;

use frontdesk_corpus::{
    Config, CorpusError, Judges, Target, USUAL_MAX_DOCUMENT_BYTES, USUAL_MAX_FINDINGS, validate,
};

use crate::part::Tally;

pub(crate) fn hold(folder: &Path, judges: &Judges) -> Result<Tally, CorpusError> {
    let mut tally = Tally::new("corpus", &["recordings", "expectations"]);
    let config = Config {
        target: Target::Recordings,
        max_document_bytes: USUAL_MAX_DOCUMENT_BYTES,
        max_findings: USUAL_MAX_FINDINGS,
    };
    let outcome =
        tally.timed(|_| validate(&[folder.to_owned()], std::io::empty(), judges, &config))?;
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    tally.add("recordings", count(outcome.counts.documents));
    tally.add("expectations", count(outcome.expectations));
    for finding in outcome.findings {
        tally.find(finding);
    }
    Ok(tally)
}
