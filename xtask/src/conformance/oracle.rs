//! `jsoncompat`, which is asked the same questions.
//!
//! It is a crate outside the workspace, so that nobody who builds the workspace builds it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::thread;

use serde_json::{Value, json};

/// What the other tool says of a pair.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    /// It has a proof.
    Compatible,
    /// It has a value that is lost.
    Breaking(Value),
    Unknown,
    /// It cannot read one of the schemas, or has no time.
    Error,
}

/// Builds the tool.
///
/// # Errors
///
/// When it cannot be built, with what the compiler says.
pub(super) fn build() -> Result<(), String> {
    let output = cargo("build").output();
    let output = output.map_err(|error| format!("cargo could not be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{MANIFEST} cannot be built: {}", said.trim()))
}

/// Asks about pairs of writers and readers, while something else is done.
///
/// # Errors
///
/// When the tool ends before it has answered everything, or says what nobody expects.
pub(super) fn ask<T>(
    pairs: &[[&Value; 2]],
    meanwhile: impl FnOnce() -> T,
) -> Result<(Vec<Answer>, T), String> {
    let mut child = cargo("run")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // A panic over a pair is its answer, and no news.
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    let (Some(mut questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("the tool has no input or output".to_owned());
    };
    let (lines, done) = thread::scope(|scope| {
        scope.spawn(move || {
            for [old, new] in pairs {
                // A tool that has ended is noticed by the answers that are missing.
                if writeln!(questions, "{}", json!({"old": old, "new": new})).is_err() {
                    break;
                }
            }
        });
        let reading = scope.spawn(|| {
            let lines = BufReader::new(answers).lines();
            lines.map_while(Result::ok).collect::<Vec<String>>()
        });
        let done = meanwhile();
        (reading.join().unwrap_or_default(), done)
    });
    let status = child.wait().map_err(|error| error.to_string())?;
    if lines.len() != pairs.len() {
        let (given, all) = (lines.len(), pairs.len());
        return Err(format!(
            "{MANIFEST}: {given} answers to {all} pairs, then {status}"
        ));
    }
    let answers: Result<Vec<Answer>, String> = lines.iter().map(|line| read(line)).collect();
    Ok((answers?, done))
}

fn read(line: &str) -> Result<Answer, String> {
    Ok(match line.split_once(' ').unwrap_or((line, "")) {
        ("true", _) => Answer::Compatible,
        ("unknown", _) => Answer::Unknown,
        ("error:", _) => Answer::Error,
        ("false", value) => Answer::Breaking(
            serde_json::from_str(value).map_err(|error| format!("{value}: {error}"))?,
        ),
        _ => return Err(format!("{MANIFEST}: nobody expects {line:?}")),
    })
}

fn cargo(word: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args([word, "--quiet", "--locked", "--manifest-path", MANIFEST])
        .args(["--target-dir", TARGET]);
    command
}

const MANIFEST: &str = "xtask/oracles/jsoncompat/Cargo.toml";
/// Below the folder of the workspace, which is ignored and cleaned already.
const TARGET: &str = "target/oracles";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Answer, read};

    #[test]
    fn answers_are_lines() {
        for (line, answer) in [
            ("true", Answer::Compatible),
            ("unknown", Answer::Unknown),
            ("error: it panicked", Answer::Error),
            ("false {\"a\": 1}", Answer::Breaking(json!({"a": 1}))),
        ] {
            assert_eq!(read(line), Ok(answer));
        }
        assert!(read("maybe").is_err());
        assert!(read("false").is_err());
    }
}
