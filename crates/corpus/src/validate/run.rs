use std::io::{Read, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::config::{Config, Judges, Target};
use crate::error::{CorpusError, CorpusErrorKind};
use crate::input::{Pieces, Reading, STDIN, Stdin};
use crate::judging::{Bench, QuickBench, Shapes};
use crate::outcome::Outcome;
use crate::validate::gather::Gathered;
use crate::validate::turns::judge_side_by_side;
use crate::validate::worker::Worker;

/// Judges every document under the paths, one after the other.
///
/// `stdin` is read where a path is `-`. What goes wrong with one file or document becomes a
/// finding, and the rest is still read; a path that was named and cannot be read is a finding that
/// ends in [`Exit::Usage`](frontdesk_report::Exit::Usage). Findings keep the order of the input.
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
    let shapes = shapes(judges, config);
    let bench = bench(paths, judges, &shapes, config)?;
    let reading = reading(config, 1);
    let mut pieces = Pieces::new(paths, stdin, Stdin::Sniffed, reading);
    let mut worker = Worker::new(QuickBench::new(bench), reading, false);
    let mut gathered = Gathered::new(config.max_findings, None);
    one_by_one(&mut pieces, &mut worker, &mut gathered)?;
    Ok(gathered.into_outcome())
}

/// How documents are judged, beside what they are held against.
pub struct Running<'w> {
    /// How many documents are judged at a time; the outcome is the same for any number.
    pub jobs: NonZeroUsize,
    /// Where a verdict on each document is written, as a line of JSON, in the order of the input;
    /// standard input is NDJSON then, whatever its first line says.
    ///
    /// Verdicts are flushed before more is waited for, so that a program that waits for one gets
    /// it. They hold the findings, and the outcome lists none.
    pub verdicts: Option<&'w mut (dyn Write + Send)>,
}

/// Judges every document under the paths, several at a time, and tells verdicts as they come.
///
/// Otherwise it does what [`validate`] does.
///
/// ```
/// use frontdesk_corpus::{Config, Judges, Running, Target, validate_with};
/// use frontdesk_schema::{Options, Schema};
///
/// let schema = Schema::compile(serde_json::json!({"required": ["id"]}), &Options::default())?;
/// let config = Config {
///     target: Target::Schema(&schema),
///     max_document_bytes: 1024,
///     max_findings: 10,
/// };
/// let mut verdicts = Vec::new();
/// let running = Running {
///     jobs: 2.try_into()?,
///     verdicts: Some(&mut verdicts),
/// };
/// let stdin = &b"{\"id\": 1}\n{}\n"[..];
/// let outcome = validate_with(&["-".into()], stdin, &Judges::default(), &config, running)?;
/// assert_eq!(outcome.counts.invalid, 1);
/// let lines = String::from_utf8(verdicts)?;
/// assert!(lines.starts_with("{\"verdict\":\"valid\",\"file\":\"-\",\"line\":1,"));
/// assert_eq!(lines.lines().count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`validate`], and when a verdict cannot be written.
pub fn validate_with(
    paths: &[PathBuf],
    stdin: impl Read + Send,
    judges: &Judges,
    config: &Config<'_>,
    running: Running<'_>,
) -> Result<Outcome, CorpusError> {
    let shapes = shapes(judges, config);
    let bench = bench(paths, judges, &shapes, config)?;
    let jobs = running.jobs.get();
    let reading = reading(config, jobs);
    let tells = running.verdicts.is_some();
    let form = if tells { Stdin::Lines } else { Stdin::Sniffed };
    let mut pieces = Pieces::new(paths, stdin, form, reading);
    let new_worker = || Worker::new(QuickBench::new(bench), reading, tells);
    let most = if tells { 0 } else { config.max_findings };
    let mut gathered = Gathered::new(most, running.verdicts);
    if jobs == 1 {
        one_by_one(&mut pieces, &mut new_worker(), &mut gathered)?;
    } else {
        judge_side_by_side(pieces, jobs, &new_worker, &mut gathered)?;
    }
    Ok(gathered.into_outcome())
}

fn one_by_one<S: Read>(
    pieces: &mut Pieces<'_, S>,
    worker: &mut Worker<'_>,
    gathered: &mut Gathered<'_>,
) -> Result<(), CorpusError> {
    let mut spare = Vec::new();
    while let Some(piece) = pieces.next(&mut spare) {
        let said = worker.judge(piece, gathered.room(), &mut spare);
        gathered.take(said)?;
    }
    Ok(())
}

fn reading(config: &Config<'_>, jobs: usize) -> Reading {
    Reading {
        limit: config.max_document_bytes,
        chunk: (IN_FLIGHT / (4 * jobs)).clamp(LEAST_CHUNK, MOST_CHUNK),
        hands_on: jobs > 1,
    }
}

fn shapes(judges: &Judges, config: &Config<'_>) -> Shapes {
    match config.target {
        Target::Auto => Shapes::of(judges),
        Target::Recordings | Target::Message { .. } | Target::Schema(_) => Shapes::default(),
    }
}

fn bench<'a>(
    paths: &[PathBuf],
    judges: &'a Judges,
    shapes: &'a Shapes,
    config: &Config<'a>,
) -> Result<Bench<'a>, CorpusError> {
    let times = paths.iter().filter(|path| *path == Path::new(STDIN));
    let times = times.count();
    if times > 1 {
        return Err(CorpusErrorKind::StdinTwice { times }.into());
    }
    Ok(match config.target {
        Target::Recordings => Bench::Recordings(judges),
        Target::Message { name, side } => Bench::Message {
            name,
            side,
            schema: judges.schema(name, side)?,
            judges,
        },
        Target::Schema(schema) => Bench::Schema(schema),
        Target::Auto => Bench::Auto(judges, shapes),
    })
}

/// How many bytes are read and not yet judged, at most, unless one document is larger.
pub(super) const IN_FLIGHT: usize = 4 * 1024 * 1024;

const LEAST_CHUNK: usize = 64 * 1024;
const MOST_CHUNK: usize = 1024 * 1024;
