use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use frontdesk_compat::Judge;
use frontdesk_contract::{Contract, Message, Side};
use frontdesk_schema::{Options, Schema};

use crate::arguments::GlobalOptions;
use crate::failure::Failure;
use crate::files::read_json;
use crate::output::Output;

/// What a command works with: the contract, its old types, the common options, a voice.
pub(crate) struct Context<'a> {
    pub(crate) contract: &'a Contract,
    pub(crate) judges: &'a [Box<dyn Judge>],
    pub(crate) options: GlobalOptions,
    pub(crate) output: Output,
    /// What people type to run this tool.
    pub(crate) tool: String,
}

impl<'a> Context<'a> {
    /// Puts together what a command works with.
    pub(crate) fn new(
        contract: &'a Contract,
        judges: &'a [Box<dyn Judge>],
        options: GlobalOptions,
        output: Output,
    ) -> Self {
        Self {
            contract,
            judges,
            options,
            output,
            tool: tool(),
        }
    }

    /// Reads the documents handed in, and says how schemas are compiled.
    pub(crate) fn schema_options(&self) -> Result<Options, Failure> {
        let resources = self.options.resource.iter();
        Ok(Options {
            draft: self.options.draft,
            formats: self.options.formats(),
            resources: resources
                .map(|resource| Ok((resource.uri.clone(), read_json(&resource.path)?)))
                .collect::<Result<_, Failure>>()?,
        })
    }

    /// Derives and compiles one schema of a message.
    pub(crate) fn derived_schema(
        &self,
        message: &Message,
        side: Side,
        options: &Options,
    ) -> Result<Schema, Failure> {
        let document = self.contract.schema(message, side)?;
        Schema::compile(document, options).map_err(|source| Failure::NoDerivedSchema {
            message: message.name().to_owned(),
            side: side.as_str(),
            source,
        })
    }

    /// Returns the seed that was given, or draws and prints one.
    pub(crate) fn seed(&mut self) -> u64 {
        self.options.seed.unwrap_or_else(|| {
            let seed = crate::dice::any_seed();
            self.output.always(format_args!("seed: {seed}"));
            seed
        })
    }
}

/// Says what people type to run this tool, by the name that the process was started with.
fn tool() -> String {
    let path = std::env::args_os().next().map(PathBuf::from);
    let name = path.as_deref().and_then(Path::file_stem);
    match name.and_then(OsStr::to_str) {
        // The usual alias of a workspace's own tool.
        Some("xtask") => "cargo xtask".to_owned(),
        Some(name) => name.to_owned(),
        None => "frontdesk".to_owned(),
    }
}
