//! Documents as both judges can read them, where what was handed in is not.

use std::fmt::Write as _;

use frontdesk_json::Pointer;
use serde_json::Value;

use crate::ecma;
use crate::options::{Draft, Options};
use crate::outline::meta;
use crate::positions;

/// A document and its resources with what stands in both judges' way brought to rights.
///
/// References are percent-encoded, expressions are spelled as the judges read them, a `$schema`
/// without a version is given the version that the options name, and the drafts' own schemas are
/// handed in when they are referred to. Every subschema stays where it was.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) document: Value,
    pub(crate) options: Options,
}

/// What one subschema is to say instead.
struct Change {
    at: Pointer,
    keyword: &'static str,
    text: String,
}

impl Prepared {
    /// Prepares a document, `None` where it and its resources can be read as they are.
    pub(crate) fn new(document: &Value, options: &Options) -> Option<Self> {
        let draft = Draft::named_by(document).unwrap_or(options.draft);
        let mut foreign = refers_to_foreign_meta(document, draft);
        let own = changes(document, options.draft);
        let resources: Vec<Vec<Change>> = options
            .resources
            .iter()
            .map(|(_, resource)| {
                foreign |= refers_to_foreign_meta(resource, draft);
                changes(resource, options.draft)
            })
            .collect();
        if own.is_empty() && !foreign && resources.iter().all(Vec::is_empty) {
            return None;
        }
        let mut options = options.clone();
        for ((_, resource), changes) in options.resources.iter_mut().zip(&resources) {
            apply(changes, resource);
        }
        if foreign {
            add_meta(&mut options.resources);
        }
        let mut document = document.clone();
        apply(&own, &mut document);
        Some(Self { document, options })
    }
}

fn changes(document: &Value, unversioned: Draft) -> Vec<Change> {
    let mut changes = Vec::new();
    positions::walk(document, (), |steps, value, ()| {
        let text = |keyword: &str| value.get(keyword).and_then(Value::as_str);
        let schema = text("$schema").filter(|name| Draft::is_unversioned(name));
        let schema = schema.map(|_| ("$schema", unversioned.uri().to_owned()));
        let references = REFERENCES
            .into_iter()
            .filter_map(|keyword| Some((keyword, encoded(text(keyword)?)?)));
        let pattern = text("pattern").and_then(ecma::spelled);
        changes.extend(
            schema
                .into_iter()
                .chain(references)
                .chain(pattern.map(|pattern| ("pattern", pattern)))
                .map(|(keyword, text)| Change {
                    at: positions::pointer(steps),
                    keyword,
                    text,
                }),
        );
    });
    changes
}

fn apply(changes: &[Change], document: &mut Value) {
    for change in changes {
        if let Some(Value::Object(members)) = change.at.resolve_mut(document) {
            members.insert(change.keyword.to_owned(), change.text.clone().into());
        }
    }
}

/// Tells whether a document refers to a meta-schema that its own draft does not bring along.
fn refers_to_foreign_meta(document: &Value, draft: Draft) -> bool {
    let mut found = false;
    positions::walk(document, (), |_, value, ()| {
        let reference = value.get("$ref").and_then(Value::as_str);
        found |= reference.is_some_and(|reference| {
            let uri = reference.split_once('#').map_or(reference, |(uri, _)| uri);
            meta::is_home_of(uri) && Draft::of_uri(uri) != Some(draft)
        });
    });
    found
}

fn add_meta(resources: &mut Vec<(String, Value)>) {
    let bare = |uri: &str| uri.trim_end_matches('#').to_owned();
    for (uri, document, _) in meta::documents() {
        if !resources.iter().any(|(known, _)| bare(known) == uri) {
            resources.push((uri.to_owned(), document.clone()));
        }
    }
}

/// Percent-encodes what is no URI character, `None` where nothing is.
fn encoded(reference: &str) -> Option<String> {
    let fragment = reference.find('#').unwrap_or(reference.len());
    // What is no pointer is the name of an anchor, spelled as the anchor is.
    let named = !matches!(reference.as_bytes().get(fragment + 1), None | Some(b'/'));
    let end = if named { fragment } else { reference.len() };
    let mut text = String::with_capacity(reference.len());
    for (at, byte) in reference.bytes().enumerate() {
        let stays = match byte {
            b'%' => escapes(&reference.as_bytes()[at + 1..]),
            b'#' => at == fragment,
            b'[' | b']' => at < fragment,
            _ => byte.is_ascii_alphanumeric() || PUNCTUATION.contains(&byte),
        };
        if stays && byte.is_ascii() {
            text.push(char::from(byte));
        } else if at < end {
            // Writing to a string does not fail.
            let _ = write!(text, "%{byte:02X}");
        } else {
            return None;
        }
    }
    (text != reference).then_some(text)
}

fn escapes(rest: &[u8]) -> bool {
    rest.len() >= 2 && rest[..2].iter().all(u8::is_ascii_hexdigit)
}

const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// What stands for itself in a URI, next to letters and digits (RFC 3986).
const PUNCTUATION: &[u8] = b"-._~:/?@!$&'()*+,;=";

#[cfg(test)]
mod tests {
    use super::encoded;
    use crate::{Draft, Options, Schema, Verdict};
    use serde_json::{Value, json};

    fn of_draft(draft: Draft) -> Options {
        Options {
            draft,
            ..Options::default()
        }
    }

    #[track_caller]
    fn judged(document: Value, options: &Options, cases: &[(Value, Verdict)]) {
        let schema = Schema::compile(document, options).unwrap();
        assert_eq!(schema.second_judge_error(), None);
        for (value, verdict) in cases {
            assert_eq!(schema.judge(value), *verdict, "{value}");
        }
    }

