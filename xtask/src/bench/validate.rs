//! `bench validate`: how fast recorded requests are told to be valid.
//!
//! `--count` is how many megabytes of records there are. They are generated with a fixed seed, and
//! judged against a schema file that is read at run time: line by line where the first of them lie in
//! memory, on one core, and then as files. Each way has to accept what the plain one accepts. Peers
//! that are installed judge the same file. However many records there are, few are in memory.

mod data;
mod files;
mod peers;
mod records;

use std::io::{self, Write as _};
use std::path::Path;

use frontdesk_report::Exit;
use frontdesk_schema::{Quick, Schema};

use data::{Data, MEGABYTE};

use super::table::{Table, Target};
use super::{Figures, Options, real, timed};

/// Measures, prints, and fails where a way accepts something else than the plain one.
pub(super) fn run(options: &Options) -> Result<Exit, String> {
    let document = fs_err::read(SCHEMA).map_err(|error| error.to_string())?;
    let document = frontdesk_json::read(&document).map_err(|error| error.to_string())?;
    let schema = Schema::compile(document, &frontdesk_schema::Options::default())
        .map_err(|error| error.to_string())?;
    let bytes = options.count.saturating_mul(MEGABYTE);
    let data = Data::write(Path::new(FOLDER), bytes, SEED).map_err(|error| error.to_string())?;
    let lines = data.lines();
    let mut judge = schema.fast();
    if !judge.has_plan() {
        return Err(format!(
            "{SCHEMA} has no plan: what would be measured is the tape"
        ));
    }
    let bench = Bench {
        lines: &lines,
        bytes: data.memory.len(),
        runs: options.runs,
    };

    let title = format!("validate, {} MB of records", data.bytes / MEGABYTE);
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
    let valid = data.valid_in_memory;
    table.correct("valid by the plain way", by_value.accepted, valid);
    table.correct("valid by the tape", by_tape.accepted, valid);
    table.correct("valid by the plan", by_plan.accepted, valid);
    let room = format!("{} bytes", judge.capacity());
    table.words("room that the judge keeps", &room);

    files::measure(&schema, &data, options, &mut table)?;
    for peer in peers::PEERS {
        match peer.speeds(Path::new(SCHEMA), &data, options.runs) {
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

const SEED: u64 = 7;

/// Where the records are written.
const FOLDER: &str = "target/bench";

/// The schema that requests are judged by, from the root of the repository.
const SCHEMA: &str = "schemas/reception/next/reception.request.writer.json";
