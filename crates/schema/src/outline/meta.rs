//! The drafts' own schemas, which documents refer to without handing them in.

use referencing::meta;
use serde_json::Value;

use crate::options::Draft;

/// Where the URIs of all meta-schemas start, after the scheme.
const HOME: &str = "://json-schema.org/draft";

/// Tells whether a URI names a meta-schema, or something in one.
pub(crate) fn is_home_of(uri: &str) -> bool {
    uri.split_once("://")
        .is_some_and(|(scheme, _)| uri[scheme.len()..].starts_with(HOME))
}

/// Lists the meta-schemas of all drafts: (URI, document, draft).
pub(crate) fn documents() -> Vec<(&'static str, &'static Value, Draft)> {
    let of = |draft, documents: &[&'static Value]| -> Vec<(&'static str, &'static Value, Draft)> {
        documents
            .iter()
            .filter_map(|document| {
                let id = document.get("$id").or_else(|| document.get("id"))?;
                Some((id.as_str()?.trim_end_matches('#'), *document, draft))
            })
            .collect()
    };
    [
        of(Draft::Draft4, &[&meta::DRAFT4]),
        of(Draft::Draft6, &[&meta::DRAFT6]),
        of(Draft::Draft7, &[&meta::DRAFT7]),
        of(
            Draft::Draft201909,
            &[
                &meta::DRAFT201909,
                &meta::DRAFT201909_APPLICATOR,
                &meta::DRAFT201909_CONTENT,
                &meta::DRAFT201909_CORE,
                &meta::DRAFT201909_FORMAT,
                &meta::DRAFT201909_META_DATA,
                &meta::DRAFT201909_VALIDATION,
            ],
        ),
        of(
            Draft::Draft202012,
            &[
                &meta::DRAFT202012,
                &meta::DRAFT202012_APPLICATOR,
                &meta::DRAFT202012_CONTENT,
                &meta::DRAFT202012_CORE,
                &meta::DRAFT202012_FORMAT_ANNOTATION,
                &meta::DRAFT202012_FORMAT_ASSERTION,
                &meta::DRAFT202012_META_DATA,
                &meta::DRAFT202012_UNEVALUATED,
                &meta::DRAFT202012_VALIDATION,
            ],
        ),
    ]
    .concat()
}
