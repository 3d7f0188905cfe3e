//! One message in one direction: the verdict, what breaks, what is safe.

use std::time::{Duration, Instant};

use frontdesk_compat::{
    Assumptions, Change, Part, Reason, Undeclared, Verdict, Witness, breaks, broken, changes,
    undecided,
};
use frontdesk_contract::Direction;
use frontdesk_json::Pointer;
use frontdesk_report::{Exit, Finding, RuleId};
use frontdesk_schema::{Options, Schema};
use serde_json::json;

use super::content::{Item, Operation, Source};
use super::pairs::Pair;
use crate::failure::Failure;

/// How everything is compared.
#[derive(Debug)]
pub(super) struct Comparing {
    pub(super) options: Options,
    pub(super) assumptions: Assumptions,
    /// The only direction that counts, if there is one.
    pub(super) only: Option<Direction>,
}

/// What a comparison came to.
#[derive(Debug)]
pub(super) struct Compared {
    pub(super) name: String,
    pub(super) direction: Direction,
    pub(super) verdict: Word,
    /// How it was proved, where it is compatible.
    pub(super) proof: Option<String>,
    /// The verdict under the other assumption, where it is another.
    pub(super) otherwise: Option<Otherwise>,
    pub(super) findings: Vec<Finding>,
    pub(super) safe: Vec<Safe>,
    pub(super) milliseconds: u64,
}

/// A verdict as reports say it, the best first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Word {
    Compatible,
    Undecided,
    Breaking,
}

/// What the verdict would be if writers did otherwise.
#[derive(Debug)]
pub(super) struct Otherwise {
    pub(super) undeclared: Undeclared,
    pub(super) verdict: Word,
    pub(super) witness: Option<Box<Witness>>,
}

/// A change that breaks nobody who goes ahead.
#[derive(Debug)]
pub(super) struct Safe {
    pub(super) rule: String,
    /// The message or operation, where it is new as a whole.
    pub(super) name: Option<String>,
    pub(super) pointer: Pointer,
    pub(super) file: Option<String>,
    pub(super) line: Option<u64>,
}

/// Compares a pair in each direction that counts.
pub(super) fn compare(
    pair: &Pair<'_>,
    comparing: &Comparing,
    compared: &mut Vec<Compared>,
) -> Result<(), Failure> {
    match pair {
        Pair::Both { old, new, named } => {
            for direction in directions(old, comparing) {
                compared.push(match both(old, new, direction, comparing) {
                    Err(failure) if !named => unreadable(new, direction, &failure),
                    result => result?,
                });
            }
        }
        Pair::Removed(item) => compared.extend(of_item(item, comparing, true)),
        Pair::Added(item) => compared.extend(of_item(item, comparing, false)),
        Pair::OperationRemoved(operation) => {
            compared.push(of_operation(operation, comparing, true))
        }
        Pair::OperationAdded(operation) => compared.push(of_operation(operation, comparing, false)),
    }
    Ok(())
}

impl Word {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Undecided => "undecided",
            Self::Breaking => "breaking",
        }
    }
}

impl From<&Verdict> for Word {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Compatible(_) => Self::Compatible,
            Verdict::Undecided(_) => Self::Undecided,
            Verdict::Breaking(_) => Self::Breaking,
        }
    }
}

fn directions(item: &Item, comparing: &Comparing) -> Vec<Direction> {
    let all = match item.direction {
        Some(direction) => vec![direction],
        None => vec![Direction::Request, Direction::Response],
    };
    let counts = |direction: &Direction| comparing.only.is_none_or(|only| only == *direction);
    all.into_iter().filter(counts).collect()
}

