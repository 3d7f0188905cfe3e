//! The alphabet of a language: characters that no expression tells apart are one class.

use std::collections::HashMap;

use regex_syntax::hir::{Class, HirKind};

use super::beside::Beside;
use super::characters::Characters;

/// Characters from the first to the last, both included.
pub(super) type Range = (u32, u32);

/// The distinct sets of characters that the expressions name.
#[derive(Debug)]
pub(super) struct Sets {
    known: HashMap<Vec<Range>, u32>,
    listed: Vec<Vec<Range>>,
}

impl Sets {
    /// Starts with the set of all characters, which leaves the surrogates out.
    pub(super) fn new() -> Self {
        let mut sets = Self {
            known: HashMap::new(),
            listed: Vec::new(),
        };
        sets.number(vec![(0, 0xd7ff), (0xe000, 0x10_ffff)]);
        sets
    }

    /// Numbers a set, the same number for the same ranges.
    pub(super) fn number(&mut self, ranges: Vec<Range>) -> u32 {
        let next = u32::try_from(self.listed.len()).unwrap_or(u32::MAX);
        *self.known.entry(ranges).or_insert_with_key(|ranges| {
            self.listed.push(ranges.clone());
            next
        })
    }

    /// Counts the distinct sets.
    pub(super) fn count(&self) -> usize {
        self.listed.len()
    }
}

/// Lists the ranges of a class, or nothing where it names bytes that are no characters.
pub(super) fn ranges_of(class: &Class) -> Option<Vec<Range>> {
    match class {
        Class::Unicode(class) => Some(
            class
                .ranges()
                .iter()
                .map(|range| (range.start() as u32, range.end() as u32))
                .collect(),
        ),
        Class::Bytes(class) => class.is_ascii().then(|| {
            class
                .ranges()
                .iter()
                .map(|range| (u32::from(range.start()), u32::from(range.end())))
                .collect()
        }),
    }
}

/// The classes into which the sets divide all characters.
#[derive(Debug)]
pub(super) struct Alphabet {
    classes: Vec<Characters>,
    /// For each set, whether it holds each class.
    members: Vec<bool>,
}

impl Alphabet {
    /// Divides the characters by the sets and by what assertions ask about them.
    pub(super) fn new(mut sets: Sets, asked: Beside) -> Self {
        let marks: Vec<(u32, Beside)> = MARKS
            .into_iter()
            .filter(|mark| asked.has(*mark))
            .map(|mark| (sets.number(marked(mark)), mark))
            .collect();
        let mut parts: Vec<(Vec<u64>, Characters)> = divide(&sets)
            .into_iter()
            .map(|(signature, ranges)| {
                let beside = marks
                    .iter()
                    .filter(|(set, _)| holds(&signature, *set as usize))
                    .fold(Beside::NOTHING, |all, (_, mark)| all.with(*mark));
                (signature, Characters::new(&ranges, beside))
            })
            .collect();
        // The first choices of a walk are then the simplest.
        parts.sort_by_key(|(_, characters)| characters.rank());
        let members = (0..sets.count())
            .flat_map(|set| {
                parts
                    .iter()
                    .map(move |(signature, _)| holds(signature, set))
            })
            .collect();
        let classes = parts.into_iter().map(|(_, characters)| characters);
        Self {
            classes: classes.collect(),
            members,
        }
    }

    /// Tells whether a set holds the characters of a class.
    pub(super) fn contains(&self, set: u32, class: usize) -> bool {
        self.members[set as usize * self.classes.len() + class]
    }

    /// The classes, that of the simplest character first.
    pub(super) fn classes(&self) -> &[Characters] {
        &self.classes
    }
}

/// Groups all characters by the sets that hold them.
fn divide(sets: &Sets) -> HashMap<Vec<u64>, Vec<Range>> {
    let mut changes: Vec<(u32, usize)> = sets
        .listed
        .iter()
        .enumerate()
        .flat_map(|(set, ranges)| {
            ranges
                .iter()
                .flat_map(move |(start, end)| [(*start, set), (*end + 1, set)])
        })
        .collect();
    changes.sort_unstable();
    let mut parts: HashMap<Vec<u64>, Vec<Range>> = HashMap::new();
    let mut active = vec![0_u64; sets.count().div_ceil(64)];
    let mut start = 0;
    for (point, set) in changes {
        // The first set is that of all characters.
        if point > start && holds(&active, 0) {
            let part = (start, point - 1);
            match parts.get_mut(&active) {
                Some(ranges) => ranges.push(part),
                None => drop(parts.insert(active.clone(), vec![part])),
            }
        }
        start = point;
        active[set / 64] ^= 1 << (set % 64);
    }
    parts
}

fn holds(signature: &[u64], set: usize) -> bool {
    signature[set / 64] >> (set % 64) & 1 == 1
}

/// Lists the characters that have a property.
fn marked(mark: Beside) -> Vec<Range> {
    match mark {
        Beside::LINE_FEED => vec![(0x0a, 0x0a)],
        Beside::CARRIAGE_RETURN => vec![(0x0d, 0x0d)],
        Beside::UNICODE_WORD => unicode_word().unwrap_or_default(),
        _ => vec![(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)],
    }
}

fn unicode_word() -> Option<Vec<Range>> {
    match regex_syntax::parse(r"\w").ok()?.kind() {
        HirKind::Class(class) => ranges_of(class),
        _ => None,
    }
}

/// The properties that divide the alphabet.
const MARKS: [Beside; 4] = [
    Beside::LINE_FEED,
    Beside::CARRIAGE_RETURN,
    Beside::WORD,
    Beside::UNICODE_WORD,
];

#[cfg(test)]
mod tests {
    use super::super::beside::Beside;
    use super::{Alphabet, Sets};

    #[test]
    fn overlapping_sets_divide_the_alphabet() {
        let mut sets = Sets::new();
        let first = sets.number(vec![(0x61, 0x66)]);
        let second = sets.number(vec![(0x64, 0x69)]);
        assert_eq!(first, sets.number(vec![(0x61, 0x66)]));
        let alphabet = Alphabet::new(sets, Beside::NOTHING);
        let held: Vec<(bool, bool)> = (0..alphabet.classes().len())
            .map(|class| {
                (
                    alphabet.contains(first, class),
                    alphabet.contains(second, class),
                )
            })
            .collect();
        assert_eq!(
            held,
            [(true, false), (true, true), (false, true), (false, false)]
        );
    }

    #[test]
    fn what_assertions_ask_divides_it_too() {
        let asked = Beside::WORD.with(Beside::LINE_FEED);
        let alphabet = Alphabet::new(Sets::new(), asked);
        let kinds: Vec<Beside> = alphabet
            .classes()
            .iter()
            .map(|class| class.beside)
            .collect();
        assert_eq!(kinds, [Beside::WORD, Beside::NOTHING, Beside::LINE_FEED]);
    }
}
