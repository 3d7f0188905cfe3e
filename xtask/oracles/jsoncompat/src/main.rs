//! Asks `jsoncompat` whether each pair of schemas is compatible.
//!
//! A line of standard input is `{"old": SCHEMA, "new": SCHEMA}`: does the new one accept whatever the
//! old one accepts. A line of standard output answers it: `true`, which is a proof; `false` and a value
//! that is lost; `unknown`; or `error` and why.

use std::io::{self, BufRead as _, Write as _};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use jsoncompat::{CompatibilityResult, Role, SchemaDocument, analyze_compat};
use serde_json::Value;

fn main() -> io::Result<()> {
    let mut answers = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = in_time(line?)?;
        writeln!(answers, "{}", answer.replace('\n', " "))?;
        answers.flush()?;
    }
    Ok(())
}

/// Answers in a thread of its own, since a pair may take for ever, or more stack than there is.
fn in_time(line: String) -> io::Result<String> {
    let (sender, receiver) = mpsc::channel();
    thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || sender.send(answer(&line)))?;
    Ok(match receiver.recv_timeout(TIME) {
        Ok(answer) => answer,
        Err(RecvTimeoutError::Timeout) => "error: it took too long".to_owned(),
        Err(RecvTimeoutError::Disconnected) => "error: it panicked".to_owned(),
    })
}

fn answer(line: &str) -> String {
    asked(line).unwrap_or_else(|error| format!("error: {error}"))
}

fn asked(line: &str) -> Result<String, String> {
    let pair: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let read = |name: &str| {
        SchemaDocument::from_json(&pair[name]).map_err(|error| format!("{name}: {error}"))
    };
    // A serializer may write whatever its schema accepts: it is the new one of the two there.
    let (writer, reader) = (read("old")?, read("new")?);
    let result = analyze_compat(&reader, &writer, Role::Serializer);
    Ok(match result.map_err(|error| error.to_string())? {
        CompatibilityResult::Compatible => "true".to_owned(),
        CompatibilityResult::Incompatible { counterexample, .. } => {
            format!("false {counterexample}")
        }
        CompatibilityResult::Unknown { .. } => "unknown".to_owned(),
    })
}

const STACK: usize = 256 << 20;
const TIME: Duration = Duration::from_secs(2);
