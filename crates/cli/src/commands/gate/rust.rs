//! Where the types of a break are declared, among the Rust files of the workspace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use frontdesk_contract::RustSources;
use frontdesk_report::Declared;
use walkdir::{DirEntry, WalkDir};

/// The Rust files below a folder, read when the first place is asked for.
#[derive(Debug)]
pub(super) struct RustFiles {
    root: PathBuf,
    files: Option<Vec<RustFile>>,
    parsed: BTreeMap<String, RustSources>,
}

#[derive(Debug)]
struct RustFile {
    crate_name: String,
    path: String,
    text: String,
}

impl RustFiles {
    /// Takes the files below a folder.
    pub(super) fn below(root: PathBuf) -> Self {
        Self {
            root,
            files: None,
            parsed: BTreeMap::new(),
        }
    }

    /// Finds where a type, or a member of it, is declared; none where that is in doubt.
    pub(super) fn find(
        &mut self,
        crate_name: &str,
        type_name: &str,
        member: Option<&str>,
    ) -> Option<Declared> {
        let files = self.files.get_or_insert_with(|| read(&self.root));
        let parsed = self.parsed.entry(type_name.to_owned());
        let parsed = parsed.or_insert_with(|| {
            let mut sources = RustSources::default();
            for file in files.iter().filter(|file| file.text.contains(type_name)) {
                sources.add(&file.crate_name, &file.path, &file.text);
            }
            sources
        });
        let place = parsed.find(crate_name, type_name, member)?;
        Some(Declared {
            name: place.name,
            file: place.file,
            line: place.line,
        })
    }
}

/// Reads every Rust file, with the name of its crate; what cannot be read is passed over.
fn read(root: &Path) -> Vec<RustFile> {
    let root = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    let mut crates: BTreeMap<PathBuf, String> = BTreeMap::new();
    let walk = WalkDir::new(root).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(may_hold_sources).filter_map(Result::ok);
    let rust = |entry: &DirEntry| entry.path().extension().is_some_and(|end| end == "rs");
    let mut files = Vec::new();
    for entry in entries.filter(rust).take(MAX_FILES) {
        let path = entry.path();
        let Ok(text) = fs_err::read_to_string(path) else {
            continue;
        };
        let folder = path.parent().unwrap_or(root).to_owned();
        let crate_name = crates
            .entry(folder)
            .or_insert_with_key(|folder| crate_of(folder).unwrap_or_default());
        files.push(RustFile {
            crate_name: crate_name.clone(),
            path: path
                .strip_prefix("./")
                .unwrap_or(path)
                .display()
                .to_string(),
            text,
        });
    }
    files
}

/// Leaves out what tools write, and what is hidden.
fn may_hold_sources(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let hidden = entry.depth() > 0 && name.starts_with('.');
    !(entry.file_type().is_dir() && (hidden || name == "target" || name == "node_modules"))
}

/// Reads the name of the crate that a folder belongs to, as Rust spells it.
fn crate_of(folder: &Path) -> Option<String> {
    let mut manifests = folder.ancestors().map(|folder| folder.join("Cargo.toml"));
    let text = manifests.find_map(|manifest| fs_err::read_to_string(manifest).ok())?;
    let manifest: toml::Table = text.parse().ok()?;
    let library = manifest.get("lib").and_then(|library| library.get("name"));
    let package = || manifest.get("package")?.get("name");
    let name = library.or_else(package)?.as_str()?;
    Some(name.replace('-', "_"))
}

/// More files than the largest workspaces have; a folder with more is none.
const MAX_FILES: usize = 50_000;
