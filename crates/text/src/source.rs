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
pub struct Bytes {
    bytes: Vec<u8>,
    read: usize,
}

impl Bytes {
    /// Starts at the first byte.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            bytes: bytes.into(),
            read: 0,
        }
    }
}

impl Source for Bytes {
    fn below(&mut self, bound: u64) -> u64 {
        let bound = bound.max(1);
        let width = match bound {
            0..=0x100 => 1,
            0x101..=0x1_0000 => 2,
            _ => 8,
        };
        let end = (self.read + width).min(self.bytes.len());
        let drawn = self.bytes[self.read..end]
            .iter()
            .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        self.read = end;
        drawn % bound
    }
}

/// Every sequence of choices there is, the simplest first: small values one after the other.
///
/// ```
/// use frontdesk_text::{Exhaustive, Source};
///
/// let mut source = Exhaustive::new(2);
/// let mut pairs = Vec::new();
/// loop {
///     pairs.push((source.below(9), source.below(2)));
///     if !source.advance() {
///         break;
///     }
/// }
/// assert_eq!(pairs, [(0, 0), (0, 1), (1, 0), (1, 1)]);
/// ```
#[derive(Clone, Debug)]
pub struct Exhaustive {
    /// The answers given so far, each with how many there are.
    taken: Vec<(u64, u64)>,
    next: usize,
    widest: u64,
}

impl Exhaustive {
    /// After so many choices every further one is the first.
    const LONGEST: usize = 64;

    /// Starts with the sequence in which every choice is the first; of each choice only the first
    /// `widest` answers are ever tried.
    #[must_use]
    pub fn new(widest: u64) -> Self {
        Self {
            taken: Vec::new(),
            next: 0,
            widest: widest.max(1),
        }
    }

    /// Goes on to the next sequence, and tells whether there is one.
    pub fn advance(&mut self) -> bool {
        self.taken.truncate(self.next);
        self.next = 0;
        while let Some((answer, count)) = self.taken.pop() {
            if answer + 1 < count {
                self.taken.push((answer + 1, count));
                return true;
            }
        }
        false
    }
}

impl Source for Exhaustive {
    fn below(&mut self, bound: u64) -> u64 {
        let bound = bound.max(1);
        if self.next == self.taken.len() {
            if self.next >= Self::LONGEST {
                return 0;
            }
            self.taken.push((0, bound.min(self.widest)));
        }
        let (answer, _) = self.taken[self.next];
        self.next += 1;
        answer.min(bound - 1)
    }
}

/// Ways of drawing that every generator shares.
pub trait Draw: Source {
    /// Tells `true` in `times` of `of` cases.
    fn chance(&mut self, times: u64, of: u64) -> bool {
        // The first choice means no, so that an exhausted source ends every repetition.
        self.below(of) >= of - times.min(of)
    }

    /// Draws an index into so many.
    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or_default()
    }

    /// Picks one of the options, `None` where there is none.
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
        let mut source = Bytes::new([3]);
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
