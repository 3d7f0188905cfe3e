//! Single keywords, asked of the first judge itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk_json::Numeral;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::fast::{OnTape, TapeNode};
use crate::first::engine_draft;
use crate::options::Draft;

/// What the first judge makes of some keywords for scalars.
#[derive(Clone, Debug)]
pub(super) struct Tester(Arc<Validator<OnTape>>);

impl Tester {
    #[inline]
    pub(super) fn accepts_text(&self, text: &str) -> bool {
        self.0.is_valid(TapeNode::Text(text))
    }

    #[inline]
    pub(super) fn accepts_number(&self, number: Numeral) -> bool {
        self.0.is_valid(TapeNode::Number(number))
    }
}

/// The testers of a plan; keywords that say the same share one.
#[derive(Debug)]
pub(super) struct Testers {
    draft: Draft,
    known: BTreeMap<(Draft, String), Option<Tester>>,
}

impl Testers {
    pub(super) fn new(draft: Draft) -> Self {
        Self {
            draft,
            known: BTreeMap::new(),
        }
    }

    /// Returns what tests numbers by all of these schemas, nothing where the engine refuses one.
    pub(super) fn of_numbers(&mut self, schemas: Vec<Value>) -> Option<Tester> {
        // Their keywords are spelled as in the latest draft.
        self.of(Draft::Draft202012, schemas)
    }

    /// Returns what tests texts by all of these schemas, nothing where the engine refuses one.
    pub(super) fn of_texts(&mut self, schemas: Vec<Value>) -> Option<Tester> {
        self.of(self.draft, schemas)
    }

    fn of(&mut self, draft: Draft, mut schemas: Vec<Value>) -> Option<Tester> {
        let document = if schemas.len() == 1 {
            schemas.remove(0)
        } else {
            json!({ "allOf": schemas })
        };
        let known = self.known.entry((draft, document.to_string()));
        known
            .or_insert_with(|| {
                jsonschema::options_for::<OnTape>()
                    .with_draft(engine_draft(draft))
                    .offline()
                    .should_validate_formats(true)
                    .should_ignore_unknown_formats(true)
                    .build(&document)
                    .ok()
                    .map(|validator| Tester(Arc::new(validator)))
            })
            .clone()
    }
}
