//! The first judge, and what it refuses to compile.

use frontdesk_json::Pointer;
use jsonschema::json::Json;
use jsonschema::{Registry, Validator};
use serde_json::Value;

use crate::error::{SchemaError, SchemaErrorKind};
use crate::options::{Draft, Formats, Options};

/// Compiles a document for the first judge, of values in any representation.
pub(crate) fn first_judge<F: Json>(
    document: &Value,
    options: &Options,
) -> Result<Validator<F>, SchemaError> {
    let registry = registry(options)?;
    let mut build = jsonschema::options_for::<F>()
        .with_registry(&registry)
        .offline()
        .should_validate_formats(options.formats == Formats::Assert)
        .should_ignore_unknown_formats(true);
    if Draft::named_by(document).is_none() {
        build = build.with_draft(engine_draft(options.draft));
    }
    build.build(document).map_err(|error| {
        use jsonschema::error::ValidationErrorKind;
        let kind = if let ValidationErrorKind::Referencing(cause) = error.kind() {
            unresolved(&cause.to_string())
        } else {
            let pointer = error.instance_path().as_str().parse().unwrap_or_default();
            let message = too_large(document, &pointer)
                .unwrap_or_else(|| format!("{error}{}", way_out(document, options, &pointer)));
            SchemaErrorKind::Malformed { message, pointer }
        };
        kind.into()
    })
}

/// Tells of an expression that is one, but more than an engine compiles.
fn too_large(document: &Value, pointer: &Pointer) -> Option<String> {
    let source = pointer.resolve(document)?.as_str()?;
    let translated = jsonschema_regex::to_rust_regex(source).ok()?;
    match regex::Regex::new(&translated) {
        Err(regex::Error::CompiledTooBig(most)) => Some(format!(
            "the expression {source:?} is too large: compiled it would take more than {most} \
             bytes; repeat less in it"
        )),
        _ => None,
    }
}

/// Names the draft that reads what the latest one refuses at a place, if the document names none.
fn way_out(document: &Value, options: &Options, pointer: &Pointer) -> &'static str {
    let draft = Draft::named_by(document).unwrap_or(options.draft);
    let value = pointer.resolve(document);
    match (pointer.last(), value) {
        (Some("items"), Some(Value::Array(_))) if draft == Draft::Draft202012 => {
            "; a list of `items` needs --draft 2019-09 or earlier, or a `$schema` that names one"
        }
        _ => "",
    }
}

/// Tells a place that a known document lacks from a document that was not handed in.
fn unresolved(message: &str) -> SchemaErrorKind {
    let message = message.to_owned();
    if message.starts_with("Pointer") || message.starts_with("Anchor") {
        SchemaErrorKind::Dangling { message }
    } else {
        SchemaErrorKind::Unresolved { message }
    }
}

/// Refuses a dialect that both engines would read in their own ways.
pub(crate) fn known_dialect(document: &Value, options: &Options) -> Result<(), SchemaError> {
    let name = document.get("$schema").and_then(Value::as_str);
    let Some(name) = name.filter(|_| Draft::named_by(document).is_none()) else {
        return Ok(());
    };
    let handed_in = options.resources.iter().any(|(uri, _)| uri == name);
    if handed_in {
        return Ok(());
    }
    Err(SchemaErrorKind::UnknownDialect {
        name: name.to_owned(),
    }
    .into())
}

/// Registers the documents behind references.
pub(crate) fn registry(options: &Options) -> Result<Registry<'_>, SchemaError> {
    let mut builder = Registry::new().draft(engine_draft(options.draft));
    for (uri, document) in &options.resources {
        let named = Draft::named_by(document);
        let added = match named {
            // Without its own draft it would be read by the one of whoever refers to it.
            Some(draft) => builder.add(uri, engine_draft(draft).create_resource_ref(document)),
            None => builder.add(uri, document),
        };
        builder = added.map_err(|error| SchemaErrorKind::Resource {
            uri: uri.clone(),
            message: error.to_string(),
        })?;
    }
    builder.prepare().map_err(|error| {
        SchemaErrorKind::Unresolved {
            message: error.to_string(),
        }
        .into()
    })
}

/// Returns a draft as the engine names it.
pub(crate) fn engine_draft(draft: Draft) -> jsonschema::Draft {
    match draft {
        Draft::Draft4 => jsonschema::Draft::Draft4,
        Draft::Draft6 => jsonschema::Draft::Draft6,
        Draft::Draft7 => jsonschema::Draft::Draft7,
        Draft::Draft201909 => jsonschema::Draft::Draft201909,
        Draft::Draft202012 => jsonschema::Draft::Draft202012,
    }
}
