//! Documents as the second judge can read them.

use std::collections::{HashMap, HashSet};
use std::fmt;

use fancy_regex::Regex;
use frontdesk_json::Pointer;
use serde_json::{Map, Value, json};

use super::expression;
use super::slots::{self, Expressions};
use crate::options::Formats;
use crate::outline::uri::percent_decoded;
use crate::positions;

/// Rewrites documents that belong together.
///
/// Where a `pattern` is beyond the engine, a format takes its place that looks the same expression
/// up elsewhere. Annotations that are none are dropped: they say nothing, but the engine refuses
/// them below what is no keyword, where only references lead and the first judge does not look.
pub(super) struct Rewriting {
    formats: Formats,
    expressions: Vec<Regex>,
    /// The format of each expression seen, `None` where it stays with the engine.
    names: HashMap<String, Option<&'static str>>,
    /// What neither the engine can read nor a format can stand for.
    unreadable: Option<Unreadable>,
}

/// An expression that the engine is shown though it cannot read it.
struct Unreadable {
    at: Pointer,
    source: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "it cannot read the expression {:?} at `{}`; write it without look-around and \
             back-references",
            self.source, self.at
        )
    }
}

/// What becomes of one subschema.
struct Change {
    at: Pointer,
    /// The format that takes the place of its pattern.
    pattern: Option<&'static str>,
    dropped: Vec<&'static str>,
}

impl Rewriting {
    pub(super) fn new(formats: Formats) -> Self {
        Self {
            formats,
            expressions: Vec::new(),
            names: HashMap::new(),
            unreadable: None,
        }
    }

    /// Returns a copy of a document that the engine can read.
    pub(super) fn rewrite(&mut self, document: &Value) -> Value {
        let mut changes = Vec::new();
        subschemas(document, |at, members| {
            let source = members.get("pattern").and_then(Value::as_str);
            let pattern = source.and_then(|source| self.format(source));
            if let Some(source) = source.filter(|_| pattern.is_none()) {
                self.note(source, || at().member("pattern"));
            }
            let keys = members.get("patternProperties").and_then(Value::as_object);
            for key in keys.into_iter().flat_map(Map::keys) {
                self.note(key, || at().member("patternProperties").member(key));
            }
            let dropped = self.dropped(members);
            if pattern.is_some() || !dropped.is_empty() {
                changes.push(Change {
                    at: at(),
                    pattern,
                    dropped,
                });
            }
        });
        let mut rewritten = document.clone();
        // The innermost first, though no change moves what another one names.
        for change in changes.iter().rev() {
            if let Some(Value::Object(members)) = change.at.resolve_mut(&mut rewritten) {
                apply(change, members);
            }
        }
        rewritten
    }

    /// Tells what is left in the documents that the engine cannot read.
    pub(super) fn unreadable(&self) -> Option<String> {
        self.unreadable.as_ref().map(ToString::to_string)
    }

    fn note(&mut self, source: &str, at: impl FnOnce() -> Pointer) {
        if self.unreadable.is_none() && !expression::is_plain(source) {
            self.unreadable = Some(Unreadable {
                at: at(),
                source: source.to_owned(),
            });
        }
    }

    /// Returns the expressions of all documents rewritten.
    pub(super) fn finish(self) -> Expressions {
        self.expressions.into()
    }

    /// Lists the keywords that the engine is better not shown.
    fn dropped(&self, members: &Map<String, Value>) -> Vec<&'static str> {
        let mut dropped: Vec<&str> = ANNOTATIONS
            .into_iter()
            .filter(|(keyword, is_one)| members.get(*keyword).is_some_and(|value| !is_one(value)))
            .map(|(keyword, _)| keyword)
            .collect();
        // The one format that cannot be silenced.
        if self.formats == Formats::Annotate
            && members.get("format").is_some_and(|name| name == "regex")
        {
            dropped.push("format");
        }
        dropped
    }

    fn format(&mut self, source: &str) -> Option<&'static str> {
        if let Some(name) = self.names.get(source) {
            return *name;
        }
        let name = self.take_format(source);
        self.names.insert(source.to_owned(), name);
        name
    }

    fn take_format(&mut self, source: &str) -> Option<&'static str> {
        if expression::is_plain(source) {
            return None;
        }
        let name = slots::name(self.expressions.len())?;
        self.expressions.push(expression::compile(source)?);
        Some(name)
    }
}

