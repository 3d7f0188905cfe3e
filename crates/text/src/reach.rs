//! From which states a text can still end well after so many characters.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::product::Product;

/// For each number of characters left, the states from which some text of so many is accepted.
///
/// Each row follows from the one before, so the rows repeat as soon as one of them comes again;
/// no length is then too large.
#[derive(Debug)]
pub(super) struct Reach {
    /// How many states of the product have the edges that the rows follow.
    pub(super) explored: usize,
    /// The states that lead to each state, and where those of each start.
    sources: Vec<u32>,
    source_starts: Vec<usize>,
    /// The words of all rows, and where those of each start.
    words: Vec<u64>,
    rows: Vec<Place>,
    /// Rows by the hash of their words.
    seen: HashMap<u64, usize>,
    /// The row to which the rows return after the last.
    returns: Option<usize>,
    /// How few characters can end a text, for each state.
    needs: Vec<u32>,
    effort: u64,
}

/// Where the words of a row lie; the words before the first are zero, as those after the last.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: usize,
    end: usize,
    skipped: usize,
}

/// The states from which a text of some length is accepted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'r> {
    words: &'r [u64],
    skipped: usize,
}

impl Row<'_> {
    /// Tells whether a state is among them.
    pub(super) fn contains(self, state: usize) -> bool {
        (state / 64)
            .checked_sub(self.skipped)
            .and_then(|word| self.words.get(word))
            .is_some_and(|word| word >> (state % 64) & 1 == 1)
    }
}

impl Reach {
    /// Starts with the states in which a text may end.
    pub(super) fn new(product: &Product, explored: usize) -> Self {
        let arrows = arrows(product, explored);
        let last = arrows.last().map_or(0, |(target, _)| *target as usize);
        let count = last.max(explored.saturating_sub(1)) + 1;
        let source_starts = (0..=count)
            .map(|state| arrows.partition_point(|(target, _)| (*target as usize) < state))
            .collect();
        let mut reach = Self {
            explored,
            sources: arrows.into_iter().map(|(_, source)| source).collect(),
            source_starts,
            words: Vec::new(),
            rows: Vec::new(),
            seen: HashMap::new(),
            returns: None,
            needs: vec![u32::MAX; count],
            effort: EFFORT,
        };
        let accepting: Vec<usize> = (0..count).filter(|state| product.accepts(*state)).collect();
        let mut first = vec![0; count.div_ceil(64)];
        for state in &accepting {
            first[state / 64] |= 1 << (state % 64);
        }
        reach.push(&first);
        reach.count_needs(accepting);
        reach
    }

