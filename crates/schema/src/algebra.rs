use frontdesk_json::Pointer;
use jsonschema::canonical::{self, CanonicalKind, Satisfiability, UnsatisfiableReason};

use crate::Schema;
use crate::first::{engine_draft, registry};
use crate::options::{Draft, Formats};

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
        self.reduced(|prepared| {
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
}

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