fn both(
    old: &Item,
    new: &Item,
    direction: Direction,
    comparing: &Comparing,
) -> Result<Compared, Failure> {
    let started = Instant::now();
    // The plan: a request goes from old writers to new readers, a response from new writers to old.
    let (was, is) = match direction {
        Direction::Request => (&old.writer, &new.reader),
        Direction::Response => (&old.reader, &new.writer),
    };
    let (was_schema, is_schema) = (
        was.compile(&comparing.options)?,
        is.compile(&comparing.options)?,
    );
    let assumptions = &comparing.assumptions;
    let two_sided = old.two_sided || new.two_sided;
    let found = if two_sided {
        breaks(&was_schema, &is_schema, direction, assumptions)
    } else {
        changes(&was_schema, &is_schema, direction, assumptions)
    };
    let part = Part {
        name: &new.name,
        direction,
        old: &|location| was.spot(location),
        new: &|location| is.spot(location),
    };
    let mut findings: Vec<Finding> = found
        .breaking
        .iter()
        .map(|change| broken(change, &part))
        .collect();
    if let Verdict::Undecided(reason) = &found.verdict {
        findings.push(undecided(reason, &part));
    } else if let Some(Reason { pointer, text }) = &found.undecided {
        let text = format!("whether more than this breaks is undecided: {text}");
        let pointer = pointer.clone();
        findings.push(undecided(&Reason { pointer, text }, &part));
    }
    let safe = if two_sided {
        way_back(old, new, direction, comparing)?
    } else {
        found
            .safe
            .iter()
            .map(|change| safe(change, was, is))
            .collect()
    };
    Ok(Compared {
        name: new.name.clone(),
        direction,
        verdict: Word::from(&found.verdict),
        proof: match &found.verdict {
            Verdict::Compatible(proof) => Some(proof.to_string()),
            Verdict::Breaking(_) | Verdict::Undecided(_) => None,
        },
        otherwise: otherwise(
            &was_schema,
            &is_schema,
            direction,
            assumptions,
            &found.verdict,
        ),
        findings,
        safe,
        milliseconds: since(started),
    })
}

/// Lists what would break on the way back, between the schemas that would meet then.
fn way_back(
    old: &Item,
    new: &Item,
    direction: Direction,
    comparing: &Comparing,
) -> Result<Vec<Safe>, Failure> {
    let (was, is) = match direction {
        Direction::Request => (&old.reader, &new.writer),
        Direction::Response => (&old.writer, &new.reader),
    };
    let reversed = match direction {
        Direction::Request => Direction::Response,
        Direction::Response => Direction::Request,
    };
    let (was_schema, is_schema) = (
        was.compile(&comparing.options)?,
        is.compile(&comparing.options)?,
    );
    let found = breaks(&was_schema, &is_schema, reversed, &comparing.assumptions);
    let back = found.breaking.into_iter().map(|change| Change {
        direction,
        ..change
    });
    Ok(back.map(|change| safe(&change, was, is)).collect())
}

fn safe(change: &Change, was: &Source, is: &Source) -> Safe {
    let new = change.new.as_ref();
    let spot = new.and_then(|location| is.spot(location));
    let old = change.old.as_ref();
    let spot = spot.or_else(|| old.and_then(|location| was.spot(location)));
    let location = new.or(old);
    Safe {
        rule: change.stem.rule(change.direction),
        name: None,
        pointer: location.map_or_else(Pointer::root, |location| location.pointer.clone()),
        file: spot.as_ref().map(|spot| spot.file.clone()),
        line: spot.and_then(|spot| spot.line),
    }
}

/// Tells the verdict under the other assumption, where it could be and is another.
fn otherwise(
    was: &Schema,
    is: &Schema,
    direction: Direction,
    assumptions: &Assumptions,
    verdict: &Verdict,
) -> Option<Otherwise> {
    let undeclared = match (assumptions.undeclared, verdict) {
        (Undeclared::Never, Verdict::Compatible(_)) => Undeclared::Maybe,
        (Undeclared::Maybe, Verdict::Breaking(_)) => Undeclared::Never,
        _ => return None,
    };
    let assumptions = Assumptions {
        undeclared,
        budget: assumptions.budget.min(OTHERWISE),
        ..assumptions.clone()
    };
    let other = frontdesk_compat::compare(was, is, direction, &assumptions);
    let word = Word::from(&other);
    if word == Word::from(verdict) || word == Word::Undecided {
        return None;
    }
    Some(Otherwise {
        undeclared,
        verdict: word,
        witness: match other {
            Verdict::Breaking(witness) => Some(witness),
            Verdict::Compatible(_) | Verdict::Undecided(_) => None,
        },
    })
}

