//! The official suite: its groups by file, as they lie in the folder of the public test data.

use std::path::{Path, PathBuf};

use frontdesk_schema::{Draft, Options};
use serde_json::Value;

/// A file of the suite.
pub(crate) struct File {
    /// The draft, the folder below it and the file's name.
    pub(crate) name: String,
    /// How its schemas are read.
    pub(crate) options: Options,
    /// Each group: its description, its schema and the instances that it is tested with.
    pub(crate) groups: Vec<Value>,
}

/// Returns every file of the suite, `None` where nobody said where the test data is.
pub(crate) fn files() -> Option<Vec<File>> {
    let data = PathBuf::from(std::env::var_os("FRONTDESK_TEST_DATA")?);
    let suite = data.join("JSON-Schema-Test-Suite");
    let mut files = Vec::new();
    for (draft, folder) in [("2020-12", "draft2020-12"), ("7", "draft7")] {
        let options = Options {
            draft: draft.parse::<Draft>().unwrap(),
            resources: remotes(&suite.join("remotes"), folder),
            ..Options::default()
        };
        for path in json_files(&suite.join("tests").join(folder)) {
            let name = relative(&path, &suite.join("tests"));
            files.push(File {
                name: name.trim_end_matches(".json").to_owned(),
                options: options.clone(),
                groups: read(&path).as_array().unwrap().clone(),
            });
        }
    }
    assert!(!files.is_empty(), "no files under {}", suite.display());
    Some(files)
}

/// What a test says that needs the suite and has none.
pub(crate) const NO_DATA: &str = "the official suite is needed: set FRONTDESK_TEST_DATA to the folder that holds JSON-Schema-Test-Suite";

fn remotes(folder: &Path, draft: &str) -> Vec<(String, Value)> {
    let mut remotes = Vec::new();
    for path in json_files(folder) {
        let place = relative(&path, folder);
        let first = place.split('/').next().unwrap_or_default();
        let of_a_draft = first.starts_with("draft") || first == "v1";
        if !of_a_draft || first == draft {
            remotes.push((format!("http://localhost:1234/{place}"), read(&path)));
        }
    }
    remotes
}

/// Lists the JSON files of a folder and of those below it.
pub(crate) fn json_files(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir();
    let entries = entries.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(json_files(&path));
        } else if path.extension().is_some_and(|end| end == "json") {
            files.push(path);
        }
    }
    files
}

fn relative(path: &Path, folder: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap().iter();
    let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Reads a file that may hold numbers and names which the strict reader refuses.
pub(crate) fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}
