use std::future::Future;
use std::time::Instant;

use frontdesk_json::Pointer;
use serde_json::Value;

use crate::case::{Case, Phase};
use crate::exchange::Exchange;
use crate::expectation::Expectation;
use crate::suspicion::Suspicion;

/// Something alive that cases are tried on: an endpoint, spoken to in one way.
///
/// The engine knows nothing of HTTP or WebSocket; it draws cases from a target, has them tried, and
/// asks the same target again while it shrinks what fails and finds out why.
pub trait Target: Send + Sync + 'static {
    /// Names an operation, as people call it.
    fn operation(&self, operation: usize) -> String;

    /// Makes the cases of every phase, those of one phase and operation in one sequence.
    ///
    /// The engine takes from the sequences in turns. Those of [`Phase::Search`] never end.
    fn cases(&self, seed: u64) -> Vec<Cases>;

    /// Judges what a case really sends.
    fn expect(&self, case: &Case) -> Expectation;

    /// Sends a case and looks at what comes back.
    fn attempt(&self, case: &Case) -> impl Future<Output = Trial> + Send;

    /// Does the same, and waits for as long as is allowed where it is not waited so long otherwise.
    fn attempt_patiently(&self, case: &Case) -> impl Future<Output = Trial> + Send {
        self.attempt(case)
    }

    /// Returns a rich value of an operation that is right by the contract, where there is one.
    fn model(&self, operation: usize) -> Option<Value>;

    /// Lists the places of an operation whose values must be others in each request, such as keys of
    /// idempotency.
    fn once_only(&self, _operation: usize) -> Vec<Pointer> {
        Vec::new()
    }

    /// Lists the places of an operation whose values answers have named, such as ids in paths.
    fn named(&self, _operation: usize) -> Vec<Pointer> {
        Vec::new()
    }

    /// Returns such a value; the turn tells which.
    fn named_value(&self, _operation: usize, _at: &Pointer, _turn: u64) -> Option<Value> {
        None
    }

    /// Tells whether answers have named a value for such a place.
    fn is_named_value(&self, _operation: usize, _at: &Pointer, _value: &Value) -> bool {
        false
    }

    /// Lists values that mean something to an operation: members of its enums, examples.
    fn dictionary(&self, operation: usize) -> Vec<Value>;

    /// Shows a request and what came back as members of a finding: `request`, `response`, `curl`.
    fn show(&self, case: &Case, exchange: &Exchange) -> serde_json::Map<String, Value>;
}

/// The cases of one phase and one operation, in their order.
pub struct Cases {
    /// The phase.
    pub phase: Phase,
    /// The operation.
    pub operation: usize,
    /// The cases.
    pub cases: Box<dyn Iterator<Item = Case> + Send>,
    /// When their time comes, where they have to wait for something.
    pub not_before: Option<Instant>,
}

impl Cases {
    /// Tells whether their time has come.
    #[must_use]
    pub fn are_due(&self) -> bool {
        self.not_before.is_none_or(|due| due <= Instant::now())
    }
}

/// What came of a case.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What was sent, and what came back.
    pub exchange: Exchange,
    /// What the contract says about it.
    pub expectation: Expectation,
    /// What is wrong with it, the worst first.
    pub suspicions: Vec<Suspicion>,
    /// Whether the endpoint asked for patience, so that nothing can be said.
    pub throttled: bool,
}
