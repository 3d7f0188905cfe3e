//! `cargo xtask bench`: how fast the workspace is, and whether what came out so fast is right.
//!
//! To be run as `cargo run --release -p xtask -- bench <what>`: figures of a build without
//! optimisation say nothing, and are refused. A bench is a file under `bench/` and a line of
//! [`BENCHES`]. A speed below its target gets a mark, since machines are noisy; what is wrong fails
//! the run.

mod compat;
mod fuzz;
mod generate;
mod record;
mod serve;
mod suites;
mod table;
mod validate;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use frontdesk_report::Exit;

/// Runs the bench that the first word names.
pub(crate) fn run(words: &[String]) -> ExitCode {
    if words.first().is_some_and(|word| word == BARE) {
        return serve::ended(serve::bare(&words[1..]));
    }
    let exit = match bench(words) {
        Ok(exit) => exit,
        Err(error) => {
            // Without standard error there is nobody to tell that there is no standard error.
            let _ = writeln!(io::stderr(), "error: {error}");
            Exit::Usage
        }
    };
    ExitCode::from(exit.code())
}

fn bench(words: &[String]) -> Result<Exit, String> {
    let name = words.first().map_or("", String::as_str);
    let (_, count, bench) = BENCHES
        .iter()
        .find(|(known, ..)| *known == name)
        .ok_or_else(|| {
            let known: Vec<&str> = BENCHES.iter().map(|(known, ..)| *known).collect();
            format!("there is no bench {name:?}: write {}", known.join(" or "))
        })?;
    let options = Options::read(&words[1..], *count)?;
    if cfg!(debug_assertions) {
        return Err(format!(
            "this build is not optimised, its figures would say nothing: run \
             `cargo run --release -p xtask -- bench {name}`"
        ));
    }
    bench(&options)
}

type Bench = fn(&Options) -> Result<Exit, String>;

/// The benches, each with how much it measures where nobody says.
const BENCHES: [(&str, usize, Bench); 6] = [
    ("compat", 2_000, compat::run),
    ("fuzz", 60, fuzz::run),
    ("generate", 20_000, generate::run),
    ("record", 2_000, record::run),
    ("serve", 1_000, serve::run),
    ("validate", 200, validate::run),
];

/// The word by which a bench starts the process that it measures the service against.
const BARE: &str = "bare-handler";

/// How much a bench measures.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Options {
    /// How often everything is measured.
    runs: usize,
    /// Of how many things a run consists; of load, how many milliseconds of it.
    count: usize,
}

impl Options {
    fn read(words: &[String], count: usize) -> Result<Self, String> {
        let mut options = Self { runs: 5, count };
        for pair in words.chunks(2) {
            let option = match pair[0].as_str() {
                "--runs" => &mut options.runs,
                "--count" => &mut options.count,
                other => return Err(format!("unknown word {other:?}: {USAGE}")),
            };
            *option = pair
                .get(1)
                .and_then(|number| number.parse().ok())
                .filter(|number| *number > 0)
                .ok_or_else(|| format!("{} needs a number above 0: {USAGE}", pair[0]))?;
        }
        Ok(options)
    }
}

const USAGE: &str = "write `bench NAME [--runs N] [--count N]`";

/// Figures of several runs, in ascending order.
#[derive(Clone, Debug, PartialEq)]
struct Figures(Vec<f64>);

impl Figures {
    fn new(figures: impl IntoIterator<Item = f64>) -> Self {
        let mut figures: Vec<f64> = figures.into_iter().collect();
        figures.sort_by(f64::total_cmp);
        Self(figures)
    }

    fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        if self.0.len().is_multiple_of(2) && middle > 0 {
            f64::midpoint(self.0[middle - 1], self.0[middle])
        } else {
            self.rank(middle)
        }
    }

    /// Returns the least figure that so many percent of all do not exceed.
    fn percentile(&self, percent: usize) -> f64 {
        self.rank((self.0.len() * percent).div_ceil(100).saturating_sub(1))
    }

    /// Returns the least and the greatest figure.
    fn spread(&self) -> (f64, f64) {
        (self.rank(0), self.rank(self.0.len().saturating_sub(1)))
    }

    /// Returns the figure at a place in the order, which is no number where there are no figures.
    fn rank(&self, index: usize) -> f64 {
        self.0.get(index).copied().unwrap_or(f64::NAN)
    }
}

/// Does something and tells how long it took.
fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = what();
    (result, start.elapsed())
}

/// Returns how many there were in a second.
fn per_second(count: usize, took: Duration) -> f64 {
    real(count) / took.as_secs_f64()
}

/// Returns a count as a figure.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a bench are far below 2^53"
)]
fn real(count: usize) -> f64 {
    count as f64
}

fn milliseconds(took: Duration) -> f64 {
    1000.0 * took.as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::{Figures, Options};

    #[test]
    fn figures_are_ranked() {
        let odd = Figures::new([3.0, 1.0, 2.0]);
        assert_eq!(odd.median().to_bits(), 2.0_f64.to_bits());
        let even = Figures::new([4.0, 1.0, 2.0, 3.0]);
        assert_eq!(even.median().to_bits(), 2.5_f64.to_bits());
        assert_eq!(even.spread(), (1.0, 4.0));
        let hundred = Figures::new((1..=200).map(f64::from));
        assert_eq!(hundred.percentile(99).to_bits(), 198.0_f64.to_bits());
        assert!(Figures::new([]).median().is_nan());
    }

    #[test]
    fn options_are_numbers_above_nothing() {
        let read = |words: &str| {
            let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
            Options::read(&words, 20)
        };
        assert_eq!(
            read("--count 7 --runs 2"),
            Ok(Options { runs: 2, count: 7 })
        );
        for wrong in ["--runs", "--runs 0", "--count x", "7"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
