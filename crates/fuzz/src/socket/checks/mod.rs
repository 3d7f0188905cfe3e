//! The checks of conversations: a file each, with its name, what it finds, and the unit that looks.

mod auth_bypass;
mod close_code;
mod closed_early;
mod cross_talk;
mod duplicate_reply;
mod invalid_accepted;
mod lost_reply;
mod missing_terminal;
mod not_opened;
mod not_websocket;
mod order_violation;
mod reply_schema;
mod uncorrelated_reply;
mod undocumented_state;
mod valid_refused;

use std::collections::BTreeSet;
use std::sync::Arc;

use frontdesk_report::RuleId;
use frontdesk_schema::Schema;
use serde_json::Value;

use super::label::Label;
use super::ledger::{Ledger, Talk};
use super::line::{End, Line};
use super::rules::Rules;
use crate::suspicion::{Expected, Suspicion, Symptom};

/// One way to find something wrong with a conversation.
#[derive(Clone, Copy, Debug)]
pub struct SocketCheck {
    /// Its name.
    pub id: RuleId,
    /// What it finds, in a sentence.
    pub about: &'static str,
    look: fn(&View<'_>) -> Option<Found>,
}

/// What a check looks at: one connection.
pub(super) struct View<'v> {
    pub(super) rules: &'v Rules,
    /// The schemas of what the service sends.
    pub(super) replies: &'v [Arc<Schema>],
    pub(super) line: &'v Line,
    pub(super) ledger: Ledger,
    /// Whether the connection was opened with credentials that must not do.
    pub(super) is_unauthorised: bool,
}

/// What a check found.
pub(super) struct Found {
    /// What tells it from others that the same check finds.
    kind: String,
    message: String,
    expected: Expected,
}

/// Every check of conversations, the worst first.
pub const SOCKET_CHECKS: [SocketCheck; 15] = [
    auth_bypass::CHECK,
    not_opened::CHECK,
    not_websocket::CHECK,
    closed_early::CHECK,
    close_code::CHECK,
    cross_talk::CHECK,
    uncorrelated_reply::CHECK,
    duplicate_reply::CHECK,
    invalid_accepted::CHECK,
    valid_refused::CHECK,
    undocumented_state::CHECK,
    reply_schema::CHECK,
    order_violation::CHECK,
    lost_reply::CHECK,
    missing_terminal::CHECK,
];

/// Has every check look at a connection.
pub(super) fn look(view: &View<'_>, without: &BTreeSet<String>) -> Vec<Suspicion> {
    let mut suspicions = Vec::new();
    for check in &SOCKET_CHECKS {
        if without.contains(check.id.as_str()) {
            continue;
        }
        let is_last = check.id == missing_terminal::CHECK.id;
        // What went wrong in another way need not come to an end besides.
        if is_last && !suspicions.is_empty() {
            break;
        }
        let Some(found) = (check.look)(view) else {
            continue;
        };
        suspicions.push(Suspicion {
            check: check.id,
            signature: format!("{}|", found.kind),
            symptom: Symptom::Conversation(found.kind, None),
            answer: 0,
            message: found.message,
            expected: found.expected,
        });
        // What a lost connection lacks is no second bug.
        if FINAL.contains(&check.id.as_str()) {
            break;
        }
    }
    suspicions
}

/// Tells whether a suspicion is that something did not come in time.
pub(super) fn is_of_time(suspicion: &Suspicion) -> bool {
    suspicion.check == missing_terminal::CHECK.id
}

impl<'v> View<'v> {
    pub(super) fn new(
        rules: &'v Rules,
        replies: &'v [Arc<Schema>],
        line: &'v Line,
        is_unauthorised: bool,
    ) -> Self {
        let mut ledger = Ledger::default();
        for sent in &line.sends {
            ledger.sent(sent.id.as_deref(), &sent.label);
        }
        for document in line.documents() {
            ledger.came(document, rules);
        }
        Self {
            rules,
            replies,
            line,
            ledger,
            is_unauthorised,
        }
    }

    /// Tells whether the service has answered what is no JSON by a close that the contract knows.
    fn is_closed_for_malformed(&self) -> bool {
        let is_malformed =
            |label: &Label| matches!(label, Label::Bad(reason) if reason.is_of_text());
        let is_sent = self.line.sends.iter().any(|sent| is_malformed(&sent.label));
        match self.line.end {
            End::Closed(Some(code)) => is_sent && self.rules.close_codes.contains(&code),
            _ => false,
        }
    }

    /// Lists the talks of which every message is right.
    fn good(&self) -> impl Iterator<Item = (&String, &Talk)> {
        let talks = self.ledger.talks.iter();
        talks.filter(|(_, talk)| talk.good > 0 && talk.wrong + talk.unsaid == 0)
    }

    /// Lists the works of all talks in the order of their replies, with how often they were asked for.
    fn works(&self) -> impl Iterator<Item = (usize, &String, &Vec<Value>)> {
        let talks = self.ledger.talks.values();
        talks.flat_map(|talk| {
            let groups = talk.groups.iter();
            groups.map(|(group, replies)| (talk.sends(), group, replies))
        })
    }
}

fn found(kind: impl Into<String>, message: impl Into<String>, expected: &str) -> Found {
    let (kind, message) = (kind.into(), message.into());
    Found {
        kind,
        message,
        expected: Expected {
            what: expected.to_owned(),
            ..Expected::default()
        },
    }
}

const FINAL: [&str; 5] = [
    "auth-bypass",
    "not-opened",
    "not-websocket",
    "closed-early",
    "cross-talk",
];
