//! Changes of the contract that the traffic speaks for, each with its evidence.

mod candidate;
mod loosen;
mod patch;
mod tighten;
mod trial;

use std::collections::BTreeMap;

use frontdesk_schema::Schema;
use serde_json::Value;

use crate::error::ProfileError;
use crate::part::MessagePart;
use crate::reading::{Reading, Sheet, Take, read_all};
use crate::view::{MessageView, View};

pub(crate) use patch::{Operation, Word};

use trial::Trial;

/// A change of a schema that the traffic speaks for.
#[derive(Clone, Debug)]
pub(crate) struct Suggestion {
    pub(crate) kind: SuggestionKind,
    /// The change, as operations on the schema document.
    pub(crate) operations: Vec<Operation>,
    /// What was seen, in words.
    pub(crate) because: String,
    /// In how many cases it was seen.
    pub(crate) seen: u64,
    pub(crate) checked: Checked,
}

/// What a change does to the contract.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum SuggestionKind {
    /// Accept what was refused.
    Loosen,
    /// Say what is sent and was not said.
    Declare,
    /// Refuse what is never sent.
    Tighten,
}

/// What a validator says of a change.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Checked {
    /// The documents that it was asked about.
    pub(crate) documents: u64,
    /// Those that the change would have accepted and the schema refuses.
    pub(crate) newly_accepted: u64,
}

impl SuggestionKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Loosen => "loosen",
            Self::Declare => "declare",
            Self::Tighten => "tighten",
        }
    }
}

impl View {
    /// Adds suggestions: what the profile speaks for and a validator confirms.
    ///
    /// Each is a change of the schema as it stands. The documents are read a second time and held
    /// against the changed schema: what refuses a document that was accepted before is no suggestion,
    /// neither is a loosening that accepts nothing more. Of each message at most
    /// [`TRIED`](crate::TRIED) accepted and as many refused documents are tried.
    ///
    /// # Errors
    ///
    /// When the documents come from standard input, which can be read only once.
    pub fn suggest(&mut self, reading: &Reading<'_>) -> Result<(), ProfileError> {
        if reading.paths.iter().any(|path| path.as_os_str() == "-") {
            return Err(ProfileError::StdinAgain);
        }
        let mut trials = Trials {
            messages: &self.messages,
            trials: BTreeMap::new(),
        };
        read_all(reading, std::io::empty(), &mut trials)?;
        let trials = trials.trials;
        for (message, trial) in trials {
            if let (Some(view), Some(trial)) = (self.messages.get_mut(&message), trial) {
                view.suggestions = trial.finish();
            }
        }
        Ok(())
    }
}

/// The trials of all messages, made when a document of one is met.
struct Trials<'v, 's> {
    messages: &'v BTreeMap<String, MessageView>,
    trials: BTreeMap<String, Option<Trial<'s>>>,
}

impl<'s> Trials<'_, 's> {
    fn of(&mut self, message: &str, schema: &'s Schema) -> Option<&mut Trial<'s>> {
        let trial = self.trials.entry(message.to_owned()).or_insert_with(|| {
            let view = self.messages.get(message)?;
            Some(Trial::new(schema, candidates(&view.part, schema)))
        });
        trial.as_mut()
    }
}

impl<'s> Take<'s> for Trials<'_, 's> {
    fn take(&mut self, sheet: &Sheet<'_, 's>) {
        if sheet.is_meant_to_fail() {
            return;
        }
        if let Some(trial) = self.of(sheet.message, sheet.schema) {
            trial.observe(sheet.value);
        }
    }

    fn take_bytes(&mut self, message: &str, schema: &'s Schema, bytes: &[u8]) -> bool {
        let trial = self.of(message, schema);
        trial.is_some_and(|trial| trial.may_skip(bytes))
    }
}

/// Lists what the traffic speaks for, the most seen first.
fn candidates(part: &MessagePart, schema: &Schema) -> Vec<Suggestion> {
    let mut found = loosen::candidates(part, schema);
    found.extend(tighten::candidates(part, schema));
    found.sort_by_cached_key(|one| {
        let path = one
            .operations
            .first()
            .map(|operation| operation.path.clone());
        (
            one.kind,
            u64::MAX - one.seen,
            path,
            spelled(&one.operations),
        )
    });
    found.truncate(MOST);
    found
}

fn spelled(operations: &[Operation]) -> String {
    let operations: Value = operations.iter().map(Operation::to_json).collect();
    operations.to_string()
}

/// How many suggestions a message can have.
const MOST: usize = 100;

/// How many accepted and how many refused documents of a message a change is tried on.
pub const TRIED: u64 = 2_000;

/// How often something has to be seen before it is taken for a rule.
const ENOUGH: u64 = 30;
