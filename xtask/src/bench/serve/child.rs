//! A service in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::text;

/// A process that serves, and ends with this value.
pub(in crate::bench) struct Served {
    child: Child,
    pub(in crate::bench) addr: SocketAddr,
}

impl Served {
    /// Starts `frontdesk serve` on a free port.
    pub(in crate::bench) fn service(thinking: u32) -> Result<Self, String> {
        let thinking = thinking.to_string();
        let words = [
            "serve",
            "--quiet",
            "--seed",
            "1",
            "--addr",
            "127.0.0.1:0",
            "--thinking",
            &thinking,
        ];
        Self::start(&words)
    }

    /// Starts the bare handler, which answers with so many bytes.
    pub(super) fn bare(size: usize) -> Result<Self, String> {
        Self::start(&["bench", super::super::BARE, &size.to_string()])
    }

    /// Returns a line of what the system says about the process, in KiB.
    pub(super) fn memory(&self, line: &str) -> Result<usize, String> {
        memory(&self.child.id().to_string(), line)
    }

    /// Returns how much time the processors have spent on the process, in seconds.
    pub(super) fn processor_time(&self) -> Result<f64, String> {
        let path = format!("/proc/{}/stat", self.child.id());
        let stat = fs_err::read_to_string(path).map_err(text)?;
        // The name of the program stands in parentheses, and may hold spaces itself.
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
        let ticks = fields.split_whitespace().skip(11).take(2);
        let ticks: Option<Vec<usize>> = ticks.map(|ticks| ticks.parse().ok()).collect();
        let ticks = ticks.filter(|ticks| ticks.len() == 2);
        let ticks = ticks.ok_or("the system does not say how long a process has run")?;
        Ok(super::super::real(ticks.iter().sum()) / TICKS)
    }

    /// Starts `frontdesk record` in front of a service.
    pub(in crate::bench) fn proxy(upstream: SocketAddr, folder: &Path) -> Result<Self, String> {
        let (upstream, folder) = (format!("http://{upstream}"), folder.to_string_lossy());
        let words = ["record", "--quiet", "--seed", "1", "--format", "json"];
        let more = ["--upstream", &upstream, "--out", &folder];
        Self::start(&[&words[..], &more].concat())
    }

    /// Asks the process to stop, and reads the report that it ends with.
    pub(in crate::bench) fn report(mut self) -> Result<Value, String> {
        use rustix::process::{Pid, Signal, kill_process};

        kill_process(Pid::from_child(&self.child), Signal::TERM).map_err(text)?;
        let stdout = self.child.stdout.take();
        let stdout = stdout.ok_or("the process has no output")?;
        serde_json::from_reader(stdout).map_err(text)
    }

    fn start(words: &[&str]) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(text)?;
        let mut child = Command::new(program)
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(text)?;
        let mut first = String::new();
        if let Some(stdout) = &mut child.stdout {
            BufReader::new(stdout).read_line(&mut first).map_err(text)?;
        }
        let addr = first.trim().strip_prefix("listening on http://");
        match addr.and_then(|addr| addr.parse().ok()) {
            Some(addr) => Ok(Self { child, addr }),
            None => Err(format!("`{}` does not listen: {first}", words.join(" "))),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // What has ended already needs no end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a line of `/proc/<process>/status`, such as `VmHWM`, in KiB.
pub(super) fn memory(process: &str, line: &str) -> Result<usize, String> {
    let status = fs_err::read_to_string(format!("/proc/{process}/status")).map_err(text)?;
    let found = status.lines().find_map(|found| found.strip_prefix(line));
    found
        .and_then(|rest| rest.trim_start_matches(':').split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| format!("the system does not say {line}"))
}

/// How many ticks of `/proc` are a second, on every Linux.
const TICKS: f64 = 100.0;
