use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How numbers spread: the least, the greatest, and quantiles.
///
/// Each octave has 32 buckets, so that a quantile is less than 1/32 off, and whole numbers below 64
/// are told apart. Below 2^-64 and above 2^64 only the least and the greatest are exact.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Spread {
    pub(crate) count: u64,
    pub(crate) least: f64,
    pub(crate) greatest: f64,
    buckets: BTreeMap<i32, u64>,
}

impl Spread {
    /// Takes a number in.
    pub(crate) fn insert(&mut self, number: f64) {
        if self.count == 0 {
            (self.least, self.greatest) = (number, number);
        }
        self.count += 1;
        self.least = self.least.min(number);
        self.greatest = self.greatest.max(number);
        *self.buckets.entry(bucket(number)).or_default() += 1;
    }

    /// Takes a count in.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no text and no array is that long"
    )]
    pub(crate) fn insert_count(&mut self, count: usize) {
        self.insert(count as f64);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            self.clone_from(other);
            return;
        }
        self.count += other.count;
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
        for (bucket, count) in &other.buckets {
            *self.buckets.entry(*bucket).or_default() += count;
        }
    }

    /// Returns a number that at least this part in a hundred of all numbers does not exceed.
    pub(crate) fn percentile(&self, percent: u64) -> f64 {
        let rank = (self.count * percent).div_ceil(100).max(1);
        let mut passed = 0;
        for (bucket, count) in &self.buckets {
            passed += count;
            if passed >= rank {
                return edge(*bucket).clamp(self.least, self.greatest);
            }
        }
        self.greatest
    }

    /// Counts the numbers in buckets that lie wholly outside of another's range.
    pub(crate) fn outside(&self, other: &Self) -> u64 {
        let (low, high) = (bucket(other.least), bucket(other.greatest));
        let buckets = self.buckets.iter();
        buckets
            .filter(|(bucket, _)| **bucket < low || **bucket > high)
            .map(|(_, count)| count)
            .sum()
    }

    /// Returns the largest difference between the shares of numbers up to any bucket.
    #[expect(clippy::cast_precision_loss, reason = "shares need no more precision")]
    pub(crate) fn distance(&self, other: &Self) -> f64 {
        let mut buckets: Vec<i32> = self
            .buckets
            .keys()
            .chain(other.buckets.keys())
            .copied()
            .collect();
        buckets.sort_unstable();
        buckets.dedup();
        let (mut own, mut others, mut largest) = (0, 0, 0_f64);
        for bucket in buckets {
            own += self.buckets.get(&bucket).copied().unwrap_or_default();
            others += other.buckets.get(&bucket).copied().unwrap_or_default();
            let difference =
                own as f64 / self.count.max(1) as f64 - others as f64 / other.count.max(1) as f64;
            largest = largest.max(difference.abs());
        }
        largest
    }
}

/// Numbers a bucket; negative numbers have negative buckets.
fn bucket(number: f64) -> i32 {
    if number == 0.0 {
        return 0;
    }
    let size = number.abs().clamp(SMALLEST, LARGEST);
    let index = i32::try_from(size.to_bits() >> SHIFT).unwrap_or(i32::MAX) - BASE;
    if number < 0.0 { -index } else { index }
}

/// Returns the edge of a bucket that is nearer to zero.
fn edge(bucket: i32) -> f64 {
    if bucket == 0 {
        return 0.0;
    }
    let bits = u64::from((bucket.abs() + BASE).unsigned_abs()) << SHIFT;
    f64::from_bits(bits).copysign(f64::from(bucket))
}

/// What is cut off of a double: all but the exponent and the first five bits after it.
const SHIFT: u32 = 47;
const SMALLEST: f64 = 5.421_010_862_427_522e-20;
const LARGEST: f64 = 1.844_674_407_370_955_2e19;
/// One less than the first bucket's bits.
const BASE: i32 = ((1023 - 64) << 5) - 1;

#[cfg(test)]
mod tests {
    use super::Spread;

    fn of(numbers: impl IntoIterator<Item = f64>) -> Spread {
        let mut spread = Spread::default();
        numbers.into_iter().for_each(|number| spread.insert(number));
        spread
    }

    #[test]
    fn quantiles_keep_their_promise() {
        let spread = of((1..=10_000).map(f64::from));
        for percent in [1_u32, 25, 50, 90, 99, 100] {
            let exact = f64::from(percent * 100);
            let off = (spread.percentile(percent.into()) - exact).abs();
            assert!(off <= exact * crate::QUANTILE_ERROR, "{percent}");
        }
        assert_eq!((spread.least, spread.greatest), (1.0, 10_000.0));
    }

    #[test]
    fn small_whole_numbers_are_exact() {
        for number in (-63..64).map(f64::from) {
            let spread = of([number, number + 1.0]);
            assert!((spread.percentile(50) - number).abs() < 0.1, "{number}");
        }
    }

    #[test]
    fn no_number_is_too_odd() {
        let odd = [0.0, -0.0, f64::MIN, f64::MAX, f64::MIN_POSITIVE, 5e-324];
        let spread = of(odd);
        assert_eq!((spread.least, spread.greatest), (f64::MIN, f64::MAX));
        assert!(spread.percentile(50).abs() < 1e-19);
    }

    #[test]
    fn parts_merge_to_the_whole() {
        let (mut left, right) = (of([3.0, 1.0]), of([-7.0, 2.5]));
        let mut other_way = right.clone();
        other_way.merge(&left);
        left.merge(&right);
        left.merge(&Spread::default());
        assert_eq!(left, of([3.0, 1.0, -7.0, 2.5]));
        assert_eq!(left, other_way);
        assert_eq!(left.outside(&of([0.0, 5.0])), 1);
        assert!((left.distance(&left.clone())).abs() < f64::EPSILON);
    }
}
