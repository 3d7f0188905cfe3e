use serde_json::Number;

use super::Scanner;

/// A number whose value is exactly what was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Numeral {
    /// An integer from zero up.
    Unsigned(u64),
    /// An integer below zero.
    Negative(i64),
    /// A number written with a fraction or an exponent.
    Double(f64),
}

impl Numeral {
    /// Returns the number as [`read`](crate::read) gives it.
    #[must_use]
    pub fn to_number(self) -> Number {
        match self {
            Self::Unsigned(integer) => integer.into(),
            Self::Negative(integer) => integer.into(),
            // A numeral is finite: the scanner gives no other.
            Self::Double(double) => Number::from_f64(double).unwrap_or_else(|| 0.into()),
        }
    }
}

impl Scanner<'_> {
    /// Passes a number that starts with `-` or a digit.
    ///
    /// Nothing where it is malformed, beyond 64 bits, a negative zero, or written with more digits
    /// than a double is sure to hold: such numbers may be rounded.
    #[inline]
    pub fn number(&mut self) -> Option<Numeral> {
        let negative = self.bytes.get(self.at) == Some(&b'-');
        let first = self.at + usize::from(negative);
        let (magnitude, after) = self.digits(first, 0)?;
        if after == first || (after > first + 1 && self.bytes[first] == b'0') {
            return None;
        }
        self.at = after;
        if matches!(self.bytes.get(after), Some(b'.' | b'e' | b'E')) {
            return self.double(first, negative, magnitude);
        }
        if !negative {
            return Some(Numeral::Unsigned(magnitude));
        }
        let integer = 0_i64.checked_sub_unsigned(magnitude)?;
        (integer < 0).then_some(Numeral::Negative(integer))
    }

    /// Adds the digits from a place on to a magnitude, and tells where they end.
    #[inline]
    fn digits(&self, start: usize, magnitude: u64) -> Option<(u64, usize)> {
        let mut magnitude = magnitude;
        let mut at = start;
        while let Some(digit @ b'0'..=b'9') = self.bytes.get(at) {
            magnitude = magnitude
                .checked_mul(10)?
                .checked_add(u64::from(digit - b'0'))?;
            at += 1;
        }
        Some((magnitude, at))
    }

    /// Passes a fraction and an exponent.
    ///
    /// Fifteen digits come back from a double as they were, and so do the powers of ten that are
    /// doubles themselves: one operation on both is rounded as reading is.
    fn double(&mut self, first: usize, negative: bool, whole: u64) -> Option<Numeral> {
        let (mut mantissa, mut written, mut scale) = (whole, self.at - first, 0_i32);
        if self.bytes.get(self.at) == Some(&b'.') {
            let start = self.at + 1;
            let (longer, after) = self.digits(start, mantissa)?;
            let count = after - start;
            if count == 0 {
                return None;
            }
            self.at = after;
            mantissa = longer;
            written += count;
            scale = -i32::try_from(count).ok()?;
        }
        if written > MOST_DIGITS || (negative && mantissa == 0) {
            return None;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            scale = scale.checked_add(self.exponent()?)?;
        }
        let power = *POWERS.get(usize::try_from(scale.unsigned_abs()).ok()?)?;
        #[expect(clippy::cast_precision_loss, reason = "fifteen digits are below 2^53")]
        let mantissa = mantissa as f64;
        let double = if scale < 0 {
            mantissa / power
        } else {
            mantissa * power
        };
        Some(Numeral::Double(if negative { -double } else { double }))
    }

    fn exponent(&mut self) -> Option<i32> {
        let sign = self.bytes.get(self.at + 1);
        let signed = matches!(sign, Some(b'+' | b'-'));
        let start = self.at + 1 + usize::from(signed);
        let (exponent, after) = self.digits(start, 0)?;
        if after == start {
            return None;
        }
        self.at = after;
        let exponent = i32::try_from(exponent).ok()?;
        Some(if sign == Some(&b'-') {
            -exponent
        } else {
            exponent
        })
    }
}

/// How many decimal digits every double keeps.
const MOST_DIGITS: usize = 15;

/// The powers of ten that are doubles.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

#[cfg(test)]
mod tests {
    use super::Scanner;
    use crate::read_noting;
    use serde_json::Value;

    fn scanned(text: &str) -> Option<Value> {
        let mut scanner = Scanner::new(text.as_bytes())?;
        let number = scanner.number()?;
        scanner
            .is_at_end()
            .then(|| Value::Number(number.to_number()))
    }

    #[track_caller]
    fn is_as_read(text: &str) {
        if let Some(value) = scanned(text) {
            let reading = read_noting(text.as_bytes()).expect(text);
            assert_eq!(
                format!("{value:?}"),
                format!("{:?}", reading.value),
                "{text}"
            );
            assert_eq!(reading.rounded, [], "{text}");
        }
    }

    #[test]
    fn everyday_numbers_are_passed_as_they_are_read() {
        for text in [
            "0",
            "7",
            "-7",
            "18446744073709551615",
            "-9223372036854775808",
            "1.0",
            "0.1",
            "-2.5",
            "1e3",
            "1E+2",
            "1e-7",
            "0.000001",
            "123456789.125",
            "0.0",
            "0e5",
            "99.99",
            "1.5e22",
        ] {
            assert!(scanned(text).is_some(), "{text}");
            is_as_read(text);
        }
    }

    #[test]
    fn what_is_odd_is_left_to_the_reader() {
        for text in [
            "-0",
            "-0.0",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "1e+",
            "1.e3",
            "00",
            "1e400",
            "1e-400",
            "18446744073709551616",
            "-9223372036854775809",
            "0.1000000000000000055",
            "1e23",
            "9007199254740993.0",
            "1e99999999999999999999",
        ] {
            assert_eq!(scanned(text), None, "{text}");
        }
    }

    #[test]
    fn random_spellings_are_read_alike() {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = move |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        for _ in 0..200_000 {
            let mut text = String::new();
            if random(3) == 0 {
                text.push('-');
            }
            let limit = 10_u64.pow(u32::try_from(random(19)).unwrap());
            text.push_str(&random(limit).to_string());
            if random(2) == 0 {
                text.push('.');
                for _ in 0..=random(12) {
                    text.push(char::from(
                        b"0123456789"[usize::try_from(random(10)).unwrap()],
                    ));
                }
            }
            if random(3) == 0 {
                let sign = ["", "+", "-"][usize::try_from(random(3)).unwrap()];
                let exponent = random(30).to_string();
                text.extend(["e", sign, &exponent]);
            }
            is_as_read(&text);
        }
    }
}
