use std::hash::{BuildHasher as _, RandomState};

/// Draws from a seed, always the same from the same (`SplitMix64`).
///
/// Examples in released schemas are drawn from it, so it must not change with any dependency.
#[derive(Clone, Debug)]
pub(crate) struct Dice {
    state: u64,
}

impl Dice {
    /// Starts at a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Draws 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// Draws a number below `limit`, which is not 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        // The bias of the remainder is below what anybody could see for the small limits used here.
        self.bits() % limit.max(1)
    }

    /// Says yes in half of all cases.
    pub(crate) fn coin(&mut self) -> bool {
        self.below(2) == 1
    }

    /// Picks one of several.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        let last = from.len().saturating_sub(1);
        let index = usize::try_from(self.below(from.len() as u64)).unwrap_or(last);
        from[index]
    }
}

/// Draws a seed that differs from run to run.
pub(crate) fn any_seed() -> u64 {
    // Seeds are typed by people, who get along with nine digits.
    RandomState::new().hash_one(std::process::id()) % 1_000_000_000
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_draws_are_those_of_splitmix64() {
        let mut dice = Dice::new(1_234_567);
        assert_eq!(dice.bits(), 6_457_827_717_110_365_317);
        assert_eq!(dice.bits(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn every_side_of_a_die_comes_up() {
        let mut dice = Dice::new(0);
        let mut seen: Vec<&str> = (0..100).map(|_| dice.pick(&["a", "b", "c"])).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, ["a", "b", "c"]);
    }
}
