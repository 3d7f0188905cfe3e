use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How numbers spread: the least, the greatest, and quantiles.
///
/// Each octave has 32 buckets, so that a quantile is less than 1/32 off, and whole numbers below 64
/// are told apart. Below 2^-64 and above 2^64 only the least and the greatest are exact.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(from = "Stored", into = "Stored")]
pub(crate) struct Spread {
    pub(crate) count: u64,
    pub(crate) least: f64,
    pub(crate) greatest: f64,
    /// In order, and none of them empty.
    octaves: Vec<Octave>,
}

/// The buckets of one octave.
#[derive(Clone, Debug, PartialEq)]
struct Octave {
    number: i32,
    counts: [u64; BUCKETS],
}

/// A spread as it stands in files.
#[derive(Deserialize, Serialize)]
struct Stored {
    count: u64,
    least: f64,
    greatest: f64,
    buckets: BTreeMap<i32, u64>,
}

impl From<Spread> for Stored {
    fn from(spread: Spread) -> Self {
        Self {
            count: spread.count,
            least: spread.least,
            greatest: spread.greatest,
            buckets: spread.buckets().collect(),
        }
    }
}

impl From<Stored> for Spread {
    fn from(stored: Stored) -> Self {
        let mut spread = Self {
            count: stored.count,
            least: stored.least,
            greatest: stored.greatest,
            octaves: Vec::new(),
        };
        let buckets = stored.buckets.into_iter().filter(|(_, count)| *count > 0);
        buckets.for_each(|(bucket, count)| spread.add(bucket, count));
        spread
    }
}

impl Spread {
    /// Takes a number in.
    pub(crate) fn insert(&mut self, number: f64) {
        self.insert_times(number, 1);
    }

    /// Takes a number in that came so many times.
    pub(crate) fn insert_times(&mut self, number: f64, times: u64) {
        if self.count == 0 {
            (self.least, self.greatest) = (number, number);
        }
        self.count += times;
        self.least = self.least.min(number);
        self.greatest = self.greatest.max(number);
        self.add(bucket(number), times);
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
        for (bucket, count) in other.buckets() {
            self.add(bucket, count);
        }
    }

    /// Returns a number that at least this part in a hundred of all numbers does not exceed.
    pub(crate) fn percentile(&self, percent: u64) -> f64 {
        let rank = (self.count * percent).div_ceil(100).max(1);
        let mut passed = 0;
        for (bucket, count) in self.buckets() {
            passed += count;
            if passed >= rank {
                return edge(bucket).clamp(self.least, self.greatest);
            }
        }
        self.greatest
    }

    /// Counts the numbers in buckets that lie wholly outside of another's range.
    pub(crate) fn outside(&self, other: &Self) -> u64 {
        let (low, high) = (bucket(other.least), bucket(other.greatest));
        self.buckets()
            .filter(|(bucket, _)| *bucket < low || *bucket > high)
            .map(|(_, count)| count)
            .sum()
    }

    /// Returns the largest difference between the shares of numbers up to any bucket.
    #[expect(clippy::cast_precision_loss, reason = "shares need no more precision")]
    pub(crate) fn distance(&self, other: &Self) -> f64 {
        let mut buckets: BTreeMap<i32, (u64, u64)> = BTreeMap::new();
        for (bucket, count) in self.buckets() {
            buckets.entry(bucket).or_default().0 += count;
        }
        for (bucket, count) in other.buckets() {
            buckets.entry(bucket).or_default().1 += count;
        }
        let (mut own, mut others, mut largest) = (0, 0, 0_f64);
        for (here, there) in buckets.into_values() {
            own += here;
            others += there;
            let difference =
                own as f64 / self.count.max(1) as f64 - others as f64 / other.count.max(1) as f64;
            largest = largest.max(difference.abs());
        }
        largest
    }

    /// Iterates over the buckets that are not empty, in order.
    fn buckets(&self) -> impl Iterator<Item = (i32, u64)> + '_ {
        self.octaves.iter().flat_map(|octave| {
            let buckets = (octave.number * WIDTH..).zip(octave.counts);
            buckets.filter(|(_, count)| *count > 0)
        })
    }

    fn add(&mut self, bucket: i32, count: u64) {
        let number = bucket.div_euclid(WIDTH);
        // Most numbers of one kind lie in few octaves.
        let found = self
            .octaves
            .iter()
            .position(|octave| octave.number == number);
        let found = found.unwrap_or_else(|| {
            let at = self
                .octaves
                .partition_point(|octave| octave.number < number);
            let counts = [0; BUCKETS];
            self.octaves.insert(at, Octave { number, counts });
            at
        });
        let within = bucket.rem_euclid(WIDTH).unsigned_abs() as usize;
        self.octaves[found].counts[within] += count;
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

/// How many buckets an octave has.
const BUCKETS: usize = 32;
const WIDTH: i32 = 32;
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