/// Reports a message that only one side has; what is new breaks nobody.
fn of_item(item: &Item, comparing: &Comparing, removed: bool) -> Option<Compared> {
    let direction = *directions(item, comparing).first()?;
    let spot = item.reader.start();
    let mut compared = whole(&item.name, direction, removed);
    let (file, line) = (
        item.reader.file().map(str::to_owned),
        spot.as_ref().and_then(|spot| spot.line),
    );
    let pointer = spot.map(|spot| spot.pointer).unwrap_or_default();
    if removed {
        let message = format!("`{}` is no longer there", item.name);
        compared.findings = vec![gone(
            MESSAGE_REMOVED,
            message,
            &item.name,
            direction,
            file,
            line,
            &pointer,
        )];
    } else {
        let rule = "message-added".to_owned();
        let name = Some(item.name.clone());
        compared.safe = vec![Safe {
            rule,
            name,
            pointer,
            file,
            line,
        }];
    }
    Some(compared)
}

fn of_operation(operation: &Operation, comparing: &Comparing, removed: bool) -> Compared {
    let direction = comparing.only.unwrap_or(Direction::Request);
    let Operation {
        name,
        pointer,
        document,
    } = operation;
    let (file, line) = (Some(document.name.clone()), document.line_of(pointer));
    let mut compared = whole(name, direction, removed);
    if removed {
        let message = format!("the operation `{name}` is no longer there, with all its messages");
        compared.findings = vec![gone(
            OPERATION_REMOVED,
            message,
            name,
            direction,
            file,
            line,
            pointer,
        )];
    } else {
        compared.safe = vec![Safe {
            rule: "operation-added".to_owned(),
            name: Some(name.clone()),
            pointer: pointer.clone(),
            file,
            line,
        }];
    }
    compared
}

fn whole(name: &str, direction: Direction, removed: bool) -> Compared {
    Compared {
        name: name.to_owned(),
        direction,
        verdict: if removed {
            Word::Breaking
        } else {
            Word::Compatible
        },
        proof: (!removed).then(|| "nobody knows it yet".to_owned()),
        otherwise: None,
        findings: Vec::new(),
        safe: Vec::new(),
        milliseconds: 0,
    }
}

fn gone(
    rule: RuleId,
    message: String,
    part: &str,
    direction: Direction,
    file: Option<String>,
    line: Option<u64>,
    pointer: &Pointer,
) -> Finding {
    let finding = Finding::new(rule, message);
    let finding = match &file {
        Some(file) => finding.in_file(file, line),
        None => finding,
    };
    finding
        .with("part", part)
        .with("direction", direction.as_str())
        .with("verdict", "breaking")
        .with("pointer", pointer.to_string())
        .with(
            "old",
            json!({"file": file, "line": line, "pointer": pointer}),
        )
        .showing("what to do", format!("frontdesk explain {rule}"))
}

/// Reports a schema that cannot be read, while the others can.
fn unreadable(item: &Item, direction: Direction, failure: &Failure) -> Compared {
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

fn since(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

const MESSAGE_REMOVED: RuleId = RuleId::new("message-removed");
const OPERATION_REMOVED: RuleId = RuleId::new("operation-removed");
const UNREADABLE: RuleId = RuleId::new("unreadable-schema");

/// How long the other assumption may take: it decides nothing.
const OTHERWISE: Duration = Duration::from_secs(1);
