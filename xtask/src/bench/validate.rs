//! `bench validate`: how fast recorded requests are told to be valid, on one core.
//!
//! `--count` is how many megabytes. The records are generated with a fixed seed, and lie in memory:
//! what is timed is judging them, line by line, against a schema file that is read at run time. Each
//! way has to accept what the plain one accepts. Peers that are installed judge the same file.

mod peers;
mod records;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use frontdesk_report::Exit;
use frontdesk_schema::{Quick, Schema};

use super::table::{Table, Target};
use super::{Figures, Options, real, timed};

/// Measures, prints, and fails where a way accepts something else than the plain one.
pub(super) fn run(options: &Options) -> Result<Exit, String> {
    let (records, wrong) = records::records(options.count * MEGABYTE, SEED);
    let lines: Vec<&[u8]> = records
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .collect();
    let document = fs_err::read(SCHEMA).map_err(|error| error.to_string())?;
    let document = frontdesk_json::read(&document).map_err(|error| error.to_string())?;
    let schema = Schema::compile(document, &frontdesk_schema::Options::default())
        .map_err(|error| error.to_string())?;
    let mut judge = schema.fast();
    if !judge.has_plan() {
        return Err(format!(
            "{SCHEMA} has no plan: what would be measured is the tape"
        ));
    }
    let bench = Bench {
        lines: &lines,
        bytes: records.len(),
        runs: options.runs,
    };

    let title = format!("validate, {} records, one core", lines.len());
    let mut table = Table::new(&title);
    let by_value = bench
        .judged(|record| frontdesk_json::read(record).is_ok_and(|value| schema.accepts(&value)));
    table.figure(
        "plain: value and validator",
        "MB/s",
        &by_value.speed,
        Target::None,
    );
    let by_tape = bench.judged(|record| judge.accepts_by_tape(record) == Quick::Valid);
    table.figure("tape", "MB/s", &by_tape.speed, Target::AtLeast(1_000.0));
    let by_plan = bench.judged(|record| judge.accepts_bytes(record) == Quick::Valid);
    table.figure("plan", "MB/s", &by_plan.speed, Target::AtLeast(1_500.0));
    let valid = lines.len() - wrong;
    table.correct("valid by the plain way", by_value.accepted, valid);
    table.correct("valid by the tape", by_tape.accepted, valid);
    table.correct("valid by the plan", by_plan.accepted, valid);
    let room = format!("{} bytes", judge.capacity());
    table.words("room that the judge keeps", &room);

    let files = files(&lines, |record| judge.accepts_bytes(record) == Quick::Valid)?;
    for peer in peers::PEERS {
        match peer.speeds(Path::new(SCHEMA), &files, options.runs) {
            None => table.words(peer.name, "not installed"),
            Some(speed) => {
                let times = by_plan.speed.median() / speed.median();
                table.figure(peer.name, "MB/s", &speed, Target::None);
                let name = format!("plan, times {}", peer.name);
                let target = Target::AtLeast(peer.times);
                table.figure(&name, "x", &Figures::new([times]), target);
            }
        }
    }
    // A table that cannot be shown can still be wrong.
    let _ = writeln!(io::stdout(), "{}", table.text());
    Ok(if table.failed() {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// What every way of judging has in common.
struct Bench<'r> {
    lines: &'r [&'r [u8]],
    bytes: usize,
    runs: usize,
}

/// How fast one way is, in megabytes a second, and how much it accepts.
struct Judged {
    speed: Figures,
    accepted: usize,
}

impl Bench<'_> {
    fn judged(&self, mut accepts: impl FnMut(&[u8]) -> bool) -> Judged {
        let mut accepted = 0;
        let speed = (0..self.runs).map(|_| {
            let (count, took) =
                timed(|| self.lines.iter().filter(|record| accepts(record)).count());
            accepted = count;
            real(self.bytes) / real(MEGABYTE) / took.as_secs_f64()
        });
        Judged {
            speed: Figures::new(speed),
            accepted,
        }
    }
}

/// The records as files, for peers.
struct Files {
    /// Only the valid ones: some peers end at the first that is not.
    valid: PathBuf,
    megabytes: f64,
}

fn files(lines: &[&[u8]], mut accepts: impl FnMut(&[u8]) -> bool) -> Result<Files, String> {
    let folder = Path::new("target/bench");
    fs_err::create_dir_all(folder).map_err(|error| error.to_string())?;
    let mut text = Vec::new();
    for record in lines.iter().filter(|record| accepts(record)) {
        text.extend_from_slice(record);
        text.push(b'\n');
    }
    let valid = folder.join("valid.jsonl");
    fs_err::write(&valid, &text).map_err(|error| error.to_string())?;
    Ok(Files {
        valid,
        megabytes: real(text.len()) / real(MEGABYTE),
    })
}

const MEGABYTE: usize = 1_000_000;
const SEED: u64 = 7;

/// The schema that requests are judged by, from the root of the repository.
const SCHEMA: &str = "schemas/reception/next/reception.request.writer.json";
