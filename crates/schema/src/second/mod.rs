//! The second judge: an engine of another author.

mod compiled;
mod expression;
mod names;
mod parts;
mod rewrite;
mod slice;
mod slots;

use serde_json::Value;

use self::compiled::Compiled;
use self::names::Named;
use self::parts::Parts;
use crate::options::Options;
use crate::positions;

/// An engine of another author, so that no one bug can make a label wrong.
#[derive(Debug)]
pub(crate) enum SecondJudge {
    /// Compiled once, for every value.
    Whole(Compiled),
    /// Compiled by and by, as much as the values at hand ask for.
    Parts(Box<Parts>),
    /// Compiled for the names of the values at hand, where keys are expressions beyond the engine.
    Named(Box<Named>),
}

impl SecondJudge {
    /// Reads a document and its resources, which every question is handed again.
    pub(crate) fn new(document: &Value, options: &Options) -> Self {
        if let Some(named) = Named::new(document, options) {
            return Self::Named(Box::new(named));
        }
        let resources = options.resources.iter().map(|(_, resource)| resource);
        let subschemas = resources.map(count).sum::<usize>() + count(document);
        let parts = (subschemas > LARGE).then(|| Parts::new(document, options, subschemas));
        match parts.flatten() {
            Some(parts) => Self::Parts(Box::new(parts)),
            None => Self::Whole(Compiled::new(document, &options.resources, options)),
        }
    }

    /// Tells whether the value is accepted, `None` where this engine cannot judge.
    pub(crate) fn accepts(
        &self,
        document: &Value,
        options: &Options,
        instance: &Value,
    ) -> Option<bool> {
        match self {
            Self::Whole(whole) => whole.accepts(instance),
            Self::Parts(parts) => parts.accepts(document, options, instance),
            Self::Named(named) => named.accepts(document, options, instance),
        }
    }

    /// Tells what the engine refuses a value for, `None` where it does not.
    pub(crate) fn complaint(
        &self,
        document: &Value,
        options: &Options,
        instance: &Value,
    ) -> Option<String> {
        match self {
            Self::Whole(whole) => whole.complaint(instance),
            Self::Parts(parts) => parts.complaint(document, options, instance),
            Self::Named(named) => named.complaint(document, options, instance),
        }
    }

    /// Tells why the engine can judge no value at all.
    pub(crate) fn error(&self, document: &Value, options: &Options) -> Option<&str> {
        match self {
            Self::Whole(whole) => whole.error(),
            Self::Parts(parts) => parts.error(document, options),
            Self::Named(named) => named.error(),
        }
    }
}

fn count(document: &Value) -> usize {
    let mut count = 0;
    positions::walk(document, (), |_, _, ()| count += 1);
    count
}

/// How many subschemas are compiled at once.
///
/// The engine compares each with all before it: 3 000 take 65 ms, 15 000 take 1.8 s.
const LARGE: usize = 3_000;
