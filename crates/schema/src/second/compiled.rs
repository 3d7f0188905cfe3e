//! A document compiled by the engine of the second judge.

use std::error::Error;
use std::fmt;

use boon::{Compiler, SchemaIndex, Schemas, UrlLoader, ValidationError};
use serde_json::Value;

use super::rewrite::Rewriting;
use super::slots::{self, Expressions};
use crate::options::{Draft, Formats, Options};
use crate::outline::uri;

/// A document as the engine reads it, or why it cannot.
pub(crate) struct Compiled(Result<Program, String>);

struct Program {
    schemas: Schemas,
    index: SchemaIndex,
    /// What the engine could not read, and asks for by format instead.
    expressions: Expressions,
}

impl Compiled {
    /// Compiles a document; a failure is kept, since the first judge alone proves nothing.
    pub(super) fn new(document: &Value, resources: &[(String, Value)], options: &Options) -> Self {
        let program = compile(document, resources, options);
        Self(program.map_err(|error| format!("{error:#}")))
    }

    /// Tells whether the value is accepted, `None` where this engine cannot judge.
    pub(super) fn accepts(&self, instance: &Value) -> Option<bool> {
        let program = self.0.as_ref().ok()?;
        slots::during(&program.expressions, || {
            program.schemas.validate(instance, program.index).is_ok()
        })
    }

    /// Tells what the engine refuses a value for, `None` where it does not.
    pub(super) fn complaint(&self, instance: &Value) -> Option<String> {
        let program = self.0.as_ref().ok()?;
        let mut complaint = None;
        slots::during(&program.expressions, || {
            let judged = program.schemas.validate(instance, program.index);
            complaint = judged.as_ref().err().map(in_words);
            judged.is_ok()
        })?;
        complaint
    }

    pub(super) fn error(&self) -> Option<&str> {
        self.0.as_ref().err().map(String::as_str)
    }
}

impl fmt::Debug for Compiled {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Compiled")
            .field("error", &self.error())
            .finish_non_exhaustive()
    }
}

fn compile(
    document: &Value,
    resources: &[(String, Value)],
    options: &Options,
) -> Result<Program, Box<dyn Error>> {
    let mut compiler = Compiler::new();
    compiler.use_loader(Box::new(Offline));
    compiler.set_default_draft(engine_draft(options.draft));
    let mut rewriting = Rewriting::new(options.formats);
    let draft = Draft::named_by(document).unwrap_or(options.draft);
    let uri = uri::of_document(document, draft);
    // The first of a name stays, here and in the outline.
    compiler.add_resource(uri.as_str(), rewriting.rewrite(document))?;
    for (uri, resource) in resources {
        compiler.add_resource(uri, rewriting.rewrite(resource))?;
    }
    let unreadable = rewriting.unreadable();
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
    let index = compiler
        .compile(uri.as_str(), &mut schemas)
        // The engine would print the whole of its own complaint, nested as its meta-schema is.
        .map_err(|error| -> Box<dyn Error> {
            match unreadable {
                Some(reason) => reason.into(),
                None => error.into(),
            }
        })?;
    Ok(Program {
        schemas,
        index,
        expressions,
    })
}

/// Words the innermost of what was refused first.
fn in_words(error: &ValidationError<'_, '_>) -> String {
    let mut innermost = error;
    while let Some(cause) = innermost.causes.first() {
        innermost = cause;
    }
    innermost.kind.to_string()
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
