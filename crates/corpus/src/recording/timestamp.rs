use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A moment, as RFC 3339 text.
///
/// ```
/// use frontdesk_corpus::Timestamp;
///
/// assert!("2025-03-14T09:26:53.589Z".parse::<Timestamp>().is_ok());
/// assert!("2025-03-14 09:26".parse::<Timestamp>().is_err());
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Timestamp(String);

impl Timestamp {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Timestamp {
    type Err = TimestampParseError;

    /// Takes a text that is a moment.
    ///
    /// # Errors
    ///
    /// When the text is not of RFC 3339, or names a day or time that no calendar has.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if check(text).is_some() {
            Ok(Self(text.to_owned()))
        } else {
            Err(TimestampParseError(text.to_owned()))
        }
    }
}

/// A text that is no moment.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0:?} is no moment of RFC 3339: write it as `2025-03-14T09:26:53Z`")]
pub struct TimestampParseError(String);

fn check(text: &str) -> Option<()> {
    if !text.is_ascii() || text.len() < 20 {
        return None;
    }
    let marks: String = [4, 7, 10, 13, 16]
        .map(|at| char::from(text.as_bytes()[at]))
        .iter()
        .collect();
    marks.eq_ignore_ascii_case("--T::").then_some(())?;
    let year = number(&text[0..4], 0..=9999)?;
    let month = number(&text[5..7], 1..=12)?;
    number(&text[8..10], 1..=days(year, month))?;
    number(&text[11..13], 0..=23)?;
    number(&text[14..16], 0..=59)?;
    // A leap second is second 60.
    number(&text[17..19], 0..=60)?;
    offset(after_fraction(&text[19..])?)
}

fn after_fraction(text: &str) -> Option<&str> {
    let Some(fraction) = text.strip_prefix('.') else {
        return Some(text);
    };
    let end = fraction.find(|character: char| !character.is_ascii_digit())?;
    (end > 0).then(|| &fraction[end..])
}

fn offset(text: &str) -> Option<()> {
    if text.eq_ignore_ascii_case("z") {
        return Some(());
    }
    let (hours, minutes) = text.strip_prefix(['+', '-'])?.split_once(':')?;
    (hours.len() == 2 && minutes.len() == 2).then_some(())?;
    number(hours, 0..=23)?;
    number(minutes, 0..=59).map(|_| ())
}

fn number(digits: &str, range: RangeInclusive<u32>) -> Option<u32> {
    let number = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()?;
    range.contains(&number).then_some(number)
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(if year.is_multiple_of(100) { 400 } else { 4 });
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn moments_are_taken_as_they_are() {
        for text in [
            "2025-03-14T09:26:53Z",
            "2024-02-29t23:59:60.5z",
            "2025-03-14T09:26:53.123456789+05:30",
            "2000-02-29T00:00:00-00:00",
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn what_no_calendar_has_is_refused() {
        for text in [
            "",
            "2025-03-14",
            "2025-03-14T09:26:53",
            "2025-03-14 09:26:53Z",
            "2025-13-14T09:26:53Z",
            "2025-02-29T09:26:53Z",
            "1900-02-29T09:26:53Z",
            "2025-04-31T09:26:53Z",
            "2025-03-14T24:00:00Z",
            "2025-03-14T09:26:53.Z",
            "2025-03-14T09:26:53.5",
            "2025-03-14T09:26:53+5:30",
            "2025-03-14T09:26:53+05:300",
            "2025-03-14T09:26:53ZZ",
            "+025-03-14T09:26:53Z",
            "2025-03-14T09:26:5éZ",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }
}
