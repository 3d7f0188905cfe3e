//! The second judge: an engine of another author.

mod expression;
mod rewrite;
mod slots;

use std::error::Error;
use std::fmt;

use boon::{Compiler, SchemaIndex, Schemas, UrlLoader};
use serde_json::Value;

use self::rewrite::Rewriting;
use self::slots::Expressions;
use crate::options::{Draft, Formats, Options};
use crate::outline::uri;

/// An engine of another author, so that no one bug can make a label wrong.
pub(crate) struct SecondJudge {
    compiled: Result<Compiled, String>,
}

struct Compiled {
    schemas: Schemas,
    index: SchemaIndex,
    /// What the engine could not read, and asks for by format instead.
    expressions: Expressions,
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
        let compiled = self.compiled.as_ref().ok()?;
        slots::during(&compiled.expressions, || {
            compiled.schemas.validate(instance, compiled.index).is_ok()
        })
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

fn compile(document: &Value, options: &Options) -> Result<Compiled, Box<dyn Error>> {
    let mut compiler = Compiler::new();
    compiler.use_loader(Box::new(Offline));
    compiler.set_default_draft(engine_draft(options.draft));
    let mut rewriting = Rewriting::new(options.formats);
    let draft = Draft::named_by(document).unwrap_or(options.draft);
    let uri = uri::of_document(document, draft);
    // The first of a name stays, here and in the outline.
    compiler.add_resource(uri.as_str(), rewriting.rewrite(document))?;
    for (uri, resource) in &options.resources {
        compiler.add_resource(uri, rewriting.rewrite(resource))?;
    }
    let expressions = rewriting.finish();
    slots::register(&mut compiler, &expressions);
    if options.formats == Formats::Annotate {
        // Up to draft 7 the engine asserts formats whatever it is told.
        slots::silence(&mut compiler);
    }
    if options.formats == Formats::Assert || !expressions.is_empty() {
        compiler.enable_format_assertions();
    }
    let mut schemas = Schemas::new();
    let index = compiler.compile(uri.as_str(), &mut schemas)?;
    Ok(Compiled {
        schemas,
        index,
        expressions,
    })
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
