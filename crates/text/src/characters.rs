//! The characters of a class, the readable ones first.

use super::alphabet::Range;
use super::beside::Beside;
use crate::source::{Draw, Source};

/// Characters that every expression of a language treats alike.
#[derive(Debug)]
pub(super) struct Characters {
    /// Letters and digits, then other printable ASCII, then the rest.
    tiers: [Tier; 3],
    /// What assertions may ask about these characters.
    pub(super) beside: Beside,
}

impl Characters {
    /// Sorts the characters of some ranges by how readable they are.
    pub(super) fn new(ranges: &[Range], beside: Beside) -> Self {
        Self {
            tiers: TIERS.map(|windows| Tier::new(ranges, windows)),
            beside,
        }
    }

    /// Ranks the class by its simplest character: a lower rank is simpler.
    pub(super) fn rank(&self) -> (usize, u32) {
        let usual = self.usual();
        let first = self.tiers[usual].first.unwrap_or_default();
        (usual, first)
    }

    /// Weighs the class against others, a readable letter at 32.
    pub(super) fn weight(&self) -> u64 {
        let usual = self.usual();
        let total = self.tiers[usual].total;
        match usual {
            0 => total * 32,
            1 => (total + 3) * 8,
            // A large class of these must not crowd the readable characters out.
            _ => u64::from(u64::BITS - total.leading_zeros()) * 8,
        }
    }

    /// Draws a character: mostly a readable one, one time in sixteen an unusual one.
    pub(super) fn draw(&self, source: &mut dyn Source) -> char {
        let usual = self.usual();
        let mut unusual = (usual + 1..3).filter(|tier| self.tiers[*tier].total > 0);
        let tier = match (unusual.next(), unusual.next()) {
            (Some(next), last) if source.chance(1, 16) => {
                last.filter(|_| source.chance(1, 2)).unwrap_or(next)
            }
            _ => usual,
        };
        self.tiers[tier].draw(source)
    }

    fn usual(&self) -> usize {
        self.tiers
            .iter()
            .position(|tier| tier.total > 0)
            .unwrap_or_default()
    }
}

/// Characters that are equally readable.
#[derive(Debug)]
struct Tier {
    ranges: Vec<Range>,
    total: u64,
    /// Where the first character stands in the order of all characters of the tier.
    first: Option<u32>,
}

impl Tier {
    fn new(ranges: &[Range], windows: &[Range]) -> Self {
        let mut tier = Self {
            ranges: Vec::new(),
            total: 0,
            first: None,
        };
        let mut passed = 0;
        for (low, high) in windows {
            for (start, end) in ranges {
                let (start, end) = (*start.max(low), *end.min(high));
                if start <= end {
                    tier.first.get_or_insert(passed + (start - low));
                    tier.total += u64::from(end - start) + 1;
                    tier.ranges.push((start, end));
                }
            }
            passed += high - low + 1;
        }
        tier
    }

    fn draw(&self, source: &mut dyn Source) -> char {
        // Most code points of a large class are unassigned; those of living scripts come first.
        let bound = if self.total > COMMON && !source.chance(1, 4) {
            COMMON
        } else {
            self.total
        };
        let mut offset = source.below(bound);
        for (start, end) in &self.ranges {
            let width = u64::from(end - start) + 1;
            if offset < width {
                let point = start + u32::try_from(offset).unwrap_or_default();
                return char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
            }
            offset -= width;
        }
        char::REPLACEMENT_CHARACTER
    }
}

/// How many characters at the start of a large tier are drawn most often.
const COMMON: u64 = 0x800;

/// Which characters are how readable, the simplest first; together all but the surrogates.
const TIERS: [&[Range]; 3] = [
    &[(0x61, 0x7a), (0x41, 0x5a), (0x30, 0x39)],
    &[
        (0x21, 0x2f),
        (0x3a, 0x40),
        (0x5b, 0x60),
        (0x7b, 0x7e),
        (0x20, 0x20),
    ],
    &[
        (0xa1, 0xd7ff),
        (0xe000, 0x10_ffff),
        (0x00, 0x1f),
        (0x7f, 0xa0),
    ],
];

#[cfg(test)]
mod tests {
    use super::super::beside::Beside;
    use super::{Characters, TIERS};
    use crate::source::Seeded;

    #[test]
    fn the_tiers_are_all_characters_once() {
        let mut ranges: Vec<(u32, u32)> =
            TIERS.iter().flat_map(|tier| tier.iter().copied()).collect();
        ranges.sort_unstable();
        let mut next = 0;
        for (start, end) in ranges {
            assert_eq!(start, if next == 0xd800 { 0xe000 } else { next });
            next = end + 1;
        }
        assert_eq!(next, 0x11_0000);
    }

    #[test]
    fn readable_characters_are_drawn_most() {
        let all = Characters::new(&[(0, 0xd7ff), (0xe000, 0x10_ffff)], Beside::NOTHING);
        let mut source = Seeded::new(1);
        let drawn: Vec<char> = (0..4000).map(|_| all.draw(&mut source)).collect();
        let readable = drawn.iter().filter(|c| c.is_ascii_alphanumeric()).count();
        assert!((3600..3900).contains(&readable), "{readable}");
        assert!(drawn.iter().any(char::is_ascii_punctuation));
        assert!(drawn.iter().any(|c| *c as u32 > 0xffff));
    }

    #[test]
    fn a_class_is_ranked_by_its_simplest_character() {
        let rank = |start, end| Characters::new(&[(start, end)], Beside::NOTHING).rank();
        let ranks = [
            rank(0x61, 0x7a),
            rank(0x20, 0x62),
            rank(0x30, 0x39),
            rank(0x20, 0x2f),
            rank(0xe000, 0xffff),
            rank(0x00, 0x1f),
        ];
        assert!(ranks.is_sorted(), "{ranks:?}");
    }
}
