//! `cargo xtask fuzz-target`: coverage-guided fuzzing of one target with libFuzzer.
//!
//! The targets stand outside the workspace, in `crates/fuzz-targets`, since everything they link is
//! instrumented. The stable toolchain is enough: the flags are those of its code generator.

mod dictionary;
mod seeds;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use frontdesk_report::Exit;

/// Runs a target, or writes what a fleet begins with.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let exit = match words[..] {
        ["--seeds", folder] => prepare(Path::new(folder)).map(|()| Exit::Clean),
        [name] => fuzz(name, USUAL_SECONDS),
        [name, "--time", time] => seconds(time).and_then(|seconds| fuzz(name, seconds)),
        _ => Err("write `fuzz-target NAME [--time 60s]`, or `fuzz-target --seeds DIR`".to_owned()),
    };
    let exit = exit.unwrap_or_else(|error| {
        say(&format!("error: {error}"));
        Exit::Usage
    });
    ExitCode::from(exit.code())
}

fn fuzz(name: &str, seconds: u64) -> Result<Exit, String> {
    let known = targets()?;
    if !known.iter().any(|known| known == name) {
        let known = known.join(", ");
        return Err(format!(
            "there is no target {name:?}: the targets are {known}"
        ));
    }
    let binary = build(name)?;
    let seeds = Path::new(TARGET).join("seeds");
    prepare(&seeds)?;
    let (grown, artifacts) = (
        Path::new(TARGET).join("corpus").join(name),
        Path::new(TARGET).join("artifacts"),
    );
    for folder in [&grown, &artifacts] {
        fs_err::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    let status = Command::new(&binary)
        .args([&grown, &kept(name), &seeds.join(name)])
        .arg(format!("-dict={}", seeds.join(DICTIONARY).display()))
        .arg(format!("-artifact_prefix={}/{name}-", artifacts.display()))
        .arg(format!("-max_total_time={seconds}"))
        .args(LIMITS)
        .status()
        .map_err(|error| format!("{} could not be started: {error}", binary.display()))?;
    if status.success() {
        return Ok(Exit::Clean);
    }
    say(&format!(
        "{name} found something: mend the cause, and keep the input of {}/{name}-* as a file of {}",
        artifacts.display(),
        kept(name).display()
    ));
    Ok(Exit::Findings)
}

/// Builds a target with instrumentation, and tells where it is.
fn build(name: &str) -> Result<PathBuf, String> {
    let host = host()?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // With a target named, build scripts are not instrumented.
    let status = Command::new(cargo)
        .args([
            "build",
            "--release",
            "--manifest-path",
            MANIFEST,
            "--bin",
            name,
        ])
        .args(["--target", &host, "--target-dir", TARGET])
        .env("RUSTFLAGS", FLAGS)
        .status()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    if !status.success() {
        return Err(format!(
            "{MANIFEST} cannot be built: it needs a C++ compiler beside the toolchain"
        ));
    }
    Ok([TARGET, &host, "release", name].iter().collect())
}

/// Asks the compiler what it compiles for.
fn host() -> Result<String, String> {
    let output = Command::new("rustc").arg("-vV").output();
    let output = output.map_err(|error| format!("rustc could not be started: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| "rustc does not say what it compiles for".to_owned())
}

/// Writes the dictionary, and a folder of seeds for each target.
fn prepare(folder: &Path) -> Result<(), String> {
    for name in targets()? {
        seeds::write(&name, &folder.join(&name))?;
    }
    let dictionary = dictionary::text(&seeds::schemas()?);
    fs_err::write(folder.join(DICTIONARY), dictionary).map_err(|error| error.to_string())
}

/// Lists the targets, which are files.
fn targets() -> Result<Vec<String>, String> {
    let files = fs_err::read_dir(BINARIES).map_err(|error| error.to_string())?;
    let mut names: Vec<String> = files
        .filter_map(Result::ok)
        .filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort_unstable();
    Ok(names)
}

fn kept(name: &str) -> PathBuf {
    Path::new(KEPT).join(name)
}

/// Reads `60s`, `5m` or a number of seconds.
fn seconds(time: &str) -> Result<u64, String> {
    let (number, unit) = match time.strip_suffix('m') {
        Some(minutes) => (minutes, 60),
        None => (time.strip_suffix('s').unwrap_or(time), 1),
    };
    let number = number.parse::<u64>().ok().filter(|number| *number > 0);
    let number = number.and_then(|number| number.checked_mul(unit));
    number.ok_or_else(|| format!("{time:?} is no time: write 60s or 5m"))
}

fn say(text: &str) {
    // Without standard error there is nobody to tell that there is no standard error.
    let _ = writeln!(io::stderr(), "{text}");
}

const USUAL_SECONDS: u64 = 60;
const MANIFEST: &str = "crates/fuzz-targets/Cargo.toml";
const BINARIES: &str = "crates/fuzz-targets/fuzz_targets";
const KEPT: &str = "crates/fuzz-targets/corpus";
const TARGET: &str = "target/fuzz";
const DICTIONARY: &str = "contract.dict";

/// One input may take 25 seconds and 2 GB: more of either is a finding.
const LIMITS: [&str; 4] = [
    "-timeout=25",
    "-rss_limit_mb=2048",
    "-print_final_stats=1",
    "-len_control=50",
];

/// What libFuzzer looks at: edges, comparisons and counters.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares \
    --cfg fuzzing";

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times_have_units() {
        assert_eq!(seconds("60s"), Ok(60));
        assert_eq!(seconds("2m"), Ok(120));
        assert_eq!(seconds("7"), Ok(7));
        for time in ["", "s", "0s", "-1s", "1h", "99999999999999999999m"] {
            assert!(seconds(time).is_err(), "{time}");
        }
    }
}
