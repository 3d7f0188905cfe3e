//! Which replies belong to which messages, and whether more are to come.

use std::collections::BTreeMap;

use serde_json::Value;

use super::label::Label;
use super::rules::Rules;

/// What was said and answered on one connection, by correlation id.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    pub(super) talks: BTreeMap<String, Talk>,
    /// Replies whose id nobody has sent.
    pub(super) strangers: Vec<Value>,
    /// Replies without an id.
    pub(super) nameless: Vec<Value>,
    /// Wrong messages without an id.
    pub(super) nameless_wrong: usize,
    /// Messages of which the contract says nothing, without an id.
    pub(super) nameless_unsaid: usize,
}

/// Everything under one correlation id.
#[derive(Clone, Debug, Default)]
pub(super) struct Talk {
    pub(super) good: usize,
    pub(super) wrong: usize,
    pub(super) unsaid: usize,
    pub(super) refusals: usize,
    /// The states of each work, in the order of their coming.
    pub(super) groups: BTreeMap<String, Vec<Value>>,
}

impl Ledger {
    pub(super) fn sent(&mut self, id: Option<&str>, label: &Label) {
        let Some(id) = id else {
            match label {
                Label::Bad(_) => self.nameless_wrong += 1,
                Label::Good | Label::Unsaid => self.nameless_unsaid += 1,
                Label::Fatal | Label::Nothing => {}
            }
            return;
        };
        let talk = self.talks.entry(id.to_owned()).or_default();
        match label {
            Label::Good => talk.good += 1,
            Label::Bad(_) => talk.wrong += 1,
            Label::Unsaid => talk.unsaid += 1,
            Label::Fatal | Label::Nothing => {}
        }
    }

    pub(super) fn came(&mut self, reply: &Value, rules: &Rules) {
        let Some(id) = rules.id(reply) else {
            self.nameless.push(reply.clone());
            return;
        };
        let Some(talk) = self.talks.get_mut(id) else {
            self.strangers.push(reply.clone());
            return;
        };
        if rules.is_refusal(reply) {
            talk.refusals += 1;
        } else {
            let group = rules.group_of(reply).to_owned();
            talk.groups.entry(group).or_default().push(reply.clone());
        }
    }

    /// Tells whether everything is answered that an answer is due to.
    pub(super) fn is_settled(&self, rules: &Rules) -> bool {
        let refused = rules.refusal.is_none() || self.others() >= self.nameless_wrong;
        refused && self.talks.values().all(|talk| talk.is_settled(rules))
    }
}

impl Ledger {
    /// Counts the replies to messages without an id: some services give them one.
    pub(super) fn others(&self) -> usize {
        self.nameless.len() + self.strangers.len()
    }

    /// Tells whether something came that nobody waits for, which may be what others wait for.
    pub(super) fn has_surplus(&self, rules: &Rules) -> bool {
        let surplus = |talk: &Talk| {
            let mut groups = talk.groups.keys();
            groups.any(|group| talk.ends(group, rules) > talk.sends())
        };
        let is_named = self.nameless_wrong + self.nameless_unsaid == 0;
        (is_named && self.others() > 0) || self.talks.values().any(surplus)
    }
}

impl Talk {
    pub(super) fn sends(&self) -> usize {
        self.good + self.wrong + self.unsaid
    }

    /// Counts how often a work has ended.
    pub(super) fn ends(&self, group: &str, rules: &Rules) -> usize {
        let replies = self.groups.get(group).into_iter().flatten();
        replies.filter(|reply| rules.is_terminal(reply)).count()
    }

    /// Tells whether every message under the id has come to its end.
    pub(super) fn is_settled(&self, rules: &Rules) -> bool {
        if rules.terminal.is_empty() {
            return !self.groups.is_empty() || self.refusals > 0;
        }
        let ended = self
            .groups
            .keys()
            .map(|group| self.ends(group, rules))
            .max();
        let every = self.groups.iter().all(|(group, replies)| {
            let begun = replies.iter().filter(|reply| rules.is_first(reply)).count();
            // What streams says more than once that it has begun.
            self.ends(group, rules) >= begun.clamp(1, self.sends().max(1))
        });
        let is_owed = match rules.refusal {
            Some(_) => self.good + self.wrong,
            None => self.good,
        };
        every && self.refusals + ended.unwrap_or(0) >= is_owed
    }
}
