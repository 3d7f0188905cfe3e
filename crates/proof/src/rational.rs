//! Exact numbers.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, Signed, ToPrimitive, Zero};
use serde_json::{Number, Value};

/// A fraction of integers of any size.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Rational(BigRational);

impl Rational {
    /// Reads a number as the decimal fraction that it is written as.
    pub(crate) fn of(number: &Number) -> Self {
        let whole = number.as_i64().map(BigInt::from);
        if let Some(whole) = whole.or_else(|| number.as_u64().map(BigInt::from)) {
            return Self::whole(whole);
        }
        let text = number.to_string();
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        // A double is spelled with few digits, and its exponent has three at most.
        let digits: BigInt = format!("{whole}{fraction}").parse().unwrap_or_default();
        let exponent: i64 = exponent.parse().unwrap_or_default();
        let exponent = exponent - i64::try_from(fraction.len()).unwrap_or_default();
        let power = BigInt::from(10).pow(exponent.unsigned_abs());
        Self(if exponent >= 0 {
            BigRational::from_integer(digits * power)
        } else {
            BigRational::new(digits, power)
        })
    }

    pub(crate) fn whole(number: impl Into<BigInt>) -> Self {
        Self(BigRational::from_integer(number.into()))
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.0.is_integer()
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// The largest integer that is not greater.
    pub(crate) fn floor(&self) -> BigInt {
        self.0.floor().to_integer()
    }

    /// The smallest integer that is not less.
    pub(crate) fn ceiling(&self) -> BigInt {
        self.0.ceil().to_integer()
    }

    /// Divides; nothing where the other is zero.
    pub(crate) fn over(&self, other: &Self) -> Option<Self> {
        (!other.is_zero()).then(|| Self(&self.0 / &other.0))
    }

    pub(crate) fn times(&self, factor: &BigInt) -> Self {
        Self(&self.0 * factor)
    }

    /// The least positive number that is a multiple of both; nothing where one is zero.
    pub(crate) fn common_multiple(&self, other: &Self) -> Option<Self> {
        // What one is over the other, in lowest terms, says how many of each meet first.
        let ratio = self.over(other)?.0;
        let times = (!self.is_zero()).then(|| ratio.denom().abs())?;
        Some(Self((&self.0 * times).abs()))
    }

    /// Returns the nearest double.
    pub(crate) fn as_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or_default()
    }

    /// Returns the number as JSON has it; nothing where that is another one.
    pub(crate) fn value(&self) -> Option<Value> {
        let whole = self.is_whole().then(|| self.0.to_integer());
        let signed = whole.as_ref().and_then(ToPrimitive::to_i64);
        let unsigned = whole.as_ref().and_then(ToPrimitive::to_u64);
        if let Some(value) = signed.map(Value::from).or(unsigned.map(Value::from)) {
            return Some(value);
        }
        let number = Number::from_f64(self.as_f64())?;
        (Self::of(&number) == *self).then_some(Value::Number(number))
    }

    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Rational;
    use serde_json::{Number, Value};

    fn rational(text: &str) -> Rational {
        let number: Number = serde_json::from_str(text).unwrap();
        Rational::of(&number)
    }

    #[test]
    fn decimals_are_exact() {
        let (tenth, hundredth) = (rational("0.1"), rational("0.01"));
        assert!(tenth.over(&hundredth).unwrap().is_whole());
        assert!(!hundredth.over(&tenth).unwrap().is_whole());
        assert_eq!(rational("-2.5").floor(), (-3).into());
        assert_eq!(rational("-2.5").ceiling(), (-2).into());
        assert_eq!(rational("1e3"), Rational::whole(1000));
        let common = rational("0.3").common_multiple(&rational("0.2")).unwrap();
        assert_eq!(common, rational("0.6"));
        assert_eq!(
            rational("-4").common_multiple(&rational("6")),
            Some(rational("12"))
        );
        assert_eq!(rational("0").common_multiple(&rational("6")), None);
    }

    #[test]
    fn the_largest_and_the_smallest_doubles_are_exact() {
        for text in [
            "1.7976931348623157e308",
            "-1e300",
            "5e-324",
            "18446744073709551615",
        ] {
            let number = rational(text);
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(number.value(), Some(value), "{text}");
            assert!(rational("1e308").times(&10.into()).compare(&number).is_gt());
        }
        assert_eq!(
            rational("1e300").times(&3.into()).value(),
            serde_json::from_str("3e300").ok()
        );
        assert_eq!(rational("1e308").times(&10.into()).value(), None);
    }
}
