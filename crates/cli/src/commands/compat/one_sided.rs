//! What only one side has, or only one side can read.

use frontdesk_contract::Direction;
use frontdesk_json::Pointer;
use frontdesk_report::{Exit, Finding, RuleId};
use serde_json::json;

use super::compared::{Compared, Comparing, Safe, Word, directions};
use super::content::{Item, Operation, Source};
use crate::failure::Failure;

/// Reports a message that only one side has; what is new breaks nobody who need not read it.
pub(super) fn of_item(item: &Item, comparing: &Comparing, removed: bool) -> Option<Compared> {
    let direction = *directions(item, comparing).first()?;
    // A schema that nobody can read is none, and a proof of nothing.
    if !removed {
        for source in [&item.reader, &item.writer] {
            if let Err(failure) = source.compile(&comparing.options) {
                return Some(unreadable(item, direction, &failure));
            }
        }
    }
    let spot = item.reader.start();
    let place = Place {
        file: item.reader.file(),
        line: spot.as_ref().and_then(|spot| spot.line),
        pointer: spot.map(|spot| spot.pointer).unwrap_or_default(),
    };
    let mut compared = whole(&item.name, direction, removed);
    if removed {
        let message = format!("`{}` is no longer there", item.name);
        compared.findings = vec![gone(MESSAGE_REMOVED, &message, &compared, &place)];
    } else if direction == Direction::Response && matches!(item.reader, Source::Message { .. }) {
        // The operation is an old one, so old clients get what they do not know.
        let message = format!(
            "the new server may send `{}`, which old clients do not know",
            item.name
        );
        compared.verdict = Word::Breaking;
        compared.proof = None;
        compared.findings = vec![gone(MESSAGE_ADDED, &message, &compared, &place)];
    } else {
        compared.safe = vec![come("message-added", &item.name, place)];
    }
    Some(compared)
}

/// Reports an operation that only one side has.
pub(super) fn of_operation(
    operation: &Operation,
    comparing: &Comparing,
    removed: bool,
) -> Compared {
    let Operation {
        name,
        pointer,
        document,
    } = operation;
    let place = Place {
        file: Some(&document.name),
        line: document.line_of(pointer),
        pointer: pointer.clone(),
    };
    let direction = comparing.only.unwrap_or(Direction::Request);
    let mut compared = whole(name, direction, removed);
    if removed {
        let message = format!("the operation `{name}` is no longer there, with all its messages");
        compared.findings = vec![gone(OPERATION_REMOVED, &message, &compared, &place)];
    } else {
        compared.safe = vec![come("operation-added", name, place)];
    }
    compared
}

/// Where something stands that only one side has.
struct Place<'p> {
    file: Option<&'p str>,
    line: Option<u64>,
    pointer: Pointer,
}

fn whole(name: &str, direction: Direction, removed: bool) -> Compared {
    Compared {
        verdict: if removed {
            Word::Breaking
        } else {
            Word::Compatible
        },
        proof: (!removed).then(|| "nobody knows it yet".to_owned()),
        ..Compared::empty(name, direction)
    }
}

fn gone(rule: RuleId, message: &str, compared: &Compared, place: &Place<'_>) -> Finding {
    let Place {
        file,
        line,
        pointer,
    } = place;
    let finding = Finding::new(rule, message);
    let finding = match file {
        Some(file) => finding.in_file(*file, *line),
        None => finding,
    };
    finding
        .with("part", compared.name.as_str())
        .with("direction", compared.direction.as_str())
        .with("verdict", "breaking")
        .with("pointer", pointer.to_string())
        .with(
            if rule == MESSAGE_ADDED { "new" } else { "old" },
            json!({"file": file, "line": line, "pointer": pointer}),
        )
        .showing("what to do", format!("frontdesk explain {rule}"))
}

fn come(rule: &str, name: &str, place: Place<'_>) -> Safe {
    Safe {
        rule: rule.to_owned(),
        name: Some(name.to_owned()),
        pointer: place.pointer,
        file: place.file.map(str::to_owned),
        line: place.line,
    }
}

/// Reports a schema that cannot be read, while the others can.
pub(super) fn unreadable(item: &Item, direction: Direction, failure: &Failure) -> Compared {
    let finding = Finding::new(UNREADABLE, failure.to_string());
    let finding = match item.reader.file() {
        Some(file) => finding.in_file(file, None),
        None => finding,
    };
    Compared {
        verdict: Word::Undecided,
        proof: None,
        findings: vec![
            finding
                .with("part", item.name.as_str())
                .with("direction", direction.as_str())
                .with("verdict", "undecided")
                .with("pointer", "")
                .showing("direction", direction.as_str())
                .exits(Exit::Undecided),
        ],
        ..whole(&item.name, direction, true)
    }
}

const MESSAGE_ADDED: RuleId = RuleId::new("message-added");
const MESSAGE_REMOVED: RuleId = RuleId::new("message-removed");
const OPERATION_REMOVED: RuleId = RuleId::new("operation-removed");
const UNREADABLE: RuleId = RuleId::new("unreadable-schema");
