use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use frontdesk_corpus::{
    Document, Entry, Exchange, RecordingWriter, Timestamp, Transport, documents,
};
use frontdesk_report::{Finding, RuleId};
use url::Url;

use crate::config::RecordingConfig;
use crate::error::ProxyError;
use crate::observed::{End, Observed, Route};
use crate::outcome::{Outcome, Tally};
use crate::recorder::Recorder;

/// What became of traffic that was written down elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// What was recorded, and what was not.
    pub outcome: Outcome,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

/// Records the exchanges and frames of HAR files, redacted as what a proxy passes.
///
/// Files that say when everything was sent make the same recordings in files of the same names,
/// whenever they are imported; a moment that a file does not give is that of the import. `stdin` is
/// read where a path is `-`.
///
/// # Errors
///
/// When the folder cannot be written.
pub fn import(
    paths: &[PathBuf],
    stdin: impl io::Read,
    config: RecordingConfig,
    max_document_bytes: u64,
) -> Result<Imported, ProxyError> {
    let tally = Arc::new(Tally::default());
    let open = |folder: &_, most| RecordingWriter::numbered(folder, "imported", most);
    let mut recorder = Recorder::create(config, open, Arc::clone(&tally))?;
    let mut findings = Vec::new();
    for entry in documents(paths, stdin, max_document_bytes) {
        match entry {
            Entry::Document(document) => match observed(document) {
                Ok(observed) => recorder.observe(observed),
                Err(finding) => findings.push(*finding),
            },
            Entry::Unreadable(finding) | Entry::Finding(finding) => findings.push(finding),
            Entry::Skipped(_) => {}
        }
    }
    Ok(Imported {
        outcome: tally.outcome(),
        findings,
    })
}

fn observed(document: Document) -> Result<Observed, Box<Finding>> {
    let Some(exchange) = document.exchange else {
        let message = "the document is no exchange of a HAR file: only those are imported";
        let place = &document.place;
        let finding = Finding::new(NO_EXCHANGE, message)
            .in_file(place.file.as_ref(), place.line)
            .at_entry(place.entry);
        return Err(Box::new(finding));
    };
    Ok(Observed {
        at: exchange
            .at
            .clone()
            .unwrap_or_else(|| Timestamp::of(SystemTime::now())),
        transport: exchange.transport,
        direction: exchange.direction,
        route: Arc::new(route(&exchange)),
        status: exchange.status,
        headers: exchange
            .headers
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        bytes: document.bytes,
        end: End::Whole,
    })
}

/// Says where something was sent; the file has no secrets left around its bodies.
fn route(exchange: &Exchange) -> Route {
    let url = exchange.url.as_deref().and_then(|url| Url::parse(url).ok());
    let usual = match exchange.transport {
        Transport::Rest => "GET",
        Transport::WebSocket => "WebSocket",
    };
    Route {
        service: url
            .as_ref()
            .and_then(Url::host_str)
            .unwrap_or("unknown")
            .to_owned(),
        method: exchange.method.clone().unwrap_or_else(|| usual.to_owned()),
        path: url.map_or_else(|| "/".to_owned(), |url| url.path().to_owned()),
        secrets: Vec::new(),
    }
}

const NO_EXCHANGE: RuleId = RuleId::new("not-an-exchange");