fn apply(change: &Change, members: &mut Map<String, Value>) {
    for keyword in &change.dropped {
        members.remove(*keyword);
    }
    let Some(name) = change.pattern else {
        return;
    };
    members.remove("pattern");
    if !members.contains_key("format") {
        members.insert("format".to_owned(), json!(name));
        return;
    }
    let all = members.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(all) = all {
        // At the end, so that references to the others still lead to them.
        all.push(json!({ "format": name }));
    }
}

/// Visits every subschema of a document, those included that only references lead to.
pub(super) fn subschemas(
    document: &Value,
    mut visit: impl FnMut(&dyn Fn() -> Pointer, &Map<String, Value>),
) {
    let mut seen = HashSet::new();
    let mut roots = vec![Pointer::root()];
    while let Some(root) = roots.pop() {
        let Some(value) = root.resolve(document) else {
            continue;
        };
        positions::walk(value, (), |steps, value, ()| {
            let Value::Object(members) = value else {
                return;
            };
            let outside = outside_pointer(members);
            roots.extend(outside.filter(|outside| seen.insert(outside.clone())));
            visit(&|| root.join(&positions::pointer(steps)), members);
        });
    }
}

/// Finds what a subschema refers to where no keyword holds subschemas.
fn outside_pointer(members: &Map<String, Value>) -> Option<Pointer> {
    let fragment = members.get("$ref")?.as_str()?.strip_prefix('#')?;
    let pointer: Pointer = percent_decoded(fragment)?.parse().ok()?;
    positions::leaves(&pointer).then_some(pointer)
}

/// Tells whether a value is what a keyword asks for.
type IsOne = fn(&Value) -> bool;

/// Annotations, and what tells whether a value is one.
const ANNOTATIONS: [(&str, IsOne); 7] = [
    ("$comment", Value::is_string),
    ("deprecated", Value::is_boolean),
    ("description", Value::is_string),
    ("examples", Value::is_array),
    ("readOnly", Value::is_boolean),
    ("title", Value::is_string),
    ("writeOnly", Value::is_boolean),
];

#[cfg(test)]
mod tests {
    use crate::{Draft, Formats, Options, Schema, Verdict};
    use serde_json::{Value, json};

    fn compile(document: Value, formats: Formats, draft: Draft) -> Schema {
        let options = Options {
            draft,
            formats,
            resources: Vec::new(),
        };
        Schema::compile(document, &options).unwrap()
    }

