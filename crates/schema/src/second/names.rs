//! Keys of `patternProperties` beyond the engine, spelled by the names that they match.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use fancy_regex::Regex;
use frontdesk_json::Pointer;
use serde_json::{Map, Value};

use super::rewrite::subschemas;
use super::slice::references;
use super::{SecondJudge, expression};
use crate::options::Options;
use crate::outline::uri::percent_decoded;

/// A document whose keys are read by another engine: which names they match is found out here, and
/// the second judge is shown an expression of just these names instead.
///
/// Only the names of the values at hand matter, so that the document is compiled anew where a value
/// has a name that some key matches and no value had before.
#[derive(Debug)]
pub(crate) struct Named {
    keys: Vec<Key>,
    /// What is compiled for values of which no name is matched.
    bare: Spelled,
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Key {
    source: String,
    expression: Regex,
}

#[derive(Debug, Default)]
struct Known {
    /// The names that keys match, each with the numbers of these.
    names: BTreeMap<String, Vec<usize>>,
    spelled: Option<Arc<Spelled>>,
}

/// A document as it is for some names.
#[derive(Debug)]
struct Spelled {
    document: Value,
    options: Options,
    judge: SecondJudge,
}

impl Named {
    /// Finds the keys, `None` where there are none or one of them cannot be exchanged.
    pub(super) fn new(document: &Value, options: &Options) -> Option<Self> {
        let mut sources = BTreeSet::new();
        let mut referred = BTreeSet::new();
        let resources = options.resources.iter().map(|(_, resource)| resource);
        for document in resources.chain([document]) {
            subschemas(document, |_, members| sources.extend(keys(members)));
            referred.extend(references(document).flat_map(tokens));
        }
        if sources.is_empty() || sources.iter().any(|source| referred.contains(source)) {
            return None;
        }
        let keys: Option<Vec<Key>> = sources
            .into_iter()
            .map(|source| {
                let expression = expression::compile(&source)?;
                Some(Key { source, expression })
            })
            .collect();
        let keys = keys?;
        let bare = Spelled::new(document, options, &keys, &BTreeMap::new());
        Some(Self {
            keys,
            bare,
            known: Mutex::default(),
        })
    }

    pub(super) fn accepts(
        &self,
        document: &Value,
        options: &Options,
        instance: &Value,
    ) -> Option<bool> {
        let matched = self.matched(instance)?;
        if matched.is_empty() {
            return self.bare.accepts(instance);
        }
        self.spelled(document, options, matched).accepts(instance)
    }

    pub(super) fn complaint(
        &self,
        document: &Value,
        options: &Options,
        instance: &Value,
    ) -> Option<String> {
        let matched = self.matched(instance)?;
        let spelled = self.spelled(document, options, matched);
        let Spelled {
            document,
            options,
            judge,
        } = &*spelled;
        judge.complaint(document, options, instance)
    }

    pub(super) fn error(&self) -> Option<&str> {
        let Spelled {
            document,
            options,
            judge,
        } = &self.bare;
        judge.error(document, options)
    }

    fn spelled(
        &self,
        document: &Value,
        options: &Options,
        matched: BTreeMap<String, Vec<usize>>,
    ) -> Arc<Spelled> {
        // What a panic leaves behind is whole: the document is put beside its names in one step.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let serves = matched.keys().all(|name| known.names.contains_key(name));
        if let Some(spelled) = known.spelled.as_ref().filter(|_| serves) {
            return Arc::clone(spelled);
        }
        let mut names = std::mem::take(&mut known.names);
        if names.len() > MOST {
            names.clear();
        }
        names.extend(matched);
        let spelled = Arc::new(Spelled::new(document, options, &self.keys, &names));
        *known = Known {
            names,
            spelled: Some(Arc::clone(&spelled)),
        };
        spelled
    }

    /// Lists the names in a value that keys match, each with the numbers of these.
    fn matched(&self, instance: &Value) -> Option<BTreeMap<String, Vec<usize>>> {
        let mut matched = BTreeMap::new();
        for name in names(instance) {
            let keys = self.matching(name)?;
            if !keys.is_empty() {
                matched.insert(name.to_owned(), keys);
            }
        }
        Some(matched)
    }

    /// Lists the keys that match a name, `None` where an expression gives up on it.
    fn matching(&self, name: &str) -> Option<Vec<usize>> {
        let mut matching = Vec::new();
        for (number, key) in self.keys.iter().enumerate() {
            // The engine below panics on some expressions, which the first judge survives as well.
            let found = catch_unwind(AssertUnwindSafe(|| key.expression.is_match(name)));
            if found.ok()?.ok()? {
                matching.push(number);
            }
        }
        Some(matching)
    }
}

impl Spelled {
    fn new(
        document: &Value,
        options: &Options,
        keys: &[Key],
        names: &BTreeMap<String, Vec<usize>>,
    ) -> Self {
        let spellings: BTreeMap<&str, String> = keys
            .iter()
            .enumerate()
            .map(|(number, key)| {
                let names = names.iter().filter(|(_, keys)| keys.contains(&number));
                let names: Vec<&str> = names.map(|(name, _)| name.as_str()).collect();
                (key.source.as_str(), spelling(number, &names))
            })
            .collect();
        let mut options = options.clone();
        for (_, resource) in &mut options.resources {
            *resource = exchanged(resource, &spellings);
        }
        let document = exchanged(document, &spellings);
        Self {
            judge: SecondJudge::new(&document, &options),
            document,
            options,
        }
    }

