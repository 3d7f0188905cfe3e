//! What the example needs, found or installed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Outcome, say};

/// Java, and a Python that has `PySpark`.
pub(super) struct Tools {
    pub(super) python: PathBuf,
    /// The folder of Spark inside `PySpark`.
    pub(super) spark: PathBuf,
}

impl Tools {
    /// Finds the tools; `PySpark` is installed where it is missing.
    pub(super) fn find(folder: &Path) -> Outcome<Self> {
        if !works(Command::new("java").arg("-version")) {
            return Err(NO_JAVA.into());
        }
        if !works(Command::new("python3").args(["-m", "venv", "--help"])) {
            return Err(NO_PYTHON.into());
        }
        let python = folder.join("venv/bin/python");
        if !has_pyspark(&python) {
            say(&format!("installing {PYSPARK} into {}", folder.display()));
            fs_err::create_dir_all(folder)?;
            let venv = folder.join("venv");
            install(
                Command::new("python3")
                    .args(["-m", "venv", "--clear"])
                    .arg(venv),
            )?;
            install(Command::new(&python).args(["-m", "pip", "install", "--quiet", PYSPARK]))?;
        }
        let find = "import os, pyspark; print(os.path.dirname(os.path.abspath(pyspark.__file__)))";
        let found = Command::new(&python).args(["-c", find]).output()?;
        Ok(Self {
            // A link would lead out of the virtual environment.
            python: std::path::absolute(python)?,
            spark: String::from_utf8(found.stdout)?.trim().into(),
        })
    }
}

fn has_pyspark(python: &Path) -> bool {
    works(Command::new(python).args(["-c", "import pyspark"]))
}

fn works(command: &mut Command) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

fn install(command: &mut Command) -> Outcome<()> {
    match command.stdout(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?} ended with {status}: {NO_PYTHON}").into()),
        Err(error) => Err(format!("{command:?}: {error}: {NO_PYTHON}").into()),
    }
}

/// The version that the example was tested with.
const PYSPARK: &str = "pyspark==4.3.0";

const NO_JAVA: &str = "java is missing: install Java 17 or later, such as Debian's \
    openjdk-17-jre-headless; Spark runs on it";

const NO_PYTHON: &str = "Python 3 with venv and pip, and a package index, are needed: install \
    Debian's python3-venv, or look at how pip is configured";
