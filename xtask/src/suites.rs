//! The public JSON Schema suites, as they lie in the folder of the public test data.

use std::path::{Path, PathBuf};

use frontdesk_schema::{Draft, Options};
use serde_json::Value;
use walkdir::WalkDir;

/// The groups of one folder of the official suite.
#[derive(Debug)]
pub(crate) struct Section {
    /// The draft, and which folder of it.
    pub(crate) title: String,
    /// How the schemas of the groups are read.
    pub(crate) options: Options,
    pub(crate) groups: Vec<Group>,
}

/// A schema with instances, each known to be valid or not.
#[derive(Debug)]
pub(crate) struct Group {
    /// The name of the file, without its end.
    pub(crate) file: String,
    pub(crate) description: String,
    pub(crate) schema: Value,
    /// The instances.
    pub(crate) instances: Vec<Value>,
    /// Whether an instance is valid.
    pub(crate) satisfiable: bool,
    /// Whether an instance is invalid.
    pub(crate) refuses: bool,
}

/// Hard documents from elsewhere, which refer to each other.
#[derive(Debug)]
pub(crate) struct Documents {
    pub(crate) options: Options,
    /// Each with the name of its file.
    pub(crate) documents: Vec<(String, Value)>,
}

/// Returns the folder of the public test data, where it is known.
pub(crate) fn folder() -> Option<PathBuf> {
    std::env::var_os("FRONTDESK_TEST_DATA").map(PathBuf::from)
}

/// Reads the official suite: what is required of both drafts, and what is optional.
pub(crate) fn sections(folder: &Path) -> Result<Vec<Section>, String> {
    let suite = folder.join("JSON-Schema-Test-Suite");
    let mut sections = Vec::new();
    for (draft, name) in [("2020-12", "draft2020-12"), ("7", "draft7")] {
        let options = Options {
            draft: draft.parse::<Draft>().map_err(|error| error.to_string())?,
            resources: remotes(&suite, name)?,
            ..Options::default()
        };
        for part in ["", "optional", "optional/format"] {
            let groups = groups(&suite.join("tests").join(name).join(part))?;
            sections.push(Section {
                title: format!("draft {draft} {part}").trim_end().to_owned(),
                options: options.clone(),
                groups,
            });
        }
    }
    Ok(sections)
}

/// Reads the meta-schemas of other formats.
pub(crate) fn documents(folder: &Path) -> Result<Documents, String> {
    let documents = named_documents(&folder.join("metaschemas"))?;
    let resources = documents
        .iter()
        .filter_map(|(_, document)| {
            let id = document.get("$id")?.as_str()?;
            Some((id.to_owned(), document.clone()))
        })
        .collect();
    Ok(Documents {
        options: Options {
            resources,
            ..Options::default()
        },
        documents,
    })
}

/// Reads every document of a folder, with the name of its file.
pub(crate) fn named_documents(folder: &Path) -> Result<Vec<(String, Value)>, String> {
    let files = json_files(folder, 1)?;
    files
        .iter()
        .map(|path| Ok((stem(path), read(path)?)))
        .collect()
}

fn groups(folder: &Path) -> Result<Vec<Group>, String> {
    let mut groups = Vec::new();
    for (file, document) in named_documents(folder)? {
        let of_file = document.as_array().into_iter().flatten();
        groups.extend(of_file.map(|group| {
            let tests = group["tests"].as_array();
            let some = |verdict: bool| {
                let mut tests = tests.into_iter().flatten();
                tests.any(|test| test["valid"] == verdict)
            };
            Group {
                file: file.clone(),
                description: group["description"].as_str().unwrap_or_default().to_owned(),
                schema: group["schema"].clone(),
                instances: tests
                    .into_iter()
                    .flatten()
                    .map(|test| test["data"].clone())
                    .collect(),
                satisfiable: some(true),
                refuses: some(false),
            }
        }));
    }
    if groups.is_empty() {
        return Err(format!("{}: no groups of the suite", folder.display()));
    }
    Ok(groups)
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

fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
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

/// How the remote documents of the suite are addressed.
const REMOTES: &str = "http://localhost:1234/";

/// What to say where the test data is not there.
pub(crate) const NO_DATA: &str = "the public test data is not here: set FRONTDESK_TEST_DATA to its folder, or give \
    the folder as argument";
