use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::Value;

use crate::bug::Operation;
use crate::case::Facts;
use crate::request::Reply;

/// What is remembered between requests, the latest of each kind.
#[derive(Debug, Default)]
pub(super) struct Memory {
    counts: BTreeMap<Operation, u64>,
    bookings: VecDeque<Value>,
    seen: VecDeque<u64>,
    keys: VecDeque<Kept>,
    made: u64,
}

/// A request with an idempotency key, and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) key: String,
    pub(super) print: u64,
    pub(super) reply: Reply,
}

/// What is to be remembered of a request.
#[derive(Debug, Default)]
pub(super) struct Deed {
    pub(super) print: Option<u64>,
    pub(super) booking: Option<Value>,
    pub(super) key: Option<Kept>,
}

impl Memory {
    pub(super) fn count(&mut self, operation: Option<Operation>) -> u64 {
        let Some(operation) = operation else {
            return 0;
        };
        let count = self.counts.entry(operation).or_default();
        *count += 1;
        *count
    }

    /// Returns an id that no booking has had.
    pub(super) fn next_id(&mut self) -> String {
        self.made += 1;
        format!("b-{}", self.made % 1_000_000_000)
    }

    pub(super) fn has_seen(&self, print: u64) -> bool {
        self.seen.contains(&print)
    }

    pub(super) fn kept(&self, key: &str) -> Option<&Kept> {
        self.keys.iter().find(|kept| kept.key == key)
    }

    /// Lists the latest bookings of a room.
    pub(super) fn of_room(&self, room: &str, most: usize) -> Vec<Value> {
        let of_room = self.bookings.iter().rev();
        let of_room = of_room.filter(|booking| booking["room"] == room);
        of_room.take(most).cloned().collect()
    }

    pub(super) fn keep(&mut self, deed: Deed) {
        push(&mut self.seen, deed.print, MOST_SEEN);
        push(&mut self.keys, deed.key, MOST_KEYS);
        let booking = deed
            .booking
            .filter(|booking| booking.to_string().len() <= LARGEST);
        push(&mut self.bookings, booking, MOST_BOOKINGS);
    }
}

impl Facts {
    pub(super) fn with_number(self, number: u64) -> Self {
        Self { number, ..self }
    }
}

/// Returns a number by which equal documents are known again.
pub(super) fn print(document: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    document.to_string().hash(&mut hasher);
    hasher.finish()
}

fn push<T>(list: &mut VecDeque<T>, item: Option<T>, most: usize) {
    list.extend(item);
    while list.len() > most {
        list.pop_front();
    }
}

const MOST_SEEN: usize = 1000;
const MOST_KEYS: usize = 64;
const MOST_BOOKINGS: usize = 500;
/// Larger bookings are not listed.
const LARGEST: usize = 4096;
