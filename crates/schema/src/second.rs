use std::error::Error;
use std::fmt;

use boon::{Compiler, SchemaIndex, Schemas, UrlLoader};
use serde_json::Value;

use crate::options::{Draft, Formats, Options};

/// The URI under which a document without `$id` is known to the second judge.
const ROOT: &str = "urn:frontdesk:schema";

/// An engine of another author, so that no one bug can make a label wrong.
pub(crate) struct SecondJudge {
    compiled: Result<(Schemas, SchemaIndex), String>,
}

impl SecondJudge {
    /// Compiles the document; a failure is kept, since the first judge alone proves nothing.
    pub(crate) fn compile(document: &Value, options: &Options) -> Self {
        Self {
            compiled: compile(document, options).map_err(|error| format!("{error:#}")),
        }
    }

    /// Tells whether the value is accepted, `None` where this engine cannot judge.
    pub(crate) fn accepts(&self, instance: &Value) -> Option<bool> {
        let (schemas, index) = self.compiled.as_ref().ok()?;
        Some(schemas.validate(instance, *index).is_ok())
    }

    pub(crate) fn error(&self) -> Option<&str> {
        self.compiled.as_ref().err().map(String::as_str)
    }
}

impl fmt::Debug for SecondJudge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SecondJudge")
            .field("error", &self.error())
            .finish_non_exhaustive()
    }
}

fn compile(document: &Value, options: &Options) -> Result<(Schemas, SchemaIndex), Box<dyn Error>> {
    let mut compiler = Compiler::new();
    compiler.use_loader(Box::new(Offline));
    compiler.set_default_draft(engine_draft(options.draft));
    if options.formats == Formats::Assert {
        compiler.enable_format_assertions();
    }
    for (uri, resource) in &options.resources {
        compiler.add_resource(uri, resource.clone())?;
    }
    let uri = document
        .get("$id")
        .or_else(|| document.get("id"))
        .and_then(Value::as_str)
        .filter(|id| id.contains(':'))
        .map_or(ROOT, |id| id.trim_end_matches('#'));
    compiler.add_resource(uri, document.clone())?;
    let mut schemas = Schemas::new();
    let index = compiler.compile(uri, &mut schemas)?;
    Ok((schemas, index))
}

/// Loads nothing: neither files nor the network are the schema's to reach.
struct Offline;

impl UrlLoader for Offline {
    fn load(&self, url: &str) -> Result<Value, Box<dyn Error>> {
        Err(format!("{url} was not handed in").into())
    }
}

fn engine_draft(draft: Draft) -> boon::Draft {
    match draft {
        Draft::Draft4 => boon::Draft::V4,
        Draft::Draft6 => boon::Draft::V6,
        Draft::Draft7 => boon::Draft::V7,
        Draft::Draft201909 => boon::Draft::V2019_09,
        Draft::Draft202012 => boon::Draft::V2020_12,
    }
}