    fn accepts(&self, instance: &Value) -> Option<bool> {
        self.judge.accepts(&self.document, &self.options, instance)
    }
}

/// Spells an expression that matches these names and no other; no two numbers have the same one.
fn spelling(number: usize, names: &[&str]) -> String {
    let mut spelling = String::new();
    if names.is_empty() {
        spelling.push_str(NOTHING);
    } else {
        let names: Vec<String> = names.iter().map(|name| regex::escape(name)).collect();
        // Writing to a string does not fail.
        let _ = write!(spelling, "^(?:{})$", names.join("|"));
    }
    let _ = write!(spelling, "(?:){{{}}}", number + 1);
    spelling
}

fn exchanged(document: &Value, spellings: &BTreeMap<&str, String>) -> Value {
    let mut places: Vec<Pointer> = Vec::new();
    subschemas(document, |at, members| {
        if keys(members).next().is_some() {
            places.push(at());
        }
    });
    // The innermost first, since what contains a place is named by its own keys.
    places.sort_by_key(|place| std::cmp::Reverse(place.len()));
    let mut document = document.clone();
    for place in &places {
        if let Some(Value::Object(members)) = place.resolve_mut(&mut document)
            && let Some(Value::Object(entries)) = members.get_mut("patternProperties")
        {
            *entries = std::mem::take(entries)
                .into_iter()
                .map(|(key, entry)| (spellings.get(key.as_str()).cloned().unwrap_or(key), entry))
                .collect();
        }
    }
    document
}

/// Lists the keys of a subschema that the engine cannot read.
fn keys(members: &Map<String, Value>) -> impl Iterator<Item = String> {
    let entries = members.get("patternProperties").and_then(Value::as_object);
    let keys = entries.into_iter().flat_map(Map::keys);
    keys.filter(|key| !expression::is_plain(key)).cloned()
}

/// Lists the names of all members of all objects in a value.
fn names(instance: &Value) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut todo = vec![instance];
    while let Some(value) = todo.pop() {
        match value {
            Value::Array(items) => todo.extend(items),
            Value::Object(members) => {
                names.extend(members.keys().map(String::as_str));
                todo.extend(members.values());
            }
            _ => {}
        }
    }
    names
}

/// Lists what the pointer of a reference passes through.
fn tokens(reference: &str) -> Vec<String> {
    let fragment = reference.split_once('#').map(|(_, fragment)| fragment);
    let pointer = fragment.and_then(|fragment| percent_decoded(fragment)?.parse().ok());
    let pointer: Pointer = pointer.unwrap_or_default();
    pointer.tokens().map(str::to_owned).collect()
}

/// How many names are kept before those of earlier values are forgotten.
const MOST: usize = 256;

/// An expression that no text matches.
const NOTHING: &str = r"[^\x{0}-\x{10FFFF}]";

#[cfg(test)]
mod tests {
    use crate::{Draft, Options, Schema, Verdict};
    use serde_json::{Value, json};

    #[track_caller]
    fn judged(document: Value, draft: Draft, cases: &[(Value, Verdict)]) {
        let options = Options {
            draft,
            ..Options::default()
        };
        let schema = Schema::compile(document, &options).unwrap();
        assert_eq!(schema.second_judge_error(), None);
        for (value, verdict) in cases {
            assert_eq!(schema.judge(value), *verdict, "{value}");
        }
    }

    #[test]
    fn keys_with_look_around_are_judged_twice() {
        for draft in [Draft::Draft4, Draft::Draft7, Draft::Draft202012] {
            judged(
                json!({
                    "patternProperties": {
                        "^(?!x$)[a-z.]+$": {"type": "integer"},
                        r"^(.)\1": {"patternProperties": {"(?<!a)b": {"type": "null"}}},
                        "^[0-9]": {}
                    },
                    "additionalProperties": false
                }),
                draft,
                &[
                    (json!({}), Verdict::Accepted),
                    (json!({"a.b": 1}), Verdict::Accepted),
                    (json!({"a.b": "1"}), Verdict::Refused),
                    (json!({"x": 1}), Verdict::Refused),
                    (json!({"y": 1, "1": 2}), Verdict::Accepted),
                    (json!({"++": {"ab": 1, "b": null}}), Verdict::Accepted),
                    (json!({"++": {"ab": 1, "b": 1}}), Verdict::Refused),
                    (json!({"bb": {}}), Verdict::Refused),
                    (json!({"bb": 7}), Verdict::Accepted),
                ],
            );
        }
    }

    #[test]
    fn what_unevaluated_members_are_is_the_same() {
        judged(
            json!({
                "allOf": [{"patternProperties": {"^(?=a)": true}}],
                "unevaluatedProperties": false
            }),
            Draft::Draft202012,
            &[
                (json!({"ab": 1, "a": 2}), Verdict::Accepted),
                (json!({"ab": 1, "b": 2}), Verdict::Refused),
            ],
        );
    }

    #[test]
    fn names_are_forgotten_in_the_end() {
        let cases: Vec<(Value, Verdict)> = (0..600)
            .map(|number| {
                let verdict = match number % 2 {
                    0 => Verdict::Accepted,
                    _ => Verdict::Refused,
                };
                (json!({ (format!("a{number}")): number % 2 }), verdict)
            })
            .collect();
        let document = json!({"patternProperties": {"^(?=a)": {"const": 0}}});
        judged(document, Draft::Draft202012, &cases);
    }
}
