//! The official suites, and the documents of other formats.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::mutants::{bytes, pool, value};
use super::{Random, Tally};
use crate::{Draft, Options, Schema};

const DRAFTS: [Draft; 5] = [
    Draft::Draft4,
    Draft::Draft6,
    Draft::Draft7,
    Draft::Draft201909,
    Draft::Draft202012,
];

/// How many mutants each instance of a suite has.
const MUTANTS: usize = 6;

/// Every group is read by every draft, whichever it was written for: the plain way says what is right.
#[test]
fn the_official_suites_are_judged_alike() {
    let Some(data) = std::env::var_os("FRONTDESK_TEST_DATA").map(PathBuf::from) else {
        return;
    };
    let suite = data.join("JSON-Schema-Test-Suite");
    for entry in std::fs::read_dir(suite.join("tests")).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let groups: Vec<Value> = json_files(&folder).iter().map(|path| read(path)).collect();
        for draft in DRAFTS {
            let options = Options {
                draft,
                resources: remotes(&suite, &name),
                ..Options::default()
            };
            let tally = judged(&groups, &options);
            // Most of what is accepted is accepted by plans.
            let most = tally.by_plan * 2 >= tally.accepted;
            assert!(most, "{name} as {draft:?}: {tally:?}");
        }
    }
}

fn judged(files: &[Value], options: &Options) -> Tally {
    let mut random = Random::new(11);
    let mut tally = Tally::default();
    for group in files.iter().flat_map(|file| file.as_array().unwrap()) {
        let mut document = group["schema"].clone();
        if let Some(members) = document.as_object_mut() {
            members.remove("$schema");
        }
        let Ok(schema) = Schema::compile(document, options) else {
            continue;
        };
        let mut judge = schema.fast();
        let instances = group["tests"].as_array().unwrap().iter();
        let instances: Vec<Value> = instances.map(|test| test["data"].clone()).collect();
        let others = pool(&instances);
        for instance in &instances {
            let text = serde_json::to_vec(instance).unwrap();
            tally.judge(&schema, &mut judge, &text);
            for _ in 0..MUTANTS {
                tally.judge(&schema, &mut judge, &bytes(&mut random, &text));
                let mutant = value(&mut random, instance, &others);
                tally.judge(&schema, &mut judge, &serde_json::to_vec(&mutant).unwrap());
            }
        }
    }
    tally
}

#[test]
fn meta_schemas_are_judged_alike() {
    let Some(data) = std::env::var_os("FRONTDESK_TEST_DATA").map(PathBuf::from) else {
        return;
    };
    let documents: Vec<Value> = json_files(&data.join("metaschemas"))
        .iter()
        .map(|path| read(path))
        .collect();
    let resources = documents.iter().filter_map(|document| {
        let id = document.get("$id").or_else(|| document.get("id"))?;
        Some((id.as_str()?.to_owned(), document.clone()))
    });
    let options = Options {
        resources: resources.collect(),
        ..Options::default()
    };
    let mut random = Random::new(13);
    let mut tally = Tally::default();
    for document in &documents {
        let Ok(schema) = Schema::compile(document.clone(), &options) else {
            continue;
        };
        let mut judge = schema.fast();
        // Documents of one format are seldom valid in another, but they go deep.
        for instance in &documents {
            let others = pool(std::slice::from_ref(instance));
            let text = serde_json::to_vec(instance).unwrap();
            tally.judge(&schema, &mut judge, &text);
            if text.len() > 100_000 {
                continue;
            }
            for _ in 0..10 {
                tally.judge(&schema, &mut judge, &bytes(&mut random, &text));
                let mutant = value(&mut random, instance, &others);
                tally.judge(&schema, &mut judge, &serde_json::to_vec(&mutant).unwrap());
            }
        }
    }
    assert!(tally.documents > 0, "{tally:?}");
}

fn remotes(suite: &Path, draft: &str) -> Vec<(String, Value)> {
    let folder = suite.join("remotes");
    json_files(&folder)
        .iter()
        .filter_map(|path| {
            let place = path.strip_prefix(&folder).unwrap();
            let first = place.iter().next().unwrap().to_string_lossy();
            let of_a_draft = first.starts_with("draft") || first == "v1";
            (!of_a_draft || first == draft).then(|| {
                let uri = format!("http://localhost:1234/{}", place.to_string_lossy());
                (uri, read(path))
            })
        })
        .collect()
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(json_files(&path));
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}
