//! Verdicts on pairs of schemas of the official suites are never refuted by one of their values.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its data must fail"
)]

use std::fs;
use std::path::PathBuf;

use frontdesk_compat::{Assumptions, Undeclared, Verdict, compare};
use frontdesk_contract::Direction;
use frontdesk_schema::{Draft, Options, Schema};
use serde_json::Value;

/// The schemas of one draft, and every value that its tests judge.
fn suite(folder: &str, draft: Draft) -> (Vec<(String, Schema)>, Vec<Value>) {
    let data = std::env::var_os("FRONTDESK_TEST_DATA")
        .expect("set FRONTDESK_TEST_DATA to the folder with the public test data");
    let root = walkdir::WalkDir::new(PathBuf::from(data))
        .into_iter()
        .filter_map(Result::ok)
        .find(|entry| entry.file_type().is_dir() && entry.path().ends_with(folder))
        .expect("the JSON Schema suite is in the test data");
    let mut schemas = Vec::new();
    let mut values = Vec::new();
    let mut files: Vec<PathBuf> = fs::read_dir(root.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    let options = Options {
        draft,
        ..Options::default()
    };
    for file in files {
        let groups: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        for group in groups.as_array().unwrap() {
            for test in group["tests"].as_array().unwrap() {
                if !values.contains(&test["data"]) {
                    values.push(test["data"].clone());
                }
            }
            // Schemas that refer to other documents are not compiled without them.
            if let Ok(schema) = Schema::compile(group["schema"].clone(), &options) {
                let name = format!(
                    "{} {}",
                    file.file_stem().unwrap().to_string_lossy(),
                    group["description"]
                );
                schemas.push((name, schema));
            }
        }
    }
    assert!(schemas.len() > 200 && values.len() > 200);
    (schemas, values)
}

#[test]
fn what_is_proved_of_draft_2020_12_is_true() {
    check("tests/draft2020-12", Draft::Draft202012);
}

#[test]
fn what_is_proved_of_draft_7_is_true() {
    check("tests/draft7", Draft::Draft7);
}

fn check(folder: &str, draft: Draft) {
    let (schemas, values) = suite(folder, draft);
    let accepted: Vec<Vec<bool>> = schemas
        .iter()
        .map(|(_, schema)| values.iter().map(|value| schema.accepts(value)).collect())
        .collect();
    let assumptions = Assumptions {
        undeclared: Undeclared::Maybe,
        ..Assumptions::default()
    };
    let (mut yes, mut no, mut wrong, mut open) = (0, 0, Vec::new(), Vec::new());
    for (left, (name, schema)) in schemas.iter().enumerate() {
        for step in 1..STEPS {
            let right = (left + step * step * 3) % schemas.len();
            let (other_name, other) = &schemas[right];
            let lost =
                (0..values.len()).find(|index| accepted[left][*index] && !accepted[right][*index]);
            match compare(schema, other, Direction::Request, &assumptions) {
                Verdict::Compatible(_) => {
                    yes += 1;
                    if let Some(index) = lost {
                        wrong.push(format!("{other_name} / {name}: {}", values[index]));
                    }
                }
                Verdict::Breaking(_) => no += 1,
                Verdict::Undecided(reason) => open.push(format!(
                    "{name} -> {other_name}: {} {}",
                    reason.text,
                    lost.map_or(String::new(), |l| values[l].to_string())
                )),
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
    assert!(
        open.len() * 50 < yes + no,
        "{yes} compatible, {no} breaking, {} undecided: {open:#?}",
        open.len()
    );
}

/// How many others each schema is compared with.
const STEPS: usize = 6;
