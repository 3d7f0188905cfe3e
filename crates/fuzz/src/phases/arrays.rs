use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::model::least_item;
use super::{Ground, Made, is_sendable};
use crate::case::Phase;
use crate::place;

/// Arrays that are empty, long, with equal items, in another order, and with ids that stand twice.
pub(super) fn cases(ground: &Ground) -> Made {
    let Some(model) = ground.model.clone() else {
        return Box::new(std::iter::empty());
    };
    let mut changes = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, value) in place::all(&model) {
        if let Value::Array(items) = value
            && seen.insert(place::of(&at))
        {
            let least = items
                .first()
                .map(|first| least_item(ground.operation(), &model, &at, first));
            let all = of_items(items, least.as_ref()).into_iter();
            changes.extend(all.map(|change| (at.clone(), change)));
        }
    }
    // The longest take much room, so that each is made when its turn comes.
    let ground = ground.clone();
    Box::new(changes.into_iter().filter_map(move |(at, change)| {
        let items = at.resolve(&model)?.as_array()?;
        let (what, new) = change.made(items)?;
        let mut value = model.clone();
        place::put(&mut value, &at, Value::Array(new));
        let intent = format!("{what} at {}", place::of(&at));
        is_sendable(&value, ground.operation()).then(|| ground.case(Phase::Semantic, intent, value))
    }))
}

/// What is done to an array.
enum Change {
    Empty,
    One,
    Equal,
    Reversed,
    /// The second item gets this member of the first.
    Same(String),
    Many(Value, usize),
}

/// Lists what can be done to an array that has these items.
fn of_items(items: &[Value], least: Option<&Value>) -> Vec<Change> {
    let mut changes = vec![Change::Empty];
    let (Some(first), Some(least)) = (items.first(), least) else {
        return changes;
    };
    changes.extend([Change::One, Change::Equal, Change::Reversed]);
    if let Some(second) = items.get(1) {
        let names = first.as_object().into_iter().flatten();
        let others = names.filter(|(name, own)| {
            let other = second.get(name.as_str());
            other.is_some_and(|other| other != *own)
        });
        changes.extend(others.map(|(name, _)| Change::Same(name.clone())));
    }
    let many = COUNTS.into_iter().map(|count| {
        let item = if count < LONG { first } else { least };
        (item, count)
    });
    // What tells items apart takes its room, too.
    let many = many.filter(|(item, count)| count * (item.to_string().len() + 6) <= MOST_BYTES);
    changes.extend(many.map(|(item, count)| Change::Many(item.clone(), count)));
    changes
}

impl Change {
    /// Says what is done, and does it.
    fn made(&self, items: &[Value]) -> Option<(String, Vec<Value>)> {
        let first = || items.first().cloned();
        Some(match self {
            Self::Empty => ("no items".to_owned(), Vec::new()),
            Self::One => ("one item".to_owned(), vec![first()?]),
            Self::Equal => ("equal items".to_owned(), vec![first()?, first()?]),
            Self::Reversed => {
                let reversed = items.iter().rev().cloned().collect();
                ("items in reverse".to_owned(), reversed)
            }
            Self::Same(name) => {
                let mut changed = items.to_vec();
                changed[1][name] = first()?[name].clone();
                (format!("the same {name} twice"), changed)
            }
            Self::Many(item, count) => {
                let many = (0..*count).map(|index| distinct(item, index)).collect();
                (format!("{count} items"), many)
            }
        })
    }
}

/// Makes an item unlike the others, where it has texts.
fn distinct(item: &Value, index: usize) -> Value {
    match item {
        Value::String(text) => json!(format!("{text}{index}")),
        other => other.clone(),
    }
}

const COUNTS: [usize; 11] = [3, 6, 10, 11, 33, 101, 257, 1_001, 4_000, 10_000, 100_000];
/// So many items are as small as they can be.
const LONG: usize = 1_000;
/// Larger requests are refused for their size nearly everywhere.
const MOST_BYTES: usize = 900 * 1024;
