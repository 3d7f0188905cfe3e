//! The groups of the official JSON Schema suite, and what comes out for each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use frontdesk_payload::{Kind, NoPayload, Payloads};
use frontdesk_schema::{Draft, Options, Schema};
use serde_json::Value;
use walkdir::WalkDir;

/// How the remote documents of the suite are addressed.
const REMOTES: &str = "http://localhost:1234/";

/// What came out for the groups of each file, by the file's name.
pub(crate) type Suite = BTreeMap<String, Vec<Outcome>>;

/// What came out for one group.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a column of the table"
)]
pub(crate) struct Outcome {
    /// The group has an instance that is valid.
    pub(crate) satisfiable: bool,
    /// The group has an instance that is invalid.
    pub(crate) refuses: bool,
    pub(crate) generated: bool,
    pub(crate) called_unsatisfiable: bool,
    pub(crate) broken: bool,
    pub(crate) keywords: usize,
    pub(crate) keywords_broken: usize,
}

pub(crate) trait Read: Sized {
    fn read(folder: &Path, draft: &str) -> Result<Self, String>;
}

impl Read for Suite {
    fn read(folder: &Path, draft: &str) -> Result<Self, String> {
        let name = if draft == "7" {
            "draft7"
        } else {
            "draft2020-12"
        };
        let suite = folder.join("JSON-Schema-Test-Suite");
        let options = Options {
            draft: draft.parse::<Draft>().map_err(|error| error.to_string())?,
            resources: remotes(&suite, name)?,
            ..Options::default()
        };
        let mut outcomes = Self::new();
        for path in json_files(&suite.join("tests").join(name), 1)? {
            let groups = read(&path)?;
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let groups = groups.as_array().into_iter().flatten();
            let of_file = groups.map(|group| outcome(group, &options)).collect();
            outcomes.insert(stem.into_owned(), of_file);
        }
        if outcomes.is_empty() {
            return Err(format!("{}: no groups of draft {draft}", suite.display()));
        }
        Ok(outcomes)
    }
}

/// Hard schemas from elsewhere: the name of each with its outcome.
pub(crate) fn metaschemas(folder: &Path) -> Result<Vec<(String, Outcome)>, String> {
    let folder = folder.join("metaschemas");
    let files = json_files(&folder, 1)?;
    let mut resources = Vec::new();
    for path in &files {
        let document = read(path)?;
        if let Some(id) = document.get("$id").and_then(Value::as_str) {
            resources.push((id.to_owned(), document.clone()));
        }
    }
    let options = Options {
        resources,
        ..Options::default()
    };
    files
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let schema = Schema::compile(read(path)?, &options)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            Ok((name.into_owned(), generate(&Arc::new(schema))))
        })
        .collect()
}

fn outcome(group: &Value, options: &Options) -> Outcome {
    let tests = group["tests"].as_array();
    let some = |verdict: bool| {
        tests
            .into_iter()
            .flatten()
            .any(|test| test["valid"] == verdict)
    };
    let Ok(schema) = Schema::compile(group["schema"].clone(), options) else {
        return Outcome {
            satisfiable: some(true),
            refuses: some(false),
            ..Outcome::default()
        };
    };
    Outcome {
        satisfiable: some(true),
        refuses: some(false),
        ..generate(&Arc::new(schema))
    }
}

fn generate(schema: &Arc<Schema>) -> Outcome {
    let mut payloads = Payloads::new(Arc::clone(schema), 1);
    let valid = payloads.draw(Kind::Valid);
    let broken = payloads.systematic(Kind::Invalid).unwrap_or_default();
    let coverage = payloads.coverage(Kind::Invalid);
    Outcome {
        satisfiable: true,
        refuses: true,
        generated: valid.is_ok(),
        called_unsatisfiable: matches!(valid, Err(NoPayload::Unsatisfiable { .. })),
        broken: !broken.is_empty(),
        keywords: coverage.leaves,
        keywords_broken: coverage.hit,
    }
}

/// Reads what the suite serves over HTTP, except what is meant for other drafts.
fn remotes(suite: &Path, draft: &str) -> Result<Vec<(String, Value)>, String> {
    let folder = suite.join("remotes");
    let mut remotes = Vec::new();
    for path in json_files(&folder, usize::MAX)? {
        let place = path.strip_prefix(&folder).unwrap_or(&path);
        let first = place.iter().next().unwrap_or_default().to_string_lossy();
        let of_a_draft = first.starts_with("draft") || first == "v1";
        if !of_a_draft || first == draft {
            let place = place.to_string_lossy().replace('\\', "/");
            remotes.push((format!("{REMOTES}{place}"), read(&path)?));
        }
    }
    Ok(remotes)
}

fn json_files(folder: &Path, depth: usize) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).max_depth(depth).sort_by_file_name() {
        let path = entry.map_err(|error| error.to_string())?.into_path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    Ok(files)
}

fn read(path: &Path) -> Result<Value, String> {
    let bytes = fs_err::read(path).map_err(|error| error.to_string())?;
    // The suites hold numbers that the strict reader refuses, and are data here, not input.
    serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()))
}
