use frontdesk_schema::{FastJudge, Quick, Schema};
use serde_json::Value;

use super::{Suggestion, SuggestionKind, TRIED};

/// Tries changes of one schema on documents.
pub(super) struct Trial<'s> {
    schema: &'s Schema,
    judge: FastJudge,
    changes: Vec<Change>,
    /// How many documents the schema itself has accepted, and how many it has refused.
    accepted: u64,
    refused: u64,
}

struct Change {
    suggestion: Suggestion,
    schema: Schema,
    /// Whether it refuses what was accepted.
    breaks: bool,
}

impl<'s> Trial<'s> {
    /// Makes the changes; one that leaves no schema is dropped.
    pub(super) fn new(schema: &'s Schema, suggestions: Vec<Suggestion>) -> Self {
        let changed = |suggestion: Suggestion| {
            let mut document = schema.document().clone();
            for operation in &suggestion.operations {
                operation.apply(&mut document)?;
            }
            let schema = Schema::compile(document, schema.options()).ok()?;
            Some(Change {
                suggestion,
                schema,
                breaks: false,
            })
        };
        Self {
            schema,
            judge: schema.fast(),
            changes: suggestions.into_iter().filter_map(changed).collect(),
            accepted: 0,
            refused: 0,
        }
    }

    /// Tells whether enough documents like this one have been tried.
    pub(super) fn may_skip(&mut self, document: &[u8]) -> bool {
        self.accepted == TRIED && self.judge.accepts_bytes(document) == Quick::Valid
    }

    pub(super) fn observe(&mut self, document: &Value) {
        let accepted = self.schema.accepts(document);
        let tried = if accepted {
            &mut self.accepted
        } else {
            &mut self.refused
        };
        if *tried == TRIED {
            return;
        }
        *tried += 1;
        for change in self.changes.iter_mut().filter(|change| !change.breaks) {
            let now = change.schema.accepts(document);
            let checked = &mut change.suggestion.checked;
            checked.documents += 1;
            checked.newly_accepted += u64::from(now && !accepted);
            change.breaks = accepted && !now;
        }
    }

    /// Keeps the changes that hold for everything and do what they are for.
    pub(super) fn finish(self) -> Vec<Suggestion> {
        let kept = self.changes.into_iter().filter(|change| {
            let helps = match change.suggestion.kind {
                SuggestionKind::Loosen => change.suggestion.checked.newly_accepted > 0,
                SuggestionKind::Declare | SuggestionKind::Tighten => true,
            };
            helps && !change.breaks
        });
        kept.map(|change| change.suggestion).collect()
    }
}
