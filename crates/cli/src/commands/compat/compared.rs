//! One message in one direction: the verdict, what breaks, what is safe.

use std::time::{Duration, Instant};

use frontdesk_compat::{
    Assumptions, Change, News, Part, Proof, Reason, Undeclared, Verdict, Witness, breaks,
    breaks_telling, broken, changes_telling, undecided,
};
use frontdesk_contract::Direction;
use frontdesk_json::Pointer;
use frontdesk_report::Finding;
use frontdesk_schema::{Options, Schema};

use super::content::{Item, Source};
use super::one_sided::{of_item, of_operation, unreadable};
use super::pairs::Pair;
use super::within_time::{Early, within_time};
use crate::failure::Failure;

/// How everything is compared.
#[derive(Clone, Debug)]
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
                compared.push(match within_time(old, new, direction, comparing) {
                    Err(failure) if !named => unreadable(new, direction, &failure),
                    result => result?,
                });
            }
        }
        Pair::Removed(item) => compared.extend(of_item(item, comparing, true)),
        Pair::Added(item) => compared.extend(of_item(item, comparing, false)),
        Pair::OperationRemoved(operation) => {
            compared.push(of_operation(operation, comparing, true));
        }
        Pair::OperationAdded(operation) => {
            compared.push(of_operation(operation, comparing, false));
        }
    }
    Ok(())
}

impl Compared {
    pub(super) fn empty(name: &str, direction: Direction) -> Self {
        Self {
            name: name.to_owned(),
            direction,
            verdict: Word::Undecided,
            proof: None,
            otherwise: None,
            findings: Vec::new(),
            safe: Vec::new(),
            milliseconds: 0,
        }
    }
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

pub(super) fn directions(item: &Item, comparing: &Comparing) -> Vec<Direction> {
    let all = match item.direction {
        Some(direction) => vec![direction],
        None => vec![Direction::Request, Direction::Response],
    };
    let counts = |direction: &Direction| comparing.only.is_none_or(|only| only == *direction);
    all.into_iter().filter(counts).collect()
}

/// Compares two items, and tells of what is found as soon as it is.
pub(super) fn both(
    old: &Item,
    new: &Item,
    direction: Direction,
    comparing: &Comparing,
    told: &mut dyn FnMut(Early),
) -> Result<Compared, Failure> {
    let started = Instant::now();
    // The plan: a request goes from old writers to new readers, a response from new writers to old.
    let (was, is) = match direction {
        Direction::Request => (&old.writer, &new.reader),
        Direction::Response => (&old.reader, &new.writer),
    };
    let two_sided = old.two_sided || new.two_sided;
    let was_schema = was.compile(&comparing.options)?;
    if !two_sided && was.says_the_same(is) {
        return Ok(Compared {
            verdict: Word::Compatible,
            proof: Some(Proof::Same.to_string()),
            milliseconds: since(started),
            ..Compared::empty(&new.name, direction)
        });
    }
    let is_schema = is.compile(&comparing.options)?;
    let assumptions = &comparing.assumptions;
    let part = Part {
        name: &new.name,
        direction,
        old: &|location| was.spot(location),
        new: &|location| is.spot(location),
    };
    let news = &mut |news: News<'_>| told(Early::of(&news, &part));
    let found = if two_sided {
        breaks_telling(&was_schema, &is_schema, direction, assumptions, news)
    } else {
        changes_telling(&was_schema, &is_schema, direction, assumptions, news)
    };
    let mut findings: Vec<Finding> = found
        .breaking
        .iter()
        .map(|change| broken(change, &part))
        .collect();
    if let Verdict::Undecided(reason) = &found.verdict {
        findings.push(undecided(reason, &part));
    } else if let Some(reason) = &found.undecided {
        findings.push(undecided(&more(reason), &part));
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

/// Says that it is only undecided whether there is more.
pub(super) fn more(reason: &Reason) -> Reason {
    Reason {
        text: format!(
            "whether more than this breaks is undecided: {}",
            reason.text
        ),
        ..reason.clone()
    }
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
    let assumptions = Assumptions {
        budget: comparing.assumptions.budget / 4,
        ..comparing.assumptions.clone()
    };
    let found = breaks(&was_schema, &is_schema, reversed, &assumptions);
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
        budget: (assumptions.budget / 4).min(OTHERWISE),
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

pub(super) fn since(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// How long the other assumption may take: it decides nothing.
const OTHERWISE: Duration = Duration::from_secs(1);
