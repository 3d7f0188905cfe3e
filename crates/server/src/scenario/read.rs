use std::fmt;
use std::sync::LazyLock;

use frontdesk_json::Pointer;
use frontdesk_schema::{Options, Schema};
use serde::Deserialize as _;
use serde_json::Value;

use super::format::Written;
use crate::contract::Problem;
use crate::faults::{Fault, Reach};

/// A mistake in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioProblem {
    /// The place, as a JSON pointer, also where the file is TOML; empty for the whole.
    pub pointer: String,
    /// What is wrong, and what would mend it.
    pub message: String,
}

impl fmt::Display for ScenarioProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.pointer, self.message)
        }
    }
}

/// Returns the JSON Schema of scenario files.
#[must_use]
pub fn scenario_schema() -> Value {
    SCHEMA.document().clone()
}

pub(super) fn read(text: &str) -> Result<Written, Vec<ScenarioProblem>> {
    let document = document(text).map_err(|problem| vec![problem])?;
    if !SCHEMA.accepts(&document) {
        let problems = Problem::of_document(&SCHEMA, &document, &Pointer::root());
        return Err(problems.into_iter().map(ScenarioProblem::from).collect());
    }
    let problems = wrong_faults(&document);
    if !problems.is_empty() {
        return Err(problems);
    }
    Written::deserialize(&document).map_err(|error| vec![whole(&error)])
}

fn document(text: &str) -> Result<Value, ScenarioProblem> {
    if text.trim_start().starts_with('{') {
        return frontdesk_json::read(text.as_bytes()).map_err(|error| ScenarioProblem {
            pointer: error.pointer().to_string(),
            message: error.to_string(),
        });
    }
    let table: toml::Table = toml::from_str(text).map_err(|error| whole(&error))?;
    serde_json::to_value(table).map_err(|error| whole(&error))
}

fn wrong_faults(document: &Value) -> Vec<ScenarioProblem> {
    let mut problems = Vec::new();
    let rules = document["rules"].as_array().into_iter().flatten();
    for (rule, written) in rules.enumerate() {
        let answers = written["then"].as_array().into_iter().flatten();
        for (answer, written) in answers.enumerate() {
            let faults = written["faults"].as_array().into_iter().flatten();
            for (index, name) in faults.enumerate() {
                let name = name.as_str().unwrap_or_default();
                let message = match name.parse::<Fault>() {
                    Ok(fault) if fault.reaches(Reach::Rest) || fault.reaches(Reach::Frame) => {
                        continue;
                    }
                    Ok(fault) => format!("`{fault}` goes to no message: give it to the service"),
                    Err(error) => error.to_string(),
                };
                problems.push(ScenarioProblem {
                    pointer: format!("/rules/{rule}/then/{answer}/faults/{index}"),
                    message,
                });
            }
        }
    }
    problems
}

fn whole(error: &dyn fmt::Display) -> ScenarioProblem {
    ScenarioProblem {
        pointer: String::new(),
        message: error.to_string().trim_end().to_owned(),
    }
}

impl From<Problem> for ScenarioProblem {
    fn from(problem: Problem) -> Self {
        let fix = problem
            .fix
            .map_or_else(String::new, |fix| format!("; {fix}"));
        Self {
            message: format!("{}{fix}", problem.message),
            pointer: problem.pointer,
        }
    }
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let document = serde_json::from_str(include_str!("scenario.schema.json"));
    Schema::compile(document.expect("it is JSON"), &Options::default()).expect("it is a schema")
});
