//! Records in files: several at a time, packed, many small ones, and what they show.

use std::io::{self, BufReader, Read as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use frontdesk_corpus::{
    Config, Judges, Running, Target as What, USUAL_MAX_DOCUMENT_BYTES, validate_with,
};
use frontdesk_profile::{Reading, profile};
use frontdesk_schema::Schema;
use fs_err::File;

use super::super::table::{Table, Target};
use super::super::{Figures, Options, real, timed};
use super::data::{Data, MEGABYTE};

/// Adds what is measured over files.
pub(super) fn measure(
    schema: &Schema,
    data: &Data,
    options: &Options,
    table: &mut Table,
) -> Result<(), String> {
    let bench = Bench {
        schema,
        judges: Judges::default(),
        runs: options.runs,
    };
    bench.side_by_side(data, table)?;
    bench.packed(data, table)?;
    bench.profiled(data, table)?;
    bench.small(data, options, table)
}

struct Bench<'s> {
    schema: &'s Schema,
    judges: Judges,
    runs: usize,
}

impl Bench<'_> {
    /// Judges the file on one core and on two.
    fn side_by_side(&self, data: &Data, table: &mut Table) -> Result<(), String> {
        let megabytes = real(data.bytes) / real(MEGABYTE);
        let mut medians = Vec::new();
        for (name, jobs) in [("file, one job", ONE), ("file, two jobs", TWO)] {
            let took = self.seconds(&data.all, jobs, data.valid_records)?;
            let speed = Figures::new(took.0.iter().map(|seconds| megabytes / seconds));
            table.figure(name, "MB/s", &speed, Target::None);
            medians.push(took.median());
        }
        let times = Figures::new([medians[0] / medians[1]]);
        table.figure(
            "two jobs, times one",
            "x",
            &times,
            cores(Target::AtLeast(1.7)),
        );
        Ok(())
    }

    /// Judges the packed file, and compares that with unpacking it as fast as that goes on one core: in
    /// pieces as large as those that are judged.
    fn packed(&self, data: &Data, table: &mut Table) -> Result<(), String> {
        let unpacking = self.measured(|| {
            let file = BufReader::with_capacity(PACKED_BUFFER, File::open(&data.packed)?);
            let mut decoder = MultiGzDecoder::new(file);
            let mut room = vec![0; MEGABYTE];
            while decoder.read(&mut room)? > 0 {}
            Ok(())
        })?;
        let judging = self.seconds(&data.packed, TWO, data.valid_in_memory)?;
        let times = Figures::new([judging.median() / unpacking.median()]);
        table.figure(
            "gz, two jobs, times unpacking alone",
            "x",
            &times,
            cores(Target::Below(1.2)),
        );
        Ok(())
    }

    /// Looks at what the records show, without the second reading that suggestions need.
    fn profiled(&self, data: &Data, table: &mut Table) -> Result<(), String> {
        let paths = [data.all.clone()];
        let reading = Reading {
            paths: &paths,
            judges: &self.judges,
            target: What::Schema(self.schema),
            max_document_bytes: USUAL_MAX_DOCUMENT_BYTES,
            max_findings: 1,
        };
        let mut documents = 0;
        let took = self.measured(|| {
            let (_, outcome) = profile("bench", &reading, io::empty()).map_err(io::Error::other)?;
            documents = outcome.documents - outcome.unreadable;
            Ok(())
        })?;
        let speeds = took.0.iter();
        let speed = Figures::new(speeds.map(|took| real(data.bytes) / real(MEGABYTE) / took));
        table.figure("profile", "MB/s", &speed, Target::AtLeast(400.0));
        let documents = usize::try_from(documents).unwrap_or(usize::MAX);
        table.correct("profiled", documents, data.records);
        Ok(())
    }

    /// Judges a folder of files that hold a record each.
    fn small(&self, data: &Data, options: &Options, table: &mut Table) -> Result<(), String> {
        let count = (options.count * FILES_PER_MEGABYTE).min(MOST_FILES);
        let folder = data.all.with_file_name("small");
        let (valid, lines) = (data.valid_in_memory, data.lines());
        let all = count / lines.len();
        write_small(&folder, &lines, count).map_err(|error| error.to_string())?;
        let rest = &lines[..count % lines.len()];
        let mut judge = self.schema.fast();
        let accepted = rest
            .iter()
            .filter(|line| judge.accepts_bytes(line) == frontdesk_schema::Quick::Valid);
        let took = self.seconds(&folder, TWO, all * valid + accepted.count());
        fs_err::remove_dir_all(&folder).map_err(|error| error.to_string())?;
        let took = took?;
        let files = Figures::new(took.0.iter().map(|seconds| real(count) / seconds));
        let name = format!("{count} small files, two jobs");
        table.figure(&name, "/s", &files, Target::AtLeast(30_000.0));
        Ok(())
    }

    /// Judges what is under a path, and fails where something else is valid than is to be.
    fn seconds(&self, path: &Path, jobs: NonZeroUsize, valid: usize) -> Result<Figures, String> {
        let config = Config {
            target: What::Schema(self.schema),
            max_document_bytes: USUAL_MAX_DOCUMENT_BYTES,
            max_findings: 1,
        };
        let paths = [PathBuf::from(path)];
        let took = self.measured(|| {
            let running = Running {
                jobs,
                verdicts: None,
            };
            let outcome = validate_with(&paths, io::empty(), &self.judges, &config, running);
            let found = outcome.map_err(io::Error::other)?.counts.valid;
            if found == valid as u64 {
                return Ok(());
            }
            let path = path.display();
            let text = format!("{found} records of {path} are valid, and not {valid}");
            Err(io::Error::other(text))
        })?;
        Ok(took)
    }

    /// Does something several times, and once before that nobody counts; returns the seconds.
    fn measured<T>(&self, mut what: impl FnMut() -> io::Result<T>) -> Result<Figures, String> {
        let mut seconds = Vec::new();
        for run in 0..=self.runs {
            let (done, took) = timed(&mut what);
            done.map_err(|error| error.to_string())?;
            if run > 0 {
                seconds.push(took.as_secs_f64());
            }
        }
        Ok(Figures::new(seconds))
    }
}

fn write_small(folder: &Path, lines: &[&[u8]], count: usize) -> io::Result<()> {
    if folder.exists() {
        fs_err::remove_dir_all(folder)?;
    }
    for (number, line) in lines.iter().cycle().take(count).enumerate() {
        let folder = folder.join(format!("{:03}", number / 1_000));
        if number % 1_000 == 0 {
            fs_err::create_dir_all(&folder)?;
        }
        fs_err::write(folder.join(format!("{number}.json")), line)?;
    }
    Ok(())
}

/// Drops a target that takes two cores where there is but one.
fn cores(target: Target) -> Target {
    let there = std::thread::available_parallelism();
    if there.is_ok_and(|there| there >= TWO) {
        target
    } else {
        Target::None
    }
}

const ONE: NonZeroUsize = NonZeroUsize::MIN;
const TWO: NonZeroUsize = ONE.saturating_add(1);
const FILES_PER_MEGABYTE: usize = 500;
const MOST_FILES: usize = 100_000;
/// How much of a packed file is read at a time.
const PACKED_BUFFER: usize = 64 * 1024;
