//! A master and two workers, each a process, which end with this one.

use std::fmt::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use fs_err::File;

use super::Outcome;
use super::corpus::Corpus;
use super::tools::Tools;

pub(super) struct Cluster {
    folder: PathBuf,
    url: String,
    processes: Vec<Process>,
}

/// A process that is killed when nobody needs it any more.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The example as it runs.
pub(super) struct Job {
    process: Process,
    report: PathBuf,
    log: PathBuf,
}

impl Cluster {
    /// Starts the master, then the workers, and waits until they are known to it.
    pub(super) fn start(tools: &Tools, folder: &Path) -> Outcome<Self> {
        let port = free_port()?;
        let mut cluster = Self {
            folder: folder.to_owned(),
            url: format!("spark://127.0.0.1:{port}"),
            processes: Vec::new(),
        };
        let port = port.to_string();
        cluster.run(tools, "master", "Master", &["--port", &port])?;
        for number in 1..=WORKERS {
            let name = format!("worker-{number}");
            let work = folder.join(&name);
            let work = work.to_str().ok_or("the path is no UTF-8")?;
            let url = cluster.url.clone();
            let words = ["--cores", "1", "--memory", "1g", "--work-dir", work, &url];
            cluster.run(tools, &name, "Worker", &words)?;
        }
        let log = cluster.log("master");
        let known = || {
            let said = fs_err::read_to_string(&log).unwrap_or_default();
            said.matches("Registering worker").count() >= WORKERS
        };
        let begin = Instant::now();
        while !known() {
            cluster.alive(&log)?;
            pause(begin, &log)?;
        }
        Ok(cluster)
    }

    fn run(&mut self, tools: &Tools, name: &str, class: &str, words: &[&str]) -> Outcome<()> {
        let class = format!("org.apache.spark.deploy.{}.{class}", class.to_lowercase());
        let log = File::create(self.log(name))?.into_file();
        let child = Command::new(tools.spark.join("bin/spark-class"))
            .arg(class)
            .args(["--host", "127.0.0.1", "--webui-port", "0"])
            .args(words)
            .env("SPARK_HOME", &tools.spark)
            .env("SPARK_LOCAL_IP", "127.0.0.1")
            .env("SPARK_NO_DAEMONIZE", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        self.processes.push(Process(child));
        Ok(())
    }

    /// Starts the example; each file becomes a partition.
    pub(super) fn submit(&self, tools: &Tools, corpus: &Corpus, binary: &Path) -> Outcome<Job> {
        let (report, log) = (self.folder.join("report.json"), self.log("job"));
        let child = Command::new(tools.spark.join("bin/spark-submit"))
            .args(["--master", &self.url])
            .args(["--conf", "spark.executor.memory=512m"])
            .args(["--conf", "spark.ui.enabled=false"])
            .args(["--conf", "spark.sql.files.maxPartitionBytes=1m"])
            .args(["--conf", "spark.sql.files.openCostInBytes=1m"])
            .arg("examples/spark/validate.py")
            .arg(&corpus.records_folder)
            .arg("--binary")
            .arg(binary)
            .arg("--schema")
            .arg(&corpus.schema)
            .args(["--format", "json"])
            .env("SPARK_HOME", &tools.spark)
            .env("SPARK_LOCAL_IP", "127.0.0.1")
            .env("PYSPARK_PYTHON", &tools.python)
            .stdin(Stdio::null())
            .stdout(File::create(&report)?.into_file())
            .stderr(File::create(&log)?.into_file())
            .spawn()?;
        Ok(Job {
            process: Process(child),
            report,
            log,
        })
    }

    /// Kills the worker that was started last, without a word to it.
    pub(super) fn kill_a_worker(&mut self) -> Outcome<()> {
        drop(self.processes.pop().ok_or("there is no worker")?);
        Ok(())
    }

    fn alive(&mut self, log: &Path) -> Outcome<()> {
        for process in &mut self.processes {
            if let Some(status) = process.0.try_wait()? {
                return Err(
                    format!("a part of the cluster ended with {status}: {}", tail(log)).into(),
                );
            }
        }
        Ok(())
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.log"))
    }
}

impl Job {
    /// Waits until something is true, while the job runs.
    pub(super) fn wait(&mut self, until: impl Fn() -> bool) -> Outcome<()> {
        let begin = Instant::now();
        while !until() {
            if let Some(status) = self.process.0.try_wait()? {
                return Err(format!("the job ended with {status}: {}", tail(&self.log)).into());
            }
            pause(begin, &self.log)?;
        }
        Ok(())
    }

    /// Waits for the end of the job.
    pub(super) fn finish(mut self) -> Outcome<Output> {
        let begin = Instant::now();
        let status = loop {
            if let Some(status) = self.process.0.try_wait()? {
                break status;
            }
            pause(begin, &self.log)?;
        };
        Ok(Output {
            status,
            stdout: fs_err::read(&self.report)?,
            stderr: tail(&self.log).into_bytes(),
        })
    }
}

/// Sleeps for a moment, or gives up after some minutes.
fn pause(begin: Instant, log: &Path) -> Outcome<()> {
    if begin.elapsed() > PATIENCE {
        let minutes = PATIENCE.as_secs() / 60;
        return Err(format!("nothing came of it in {minutes} minutes: {}", tail(log)).into());
    }
    thread::sleep(Duration::from_millis(100));
    Ok(())
}

/// Gives the last lines of a log.
fn tail(log: &Path) -> String {
    let text = fs_err::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let mut tail = log.display().to_string();
    for line in &lines[lines.len().saturating_sub(LINES)..] {
        // Writing to a string cannot fail.
        let _ = write!(tail, "\n  {line}");
    }
    tail
}

fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

const WORKERS: usize = 2;
const PATIENCE: Duration = Duration::from_secs(300);
const LINES: usize = 20;
