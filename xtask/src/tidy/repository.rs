//! What rules look at: the packages of the workspace, and every text file.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use walkdir::{DirEntry, WalkDir};

/// The repository, read once.
#[derive(Debug, Default)]
pub(super) struct Repository {
    pub(super) packages: Vec<Package>,
    pub(super) files: Vec<File>,
}

/// A member of the workspace.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) name: String,
    /// The folder, from the root.
    pub(super) folder: String,
    pub(super) dependencies: Vec<Dependency>,
}

/// A line of a package's manifest.
#[derive(Debug)]
pub(super) struct Dependency {
    pub(super) name: String,
    /// Whether only tests have it.
    pub(super) dev: bool,
}

/// A file that holds text.
#[derive(Debug)]
pub(super) struct File {
    /// The path from the root, with `/` between its parts.
    pub(super) path: String,
    pub(super) text: String,
}

impl Repository {
    /// Reads the repository that the command runs in.
    pub(super) fn read() -> Result<Self, String> {
        let metadata = metadata()?;
        let root = metadata["workspace_root"].as_str().unwrap_or(".");
        let root = Path::new(root);
        let packages = metadata["packages"].as_array().into_iter().flatten();
        Ok(Self {
            packages: packages.map(|package| Package::of(package, root)).collect(),
            files: files(root)?,
        })
    }

    /// Finds a file by its path from the root.
    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Tells whether a package is a member of the workspace.
    pub(super) fn is_member(&self, name: &str) -> bool {
        self.packages.iter().any(|package| package.name == name)
    }

    /// Iterates over the Rust sources.
    pub(super) fn sources(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.extension() == "rs")
    }
}

impl Package {
    fn of(package: &Value, root: &Path) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let manifest = text(&package["manifest_path"]);
        let folder = Path::new(&manifest).parent().unwrap_or(root);
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        Self {
            name: text(&package["name"]),
            folder: relative(folder, root),
            dependencies: dependencies
                .map(|dependency| Dependency {
                    name: text(&dependency["name"]),
                    dev: dependency["kind"] == "dev",
                })
                .collect(),
        }
    }

    /// Returns the path of the manifest, from the root.
    pub(super) fn manifest(&self) -> String {
        format!("{}/Cargo.toml", self.folder)
    }
}

impl File {
    /// Returns what follows the last point of the name.
    pub(super) fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, end)| end)
    }

    /// Tells whether the file is compiled for tests alone.
    pub(super) fn is_test(&self) -> bool {
        let folder = |name| {
            self.path.starts_with(&format!("{name}/")) || self.path.contains(&format!("/{name}/"))
        };
        folder("tests") || folder("benches")
    }

    /// Iterates over the lines of code with their numbers: no comments, no unit tests.
    pub(super) fn code(&self) -> impl Iterator<Item = (u64, &str)> {
        (1..)
            .zip(self.text.lines())
            .take_while(|(_, line)| *line != "#[cfg(test)]")
            .filter(|(_, line)| {
                let line = line.trim_start();
                !line.is_empty() && !line.starts_with("//")
            })
    }

    /// Iterates over all lines with their numbers.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &str)> {
        (1..).zip(self.text.lines())
    }
}

fn metadata() -> Result<Value, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .output()
        .map_err(|error| format!("cargo metadata could not be started: {error}"))?;
    serde_json::from_slice(&output.stdout).map_err(|_| {
        let said = String::from_utf8_lossy(&output.stderr);
        format!("cargo metadata failed: {}", said.trim())
    })
}

fn files(root: &Path) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    for entry in WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(is_ours)
    {
        let entry = entry.map_err(|error| error.to_string())?;
        if !entry.file_type().is_file() {
            continue;
        }
        let bytes = fs_err::read(entry.path()).map_err(|error| error.to_string())?;
        // What is no text, such as a compressed recording, has no lines to look at.
        if let Ok(text) = String::from_utf8(bytes) {
            let path = relative(entry.path(), root);
            files.push(File { path, text });
        }
    }
    Ok(files)
}

fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    !(entry.depth() == 1 && (name == "target" || name == ".git"))
}

fn relative(path: &Path, root: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).iter();
    let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
pub(super) mod testing {
    use super::{Dependency, File, Package, Repository};

    /// Makes a repository of files.
    pub(crate) fn of_files(files: &[(&str, &str)]) -> Repository {
        let files = files.iter().map(|(path, text)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        });
        Repository {
            files: files.collect(),
            packages: Vec::new(),
        }
    }

    /// Makes a package from its dependencies; `dev:` stands before those of tests.
    pub(crate) fn package(name: &str, folder: &str, dependencies: &[&str]) -> Package {
        let dependencies = dependencies.iter().map(|name| Dependency {
            name: name.trim_start_matches("dev:").to_owned(),
            dev: name.starts_with("dev:"),
        });
        Package {
            name: name.to_owned(),
            folder: folder.to_owned(),
            dependencies: dependencies.collect(),
        }
    }

    #[test]
    fn code_is_neither_comment_nor_test() {
        let repository = of_files(&[(
            "a.rs",
            "//! a\n\nfn a() {}\n    // b\n#[cfg(test)]\nmod tests {}\n",
        )]);
        let lines: Vec<_> = repository.files[0].code().collect();
        assert_eq!(lines, [(3, "fn a() {}")]);
    }
}
