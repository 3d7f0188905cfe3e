//! A command that listens, in a process of its own.
#![allow(
    dead_code,
    reason = "each test binary compiles this file and uses its own part"
)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

use crate::support::{Folder, Ran};

/// Such a process, which ends with the test.
pub(crate) struct Served {
    child: Child,
    pub(crate) url: String,
    /// Reads what it says beside: nobody waits for a pipe that is full.
    said: Option<JoinHandle<String>>,
}

impl Served {
    /// Runs `serve` or `record`, which say first where they listen.
    pub(crate) fn run(folder: &Folder, words: &[&str]) -> Self {
        Self::spawn(folder.command(words))
    }

    pub(crate) fn spawn(mut command: Command) -> Self {
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let stdout = child.stdout.as_mut().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ");
        let url = url.unwrap_or_else(|| panic!("{line}")).to_owned();
        let mut stderr = child.stderr.take().unwrap();
        let said = thread::spawn(move || {
            let mut said = String::new();
            stderr.read_to_string(&mut said).unwrap();
            said
        });
        Self {
            child,
            url,
            said: Some(said),
        }
    }

    pub(crate) fn addr(&self) -> SocketAddr {
        let addr = self.url.split("://").nth(1).unwrap();
        addr.parse().unwrap()
    }

    /// Returns the most memory that it has had so far, in KiB.
    pub(crate) fn most_memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap();
        let mut lines = status.lines();
        let line = lines.find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.unwrap().split_whitespace().next().unwrap();
        number.parse().unwrap()
    }

    /// Asks it to stop, and returns what it has said since it listened.
    pub(crate) fn end(mut self) -> Ran {
        let id = self.child.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &id]).status();
        assert!(killed.unwrap().success());
        let mut stdout = String::new();
        let mut pipe = self.child.stdout.take().unwrap();
        pipe.read_to_string(&mut stdout).unwrap();
        Ran {
            code: self.child.wait().unwrap().code().unwrap(),
            stdout,
            stderr: self.said.take().unwrap().join().unwrap(),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
