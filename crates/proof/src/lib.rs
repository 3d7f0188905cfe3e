//! Proofs that a JSON Schema accepts no value.
//!
//! A *demand* is a set of claims about one value: this subschema holds, that one fails. It is
//! expanded, a type at a time, into *alternatives*: what the value's parts must be, each part a
//! demand again. A demand is open where one of its alternatives has only open parts; what the least
//! fixed point leaves shut has no finite value, recursion included. Each step may overlook a
//! contradiction, none may invent one: shut is a proof, open is not.
//!
//! That a schema covers another is the same question: no value satisfies the one and fails the
//! other. Subschemas that say the same are one class, so that a claim and its contrary meet even
//! where they stand in two documents.
//!
//! ```
//! use frontdesk_proof::{Budget, Outcome, examine};
//! use frontdesk_schema::{Options, Schema};
//! use serde_json::json;
//!
//! let circle = json!({"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#"}}});
//! let schema = Schema::compile(circle, &Options::default())?;
//! assert!(matches!(examine(schema.outline(), Budget::default()), Outcome::Empty { .. }));
//! # Ok::<(), frontdesk_schema::SchemaError>(())
//! ```

mod backreference;
mod branch;
mod build;
mod choice;
mod class;
mod difference;
mod evaluate;
mod evaluated;
mod facts;
mod format;
mod graph;
mod leaf;
mod literal;
mod number;
mod rational;
mod shape;
mod step;
mod text;
mod universe;
mod value;

pub use difference::{difference, intersection};
pub use evaluate::Evaluator;

use std::time::Instant;

use frontdesk_schema::outline::Outline;

/// How much is tried before an examination ends without an answer.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// How many branches are expanded; the same on every machine.
    pub branches: u64,
    /// When to stop in any case; candidates are built for half as long again.
    pub until: Option<Instant>,
}

/// What is left of a budget.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    branches: u64,
    until: Option<Instant>,
}

impl Effort {
    /// Spends one branch; `None` where the budget has ended.
    pub(crate) fn spend(&mut self) -> Option<()> {
        self.branches = self.branches.checked_sub(1)?;
        (!self.is_late()).then_some(())
    }

    pub(crate) fn is_late(&self) -> bool {
        self.until.is_some_and(|until| Instant::now() > until)
    }
}

impl From<Budget> for Effort {
    fn from(budget: Budget) -> Self {
        Self {
            branches: budget.branches,
            until: budget.until,
        }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            branches: 200_000,
            until: None,
        }
    }
}

/// What an examination came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Proved: the schema accepts no value.
    Empty {
        /// How many demands the proof rests on.
        demands: usize,
    },
    /// No contradiction was found.
    Open {
        /// Values that may be accepted, to be tried.
        candidates: Vec<serde_json::Value>,
    },
    /// The budget ended first.
    TooHard,
}

/// Examines whether an outline's root accepts no value.
#[must_use]
pub fn examine(outline: &Outline, budget: Budget) -> Outcome {
    graph::examine(outline, budget)
}