    #[test]
    fn look_around_and_back_references_are_judged_twice() {
        for draft in [Draft::Draft4, Draft::Draft7, Draft::Draft202012] {
            for formats in [Formats::Assert, Formats::Annotate] {
                let document = json!({
                    "properties": {
                        "ahead": {"pattern": "^(?!internal-)"},
                        "back": {"type": "string", "pattern": r"^(.)\1$"},
                        "plain": {"pattern": r"^\d$"}
                    },
                    "enum": [
                        {"ahead": "a", "back": "aa"}, {"ahead": "internal-a"}, {"back": "ab"},
                        {"ahead": 7}, {"plain": "7"}, {"plain": "x"}
                    ]
                });
                let schema = compile(document, formats, draft);
                assert_eq!(schema.second_judge_error(), None, "{draft:?} {formats:?}");
                for (value, verdict) in [
                    (json!({"ahead": "a", "back": "aa"}), Verdict::Accepted),
                    (json!({"ahead": "internal-a"}), Verdict::Refused),
                    (json!({"back": "ab"}), Verdict::Refused),
                    (json!({"ahead": 7}), Verdict::Accepted),
                    (json!({"plain": "7"}), Verdict::Accepted),
                    (json!({"plain": "x"}), Verdict::Refused),
                ] {
                    assert_eq!(
                        schema.judge(&value),
                        verdict,
                        "{draft:?} {formats:?} {value}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_format_beside_the_pattern_says_what_it_said() {
        let document = json!({
            "format": "ipv4",
            "pattern": "^(?!127)",
            "allOf": [{"maxLength": 9}, {"$ref": "#/allOf/0"}]
        });
        let asserted = compile(document.clone(), Formats::Assert, Draft::Draft202012);
        let annotated = compile(document, Formats::Annotate, Draft::Draft202012);
        for (text, assert, annotate) in [
            ("10.0.0.1", Verdict::Accepted, Verdict::Accepted),
            ("127.0.0.1", Verdict::Refused, Verdict::Refused),
            ("10.0.0", Verdict::Refused, Verdict::Accepted),
            ("10.10.10.10", Verdict::Refused, Verdict::Refused),
        ] {
            assert_eq!(asserted.judge(&json!(text)), assert, "{text}");
            assert_eq!(annotated.judge(&json!(text)), annotate, "{text}");
        }
    }

    #[test]
    fn formats_that_annotate_refuse_nothing_in_any_draft() {
        for draft in [Draft::Draft7, Draft::Draft201909, Draft::Draft202012] {
            for name in ["uuid", "regex", "date-time"] {
                let document = json!({"format": name, "pattern": "(?=[(])"});
                let schema = compile(document, Formats::Annotate, draft);
                assert_eq!(schema.judge(&json!("(")), Verdict::Accepted, "{name}");
                let schema = compile(json!({"format": name}), Formats::Annotate, draft);
                assert_eq!(schema.judge(&json!("(")), Verdict::Accepted, "{name}");
            }
        }
    }

    #[test]
    fn data_and_names_stay_as_they_are() {
        let value = json!({"pattern": "(?!a)"});
        let schema = compile(
            json!({"const": value, "properties": {"pattern": {"pattern": "(?!b)"}}}),
            Formats::Assert,
            Draft::Draft202012,
        );
        assert_eq!(schema.judge(&value), Verdict::Accepted);
    }

    #[test]
    fn what_only_references_reach_is_rewritten_as_well() {
        let schema = compile(
            json!({
                "$ref": "#/$defs/group/one",
                "$defs": {"group": {
                    "one": {"pattern": "^(?!a)", "examples": "b", "$ref": "#/$defs/group/two"},
                    "two": {"pattern": "(?<!c)$"}
                }}
            }),
            Formats::Assert,
            Draft::Draft202012,
        );
        assert_eq!(schema.second_judge_error(), None);
        assert_eq!(schema.judge(&json!("b")), Verdict::Accepted);
        assert_eq!(schema.judge(&json!("a")), Verdict::Refused);
        assert_eq!(schema.judge(&json!("c")), Verdict::Refused);
    }

    #[test]
    fn resources_are_rewritten_as_well() {
        let uri = "https://frontdesk.invalid/name.json".to_owned();
        let options = Options {
            resources: vec![(uri.clone(), json!({"pattern": "^(?!x)"}))],
            ..Options::default()
        };
        let schema = Schema::compile(json!({"$ref": uri, "pattern": "(?<!y)$"}), &options).unwrap();
        assert_eq!(schema.judge(&json!("a")), Verdict::Accepted);
        assert_eq!(schema.judge(&json!("x")), Verdict::Refused);
        assert_eq!(schema.judge(&json!("y")), Verdict::Refused);
    }

    #[test]
    fn an_expression_that_gives_up_leaves_the_value_undecided() {
        let document = json!({"pattern": r"^(a|b|ab)*(?=c)\1$"});
        let schema = compile(document, Formats::Assert, Draft::Draft202012);
        assert_eq!(schema.second_judge_error(), None);
        let text = "ab".repeat(400);
        assert_eq!(schema.judge(&json!(text)), Verdict::Undecided);
        assert_eq!(schema.judge(&json!("x")), Verdict::Refused);
    }

    #[test]
    fn what_is_beyond_the_slots_or_a_reference_is_an_error_still() {
        let many: Vec<Value> = (0..65)
            .map(|number| json!({"pattern": format!("(?!{number})")}))
            .collect();
        for document in [
            json!({ "anyOf": many }),
            json!({
                "patternProperties": {"^(?!a)": true},
                "items": {"$ref": "#/patternProperties/%5E(%3F!a)"}
            }),
        ] {
            let schema = compile(document, Formats::Assert, Draft::Draft202012);
            let error = schema.second_judge_error().unwrap();
            assert!(
                error.starts_with("it cannot read the expression"),
                "{error}"
            );
            assert_eq!(schema.judge(&json!({})), Verdict::Undecided);
        }
    }
}
