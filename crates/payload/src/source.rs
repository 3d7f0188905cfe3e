use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Where a generator's choices come from.
///
/// The one thing that a random number generator, a fuzzer's bytes and an enumeration have in
/// common: each answers "which of `bound` many?".
pub trait Source {
    /// Draws a number below `bound`; a `bound` of 0 is read as 1.
    fn below(&mut self, bound: u64) -> u64;
}

/// Choices from a seed: the same seed gives the same choices.
#[derive(Debug)]
pub struct Seeded {
    generator: Xoshiro256PlusPlus,
}

impl Seeded {
    /// Starts the choices of `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            generator: Xoshiro256PlusPlus::seed_from_u64(seed),
        }
    }
}

impl Source for Seeded {
    fn below(&mut self, bound: u64) -> u64 {
        // The high half of the product: no division, and for every bound drawn here the answers are
        // equally likely to within 2^-32.
        let product = u128::from(self.generator.next_u64()) * u128::from(bound.max(1));
        (product >> 64) as u64
    }
}

/// Choices read from bytes, as a coverage-guided fuzzer hands them in.
///
/// After the last byte every choice is the first, which generators keep the simplest.
#[derive(Clone, Debug)]
pub struct Bytes<'b> {
    rest: &'b [u8],
}

impl<'b> Bytes<'b> {
    /// Starts at the first byte.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }
}

impl Source for Bytes<'_> {
    fn below(&mut self, bound: u64) -> u64 {
        let bound = bound.max(1);
        let width = match bound {
            0..=0x100 => 1,
            0x101..=0x1_0000 => 2,
            _ => 8,
        };
        let (now, rest) = self.rest.split_at(width.min(self.rest.len()));
        self.rest = rest;
        let drawn = now
            .iter()
            .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        drawn % bound
    }
}

/// Ways of drawing that every generator shares.
pub(crate) trait Draw: Source {
    /// Tells `true` in `times` of `of` cases.
    fn chance(&mut self, times: u64, of: u64) -> bool {
        // The first choice means no, so that an exhausted source ends every repetition.
        self.below(of) >= of - times.min(of)
    }

    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or_default()
    }

    fn pick<'t, T>(&mut self, options: &'t [T]) -> Option<&'t T> {
        options.get(self.index(options.len()))
    }

    /// Draws from `low..=high`; `low` where the range is empty.
    fn between(&mut self, low: i128, high: i128) -> i128 {
        let width = high.saturating_sub(low).saturating_add(1);
        let bound = u64::try_from(width.max(1)).unwrap_or(u64::MAX);
        low + i128::from(self.below(bound))
    }
}

impl<S: Source + ?Sized> Draw for S {}

#[cfg(test)]
mod tests {
    use super::{Bytes, Draw, Seeded, Source};

    #[test]
    fn a_seed_repeats_itself() {
        let draws = |seed| -> Vec<u64> {
            let mut source = Seeded::new(seed);
            (0..32).map(|_| source.below(1000)).collect()
        };
        assert_eq!(draws(7), draws(7));
        assert_ne!(draws(7), draws(8));
    }

    #[test]
    fn exhausted_bytes_choose_the_first() {
        let mut source = Bytes::new(&[3]);
        assert_eq!(source.below(10), 3);
        assert_eq!(source.below(10), 0);
        assert!(!source.chance(1, 2));
    }

    #[test]
    fn between_keeps_its_bounds() {
        let mut source = Seeded::new(1);
        for _ in 0..1000 {
            assert!((-3..=4).contains(&source.between(-3, 4)));
        }
        assert_eq!(source.between(9, 9), 9);
    }
}
