//! What the payload engine makes of one schema.

use std::sync::Arc;

use frontdesk_payload::{Kind, NoPayload, Payloads};
use frontdesk_schema::{Options, Schema};
use serde_json::Value;

use crate::suites::Group;

/// What came out for one schema.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// The file, and which group of it.
    pub(crate) name: String,
    /// An instance is known that is valid.
    pub(crate) satisfiable: bool,
    /// An instance is known that is invalid.
    pub(crate) refuses: bool,
    pub(crate) valid: Valid,
    /// A payload was found that is refused.
    pub(crate) broken: bool,
    pub(crate) keywords: usize,
    pub(crate) keywords_broken: usize,
}

/// What came out where a valid payload was asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Valid {
    /// A payload that both judges accept.
    Generated,
    /// The claim that there is none.
    Unsatisfiable,
    /// Neither.
    GaveUp,
    /// Only one judge can read the schema, so that nothing may be claimed.
    Unjudged,
    /// Not even the schema.
    Uncompiled,
}

impl Outcome {
    /// Generates for a group of the suite.
    pub(crate) fn of_group(group: &Group, options: &Options) -> Self {
        Self {
            name: format!("{}: {}", group.file, group.description),
            satisfiable: group.satisfiable,
            refuses: group.refuses,
            ..Self::of_document("", &group.schema, options)
        }
    }

    /// Generates for a document that is known to accept something and to refuse something.
    pub(crate) fn of_document(name: &str, document: &Value, options: &Options) -> Self {
        let mut outcome = Self {
            name: name.to_owned(),
            satisfiable: true,
            refuses: true,
            valid: Valid::Uncompiled,
            broken: false,
            keywords: 0,
            keywords_broken: 0,
        };
        if let Ok(schema) = Schema::compile(document.clone(), options) {
            outcome.generate(&Arc::new(schema));
        }
        outcome
    }

    fn generate(&mut self, schema: &Arc<Schema>) {
        let mut payloads = Payloads::new(Arc::clone(schema), 1);
        self.valid = match payloads.draw(Kind::Valid) {
            Ok(_) => Valid::Generated,
            Err(NoPayload::Unsatisfiable { .. }) => Valid::Unsatisfiable,
            Err(_) if schema.second_judge_error().is_some() => Valid::Unjudged,
            Err(_) => Valid::GaveUp,
        };
        let broken = payloads.systematic(Kind::Invalid).unwrap_or_default();
        let coverage = payloads.coverage(Kind::Invalid);
        self.broken = !broken.is_empty();
        self.keywords = coverage.leaves;
        self.keywords_broken = coverage.hit;
    }

    /// Tells whether a valid payload is missing, though there is one.
    pub(crate) fn missed(&self) -> bool {
        self.satisfiable && self.valid != Valid::Generated
    }

    /// Tells whether it is claimed that nothing is valid, and an instance is.
    pub(crate) fn wrongly(&self) -> bool {
        self.satisfiable && self.valid == Valid::Unsatisfiable
    }

    /// Tells whether nothing is known to be valid: no instance is, and no payload was found.
    ///
    /// A group whose instances are all invalid may accept something else; a payload proves it.
    pub(crate) fn accepts_nothing_known(&self) -> bool {
        !self.satisfiable && self.valid != Valid::Generated
    }

    /// Tells whether what accepts nothing was recognised as such.
    pub(crate) fn recognised(&self) -> bool {
        self.accepts_nothing_known() && self.valid == Valid::Unsatisfiable
    }
}
