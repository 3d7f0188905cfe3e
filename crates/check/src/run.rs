use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use frontdesk_contract::{Contract, Side, Source, Store, StoreError};
use frontdesk_corpus::{CorpusError, Judges, MessageJudges};
use frontdesk_report::Report;
use frontdesk_schema::{Options, Schema, SchemaError};

use crate::part::Tally;
use crate::seal::{self, SealError};
use crate::subject::{Subject, SubjectError};
use crate::ways::with_ways;
use crate::{agreement, corpus, emission, export, labels, sources};

/// What a check runs over.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder of schemas: `next`, the releases, the sources.
    pub schemas: PathBuf,
    /// The folder of recordings.
    pub corpus: PathBuf,
    /// How many payloads are drawn of each message, side and kind.
    pub payloads: usize,
    /// The seed of all draws.
    pub seed: u64,
    /// How the schemas of sources are read.
    pub options: Options,
}

/// Why a check could not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// A message has no usable schemas.
    #[error(transparent)]
    Subject(#[from] SubjectError),
    /// The schemas folder cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The corpus cannot be judged.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// A seal cannot be held.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A source holds a schema that does not compile.
    #[error("{file}: {cause}")]
    Source {
        /// The schema's file.
        file: String,
        /// What is wrong with it.
        cause: SchemaError,
    },
}

/// Runs the main job: everything derived from the types, held against everything written down.
///
/// # Errors
///
/// When an input cannot be read at all; what it says wrongly is a finding of the report.
pub fn check(contract: &Contract, config: &Config) -> Result<Report, CheckError> {
    let store = Store::new(&config.schemas);
    let subjects = Subject::all(contract)?;
    let mut report = Report::default();
    report.count("seed", config.seed);
    let sources = store.sources()?;
    let judges = judges(contract, &sources, &config.options)?;
    let [labels, agreement, emission] = over_messages(&subjects, config);
    for tally in [
        export::freshness(contract, &store)?,
        export::releases(contract, &store)?,
        seal::hold_all(&config.schemas, &config.corpus)?,
        labels,
        agreement,
        emission,
        sources::hold(&subjects, &sources, contract.may_lack_sources(), config),
        corpus::hold(&config.corpus, &judges)?,
    ] {
        let (part, findings) = tally.close();
        report.parts.push(part);
        report.findings.extend(findings);
    }
    report.sort();
    Ok(report)
}

/// Compiles what recordings of a contract are judged by: both sides and every source.
///
/// # Errors
///
/// When a type gives no schema that compiles, or a source holds one that does not.
pub fn judges(
    contract: &Contract,
    sources: &[Source],
    options: &Options,
) -> Result<Judges, CheckError> {
    let mut judges = Judges::default().of_contract(contract.name());
    for message in contract.messages() {
        judges.insert(
            message.name(),
            message_judges(contract, message.name(), sources, options)?,
        );
    }
    Ok(with_ways(judges, contract))
}

fn message_judges(
    contract: &Contract,
    name: &str,
    sources: &[Source],
    options: &Options,
) -> Result<MessageJudges, CheckError> {
    let mut statements = std::collections::BTreeMap::new();
    for source in sources {
        if let Some(document) = source.find(name) {
            let schema = Schema::compile(document.schema.clone(), options);
            let schema = schema.map_err(|cause| CheckError::Source {
                file: document.file.display().to_string(),
                cause,
            })?;
            statements.insert(source.name.clone(), schema);
        }
    }
    let (reader, writer) = Subject::sides(contract, name)?;
    Ok(MessageJudges {
        reader,
        writer: Some(writer),
        sources: statements,
    })
}

/// Holds every message, a few at a time, and merges what they counted in the contract's order.
fn over_messages(subjects: &[Subject], config: &Config) -> [Tally; 3] {
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, [Tally; 3])>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers.min(subjects.len()) {
            scope.spawn(|| {
                while let Some((index, subject)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    subjects.get(index).map(|subject| (index, subject))
                } {
                    let tallies = one_message(subject, config);
                    if let Ok(mut done) = done.lock() {
                        done.push((index, tallies));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(index, _)| *index);
    let mut whole = tallies();
    for (_, tallies) in done {
        for (whole, tally) in whole.iter_mut().zip(tallies) {
            whole.merge(tally);
        }
    }
    whole
}

fn one_message(subject: &Subject, config: &Config) -> [Tally; 3] {
    let [mut labels, mut agreement, mut emission] = tallies();
    let (count, seed) = (config.payloads, config.seed);
    labels.add("messages", 1);
    let read = labels.timed(|tally| labels::draw_all(subject, Side::Reader, count, seed, tally));
    let written = labels.timed(|tally| labels::draw_all(subject, Side::Writer, count, seed, tally));
    agreement.timed(|tally| agreement::hold(subject, &read, tally));
    emission.timed(|tally| emission::hold(subject, &written, &read, tally));
    [labels, agreement, emission]
}

fn tallies() -> [Tally; 3] {
    [
        Tally::new("labels", &["messages", "valid", "boundary", "invalid"]),
        Tally::new("agreement", &["payloads", "byte-level cases"]),
        Tally::new("emission", &["examples", "authored", "written", "relayed"])
            .optional(&["authored"])
            .way_out("give messages an `.example(value)`"),
    ]
}
