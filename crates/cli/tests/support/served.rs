//! A command that listens, in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use crate::support::Folder;

/// Such a process, which ends with the test.
pub(crate) struct Served {
    child: Child,
    pub(crate) url: String,
}

impl Served {
    /// Runs `serve` or `record`, which say first where they listen.
    pub(crate) fn run(folder: &Folder, words: &[&str]) -> Self {
        let mut command = folder.command(words);
        let command = command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let stdout = child.stdout.as_mut().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ");
        let url = url
            .unwrap_or_else(|| panic!("{words:?}: {line}"))
            .to_owned();
        Self { child, url }
    }

    pub(crate) fn addr(&self) -> SocketAddr {
        let addr = self.url.split("://").nth(1).unwrap();
        addr.parse().unwrap()
    }

    /// Asks it to stop, and returns its exit code.
    pub(crate) fn stop(mut self) -> i32 {
        let id = self.child.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &id]).status();
        assert!(killed.unwrap().success());
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
