//! Messages that belong together though one document names a range where the other names one of it.

use std::collections::BTreeSet;

use frontdesk_contract::{Direction, MessageRange};

use super::content::{Content, Item};

/// The messages that only a range brings together, by their keys.
#[derive(Debug, Default)]
pub(super) struct Matched<'c> {
    /// The old and the new key of each comparison.
    pub(super) pairs: Vec<(&'c str, &'c str)>,
    /// What needs no word of its own as removed.
    pub(super) old: BTreeSet<&'c str>,
    /// What needs no word of its own as added.
    pub(super) new: BTreeSet<&'c str>,
}

/// One message with its range.
struct Ranged<'c> {
    key: &'c str,
    range: &'c MessageRange,
    /// Whether the other side has one of the same key.
    exact: bool,
}

/// Finds what reads each message that the other side knows by another name.
pub(super) fn matched<'c>(old: &'c Content, new: &'c Content) -> Matched<'c> {
    let mut matched = Matched::default();
    for direction in [Direction::Request, Direction::Response] {
        let was = ranged(old, new, direction);
        let is = ranged(new, old, direction);
        let (writers, readers) = match direction {
            Direction::Request => (&was, &is),
            Direction::Response => (&is, &was),
        };
        let mut found: Vec<(&Ranged<'_>, &Ranged<'_>)> = Vec::new();
        // A status that was named is one of a range now; that is meant before a range that was
        // there all along, such as that of all errors.
        for reader in readers.iter().filter(|reader| !reader.exact) {
            let wider = writers
                .iter()
                .find(|writer| !writer.exact && writer.range.widens_status_of(reader.range));
            found.extend(wider.map(|writer| (writer, reader)));
        }
        for writer in writers.iter().filter(|writer| !writer.exact) {
            if found.iter().any(|(known, _)| known.key == writer.key) {
                continue;
            }
            let covering = readers
                .iter()
                .filter_map(|reader| Some((reader.range.covers(writer.range)?, reader)));
            // The closest of those that read it is the one that is meant.
            if let Some((_, reader)) = covering.min_by_key(|(fit, _)| *fit) {
                found.push((writer, reader));
            }
        }
        for (writer, reader) in found {
            let (was, is) = match direction {
                Direction::Request => (writer.key, reader.key),
                Direction::Response => (reader.key, writer.key),
            };
            matched.pairs.push((was, is));
            matched.old.insert(was);
            matched.new.insert(is);
        }
    }
    matched
}

fn ranged<'c>(content: &'c Content, other: &Content, direction: Direction) -> Vec<Ranged<'c>> {
    let of_direction = |item: &Item| item.direction == Some(direction);
    content
        .items
        .iter()
        .filter(|(_, item)| of_direction(item))
        .filter_map(|(key, item)| {
            Some(Ranged {
                key,
                range: item.range()?,
                exact: other.items.contains_key(key),
            })
        })
        .collect()
}
