//! The calendar: seconds since 1970 and their texts.

pub(super) const MINUTE: i64 = 60;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// The first second of 2020.
pub(super) const FIRST: i64 = 1_577_836_800;

/// The first second of 2026.
pub(super) const LAST: i64 = 1_767_225_600;

/// Writes the day of an instant as `2024-02-29`.
pub(super) fn date(seconds: i64) -> String {
    let (year, month, day) = civil(seconds.div_euclid(DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// Writes the time of the day of an instant as `23:59:59`.
pub(super) fn time(seconds: i64) -> String {
    let second = seconds.rem_euclid(DAY);
    format!(
        "{:02}:{:02}:{:02}",
        second / HOUR,
        second % HOUR / MINUTE,
        second % MINUTE
    )
}

/// Tells year, month and day of an instant.
pub(super) fn parts(seconds: i64) -> (i64, i64, i64) {
    civil(seconds.div_euclid(DAY))
}

/// Tells the day of the week of an instant, 0 for Monday.
pub(super) fn weekday(seconds: i64) -> i64 {
    // The first of January 1970 was a Thursday.
    (seconds.div_euclid(DAY) + 3).rem_euclid(7)
}

/// A point in time that a text states.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Moment {
    /// Days since 1970.
    Day(i128),
    /// Nanoseconds since 1970.
    Instant(i128),
}

impl Moment {
    /// Reads an ISO date or an RFC 3339 date-time, `None` for any other text.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let year = field(text, 0, 4)?;
        let month = field(text, 5, 2)?;
        let day = field(text, 8, 2)?;
        let plausible = (1..=12).contains(&month) && (1..=31).contains(&day);
        if !plausible || !has(text, 4, "-") || !has(text, 7, "-") {
            return None;
        }
        let days = days(year, month, day);
        if text.len() == 10 {
            return Some(Self::Day(i128::from(days)));
        }
        let seconds = days * DAY + second_of_day(text)?;
        let (nanoseconds, offset) = fraction(text.get(19..)?)?;
        let shift = offset_seconds(offset)?;
        Some(Self::Instant(
            i128::from(seconds - shift) * 1_000_000_000 + i128::from(nanoseconds),
        ))
    }

    /// Tells whether both are days or both are instants.
    pub(super) fn alike(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Day(_), Self::Day(_)) | (Self::Instant(_), Self::Instant(_))
        )
    }
}

fn second_of_day(text: &str) -> Option<i64> {
    let separated = ["T", "t", " "].iter().any(|mark| has(text, 10, mark));
    if !separated || !has(text, 13, ":") || !has(text, 16, ":") {
        return None;
    }
    let (hour, minute, second) = (
        field(text, 11, 2)?,
        field(text, 14, 2)?,
        field(text, 17, 2)?,
    );
    (hour < 24 && minute < 60 && second <= 60).then_some(hour * HOUR + minute * MINUTE + second)
}

/// Splits `.25Z` into nanoseconds and the offset.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let end = rest.find(|character: char| !character.is_ascii_digit())?;
    let (digits, offset) = rest.split_at(end);
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    (end > 0).then_some((nine.parse().ok()?, offset))
}

fn offset_seconds(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let shift = field(text, 1, 2)? * HOUR + field(text, 4, 2)? * MINUTE;
    (has(text, 3, ":") && text.len() == 6).then_some(sign * shift)
}

fn field(text: &str, start: usize, length: usize) -> Option<i64> {
    let digits = text.get(start..start + length)?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

fn has(text: &str, start: usize, mark: &str) -> bool {
    text.get(start..).is_some_and(|rest| rest.starts_with(mark))
}

/// Counts the days from 1970 to a day; years begin in March, so that leap days come last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{DAY, FIRST, LAST, Moment, date, days, time, weekday};

    #[test]
    fn days_and_dates_agree() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(FIRST), "2020-01-01");
        assert_eq!(date(LAST), "2026-01-01");
        assert_eq!(time(LAST - 1), "23:59:59");
        assert_eq!(weekday(LAST), 3);
        for day in -20_000..30_000 {
            let text = date(day * DAY);
            assert_eq!(Moment::parse(&text), Some(Moment::Day(i128::from(day))));
        }
        assert_eq!(days(2024, 3, 1) - days(2024, 2, 28), 2);
    }

    #[test]
    fn moments_compare_across_offsets() {
        let parse = |text| Moment::parse(text).unwrap();
        assert_eq!(
            parse("2024-01-01T01:00:00+01:00"),
            parse("2024-01-01T00:00:00Z")
        );
        assert!(parse("2024-01-01T00:00:00.5Z") > parse("2024-01-01T00:00:00.25Z"));
        for text in [
            "",
            "2024-1-1",
            "2024-01-01T",
            "2024-13-01",
            "2024-01-01T00:00:00",
            "2024é01",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
