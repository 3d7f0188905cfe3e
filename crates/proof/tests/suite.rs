//! No proof about the schemas of the official suites is refuted by one of their values.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its data must fail"
)]

use std::fs;
use std::path::PathBuf;

use frontdesk_proof::{Budget, Outcome, difference, examine};
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
    let (mut empty, mut known, mut wrong, mut hard) = (0, 0, Vec::new(), Vec::new());
    let budget = Budget {
        branches: 20_000,
        until: None,
    };
    for (left, (name, schema)) in schemas.iter().enumerate() {
        let own = examine(&difference(schema.outline(), schema.outline()), budget);
        if !matches!(own, Outcome::Empty { .. }) {
            wrong.push(format!("{name} is not proved to cover itself: {own:?}"));
        }
        for step in 1..STEPS {
            let right = (left + step * step) % schemas.len();
            let (other_name, other) = &schemas[right];
            let lost =
                (0..values.len()).find(|index| accepted[left][*index] && !accepted[right][*index]);
            let lost_outline = difference(schema.outline(), other.outline());
            match examine(&lost_outline, budget) {
                Outcome::Empty { .. } => {
                    empty += 1;
                    if let Some(index) = lost {
                        wrong.push(format!("{other_name} / {name}: {}", values[index]));
                    }
                }
                Outcome::Open { .. } => known += usize::from(lost.is_none()),
                Outcome::TooHard => hard.push(format!("{other_name} / {name}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
    assert!(hard.is_empty(), "{} too hard: {hard:#?}", hard.len());
    // What no value of the suite tells apart is proved, but for a few.
    assert!(known * 10 < empty, "{empty} proved, {known} open");
}

/// How many others each schema is compared with.
const STEPS: usize = 30;
