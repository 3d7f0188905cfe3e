//! Which items of the two sides belong together.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::content::{Content, Item, Kind, Operation};
use super::ranges::matched;

/// What belongs together, or what only one side has.
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all of them are the large one"
)]
pub(super) enum Pair<'c> {
    Both {
        old: Cow<'c, Item>,
        new: Cow<'c, Item>,
        /// Whether what cannot be read stops everything: it was named on the command line.
        named: bool,
    },
    Removed(&'c Item),
    Added(&'c Item),
    OperationRemoved(&'c Operation),
    OperationAdded(&'c Operation),
}

/// Pairs what two sides hold, in the order of their keys.
pub(super) fn pairs<'c>(old: &'c Content, new: &'c Content) -> Vec<Pair<'c>> {
    let gone: Vec<&String> = lacking(old, new);
    let come: Vec<&String> = lacking(new, old);
    let mut pairs: Vec<Pair<'c>> = Vec::new();
    pairs.extend(
        gone.iter()
            .map(|key| Pair::OperationRemoved(&old.operations[*key])),
    );
    pairs.extend(
        come.iter()
            .map(|key| Pair::OperationAdded(&new.operations[*key])),
    );
    let named = matches!(old.kind, Kind::Schema);
    let matched = matched(old, new);
    for (was, is) in &matched.pairs {
        if let (Some(was), Some(is)) = (old.items.get(*was), new.items.get(*is)) {
            pairs.push(Pair::Both {
                old: Cow::Borrowed(was),
                new: Cow::Borrowed(is),
                named,
            });
        }
    }
    let keys: BTreeSet<&String> = old.items.keys().chain(new.items.keys()).collect();
    for key in keys {
        // What an operation took along is told once.
        if belongs(key, &gone) || belongs(key, &come) {
            continue;
        }
        match (old.items.get(key), new.items.get(key)) {
            (Some(old), Some(new)) => pairs.push(Pair::Both {
                old: Cow::Borrowed(old),
                new: Cow::Borrowed(new),
                named,
            }),
            (Some(_), None) if matched.old.contains(key.as_str()) => {}
            (None, Some(_)) if matched.new.contains(key.as_str()) => {}
            // Headers go and come with what they stand over, which is told.
            (Some(_), None) if goes_with(key, old, new) => {}
            (None, Some(_)) if goes_with(key, new, old) => {}
            (Some(old), None) => pairs.push(match old.absent() {
                Some(new) => Pair::Both {
                    old: Cow::Borrowed(old),
                    new: Cow::Owned(new),
                    named,
                },
                None => Pair::Removed(old),
            }),
            (None, Some(new)) => pairs.push(match new.absent() {
                Some(old) => Pair::Both {
                    old: Cow::Owned(old),
                    new: Cow::Borrowed(new),
                    named,
                },
                None => Pair::Added(new),
            }),
            (None, None) => {}
        }
    }
    pairs
}

fn lacking<'c>(content: &'c Content, other: &Content) -> Vec<&'c String> {
    let operations = content.operations.keys();
    operations
        .filter(|key| !other.operations.contains_key(*key))
        .collect()
}

/// Tells whether headers are those of something of which the other side has nothing at all.
fn goes_with(key: &str, content: &Content, other: &Content) -> bool {
    let Some(whole) = key.strip_suffix(HEADERS) else {
        return false;
    };
    let has = |content: &Content| {
        let mut keys = content.items.keys().filter(|known| *known != key);
        keys.any(|known| {
            let rest = known.strip_prefix(whole);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    };
    has(content) && !has(other)
}

/// How the key of headers ends.
const HEADERS: &str = " headers";

fn belongs(key: &str, operations: &[&String]) -> bool {
    operations.iter().any(|operation| {
        key.strip_prefix(operation.as_str())
            .is_some_and(|rest| rest.starts_with(' '))
    })
}
