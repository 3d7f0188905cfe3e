//! `bench generate`: payloads of the reader's schema of `reception.request`.
//!
//! Everything happens on one core, with the seeds 1, 2, 3 and so on, one for each run. What is
//! timed is never what is checked: each payload is read back from its bytes and judged by a schema
//! compiled anew, outside the clock.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, Write as _};
use std::sync::Arc;

use frontdesk_contract::Side;
use frontdesk_json::{read, to_canonical_vec};
use frontdesk_payload::{Kind, Payload, Payloads};
use frontdesk_report::Exit;
use frontdesk_schema::{Schema, Verdict, Violation};
use serde_json::Value;

use super::table::{Table, Target};
use super::{Figures, Options, milliseconds, per_second, real, suites, timed};

/// Measures, prints, and fails where a payload is not what it is said to be.
pub(super) fn run(options: &Options) -> Result<Exit, String> {
    let document = document()?;
    let title = format!("{MESSAGE} reader, {} x {}", options.runs, options.count);
    let mut table = Table::new(&title);
    let before = seconds_on_a_core();
    let (measured, took) = timed(|| -> Result<(), String> {
        starts(&document, &mut table)?;
        streams(&document, options, &mut table)?;
        leaves(&document, options, &mut table)?;
        draws(&document, options, &mut table)
    });
    measured?;
    // Figures of a machine that does something else as well are to be read with care.
    let share = before.zip(seconds_on_a_core()).map_or_else(
        || "unknown".to_owned(),
        |(before, after)| format!("{:.0} %", 100.0 * (after - before) / took.as_secs_f64()),
    );
    table.words("share of a core that was there", &share);
    print(table.text());
    let sections = suites::sections()?;
    print(&sections);
    Ok(if table.failed() {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

fn document() -> Result<Value, String> {
    let contract = frontdesk::reception();
    let message = contract
        .lookup(MESSAGE)
        .map_err(|error| error.to_string())?;
    contract
        .schema(message, Side::Reader)
        .map_err(|error| error.to_string())
}

fn compile(document: &Value) -> Result<Arc<Schema>, String> {
    let options = frontdesk_schema::Options::default();
    Schema::compile(document.clone(), &options)
        .map(Arc::new)
        .map_err(|error| error.to_string())
}

/// Draws one payload of a new schema, so that nothing is left to be prepared.
fn warm(document: &Value, seed: u64, kind: Kind) -> Result<Payloads, String> {
    let mut payloads = Payloads::new(compile(document)?, seed);
    draw(&mut payloads, kind)?;
    Ok(payloads)
}

fn draw(payloads: &mut Payloads, kind: Kind) -> Result<Payload, String> {
    payloads.draw(kind).map_err(|error| error.to_string())
}

/// Times fresh starts, from the parsed document to the first payload.
fn starts(document: &Value, table: &mut Table) -> Result<(), String> {
    for kind in [Kind::Valid, Kind::Invalid] {
        let mut took = Vec::with_capacity(STARTS);
        for seed in 1..=STARTS {
            let document = document.clone();
            let (first, time) = timed(|| {
                let options = frontdesk_schema::Options::default();
                let schema =
                    Schema::compile(document, &options).map_err(|error| error.to_string())?;
                draw(&mut Payloads::new(Arc::new(schema), seed as u64), kind)
            });
            first?;
            took.push(milliseconds(time));
        }
        let target = match kind {
            Kind::Valid => Target::Below(READY_MILLISECONDS),
            Kind::Boundary | Kind::Invalid => Target::None,
        };
        let name = format!("ready for the first {kind}");
        table.figure(&name, "ms", &Figures::new(took), target);
    }
    Ok(())
}

/// Generates and writes as the command line does, and tells how much memory that took.
fn streams(document: &Value, options: &Options, table: &mut Table) -> Result<(), String> {
    let mut rates = Vec::new();
    for seed in seeds(options) {
        let mut payloads = warm(document, seed, Kind::Valid)?;
        let mut written = 0;
        let (result, took) = timed(|| -> Result<(), String> {
            let mut buffer = Vec::with_capacity(2 * CHUNK);
            for _ in 0..options.count {
                line(&mut buffer, &draw(&mut payloads, Kind::Valid)?.payload)?;
                if buffer.len() >= CHUNK {
                    written += hand_over(&mut buffer)?;
                }
            }
            written += hand_over(&mut buffer)?;
            Ok(())
        });
        result?;
        rates.push(per_second(written, took) / MEGABYTE);
    }
    // Nothing has been kept so far: the highest mark is that of generating alone.
    let memory = peak_memory().unwrap_or_else(|| "unknown".to_owned());
    table.figure(
        "generate and write NDJSON",
        "MB/s",
        &Figures::new(rates),
        Target::None,
    );
    table.words("peak memory so far", &memory);
    Ok(())
}

fn hand_over(buffer: &mut Vec<u8>) -> Result<usize, String> {
    let length = buffer.len();
    io::sink()
        .write_all(buffer)
        .map_err(|error| error.to_string())?;
    buffer.clear();
    Ok(length)
}

fn line(buffer: &mut Vec<u8>, payload: &Value) -> Result<(), String> {
    serde_json::to_writer(&mut *buffer, payload).map_err(|error| error.to_string())?;
    buffer.push(b'\n');
    Ok(())
}

/// Reads for how long this thread has run, where the system tells.
fn seconds_on_a_core() -> Option<f64> {
    let status = fs_err::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = status.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// Reads the most memory that the process had, where the system tells.
fn peak_memory() -> Option<String> {
    let status = fs_err::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: usize = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(format!("{:.1} MiB", real(kilobytes) / 1024.0))
}

/// Counts the leaves that so many valid payloads have not reached, at the worst of the seeds.
fn leaves(document: &Value, options: &Options, table: &mut Table) -> Result<(), String> {
    let mut worst = None;
    for seed in seeds(options) {
        let mut payloads = Payloads::new(compile(document)?, seed);
        for _ in 0..LEAVES_AFTER {
            draw(&mut payloads, Kind::Valid)?;
        }
        let coverage = payloads.coverage(Kind::Valid);
        let missed = payloads.missed();
        if worst.as_ref().is_none_or(|(hit, _, _)| coverage.hit < *hit) {
            worst = Some((coverage.hit, coverage.leaves, missed));
        }
    }
    let (hit, leaves, missed) = worst.unwrap_or_default();
    table.correct("leaves reached by 10,000 valid", hit, leaves);
    for pointer in missed {
        table.words("  missed", &pointer.to_string());
    }
    Ok(())
}

/// Times draws of each kind, then looks at what was drawn.
fn draws(document: &Value, options: &Options, table: &mut Table) -> Result<(), String> {
    let judge = compile(document)?;
    for (kind, target) in [
        (Kind::Valid, Target::AtLeast(VALID_PER_SECOND)),
        (Kind::Invalid, Target::AtLeast(INVALID_PER_SECOND)),
        (Kind::Boundary, Target::None),
    ] {
        let mut rates = Vec::new();
        let mut distinct = Vec::new();
        let mut writing = Vec::new();
        let mut right = 0;
        for seed in seeds(options) {
            let mut payloads = warm(document, seed, kind)?;
            let mut drawn = Vec::with_capacity(options.count);
            let (result, took) = timed(|| -> Result<(), String> {
                for _ in 0..options.count {
                    drawn.push(draw(&mut payloads, kind)?);
                }
                Ok(())
            });
            result?;
            rates.push(per_second(drawn.len(), took));
            distinct.push(100.0 * real(different(&drawn)?) / real(drawn.len()));
            writing.push(serialised(&drawn)?);
            right += drawn
                .iter()
                .filter(|payload| is_right(payload, &judge))
                .count();
        }
        table.figure(&format!("{kind}"), "/s", &Figures::new(rates), target);
        let (distinct, writing) = (Figures::new(distinct), Figures::new(writing));
        let [least_distinct, least_written] = match kind {
            Kind::Valid => [DISTINCT_PERCENT, WRITING_MEGABYTES].map(Target::AtLeast),
            Kind::Boundary | Kind::Invalid => [Target::None; 2],
        };
        table.figure("  distinct", "%", &distinct, least_distinct);
        table.figure("  serialised as NDJSON", "MB/s", &writing, least_written);
        let claim = match kind {
            Kind::Valid | Kind::Boundary => "  accepted by both judges",
            Kind::Invalid => "  refused by both at the keyword",
        };
        table.correct(claim, right, options.runs * options.count);
    }
    Ok(())
}

/// Counts the payloads that differ from all others, by a hash of their canonical bytes.
fn different(payloads: &[Payload]) -> Result<usize, String> {
    let mut seen = BTreeSet::new();
    for payload in payloads {
        let bytes = to_canonical_vec(&payload.payload).map_err(|error| error.to_string())?;
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        seen.insert(hasher.finish());
    }
    Ok(seen.len())
}

/// Writes ready payloads into a buffer, and returns how many megabytes that were in a second.
fn serialised(payloads: &[Payload]) -> Result<f64, String> {
    let mut buffer = Vec::new();
    for payload in payloads {
        line(&mut buffer, &payload.payload)?;
    }
    // Once more into what is large enough now, since growing it is no serialisation.
    buffer.clear();
    let (result, took) = timed(|| {
        payloads
            .iter()
            .try_for_each(|payload| line(&mut buffer, &payload.payload))
    });
    result?;
    Ok(per_second(buffer.len(), took) / MEGABYTE)
}

/// Reads a payload back from its bytes and asks whether it is what its label says.
fn is_right(payload: &Payload, judge: &Schema) -> bool {
    let Ok(value) = read(payload.payload.to_string().as_bytes()) else {
        return false;
    };
    let verdict = judge.judge(&value);
    match (payload.kind, &payload.target) {
        (Kind::Valid | Kind::Boundary, _) => verdict == Verdict::Accepted,
        (Kind::Invalid, None) => false,
        (Kind::Invalid, Some(target)) => {
            let named = |violation: &Violation| match &violation.condition {
                Some(condition) => {
                    target.keyword == "if"
                        && condition.schema == target.schema
                        && condition.instance == target.instance
                }
                None => {
                    violation.keyword == target.keyword
                        && violation.schema == target.schema
                        && violation.instance == target.instance
                }
            };
            verdict == Verdict::Refused && judge.violations(&value).iter().any(named)
        }
    }
}

fn seeds(options: &Options) -> impl Iterator<Item = u64> {
    (1..).take(options.runs)
}

fn print(text: &str) {
    // A reader that went away changes no figure.
    let _ = writeln!(io::stdout(), "{text}");
}

const MESSAGE: &str = "reception.request";
const STARTS: usize = 50;
const LEAVES_AFTER: usize = 10_000;
const CHUNK: usize = 1 << 16;
const MEGABYTE: f64 = 1e6;

const VALID_PER_SECOND: f64 = 20_000.0;
const INVALID_PER_SECOND: f64 = 10_000.0;
const DISTINCT_PERCENT: f64 = 99.0;
const WRITING_MEGABYTES: f64 = 100.0;
const READY_MILLISECONDS: f64 = 5.0;
