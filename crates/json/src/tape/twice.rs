//! Whether a name comes twice in an object that is being put on the tape.

use super::{Entry, Tape};

/// What is known of the names of one object while it is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NamesOfObject {
    /// A bit for what the hashes that have been seen end in.
    seen: u64,
    count: u32,
}

impl NamesOfObject {
    /// Adds the name that has just been put on the tape; false if it is known to be there.
    ///
    /// The entry of the object is at `start`; `text` is the document.
    #[inline]
    pub(super) fn is_new(&mut self, tape: &Tape, text: &str, start: usize, hash: u32) -> bool {
        let bit = 1 << (hash & 63);
        let may_be_there = self.seen & bit != 0;
        self.seen |= bit;
        self.count += 1;
        // The names of a large object are compared all at once when it ends.
        !may_be_there || self.count > FEW || !self.has_last_twice(tape, text, start)
    }

    /// Tells whether no name came twice, once all of them are on the tape.
    #[inline]
    pub(super) fn are_all_new(&self, tape: &mut Tape, text: &str, start: usize) -> bool {
        self.count <= FEW || !self.has_twice(tape, text, start)
    }

    /// Returns how many names there are.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    fn has_last_twice(&self, tape: &Tape, text: &str, start: usize) -> bool {
        let last = tape.entries.len() - 1;
        let mut places = places(&tape.entries, start).take(self.count as usize - 1);
        places.any(|place| are_equal(tape, text, place, last))
    }

    #[cold]
    fn has_twice(&self, tape: &mut Tape, text: &str, start: usize) -> bool {
        let mut names = std::mem::take(&mut tape.names);
        names.clear();
        let places = places(&tape.entries, start).take(self.count as usize);
        names.extend(places.map(super::read::index));
        // By hash and text: however many share a hash, equal ones end up side by side.
        names.sort_unstable_by(|left, right| {
            let entry = |place: u32| &tape.entries[place as usize];
            let text_of = |place: u32| entry(place).text(text, &tape.unescaped);
            let by_text = || text_of(*left).cmp(&text_of(*right));
            let by_hash = entry(*left).hash().cmp(&entry(*right).hash());
            by_hash.then_with(by_text)
        });
        let mut pairs = names.windows(2);
        let twice = pairs.any(|pair| are_equal(tape, text, pair[0] as usize, pair[1] as usize));
        tape.names = names;
        twice
    }
}

/// Iterates over the places of the names of an object; it does not end by itself.
fn places(entries: &[Entry], start: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(start + 1), |name| {
        let value = name + 1;
        Some(match entries.get(value)? {
            Entry::Array { after, .. } | Entry::Object { after, .. } => *after as usize,
            _ => value + 1,
        })
    })
}

fn are_equal(tape: &Tape, text: &str, left: usize, right: usize) -> bool {
    let (left, right) = (&tape.entries[left], &tape.entries[right]);
    let text_of = |entry: &Entry| entry.text(text, &tape.unescaped);
    left.hash() == right.hash() && text_of(left) == text_of(right)
}

/// Up to so many names, each is compared with those before it.
const FEW: u32 = 24;
