//! The folders of a contract, where the command line names none.
//!
//! As cargo and git do, a command looks upward from where it runs: the home of a contract is the
//! nearest folder with `schemas/<contract>`, up to the root of the repository.

use std::path::{Path, PathBuf};

use clap::Args;
use frontdesk_contract::Contract;

use crate::failure::Failure;

/// The folder of schemas, for commands that only read it.
#[derive(Debug, Args)]
pub(crate) struct SchemasFolder {
    /// The folder of exported schemas, releases and sources [default: schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
}

impl SchemasFolder {
    /// Returns the folder; one that was named has to be there.
    pub(crate) fn path(&self, contract: &Contract) -> Result<PathBuf, Failure> {
        match &self.schemas {
            None => Ok(schemas(contract)),
            Some(path) => existing(path),
        }
    }
}

/// The folder of recordings.
#[derive(Debug, Args)]
pub(crate) struct CorpusFolder {
    /// The folder of recordings [default: corpus]
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
}

impl CorpusFolder {
    /// Returns the folder; one that was named has to be there.
    pub(crate) fn path(&self, contract: &Contract) -> Result<PathBuf, Failure> {
        match &self.corpus {
            None => Ok(home(contract).join("corpus")),
            Some(path) => existing(path),
        }
    }
}

/// Returns the folder of schemas where none is named.
pub(crate) fn schemas(contract: &Contract) -> PathBuf {
    home(contract).join("schemas")
}

/// Returns the folder that a contract lives in, as a path from here.
pub(crate) fn home(contract: &Contract) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let found = here.ancestors().enumerate().find_map(|(depth, folder)| {
        let is_home = folder.join("schemas").join(contract.name()).is_dir();
        // Beyond the root of the repository stands somebody else's.
        (is_home || folder.join(".git").exists()).then_some(if is_home { depth } else { 0 })
    });
    std::iter::repeat_n("..", found.unwrap_or_default()).collect()
}

fn existing(path: &Path) -> Result<PathBuf, Failure> {
    if path.is_dir() {
        Ok(path.to_owned())
    } else {
        Err(Failure::NoFolder {
            path: path.to_owned(),
        })
    }
}
