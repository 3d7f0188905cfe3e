use serde_json::Number;

use super::{Fault, Parser, Step};
use crate::ReadErrorKind;
use crate::rounded::is_rounded;

impl Parser<'_> {
    /// Parses a number that starts with `-` or a digit.
    pub(super) fn number(&mut self) -> Step<Number> {
        let start = self.at;
        let negative = self.eat(b'-');
        let first = self.at;
        let magnitude = self.integer_digits();
        let digits = self.at - first;
        let leading_zero = digits > 1 && self.text.as_bytes()[first] == b'0';
        if digits == 0 || leading_zero {
            return Err(self.malformed_number(start));
        }
        let whole = !matches!(self.peek(), Some(b'.' | b'e' | b'E'));
        if !whole && !self.fraction_and_exponent() {
            return Err(self.malformed_number(start));
        }
        if self.peek().is_some_and(continues_number) {
            return Err(self.malformed_number(start));
        }
        match magnitude.filter(|_| whole) {
            Some(magnitude) if !negative => Ok(magnitude.into()),
            // Integers have no negative zero, doubles have.
            Some(magnitude) if magnitude > 0 => match 0i64.checked_sub_unsigned(magnitude) {
                Some(integer) => Ok(integer.into()),
                None => self.double(start),
            },
            _ => self.double(start),
        }
    }

    /// Says that the number that starts at `start` is no JSON number.
    #[cold]
    pub(super) fn malformed_number(&self, start: usize) -> Fault {
        Fault::new(ReadErrorKind::MalformedNumber, start).because(self.spelling(start))
    }

    /// Skips digits and gives their value, if that fits.
    fn integer_digits(&mut self) -> Option<u64> {
        let mut value = Some(0u64);
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value
                .and_then(|value| value.checked_mul(10))
                .and_then(|value| value.checked_add(u64::from(digit - b'0')));
            self.at += 1;
        }
        value
    }

    /// Skips what may follow the integer part; false when it is malformed.
    fn fraction_and_exponent(&mut self) -> bool {
        if self.eat(b'.') && !self.skip_digits() {
            return false;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            return self.skip_digits();
        }
        true
    }

    /// Skips digits; false when there are none.
    fn skip_digits(&mut self) -> bool {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.at > start
    }

    fn double(&mut self, start: usize) -> Step<Number> {
        let spelling = &self.text[start..self.at];
        // The standard library rounds correctly and gives infinity beyond the range.
        let double = spelling
            .parse()
            .ok()
            .filter(|double: &f64| double.is_finite());
        if let (Some(rounded), Some(double)) = (&mut self.rounded, double)
            && is_rounded(spelling, double)
        {
            rounded.push(start);
        }
        double.and_then(Number::from_f64).ok_or_else(|| {
            Fault::new(ReadErrorKind::NumberOutOfRange, start).because(self.spelling(start))
        })
    }

    /// Gives what a person would take for the number, shortened.
    fn spelling(&self, start: usize) -> String {
        let rest = &self.text[start..];
        let end = rest
            .find(|character: char| !u8::try_from(character).is_ok_and(continues_number))
            .unwrap_or(rest.len());
        crate::excerpt(&rest[..end], 24)
    }
}

/// Tells whether a byte right after a number makes it malformed, rather than ends it.
fn continues_number(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-' | b'_')
}
