use frontdesk_json::{Pointer, Rounded};
use jsonschema::canonical::{self, CanonicalKind, Satisfiability, UnsatisfiableReason};

use serde_json::Value;

use crate::Schema;
use crate::asked::asked_beside;
use crate::first::{engine_draft, registry};
use crate::options::{Draft, Formats, Options};
use crate::outline::Place;
use crate::positions;
use crate::tractable::is_tractable;

/// A proof that a schema accepts no value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unsatisfiable {
    /// The subschema that accepts nothing.
    pub pointer: Pointer,
    /// Why, in words.
    pub reason: String,
}

impl Schema {
    /// Proves that the schema accepts no value; `None` proves nothing.
    #[must_use]
    pub fn unsatisfiable(&self) -> Option<Unsatisfiable> {
        self.reduced(|prepared| {
            let reduced = prepared.canonicalize().ok()?;
            if reduced.satisfiability() != Satisfiability::No {
                return None;
            }
            let reasons = prepared.unsatisfiable().unwrap_or_default();
            let reasons = reasons.into_iter().map(|(pointer, reason)| Unsatisfiable {
                pointer: pointer.parse().unwrap_or_default(),
                reason: describe(&reason),
            });
            let mut culprit = self.culprit(reasons.collect());
            if let Some(culprit) = &mut culprit
                && let Some(asked) = asked_beside(self.outline(), &culprit.pointer)
            {
                culprit.reason = format!("{}, and {asked}", culprit.reason);
            }
            Some(culprit.unwrap_or_else(|| Unsatisfiable {
                pointer: Pointer::root(),
                reason: "its parts leave no value".to_owned(),
            }))
        })
    }

    /// Finds the place that is to blame among all that leave no value.
    ///
    /// What accepts nothing does no harm where it may be left out.
    fn culprit(&self, mut places: Vec<Unsatisfiable>) -> Option<Unsatisfiable> {
        // The deepest place says most; the root alone says what is known anyway.
        places.sort_by_key(|place| std::cmp::Reverse(place.pointer.len()));
        let named = |place: &&Unsatisfiable| !place.pointer.is_root();
        let suspects: Vec<&Pointer> = places
            .iter()
            .filter(named)
            .map(|place| &place.pointer)
            .take(MAX_SUSPECTS)
            .collect();
        let guilty = if let [_] = suspects.as_slice() {
            suspects.first().copied()
        } else {
            let alone = |suspect: &&&Pointer| !self.is_empty_without(&[**suspect]);
            let enough = |suspect: &&&Pointer| {
                let apart =
                    |other: &&Pointer| !other.starts_with(suspect) && !suspect.starts_with(other);
                let others: Vec<&Pointer> = suspects.iter().copied().filter(apart).collect();
                self.is_empty_without(&others)
            };
            let found = suspects.iter().find(alone);
            found.or_else(|| suspects.iter().find(enough)).copied()
        };
        let guilty = guilty.cloned();
        let at = places
            .iter()
            .position(|place| Some(&place.pointer) == guilty.as_ref());
        places.into_iter().nth(at.unwrap_or_default())
    }

    /// Tells whether the schema is proved to accept nothing even where these places accept all.
    fn is_empty_without(&self, places: &[&Pointer]) -> bool {
        let (document, options) = self.prepared();
        let mut document = document.clone();
        for place in places {
            if let Some(value) = place.resolve_mut(&mut document) {
                *value = Value::Object(serde_json::Map::new());
            }
        }
        let empty = reduce(&document, options, |prepared| {
            let reduced = prepared.canonicalize().ok()?;
            Some(reduced.satisfiability() == Satisfiability::No)
        });
        empty.unwrap_or_default()
    }

    /// Proves that the schema accepts every value; `false` proves nothing.
    #[must_use]
    pub fn accepts_everything(&self) -> bool {
        // Most schemas refuse something that is easily found.
        PROBES
            .iter()
            .all(|probe| serde_json::from_str(probe).is_ok_and(|value: Value| self.accepts(&value)))
            && self
                .reduced(|prepared| {
                    let reduced = prepared.canonicalize().ok()?;
                    (reduced.kind() == CanonicalKind::True).then_some(())
                })
                .is_some()
    }

