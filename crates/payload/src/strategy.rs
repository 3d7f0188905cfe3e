use std::sync::{Arc, OnceLock};

use frontdesk_schema::Schema;
use proptest::strategy::{NewTree, ValueTree};
use proptest::test_runner::TestRunner;
use rand::Rng;

use crate::label::{Kind, Payload};
use crate::minimise::Steps;
use crate::no_payload::NoPayload;
use crate::payloads::Payloads;

/// Valid payloads of a schema, as a proptest strategy.
#[must_use]
pub fn valid(schema: &Arc<Schema>) -> Strategy {
    Strategy::new(schema, Kind::Valid)
}

/// Boundary payloads of a schema, as a proptest strategy.
#[must_use]
pub fn boundary(schema: &Arc<Schema>) -> Strategy {
    Strategy::new(schema, Kind::Boundary)
}

/// Invalid payloads of a schema, as a proptest strategy.
#[must_use]
pub fn invalid(schema: &Arc<Schema>) -> Strategy {
    Strategy::new(schema, Kind::Invalid)
}

/// Payloads of one kind, as a proptest strategy.
///
/// Values shrink by losing parts and becoming simpler, and each step keeps the label: what shrinks
/// from an invalid payload breaks the same keyword of the same subschema.
#[derive(Clone, Debug)]
pub struct Strategy {
    schema: Arc<Schema>,
    kind: Kind,
    prepared: Arc<OnceLock<Result<Payloads, NoPayload>>>,
}

impl Strategy {
    fn new(schema: &Arc<Schema>, kind: Kind) -> Self {
        Self {
            schema: Arc::clone(schema),
            kind,
            prepared: Arc::default(),
        }
    }
}

impl proptest::strategy::Strategy for Strategy {
    type Tree = Tree;
    type Value = Payload;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let prepared = self.prepared.get_or_init(|| {
            let mut payloads = Payloads::new(Arc::clone(&self.schema), 0);
            payloads.prepare(self.kind).map(|()| payloads)
        });
        // Each value has a seed and plans of its own: what one run draws, another repeats, whatever
        // was drawn before.
        let seed = runner.rng().next_u64();
        let payload = match prepared {
            Ok(payloads) => payloads.started_anew(seed).draw_any(self.kind),
            Err(reason) => Err(reason.clone()),
        };
        let payload = payload.map_err(|reason| reason.to_string())?;
        Ok(Tree::new(payload, Arc::clone(&self.schema)))
    }
}

/// A payload on its way to a smaller one.
#[derive(Debug)]
pub struct Tree {
    schema: Arc<Schema>,
    current: Payload,
    /// The payload before the last step, while nobody has said whether the step is kept.
    before: Option<Payload>,
    steps: Option<Steps>,
}

impl Tree {
    fn new(current: Payload, schema: Arc<Schema>) -> Self {
        Self {
            schema,
            current,
            before: None,
            steps: None,
        }
    }
}

impl ValueTree for Tree {
    type Value = Payload;

    fn current(&self) -> Payload {
        self.current.clone()
    }

    fn simplify(&mut self) -> bool {
        if self.before.take().is_some() {
            // The last step was kept, so that its value is where new steps start.
            self.steps = None;
        }
        let steps = self
            .steps
            .get_or_insert_with(|| Steps::of(&self.current.payload));
        while let Some(candidate) = steps.next(&self.current.payload) {
            if let Some(smaller) = self.current.relabelled(candidate, &self.schema) {
                self.before = Some(std::mem::replace(&mut self.current, smaller));
                return true;
            }
        }
        false
    }

    fn complicate(&mut self) -> bool {
        match self.before.take() {
            Some(before) => {
                self.current = before;
                true
            }
            None => false,
        }
    }
}
