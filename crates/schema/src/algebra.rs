use frontdesk_json::{Pointer, Rounded};
use jsonschema::canonical::{self, CanonicalKind, Satisfiability, UnsatisfiableReason};

use serde_json::Value;

use crate::Schema;
use crate::first::{engine_draft, registry};
use crate::options::{Draft, Formats};
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
            // The deepest place says most; the root alone says what is known anyway.
            let deepest = reasons.into_iter().max_by_key(|(pointer, _)| pointer.len());
            Some(match deepest {
                Some((pointer, reason)) => Unsatisfiable {
                    pointer: pointer.parse().unwrap_or_default(),
                    reason: describe(&reason),
                },
                None => Unsatisfiable {
                    pointer: Pointer::root(),
                    reason: "its parts leave no value".to_owned(),
                },
            })
        })
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

    /// Tells whether a rounded number could refuse or accept a value.
    fn rests_on_rounded(&self) -> bool {
        !self.rounded().is_empty() && {
            let outline = self.outline();
            let said = |number: &Rounded| outline.places().any(|(_, place)| says(place, number));
            self.rounded().iter().any(said)
        }
    }
}

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