    #[test]
    fn only_what_is_no_uri_character_is_encoded() {
        for (reference, expected) in [
            (
                "#/definitions/RowCol<A>",
                Some("#/definitions/RowCol%3CA%3E"),
            ),
            ("a b.json#/c[]#%", Some("a%20b.json#/c%5B%5D%23%25")),
            ("#/é", Some("#/%C3%A9")),
            ("#/a%20b", None),
            ("http://[::1]/a?b#/c?d", None),
            ("#<anchor>", None),
            ("", None),
        ] {
            assert_eq!(encoded(reference).as_deref(), expected, "{reference}");
        }
    }

    #[test]
    fn references_need_not_be_encoded() {
        for draft in [Draft::Draft4, Draft::Draft7, Draft::Draft202012] {
            let name = "Record<(string|null), 100%>";
            let reference = format!("#/definitions/{name}");
            let document = json!({"$ref": reference, "definitions": {name: {"type": "null"}}});
            let options = of_draft(draft);
            let schema = Schema::compile(document.clone(), &options).unwrap();
            assert_eq!(*schema.document(), document);
            let outline = schema.outline();
            let target = outline.keywords(outline.root()).unwrap().reference.unwrap();
            assert_eq!(outline.place(target).pointer.last(), Some(name));
            let cases = [
                (json!(null), Verdict::Accepted),
                (json!(1), Verdict::Refused),
            ];
            judged(document, &options, &cases);
        }
    }

    #[test]
    fn expressions_are_those_of_ecma_262() {
        for (pattern, accepted, refused) in [
            ("^[^]$", "\n", ""),
            ("^(a|[])$", "a", ""),
            (r"^(?<y>[0-9])\k<y>$", "77", "78"),
            (r"^\ud83d\ude00$", "\u{1F600}", "\u{1F601}"),
            (r"^[\ud83d\ude00-\ud83d\ude02]$", "\u{1F601}", "\u{1F603}"),
        ] {
            for draft in [Draft::Draft4, Draft::Draft202012] {
                let cases = [
                    (json!(accepted), Verdict::Accepted),
                    (json!(refused), Verdict::Refused),
                ];
                judged(json!({ "pattern": pattern }), &of_draft(draft), &cases);
            }
        }
    }

    #[test]
    fn a_schema_without_a_version_is_of_the_draft_of_the_options() {
        for name in [
            "http://json-schema.org/schema#",
            "https://json-schema.org/schema",
        ] {
            let document = json!({"$schema": name, "items": [{"type": "null"}]});
            let error = Schema::compile(document.clone(), &Options::default()).unwrap_err();
            assert!(error.to_string().contains("--draft 2019-09"), "{error}");
            let options = of_draft(Draft::Draft7);
            let schema = Schema::compile(document.clone(), &options).unwrap();
            assert_eq!(schema.draft(), Draft::Draft7);
            let cases = [
                (json!([null]), Verdict::Accepted),
                (json!([1]), Verdict::Refused),
            ];
            judged(document, &options, &cases);
        }
    }

    #[test]
    fn meta_schemas_of_other_drafts_are_at_hand() {
        let document = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": {
                "old": {"$ref": "http://json-schema.org/draft-04/schema#"},
                "bound": {
                    "$ref": "http://json-schema.org/draft-04/schema#/properties/exclusiveMinimum"
                }
            }
        });
        let cases = [
            (
                json!({"old": {"exclusiveMinimum": true, "minimum": 1}}),
                Verdict::Accepted,
            ),
            (json!({"old": {"exclusiveMinimum": 1}}), Verdict::Refused),
            (json!({"old": {"multipleOf": 0}}), Verdict::Refused),
            (json!({"bound": true}), Verdict::Accepted),
            (json!({"bound": 1}), Verdict::Refused),
        ];
        judged(document, &Options::default(), &cases);
    }

    #[test]
    fn a_resource_is_read_by_its_own_draft() {
        let uri = "https://frontdesk.invalid/old.json";
        let options = Options {
            resources: vec![(
                uri.to_owned(),
                json!({
                    "$schema": "http://json-schema.org/draft-04/schema#",
                    "minimum": 1,
                    "exclusiveMinimum": true
                }),
            )],
            ..Options::default()
        };
        let cases = [(json!(2), Verdict::Accepted), (json!(1), Verdict::Refused)];
        judged(json!({"$ref": uri}), &options, &cases);
    }

    #[test]
    fn an_id_may_be_relative() {
        for (draft, keyword) in [(Draft::Draft4, "id"), (Draft::Draft7, "$id")] {
            for id in ["SchematicsLibrary", "afterRequest.json#", "a/b.json"] {
                let document = json!({
                    (keyword): id,
                    "properties": {
                        "whole": {"$ref": "#"},
                        "inner": {"$ref": "inner.json"},
                        "local": {"$ref": "#/definitions/inner"}
                    },
                    "additionalProperties": false,
                    "definitions": {"inner": {(keyword): "inner.json", "type": "null"}}
                });
                let cases = [
                    (
                        json!({"whole": {"inner": null, "local": null}}),
                        Verdict::Accepted,
                    ),
                    (json!({"whole": {"other": null}}), Verdict::Refused),
                    (json!({"inner": 1}), Verdict::Refused),
                    (json!({"local": 1}), Verdict::Refused),
                ];
                judged(document, &of_draft(draft), &cases);
            }
        }
    }

    #[test]
    fn a_relative_id_may_have_a_fragment() {
        let document = json!({"$id": "release-it#git", "type": "null"});
        for draft in [Draft::Draft7, Draft::Draft6] {
            let cases = [
                (json!(null), Verdict::Accepted),
                (json!(1), Verdict::Refused),
            ];
            judged(document.clone(), &of_draft(draft), &cases);
        }
    }
}
