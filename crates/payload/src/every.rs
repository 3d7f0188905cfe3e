use std::collections::HashSet;
use std::sync::Arc;

use frontdesk_schema::{Schema, Verdict};

use crate::build::{Budget, Builder, Order, Style};
use crate::label::{Kind, Payload};
use crate::plan::{Care, Plan};
use frontdesk_text::Exhaustive;

/// How many sequences of choices in a row may lead to nothing new.
const PATIENCE: usize = 10_000;

/// Returns the small valid payloads of a schema one after the other, each once.
///
/// Nesting goes no deeper than `depth`, and of each choice (a type, a member of an enumeration, a
/// character) only the first `widest` answers are tried. The end of the iterator proves nothing.
///
/// ```
/// use std::sync::Arc;
///
/// use frontdesk_schema::{Options, Schema};
/// use serde_json::json;
///
/// let document = json!({"items": {"type": "boolean"}, "maxItems": 1, "type": "array"});
/// let schema = Arc::new(Schema::compile(document, &Options::default())?);
/// let values: Vec<_> = frontdesk_payload::every(&schema, 2, 2)
///     .map(|payload| payload.payload.to_string())
///     .collect();
/// assert_eq!(values, ["[]", "[false]", "[true]"]);
/// # Ok::<(), frontdesk_schema::SchemaError>(())
/// ```
#[must_use]
pub fn every(schema: &Arc<Schema>, depth: u32, widest: u64) -> Every {
    Every {
        schema: Arc::clone(schema),
        plan: Plan::new(schema.outline(), Care::Loose),
        source: Some(Exhaustive::new(widest)),
        order: Order {
            style: Style::Mixed,
            budget: Budget {
                depth,
                values: u32::MAX,
            },
            searching: false,
        },
        seen: HashSet::new(),
    }
}

/// The small valid payloads of a schema; made by [`every`].
#[derive(Debug)]
pub struct Every {
    schema: Arc<Schema>,
    plan: Plan,
    /// `None` after the last sequence of choices.
    source: Option<Exhaustive>,
    order: Order,
    seen: HashSet<String>,
}

impl Iterator for Every {
    type Item = Payload;

    fn next(&mut self) -> Option<Payload> {
        for _ in 0..PATIENCE {
            let source = self.source.as_mut()?;
            self.plan.tidy();
            let root = self.plan.root();
            let built = Builder::new(&mut self.plan, source, self.order).build(root);
            if !source.advance() {
                self.source = None;
            }
            let Ok(routed) = built else {
                continue;
            };
            let accepted = self.schema.judge(&routed.value) == Verdict::Accepted;
            if accepted && self.seen.insert(routed.value.to_string()) {
                return Some(Payload {
                    kind: Kind::Valid,
                    payload: routed.value,
                    target: None,
                });
            }
        }
        None
    }
}