    fn reduced<T>(
        &self,
        ask: impl FnOnce(&canonical::PreparedDocument<'_>) -> Option<T>,
    ) -> Option<T> {
        let (document, options) = self.prepared();
        let resources = options.resources.iter().map(|(_, resource)| resource);
        let within_reach = resources.chain([document]).all(within_reach);
        if !within_reach || self.rests_on_rounded() || !is_tractable(self.outline()) {
            return None;
        }
        reduce(document, options, ask)
    }

    /// Tells whether a rounded number could refuse or accept a value.
    fn rests_on_rounded(&self) -> bool {
        !self.rounded().is_empty() && {
            let outline = self.outline();
            let said = |number: &Rounded| outline.places().any(|(_, place)| says(place, number));
            self.rounded().iter().any(said)
        }
    }
}

/// Hands a document to the algebra, `None` where it cannot be read there.
fn reduce<T>(
    document: &Value,
    options: &Options,
    ask: impl FnOnce(&canonical::PreparedDocument<'_>) -> Option<T>,
) -> Option<T> {
    let registry = registry(options).ok()?;
    let mut reduce = canonical::options()
        .with_registry(&registry)
        .offline()
        .should_validate_formats(options.formats == Formats::Assert);
    if Draft::named_by(document).is_none() {
        reduce = reduce.with_draft(engine_draft(options.draft));
    }
    let prepared = reduce.prepare(document).ok()?;
    ask(&prepared)
}

/// How many places that leave no value are asked whether they are to blame.
const MAX_SUSPECTS: usize = 12;

/// Tells whether a number stands below a keyword of a subschema, other than an example.
fn says(place: &Place, number: &Rounded) -> bool {
    place.resource.is_none()
        && number.pointer.starts_with(&place.pointer)
        && number
            .pointer
            .tokens()
            .nth(place.pointer.len())
            .is_none_or(|keyword| {
                !ANNOTATIONS.contains(&keyword) && positions::holds(keyword).is_none()
            })
}

/// Tells whether the algebra can count with all numbers of a document.
///
/// It panics on some that are beyond its integers, as with `{"type": "integer", "minimum": 1e307,
/// "multipleOf": 1e308}`.
fn within_reach(document: &Value) -> bool {
    let mut todo = vec![document];
    while let Some(value) = todo.pop() {
        match value {
            Value::Number(number) if number.as_f64().is_none_or(|double| double.abs() > REACH) => {
                return false;
            }
            Value::Array(items) => todo.extend(items),
            Value::Object(members) => todo.extend(members.values()),
            _ => {}
        }
    }
    true
}

/// One value of each type, some large enough to break a bound.
const PROBES: [&str; 8] = [
    "null",
    "true",
    "-0.5",
    "123456789",
    "\"\"",
    "\"no format\"",
    "[1, 1, null]",
    "{\"a\": [], \"b\": {}}",
];

/// The magnitude up to which numbers are counted with: 2 to the 63.
const REACH: f64 = 9_223_372_036_854_775_808.0;

/// The keywords below which numbers refuse nothing.
const ANNOTATIONS: [&str; 3] = ["default", "example", "examples"];

fn describe(reason: &UnsatisfiableReason) -> String {
    let part = |cause: &canonical::Cause| {
        if cause.keywords.is_empty() {
            format!("`{}`", cause.pointer)
        } else {
            format!("{} at `{}`", cause.keywords.join(", "), cause.pointer)
        }
    };
    match reason {
        UnsatisfiableReason::Literal => "it is `false`".to_owned(),
        UnsatisfiableReason::Empty(cause) => format!("{} accepts nothing", part(cause)),
        UnsatisfiableReason::Conflict(causes) => {
            let parts: Vec<String> = causes.iter().map(part).collect();
            format!("no value satisfies {} together", parts.join(" and "))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, Schema};
    use frontdesk_json::read_noting;
    use serde_json::json;

    #[test]
    fn numbers_beyond_reach_prove_nothing() {
        let document = json!({"type": "integer", "minimum": 1e307, "multipleOf": 1e308});
        let schema = Schema::compile(document, &Options::default()).unwrap();
        assert_eq!(schema.unsatisfiable(), None);
        assert!(!schema.accepts_everything());
        let document = json!({"minimum": 2, "maximum": 1, "type": "number"});
        let schema = Schema::compile(document, &Options::default()).unwrap();
        assert!(schema.unsatisfiable().is_some());
    }

    #[test]
    fn what_may_be_left_out_is_not_to_blame() {
        for (document, pointer) in [
            (
                json!({
                    "type": "object",
                    "properties": {
                        "aa": {"type": "integer"},
                        "opt": false,
                        "zz": {"type": "integer", "minimum": 5, "maximum": 4}
                    },
                    "required": ["zz"]
                }),
                "/properties/zz",
            ),
            (
                json!({
                    "type": "object",
                    "properties": {
                        "a": {"type": "array", "items": {"enum": []}, "maxItems": 3},
                        "b": {"type": "string", "minLength": 2, "maxLength": 1},
                        "c": {"type": "string", "minLength": 3, "maxLength": 1}
                    },
                    "required": ["b", "c"]
                }),
                "/properties/b",
            ),
        ] {
            let schema = Schema::compile(document, &Options::default()).unwrap();
            let proof = schema.unsatisfiable().unwrap();
            assert_eq!(proof.pointer.to_string(), pointer, "{proof:?}");
        }
    }

    #[test]
    fn rounded_numbers_prove_nothing_unless_they_are_examples() {
        let bounds = r#""type": "number", "minimum": 0.1, "exclusiveMaximum": 0.1"#;
        for (text, proved) in [
            (format!("{{{bounds}}}"), true),
            (format!("{{{bounds}0000000000000000001}}"), false),
            (
                format!("{{{bounds}, \"default\": 0.30000000000000000001}}"),
                true,
            ),
            (
                format!("{{\"allOf\": [{{{bounds}0000000000000000001}}]}}"),
                false,
            ),
            (
                format!(
                    "{{\"$ref\": \"#/mine/one\", \"mine\": {{\"one\": {{{bounds}00000000000000001}}}}}}"
                ),
                false,
            ),
        ] {
            let reading = read_noting(text.as_bytes()).unwrap();
            let schema = Schema::compile_read(reading, &Options::default()).unwrap();
            assert_eq!(schema.unsatisfiable().is_some(), proved, "{text}");
        }
    }
}
