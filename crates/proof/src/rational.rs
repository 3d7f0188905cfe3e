//! Exact numbers of moderate size.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// A fraction in lowest terms, its denominator positive.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Rational {
    numerator: i128,
    denominator: i128,
}

impl Rational {
    /// Reads a number as the decimal fraction that it is written as.
    ///
    /// Nothing where it has too many digits to be counted with.
    pub(crate) fn of(number: &Number) -> Option<Self> {
        let text = number.to_string();
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text.as_str(), 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let exponent = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        let power = 10_i128.checked_pow(exponent.unsigned_abs())?;
        if exponent >= 0 {
            Some(Self::whole(digits.checked_mul(power)?))
        } else {
            Some(Self::reduced(digits, power))
        }
    }

    pub(crate) fn whole(numerator: i128) -> Self {
        Self {
            numerator,
            denominator: 1,
        }
    }

    fn reduced(numerator: i128, denominator: i128) -> Self {
        let common = greatest_common(numerator.unsigned_abs(), denominator.unsigned_abs());
        // A divisor of an `i128` that is not its minimum fits one; digits never reach the minimum.
        let common = i128::try_from(common).unwrap_or(1).max(1);
        Self {
            numerator: numerator / common,
            denominator: denominator / common,
        }
    }

    pub(crate) fn is_whole(self) -> bool {
        self.denominator == 1
    }

    pub(crate) fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// The largest integer that is not greater.
    pub(crate) fn floor(self) -> i128 {
        self.numerator.div_euclid(self.denominator)
    }

    /// The smallest integer that is not less.
    pub(crate) fn ceiling(self) -> i128 {
        self.floor() + i128::from(!self.is_whole())
    }

    /// Divides, where the result can be counted with.
    pub(crate) fn over(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let sign = other.numerator.signum();
        let numerator = self.numerator.checked_mul(other.denominator)?;
        let denominator = self.denominator.checked_mul(other.numerator)?;
        Some(Self::reduced(
            numerator.checked_mul(sign)?,
            denominator.checked_mul(sign)?,
        ))
    }

    pub(crate) fn times(self, factor: i128) -> Option<Self> {
        let numerator = self.numerator.checked_mul(factor)?;
        Some(Self::reduced(numerator, self.denominator))
    }

    /// The least positive number that is a multiple of both.
    pub(crate) fn common_multiple(self, other: Self) -> Option<Self> {
        // Over a common denominator, the least common multiple of the numerators.
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        let denominator = self.denominator.checked_mul(other.denominator)?;
        let common = i128::try_from(greatest_common(left.unsigned_abs(), right.unsigned_abs()));
        let common = common.ok().filter(|common| *common > 0)?;
        let numerator = (left / common).checked_mul(right)?.checked_abs()?;
        Some(Self::reduced(numerator, denominator))
    }

    /// Returns the nearest double.
    #[expect(
        clippy::cast_precision_loss,
        reason = "the nearest double is asked for"
    )]
    pub(crate) fn as_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// Returns the number as JSON has it, where it is not too large.
    pub(crate) fn value(self) -> Option<Value> {
        if !self.is_whole() {
            return Some(Value::from(self.as_f64()));
        }
        let signed = i64::try_from(self.numerator).ok().map(Value::from);
        signed.or_else(|| u64::try_from(self.numerator).ok().map(Value::from))
    }

    pub(crate) fn compare(self, other: Self) -> Option<Ordering> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Some(left.cmp(&right))
    }
}

fn greatest_common(mut left: u128, mut right: u128) -> u128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::Rational;
    use serde_json::Number;

    fn rational(text: &str) -> Rational {
        let number: Number = serde_json::from_str(text).unwrap();
        Rational::of(&number).unwrap()
    }

    #[test]
    fn decimals_are_exact() {
        let (tenth, hundredth) = (rational("0.1"), rational("0.01"));
        assert!(tenth.over(hundredth).unwrap().is_whole());
        assert!(!hundredth.over(tenth).unwrap().is_whole());
        assert_eq!(rational("-2.5").floor(), -3);
        assert_eq!(rational("-2.5").ceiling(), -2);
        assert_eq!(rational("1e3"), Rational::whole(1000));
        let common = rational("0.3").common_multiple(rational("0.2")).unwrap();
        assert_eq!(common, rational("0.6"));
    }

    #[test]
    fn what_is_too_large_is_nothing() {
        let number: Number = serde_json::from_str("1e300").unwrap();
        assert_eq!(Rational::of(&number), None);
    }
}
