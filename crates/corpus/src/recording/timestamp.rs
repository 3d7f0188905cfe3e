use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

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

    /// Returns the moment as seconds since 1970 and nanoseconds, so that moments can be compared.
    #[must_use]
    pub fn to_unix(&self) -> (i64, u32) {
        unix(&self.0).unwrap_or_default()
    }

    /// Writes a moment in UTC.
    ///
    /// ```
    /// use frontdesk_corpus::Timestamp;
    ///
    /// let berlin: Timestamp = "2025-03-14T09:26:53.5+01:00".parse()?;
    /// let (seconds, nanoseconds) = berlin.to_unix();
    /// assert_eq!(Timestamp::from_unix(seconds, nanoseconds).as_str(), "2025-03-14T08:26:53.5Z");
    /// # Ok::<(), frontdesk_corpus::TimestampParseError>(())
    /// ```
    #[must_use]
    pub fn from_unix(seconds: i64, nanoseconds: u32) -> Self {
        let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // What four digits cannot write is the nearest that they can.
        let (year, month, day) = date(days.clamp(FIRST_DAY, LAST_DAY));
        let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
        let fraction = format!(".{nanoseconds:09}");
        let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
        Self(format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"
        ))
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
            reason = "the range was checked, and a millisecond is close enough"
        )]
        let milliseconds = (seconds * 1000.0).round() as i64;
        let whole = Self::from_unix(milliseconds / 1000, 0).0;
        let whole = whole.trim_end_matches('Z');
        Some(Self(format!("{whole}.{:03}Z", milliseconds % 1000)))
    }

    /// Writes what a clock shows, to the millisecond.
    #[must_use]
    pub fn of(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        Self::from_unix(seconds, since.subsec_millis() * 1_000_000)
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

/// Reads what is known to be a moment.
fn unix(text: &str) -> Option<(i64, u32)> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let day = day_number(number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let of_day = number(11, 13)? * 3_600 + number(14, 16)? * 60 + number(17, 19)?;
    let rest = text.get(19..)?;
    let zone = after_fraction(rest)?;
    let fraction = rest.strip_suffix(zone)?.trim_start_matches('.');
    let nanoseconds = format!("{:0<9}", fraction.get(..9).unwrap_or(fraction));
    let offset = match zone.get(1..).and_then(|zone| zone.split_once(':')) {
        Some((hours, minutes)) => {
            let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            if zone.starts_with('-') {
                -minutes
            } else {
                minutes
            }
        }
        None => 0,
    };
    Some((
        day * 86_400 + of_day - offset * 60,
        nanoseconds.parse().ok()?,
    ))
}

/// Numbers a day from 1970 on; years begin in March here, so that leap days come last.
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - TO_MARCH_OF_YEAR_0
}

fn date(days: i64) -> (i64, i64, i64) {
    let days = days + TO_MARCH_OF_YEAR_0;
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + days.div_euclid(146_097) * 400 + i64::from(month <= 2);
    (year, month, day)
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

/// How many days 1970 is after March of the year 0.
const TO_MARCH_OF_YEAR_0: i64 = 719_468;
/// The seconds from 1970 to the year 10000.
const AFTER_9999: f64 = 253_402_300_799.0;
/// The first day of the year 0.
const FIRST_DAY: i64 = -719_528;
/// The last day of the year 9999.
const LAST_DAY: i64 = 2_932_896;

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn moments_are_compared_across_offsets() {
        let moment = |text: &str| text.parse::<Timestamp>().unwrap().to_unix();
        assert!(moment("2025-03-14T09:26:53+01:00") < moment("2025-03-14T09:26:53Z"));
        assert_eq!(moment("1970-01-01t00:00:00.25z"), (0, 250_000_000));
        for text in [
            "1970-01-01T00:00:00Z",
            "2000-02-29T23:59:59.000000001Z",
            "2024-12-31T12:00:00Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ] {
            let (seconds, nanoseconds) = moment(text);
            assert_eq!(Timestamp::from_unix(seconds, nanoseconds).as_str(), text);
        }
        assert!(
            Timestamp::from_unix(i64::MAX, 0)
                .as_str()
                .starts_with("9999-12-31T")
        );
        assert!(
            Timestamp::from_unix(i64::MIN, 0)
                .as_str()
                .starts_with("0000-01-01T")
        );
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
