use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::broken::BrokenRules;
use crate::field::{add, add_bounded};
use crate::moment::Seen;
use crate::tree::Tree;

/// What one partition of the traffic showed.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Part {
    pub(crate) unreadable: u64,
    pub(crate) messages: BTreeMap<String, MessagePart>,
}

/// What one partition showed of one message.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct MessagePart {
    /// The documents that were followed.
    pub(crate) documents: u64,
    /// How many of them the schema refuses.
    pub(crate) refused: u64,
    /// The documents that say themselves that they are to be refused; they are not followed.
    pub(crate) meant_to_fail: u64,
    pub(crate) seen: Seen,
    pub(crate) versions: BTreeMap<String, u64>,
    pub(crate) fields: Tree,
    /// How many accepted documents exercised each leaf, by its address.
    pub(crate) leaves: BTreeMap<String, u64>,
    pub(crate) broken: BrokenRules,
}

impl Part {
    pub(crate) fn merge(&mut self, other: &Self) {
        self.unreadable += other.unreadable;
        for (name, message) in &other.messages {
            let own = self.messages.entry(name.clone());
            own.or_insert_with(MessagePart::new).merge(message);
        }
    }

    pub(crate) fn documents(&self) -> u64 {
        self.messages.values().map(|part| part.documents).sum()
    }
}

impl MessagePart {
    pub(crate) fn new() -> Self {
        Self {
            documents: 0,
            refused: 0,
            meant_to_fail: 0,
            seen: Seen::default(),
            versions: BTreeMap::new(),
            fields: Tree::new(),
            leaves: BTreeMap::new(),
            broken: BrokenRules::default(),
        }
    }

    fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.refused += other.refused;
        self.meant_to_fail += other.meant_to_fail;
        self.seen.merge(other.seen);
        add_bounded(&mut self.versions, &other.versions);
        self.fields.merge(&other.fields);
        add(&mut self.leaves, &other.leaves);
        self.broken.merge(&other.broken);
    }
}
