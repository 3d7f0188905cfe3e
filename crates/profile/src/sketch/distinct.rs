use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

/// Estimates how many different values there were (`HyperLogLog`, 2,048 registers).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Distinct {
    registers: Vec<u8>,
}

impl Distinct {
    pub(crate) fn new() -> Self {
        Self {
            registers: vec![0; REGISTERS],
        }
    }

    /// Takes a value in, by its hash.
    pub(crate) fn insert(&mut self, hash: u64) {
        // The first bits choose a register, the rest are waited on for their first one.
        let register = (hash >> (64 - BITS)) as usize;
        let rank = u8::try_from((hash << BITS | 1 << (BITS - 1)).leading_zeros() + 1);
        if let (Some(seen), Ok(rank)) = (self.registers.get_mut(register), rank) {
            *seen = (*seen).max(rank);
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (own, other) in self.registers.iter_mut().zip(&other.registers) {
            *own = (*own).max(*other);
        }
    }

    /// Estimates, with a standard error of 2.3 %.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "it is an estimate, positive and far below what a double holds exactly"
    )]
    pub(crate) fn estimate(&self) -> u64 {
        let count = REGISTERS as f64;
        let sum: f64 = self
            .registers
            .iter()
            .map(|rank| 2_f64.powi(-i32::from(*rank)))
            .sum();
        let raw = 0.7213 / (1.0 + 1.079 / count) * count * count / sum;
        let empty = self.registers.iter().filter(|rank| **rank < 1).count();
        if raw <= 2.5 * count && empty > 0 {
            (count * (count / empty as f64).ln()).round() as u64
        } else {
            raw.round() as u64
        }
    }
}

impl From<Distinct> for String {
    fn from(distinct: Distinct) -> Self {
        BASE64_STANDARD.encode(distinct.registers)
    }
}

impl TryFrom<String> for Distinct {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let registers = BASE64_STANDARD.decode(text);
        match registers {
            Ok(registers) if registers.len() == REGISTERS => Ok(Self { registers }),
            _ => Err(format!("{REGISTERS} bytes in base64 are expected")),
        }
    }
}

const BITS: u32 = 11;
const REGISTERS: usize = 1 << BITS;

#[cfg(test)]
mod tests {
    use super::Distinct;
    use crate::sketch::{DISTINCT_ERROR, hash};

    fn of(numbers: std::ops::Range<u64>) -> Distinct {
        let mut distinct = Distinct::new();
        for number in numbers {
            distinct.insert(hash(b'i', &number.to_le_bytes()));
        }
        distinct
    }

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "the counts are small")]
    fn estimates_stay_within_four_standard_errors() {
        for count in [0, 1, 10, 65, 1_000, 5_000, 20_000, 300_000] {
            let estimate = of(0..count).estimate();
            let off = estimate.abs_diff(count) as f64;
            assert!(
                off <= 4.0 * DISTINCT_ERROR * count as f64,
                "{count} {estimate}"
            );
        }
    }

    #[test]
    fn parts_merge_to_the_whole() {
        let mut left = of(0..700);
        let right = of(300..2_000);
        let mut other_way = right.clone();
        other_way.merge(&left);
        left.merge(&right);
        assert_eq!(left, of(0..2_000));
        assert_eq!(left, other_way);
        left.merge(&right);
        assert_eq!(left, other_way);
        let text = String::from(left.clone());
        assert_eq!(Distinct::try_from(text), Ok(left));
        assert!(Distinct::try_from("AAAA".to_owned()).is_err());
    }
}
