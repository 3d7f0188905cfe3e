use std::io;
use std::path::{Path, PathBuf};
use std::slice;

use frontdesk_report::{Exit, Finding};
use walkdir::{DirEntry, WalkDir};

use crate::input::format::{Form, READ_EXTENSIONS};
use crate::rules;

/// The path that means standard input.
pub(crate) const STDIN: &str = "-";

/// Goes through the paths in order, and through folders in the order of their names.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    paths: slice::Iter<'a, PathBuf>,
    /// The path whose end has not been told yet.
    begun: Option<&'a Path>,
    folder: Option<walkdir::IntoIter>,
}

/// What the walk came by.
#[derive(Debug)]
pub(crate) enum Step {
    File {
        path: PathBuf,
        form: Form,
        /// Whether a person named the file, rather than a folder above it.
        named: bool,
    },
    Stdin,
    Finding(Box<Finding>),
    Skipped(PathBuf),
    /// Nothing more is under a path that was named.
    End(PathBuf),
}

impl<'a> Walk<'a> {
    pub(crate) fn new(paths: &'a [PathBuf]) -> Self {
        Self {
            paths: paths.iter(),
            begun: None,
            folder: None,
        }
    }

    /// Takes the next thing inside the open folder.
    fn inside(&mut self) -> Option<Step> {
        for entry in self.folder.as_mut()? {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => return Some(inside_folder(entry)),
                Err(error) => return Some(Step::Finding(Box::new(walk_error(&error)))),
            }
        }
        self.folder = None;
        None
    }

    /// Begins with a path that was named; a folder only gets opened.
    fn named(&mut self, path: &Path) -> Option<Step> {
        if path == Path::new(STDIN) {
            return Some(Step::Stdin);
        }
        match fs_err::metadata(path) {
            Err(error) => Some(Step::Finding(Box::new(unreadable(path, &error, true)))),
            Ok(metadata) if metadata.is_dir() => {
                let folder = WalkDir::new(path).follow_links(true).sort_by_file_name();
                self.folder = Some(folder.into_iter());
                None
            }
            Ok(_) => Some(named_file(path)),
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        loop {
            if let Some(step) = self.inside() {
                return Some(step);
            }
            if let Some(path) = self.begun.take() {
                return Some(Step::End(path.to_owned()));
            }
            let path = self.paths.next()?;
            self.begun = Some(path);
            if let Some(step) = self.named(path) {
                return Some(step);
            }
        }
    }
}

fn inside_folder(entry: DirEntry) -> Step {
    // Opening a pipe would wait for a writer that may never come.
    let regular = entry.file_type().is_file();
    let path = entry.into_path();
    match Form::by_name(&path) {
        Some(form) if regular => Step::File {
            path,
            form,
            named: false,
        },
        Some(_) | None => Step::Skipped(path),
    }
}

fn named_file(path: &Path) -> Step {
    match Form::by_name(path) {
        Some(form) => Step::File {
            path: path.to_owned(),
            form,
            named: true,
        },
        None => Step::Finding(Box::new(
            Finding::new(
                rules::UNKNOWN_FILE_TYPE,
                format!(
                    "the name does not say what the file holds: known are {READ_EXTENSIONS}; \
                     rename it, or pipe NDJSON into `{STDIN}`"
                ),
            )
            .in_file(path.to_string_lossy(), None)
            .exits(Exit::Usage),
        )),
    }
}

/// Reports a path under which no document is, or none that was not left out.
pub(crate) fn no_documents(path: &Path, left_out: u64) -> Finding {
    let message = if left_out > 0 {
        format!(
            "no document is of the message: {left_out} came as other messages do and were left \
             out; name their message, or have it found out with `--auto`"
        )
    } else if path == Path::new(STDIN) {
        "standard input holds no document: pipe NDJSON or one JSON document into it".to_owned()
    } else if path.is_dir() {
        format!(
            "the folder holds no document: name one with {READ_EXTENSIONS} files that are not \
             empty, or put some into it"
        )
    } else {
        "the file holds no document: write one on each line, or do not name it".to_owned()
    };
    Finding::new(rules::NO_DOCUMENTS, message).in_file(path.to_string_lossy(), None)
}

fn walk_error(error: &walkdir::Error) -> Finding {
    let path = error.path().unwrap_or(Path::new("")).to_string_lossy();
    if let Some(ancestor) = error.loop_ancestor() {
        let ancestor = ancestor.to_string_lossy();
        let message = format!(
            "this link leads back to `{ancestor}`, so it was not followed: remove the link, or \
             name the folders to read one by one"
        );
        return Finding::new(rules::DIRECTORY_LOOP, message)
            .in_file(path, None)
            .with("ancestor", ancestor);
    }
    let cause = error
        .io_error()
        .map_or_else(|| error.to_string(), io::Error::to_string);
    unreadable_finding(&path, &cause, error.depth() == 0)
}

/// Reports a file that cannot be opened or read.
pub(crate) fn unreadable(path: &Path, error: &io::Error, named: bool) -> Finding {
    unreadable_finding(&path.to_string_lossy(), &error.to_string(), named)
}

fn unreadable_finding(path: &str, cause: &str, named: bool) -> Finding {
    let (way_out, exit) = if named {
        ("check the path and the permissions", Exit::Usage)
    } else {
        ("mend or remove it; the rest was read", Exit::Findings)
    };
    let message = format!("cannot be read: {cause}; {way_out}");
    Finding::new(rules::UNREADABLE_FILE, message)
        .in_file(path, None)
        .exits(exit)
}
