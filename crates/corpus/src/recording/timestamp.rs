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

    /// Names a moment by the seconds since 1970, to the millisecond.
    ///
    /// Gives none for what is before 1970 or after the year 9999.
    ///
    /// ```
    /// use frontdesk_corpus::Timestamp;
    ///
    /// let moment = Timestamp::from_unix_seconds(1_741_944_413.589).unwrap();
    /// assert_eq!(moment.as_str(), "2025-03-14T09:26:53.589Z");
    /// assert_eq!(Timestamp::from_unix_seconds(f64::NAN), None);
    /// ```
    #[must_use]
    pub fn from_unix_seconds(seconds: f64) -> Option<Self> {
        if !(0.0..AFTER_9999).contains(&seconds) {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the range was checked, and a millisecond is close enough"
        )]
        let milliseconds = (seconds * 1000.0).round() as u64;
        let (seconds, milliseconds) = (milliseconds / 1000, milliseconds % 1000);
        let (mut day, second) = (seconds / 86_400, seconds % 86_400);
        let mut year = 1970;
        while day >= days_of_year(year) {
            day -= days_of_year(year);
            year += 1;
        }
        let mut month = 1;
        while day >= u64::from(days(year, month)) {
            day -= u64::from(days(year, month));
            month += 1;
        }
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        Some(Self(format!(
            "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}Z",
            day + 1
        )))
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

fn days_of_year(year: u32) -> u64 {
    365 + u64::from(is_leap(year))
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(if year.is_multiple_of(100) { 400 } else { 4 })
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The seconds from 1970 to the year 10000.
const AFTER_9999: f64 = 253_402_300_799.0;

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn seconds_since_1970_name_a_moment() {
        for (seconds, text) in [
            (0.0, "1970-01-01T00:00:00.000Z"),
            (951_782_399.999_6, "2000-02-29T00:00:00.000Z"),
            (1_735_689_599.0, "2024-12-31T23:59:59.000Z"),
            (253_402_300_798.0, "9999-12-31T23:59:58.000Z"),
        ] {
            let moment = Timestamp::from_unix_seconds(seconds).unwrap();
            assert_eq!(moment.as_str(), text);
            assert_eq!(text.parse(), Ok(moment));
        }
        for seconds in [-1.0, 1e300, f64::INFINITY] {
            assert_eq!(Timestamp::from_unix_seconds(seconds), None);
        }
    }

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