    /// The states from which `left` characters can end a text; nothing where that is too hard.
    pub(super) fn row(&mut self, left: u64) -> Option<Row<'_>> {
        while self.place(left).is_none() {
            if self.effort == 0 || self.words.len() > WORD_LIMIT || self.rows.len() > ROW_LIMIT {
                return None;
            }
            self.extend();
        }
        self.known_row(left)
    }

    /// The same, of the rows that were worked out before.
    pub(super) fn known_row(&self, left: u64) -> Option<Row<'_>> {
        let place = self.place(left)?;
        Some(Row {
            words: &self.words[place.start..place.end],
            skipped: place.skipped,
        })
    }

    /// From which row on the rows repeat, and after how many, where that is known.
    pub(super) fn cycle(&self) -> Option<(u64, u64)> {
        let returns = self.returns?;
        Some((returns as u64, (self.rows.len() - returns) as u64))
    }

    /// How few characters can end a text in a state; a large number where none can.
    pub(super) fn need(&self, state: usize) -> u32 {
        self.needs.get(state).copied().unwrap_or(u32::MAX)
    }

    fn place(&self, left: u64) -> Option<Place> {
        let row = match self.cycle() {
            Some((start, period)) if left >= start => start + (left - start) % period,
            _ => left,
        };
        self.rows.get(usize::try_from(row).ok()?).copied()
    }

    /// Works out one more row.
    fn extend(&mut self) {
        let Some(last) = self.rows.last().copied() else {
            return;
        };
        let mut next = vec![0_u64; self.needs.len().div_ceil(64)];
        let mut steps = next.len();
        for (offset, word) in self.words[last.start..last.end].iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                let state = (last.skipped + offset) * 64 + word.trailing_zeros() as usize;
                word &= word - 1;
                let sources = self.source_starts[state]..self.source_starts[state + 1];
                steps += sources.len() + 1;
                for source in &self.sources[sources] {
                    next[*source as usize / 64] |= 1 << (source % 64);
                }
            }
        }
        self.effort = self.effort.saturating_sub(steps as u64);
        self.push(&next);
    }

    /// Appends a row, or remembers to which row the rows return with it.
    fn push(&mut self, row: &[u64]) {
        let skipped = row.iter().take_while(|word| **word == 0).count();
        let length = row.len() - row.iter().rev().take_while(|word| **word == 0).count();
        let trimmed = row.get(skipped..length).unwrap_or_default();
        let mut hasher = DefaultHasher::new();
        (skipped, trimmed).hash(&mut hasher);
        let known = *self.seen.entry(hasher.finish()).or_insert(self.rows.len());
        let same = self.rows.get(known).is_some_and(|place| {
            place.skipped == skipped && self.words[place.start..place.end] == *trimmed
        });
        if same {
            self.returns = Some(known);
            return;
        }
        let start = self.words.len();
        self.words.extend_from_slice(trimmed);
        self.rows.push(Place {
            start,
            end: self.words.len(),
            skipped,
        });
    }

    fn count_needs(&mut self, accepting: Vec<usize>) {
        let mut open = accepting;
        let mut need = 0;
        while !open.is_empty() {
            let mut next = Vec::new();
            for state in open {
                if self.needs[state] != u32::MAX {
                    continue;
                }
                self.needs[state] = need;
                let sources = self.source_starts[state]..self.source_starts[state + 1];
                next.extend(self.sources[sources].iter().map(|source| *source as usize));
            }
            open = next;
            need += 1;
        }
    }
}

/// Lists target and source of the explored edges, sorted, each once.
fn arrows(product: &Product, explored: usize) -> Vec<(u32, u32)> {
    let mut arrows: Vec<(u32, u32)> = (0..explored)
        .flat_map(|source| {
            let source_number = u32::try_from(source).unwrap_or(u32::MAX);
            let edges = product.edges(source).iter();
            edges.map(move |edge| (edge.target, source_number))
        })
        .collect();
    arrows.sort_unstable();
    arrows.dedup();
    arrows
}

/// How many words the rows have at most.
const WORD_LIMIT: usize = 2_000_000;

/// How many rows there are at most.
const ROW_LIMIT: usize = 1 << 18;

/// How many steps the rows may take.
const EFFORT: u64 = 100_000_000;

#[cfg(test)]
mod tests {
    use super::super::automaton::Effort;
    use super::super::product::Product;
    use super::Reach;

    fn product(expression: &str) -> Product {
        Product::new([(expression, true)], Effort::new(1_000_000)).unwrap()
    }

    #[test]
    fn rows_repeat_with_the_expression() {
        let mut product = product("^x(abc)*$");
        let view = product.explore(10);
        assert!(view.complete);
        let mut reach = Reach::new(&product, view.explored);
        let possible: Vec<u64> = (0..=10)
            .filter(|left| reach.row(*left).unwrap().contains(0))
            .collect();
        assert_eq!(possible, [1, 4, 7, 10]);
        assert_eq!(reach.cycle().map(|(_, period)| period), Some(3));
        assert!(reach.row(3_000_000_000_001).unwrap().contains(0));
        assert!(!reach.row(3_000_000_000_002).unwrap().contains(0));
        assert_eq!(reach.need(0), 1);
    }

    #[test]
    fn finite_languages_come_to_an_end() {
        let mut product = product("^[ab]{2,70}$");
        let view = product.explore(0);
        let mut reach = Reach::new(&product, view.explored);
        for (left, possible) in [
            (1, false),
            (2, true),
            (70, true),
            (71, false),
            (9999, false),
        ] {
            assert_eq!(reach.row(left).unwrap().contains(0), possible, "{left}");
        }
    }
}
