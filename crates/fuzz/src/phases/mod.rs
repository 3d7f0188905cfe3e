//! Who makes cases up: a file for each phase.

mod arrays;
mod beyond;
mod boundary;
mod bytes;
mod draws;
mod edit;
mod examples;
mod invalid;
mod kin;
mod members;
mod model;
mod order;
mod repeats;
mod texts;
mod types;
mod values;
mod words;

use std::sync::Arc;

use serde_json::Value;

use crate::case::{Case, Credentials, Phase};
use crate::endpoint::Operation;
use crate::target::Cases;

pub(crate) use self::model::{least, model, richest};
pub(crate) use self::repeats::fresh;
pub(crate) use self::words::dictionary;

/// What a phase makes cases from.
#[derive(Clone)]
pub(crate) struct Ground {
    /// All operations, of which one is meant.
    pub(crate) operations: Arc<Vec<Operation>>,
    /// Which one.
    pub(crate) index: usize,
    /// A rich request that is right.
    pub(crate) model: Option<Value>,
    /// The smallest request that is right.
    pub(crate) least: Option<Value>,
    pub(crate) seed: u64,
    /// Whether methods that write may be tried beside the operation's own.
    pub(crate) writes: bool,
    /// Credentials to show in the place of the right ones, where there are any.
    pub(crate) credentials: Arc<[Credentials]>,
}

/// Makes the cases of all phases for one operation.
pub(crate) fn of_operation(
    operations: &Arc<Vec<Operation>>,
    index: usize,
    model: Option<&Value>,
    seed: u64,
    writes: bool,
    credentials: Arc<[Credentials]>,
) -> Vec<Cases> {
    let ground = Ground {
        operations: Arc::clone(operations),
        index,
        least: model.map(|rich| least(&operations[index], rich)),
        model: model.cloned(),
        seed,
        writes,
        credentials,
    };
    let phases: [(Phase, Maker); 12] = [
        (Phase::Examples, examples::cases),
        (Phase::Boundary, boundary::cases),
        (Phase::Invalid, invalid::cases),
        (Phase::Invalid, beyond::cases),
        (Phase::Bytes, bytes::cases),
        (Phase::Semantic, members::cases),
        (Phase::Semantic, types::cases),
        (Phase::Semantic, values::cases),
        (Phase::Semantic, arrays::cases),
        (Phase::Semantic, repeats::cases),
        (Phase::Semantic, words::cases),
        (Phase::Search, draws::cases),
    ];
    phases
        .into_iter()
        .map(|(phase, make)| Cases {
            phase,
            operation: index,
            cases: make(&ground),
            not_before: None,
        })
        .collect()
}

/// Makes the cases of a phase.
type Maker = fn(&Ground) -> Made;

/// The cases of a phase.
pub(crate) type Made = Box<dyn Iterator<Item = Case> + Send>;

impl Ground {
    pub(crate) fn operation(&self) -> &Operation {
        &self.operations[self.index]
    }

    /// Returns the bases to change: the rich one first.
    pub(crate) fn bases(&self) -> Vec<Value> {
        let mut bases: Vec<Value> = self.model.iter().chain(&self.least).cloned().collect();
        bases.dedup();
        bases
    }

    pub(crate) fn case(&self, phase: Phase, intent: impl Into<String>, value: Value) -> Case {
        Case::plain(self.index, phase, intent, value)
    }
}

/// Puts cases into an order that the seed decides.
pub(crate) fn shuffled<T>(mut items: Vec<T>, seed: u64) -> Vec<T> {
    use frontdesk_payload::{Seeded, Source as _};
    let mut source = Seeded::new(seed ^ 0x5eed);
    for index in (1..items.len()).rev() {
        let other = source.below(index as u64 + 1);
        items.swap(index, usize::try_from(other).unwrap_or(0));
    }
    items
}

/// Tells whether a value can be put on the wire: the parts beside the body are objects.
pub(crate) fn is_sendable(value: &Value, operation: &Operation) -> bool {
    let Some(parts) = value.as_object() else {
        return false;
    };
    if operation.has_variables() && !parts.contains_key("path") {
        return false;
    }
    parts
        .iter()
        .all(|(name, part)| name == "body" || part.is_object())
}
