use std::io::Read;
use std::path::{Path, PathBuf};

use frontdesk_report::Exit;

use crate::config::{Config, Judges, Target};
use crate::error::{CorpusError, CorpusErrorKind};
use crate::input::{Entry, STDIN, documents};
use crate::judging::{Bench, Judged, judge};
use crate::outcome::{DocumentVerdict, Outcome};

/// Judges every document under the paths.
///
/// `stdin` is read where a path is `-`. What goes wrong with one file or document becomes a
/// finding, and the rest is still read; a path that was named and cannot be read is a finding that
/// ends in [`Exit::Usage`]. Findings keep the order of the input.
///
/// # Errors
///
/// When the configuration names a message or side that `judges` lacks, or `-` is named twice.
pub fn validate(
    paths: &[PathBuf],
    stdin: impl Read,
    judges: &Judges,
    config: &Config<'_>,
) -> Result<Outcome, CorpusError> {
    let bench = bench(judges, config)?;
    let times = paths
        .iter()
        .filter(|path| *path == Path::new(STDIN))
        .count();
    if times > 1 {
        return Err(CorpusErrorKind::StdinTwice { times }.into());
    }
    let mut outcome = Outcome::default();
    for entry in documents(paths, stdin, config.max_document_bytes) {
        match entry {
            Entry::Document(document) => {
                outcome.take(judge(&document, &bench, config.max_findings), config);
            }
            Entry::Unreadable(finding) => {
                outcome.counts.add(DocumentVerdict::Unreadable);
                outcome.find([finding], config.max_findings);
            }
            Entry::Finding(finding) => outcome.find([finding], config.max_findings),
            Entry::Skipped(_) => outcome.skipped_files += 1,
        }
    }
    Ok(outcome)
}

fn bench<'a>(judges: &'a Judges, config: &Config<'a>) -> Result<Bench<'a>, CorpusError> {
    Ok(match config.target {
        Target::Recordings => Bench::Recordings(judges),
        Target::Message { name, side } => Bench::Message {
            name,
            side,
            schema: judges.schema(name, side)?,
        },
        Target::Schema(schema) => Bench::Schema(schema),
    })
}

impl Outcome {
    /// Takes in what was said of one document.
    fn take(&mut self, judged: Judged, config: &Config<'_>) {
        self.counts.add(judged.verdict);
        if let Some(message) = judged.message {
            self.messages
                .entry(message)
                .or_default()
                .add(judged.verdict);
        }
        self.expectations += judged.expectations;
        self.find(judged.findings, config.max_findings);
        self.omit(judged.omitted, Exit::Findings);
    }
}
