//! Chance that a seed repeats.

use std::sync::Mutex;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use crate::held::held;

/// Draws from a seed; shared by all connections of a service.
#[derive(Debug)]
pub(crate) struct Dice(Mutex<Xoshiro256PlusPlus>);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(Xoshiro256PlusPlus::seed_from_u64(seed)))
    }

    /// Draws 64 bits.
    pub(crate) fn bits(&self) -> u64 {
        held(&self.0).next_u64()
    }

    /// Draws a number below `limit`, or 0 where the limit is 0.
    pub(crate) fn below(&self, limit: u64) -> u64 {
        // The bias of the remainder is far below what a delay could show.
        self.bits().checked_rem(limit).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn a_seed_repeats_itself() {
        let draws = |seed| {
            let dice = Dice::new(seed);
            [dice.bits(), dice.bits(), dice.below(10)]
        };
        assert_eq!(draws(7), draws(7));
        assert_ne!(draws(7), draws(8));
        assert_eq!(Dice::new(1).below(0), 0);
    }
}
