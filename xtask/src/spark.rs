//! `cargo xtask spark`: the example for Apache Spark, on a real cluster that loses a worker.
//!
//! A master and two workers run here, each a process of its own. While the example runs, one worker
//! is killed together with what it was doing; the totals have to be those of one machine all the
//! same. It needs Java 17 and Python 3 with `venv`; `PySpark` is installed into a virtual environment
//! under `target/` when it is not there.

mod cluster;
mod corpus;
mod tools;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Output};

use frontdesk_report::Exit;
use serde_json::Value;

use self::cluster::Cluster;
use self::corpus::Corpus;
use self::tools::Tools;

/// Runs the example and holds it against one machine.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let exit = if words.is_empty() {
        compare(Path::new(FOLDER))
    } else {
        Err("`cargo xtask spark` takes no further words".into())
    };
    let exit = exit.unwrap_or_else(|error| {
        say(&format!("error: {error}"));
        Exit::Usage
    });
    ExitCode::from(exit.code())
}

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn compare(folder: &Path) -> Outcome<Exit> {
    let tools = Tools::find(folder)?;
    let folder = fs_err::canonicalize(folder)?;
    let corpus = Corpus::write(&folder.join("corpus"))?;
    let alone = alone(&corpus)?;
    let binary = corpus.slow_binary(&std::env::current_exe()?)?;
    say("starting a master and two workers");
    let mut cluster = Cluster::start(&tools, &folder)?;
    let mut job = cluster.submit(&tools, &corpus, &binary)?;
    // The first tasks are done by then, and others under way.
    job.wait(|| corpus.starts() >= STARTS_BEFORE_THE_KILL)?;
    cluster.kill_a_worker()?;
    say("killed a worker");
    let ended = job.finish()?;
    let together = report(&ended)?;
    let starts = corpus.starts();
    say(&format!(
        "{} partitions, {starts} tasks started: {}",
        corpus.files, together["summary"]
    ));
    if starts <= corpus.files {
        say("no task was run again: the worker died too late to show anything");
        return Ok(Exit::Findings);
    }
    let (one, other) = (totals(&alone), totals(&together));
    if one == other && one["documents"] == corpus.records {
        say("the cluster and one machine say the same");
        return Ok(Exit::Clean);
    }
    say(&format!(
        "one machine says {one}, the cluster {other}, of {} records",
        corpus.records
    ));
    Ok(Exit::Findings)
}

/// Validates the corpus here.
fn alone(corpus: &Corpus) -> Outcome<Value> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["validate", "--format", "json", "--schema"]);
    command.arg(&corpus.schema).arg(&corpus.records_folder);
    report(&command.output()?)
}

/// Reads the report of a run that found something, as there is something to find.
fn report(ended: &Output) -> Outcome<Value> {
    if ended.status.code() != Some(i32::from(Exit::Findings.code())) {
        let said = String::from_utf8_lossy(&ended.stderr);
        return Err(format!("it ended with {}: {said}", ended.status).into());
    }
    Ok(serde_json::from_slice(&ended.stdout)?)
}

/// Gives the counts of a report, with the true number of findings.
fn totals(report: &Value) -> Value {
    let mut totals = report["summary"].clone();
    totals["findings"] = report["findings"].as_array().map_or(0, Vec::len).into();
    totals
}

fn say(text: &str) {
    // Without standard error there is nobody to tell that there is no standard error.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Where everything is that this writes.
const FOLDER: &str = "target/spark";

/// How many tasks have begun when the worker is killed.
const STARTS_BEFORE_THE_KILL: u64 = 5;
