//! Other validators, where they are installed.

use std::path::Path;
use std::process::{Command, Stdio};

use super::super::{Figures, real, timed};
use super::data::{Data, MEGABYTE};

/// A validator that is run as a process of its own, its start included.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) name: &'static str,
    /// How many times as fast a plan is to be.
    pub(super) times: f64,
    /// Succeeds where the peer is installed.
    asked: &'static [&'static str],
    /// Judges; the schema and the records come after it.
    run: &'static [&'static str],
}

pub(super) const PEERS: [Peer; 2] = [
    Peer {
        name: "ajv (node)",
        times: 10.0,
        asked: &["node", "-e", "require('ajv/dist/2020')"],
        run: &["node", "-e", AJV],
    },
    Peer {
        name: "jsonschema (Sourcemeta)",
        times: 15.0,
        // Python has a command of the same name, which knows no such word.
        asked: &["jsonschema", "version"],
        run: &["jsonschema", "validate"],
    },
];

/// Judges line by line, as `ajv` is used on logs.
const AJV: &str = "
const [schema, records] = process.argv.slice(1);
const fs = require('fs');
const Ajv = require('ajv/dist/2020').default;
const validate = new Ajv({strict: false, logger: false}).compile(JSON.parse(fs.readFileSync(schema)));
const lines = require('readline').createInterface({input: fs.createReadStream(records)});
let wrong = 0;
lines.on('line', line => { if (!validate(JSON.parse(line))) wrong += 1; });
lines.on('close', () => process.exit(wrong === 0 ? 0 : 1));
";

impl Peer {
    /// Returns how many megabytes it judges in a second, nothing where it cannot be run.
    pub(super) fn speeds(&self, schema: &Path, data: &Data, runs: usize) -> Option<Figures> {
        command(self.asked)?
            .status()
            .ok()?
            .success()
            .then_some(())?;
        let figures = (0..runs).map(|_| {
            let mut command = command(self.run)?;
            command.arg(schema).arg(&data.valid);
            let (status, took) = timed(|| command.status());
            let is_done = status.is_ok_and(|status| status.success());
            is_done.then(|| real(data.valid_bytes) / real(MEGABYTE) / took.as_secs_f64())
        });
        Some(Figures::new(figures.collect::<Option<Vec<f64>>>()?))
    }
}

fn command(words: &[&str]) -> Option<Command> {
    let (program, arguments) = words.split_first()?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    Some(command)
}
